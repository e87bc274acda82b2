// Plays the ledger: follows the way to the next day, again and again. Without this script the same ways are links.
const PAUSE = 1200;
let timer = null;

// The day, for whoever hears the page: what is replaced with it would not be read.
const told = document.createElement('p');
told.className = 'unseen';
told.setAttribute('role', 'status');
document.body.append(told);

async function follow() {
  const next = document.querySelector('.player a[rel=next]');
  if (next === null) return stop();
  const answer = await fetch(next.href);
  if (!answer.ok) return stop();
  const page = new DOMParser().parseFromString(await answer.text(), 'text/html');
  for (const part of ['main', 'section.past-banner', 'header.top', 'footer.bottom'])
    document.querySelector(part)?.replaceWith(page.querySelector(part) ?? '');
  told.textContent = page.querySelector('.kicker')?.textContent ?? '';
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
