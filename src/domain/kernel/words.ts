/** A text without case and accents, ł as l: `Łubianka` -> `lubianka`. */
export function fold(text: string): string {
  return text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase().replaceAll('ł', 'l');
}

/** The folded words of texts, each once, in order of appearance: what a search finds them by. */
export function wordsOf(...texts: readonly (string | undefined | null)[]): string[] {
  const words = texts.flatMap((text) => (text ? (fold(text).match(/[\p{L}\p{N}]+/gu) ?? []) : []));
  return [...new Set(words)];
}
