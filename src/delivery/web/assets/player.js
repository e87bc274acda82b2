// Plays the ledger: follows the way to the next day, again and again. Without this script the same ways are links.
const PAUSE = 1200;
let timer = null;

async function follow() {
  const next = document.querySelector('.player a[rel=next]');
  if (next === null) return stop();
  const answer = await fetch(next.href);
  if (!answer.ok) return stop();
  const page = new DOMParser().parseFromString(await answer.text(), 'text/html');
  for (const part of ['main', '.past-banner', '.point', '.bottom', '.ways'])
    document.querySelector(part)?.replaceWith(page.querySelector(part) ?? '');
  document.title = page.title;
  history.replaceState(null, '', next.href);
  offer();
  if (timer !== null) timer = setTimeout(follow, PAUSE);
}

function stop() {
  clearTimeout(timer);
  timer = null;
  offer();
}

/** The button is there only where this script runs. */
function offer() {
  const button = document.querySelector('.player button');
  if (button === null) return;
  const focused = document.activeElement === document.body && timer !== null;
  button.hidden = false;
  button.textContent = timer === null ? button.dataset.play : button.dataset.stop;
  button.onclick = () => {
    if (timer !== null) return stop();
    timer = setTimeout(follow, 0);
    offer();
  };
  if (focused) button.focus();
}

offer();
