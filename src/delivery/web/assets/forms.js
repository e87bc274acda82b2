// What makes forms quicker: they work without it.

// Back to the form that was being filled in when the session ended.
document.querySelector('form.resume')?.requestSubmit();

// Names of organisations as one types; the page holds the first of them.
const list = document.getElementById('organisations');
let asked = '';

async function complete(text) {
  asked = text;
  const answer = await fetch(`/v1/organisations?limit=20&q=${encodeURIComponent(text)}`);
  if (!answer.ok || asked !== text) return;
  const { items } = await answer.json();
  list.replaceChildren(
    ...items
      .flatMap(({ details: { name, aliases = [] } }) => [name, ...aliases])
      .map((name) => Object.assign(document.createElement('option'), { value: name })),
  );
}

let waiting;
document.addEventListener('input', ({ target }) => {
  if (target.getAttribute('list') !== 'organisations' || target.value.trim().length < 2) return;
  clearTimeout(waiting);
  waiting = setTimeout(() => void complete(target.value.trim()).catch(() => undefined), 150);
});
