/** A pack's text as it stands within a page: with no `<`, so that no data can end the element that holds them. */
export const inPage = (text: string): string => text.replaceAll('<', '\\u003c');

/** The text again. Escapes are read from the left, so that a backslash of the data's own is none. */
export const fromPage = (text: string): string =>
  text.replace(/\\(u003c|[^])/g, (pair: string, of: string) => (of === 'u003c' ? '<' : pair));
