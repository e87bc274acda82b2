// What makes forms quicker: they work without it.

// Back to the form that was being filled in when the session ended.
document.querySelector('form.resume')?.requestSubmit();

// The other language, with what was typed: the link alone would lose it. Sent by no button, the form is drawn and not saved.
document.querySelector('a.language')?.addEventListener('click', (event) => {
  const form = document.querySelector('form.entry, form.unsent');
  if (form === null || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  const to = new URL(form.action);
  const language = new URL(event.currentTarget.href).searchParams.get('lang');
  if (language === null) to.searchParams.delete('lang');
  else to.searchParams.set('lang', language);
  form.action = to.href;
  form.submit();
});

// Names of organisations as one types; the page holds the first of them.
const list = document.getElementById('organisations');
let asked = '';

async function complete(text) {
  asked = text;
  const query = new URLSearchParams({ limit: '20', q: text });
  // As of a past day, those of that day.
  const asOf = new URLSearchParams(location.search).get('asOf');
  if (asOf !== null && asOf !== '') query.set('asOf', asOf);
  const answer = await fetch(`/v1/organisations?${query}`);
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
