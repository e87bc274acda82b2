/** XML of texts that may hold anything. */

const ENTITIES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };

/** What XML 1.0 (section 2.2) has no place for, half of a surrogate pair included. */
const ILLEGAL = /[^\t\n\r\u{20}-\u{d7ff}\u{e000}-\u{fffd}\u{10000}-\u{10ffff}]/gu;

/** A text as the content of an element or an attribute; what no XML may hold becomes U+FFFD, so that it is seen. */
export const escaped = (text: string): string =>
  text.replace(ILLEGAL, '\ufffd').replace(/[&<>"]/g, (each) => ENTITIES[each] ?? each);

type Attributes = Readonly<Record<string, string | number | undefined>>;

/** An element. @param content XML; left out, it is empty */
export function element(name: string, attributes: Attributes = {}, ...content: readonly string[]): string {
  const given = Object.entries(attributes).flatMap(([key, value]) =>
    value === undefined ? [] : [` ${key}="${escaped(String(value))}"`],
  );
  const inner = content.join('');
  return inner === '' ? `<${name}${given.join('')}/>` : `<${name}${given.join('')}>${inner}</${name}>`;
}

/** The content of a part of a package. */
export const part = (root: string): string => `<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n${root}`;
