const NUMBER = /^([a-z]{2})\s*[/ -]\s*(\d{4})\s*[/ -]\s*(\d{1,7})$/i;

/** The number of an entry as people type it (`kt 2023-417`), in the register's form; null where it is none. */
export function entryNumber(text: string): string | null {
  const [, letters = '', year = '', ordinal = ''] = NUMBER.exec(text.trim()) ?? [];
  return letters === '' ? null : `${letters.toUpperCase()}/${year}/${ordinal.padStart(4, '0')}`;
}
