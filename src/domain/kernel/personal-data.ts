import { UUID } from './fields.js';
import type { Fault } from './rejection.js';
import { whole } from './unreadable.js';

const WEIGHTS = [1, 3, 7, 9, 1, 3, 7, 9, 1, 3];

/** Whether eleven digits are a PESEL: a real date, and the checksum of the act on population records. */
function isPesel(digits: string): boolean {
  if (!/^\d{11}$/.test(digits)) return false;
  const numbers = [...digits].map(Number);
  const sum = WEIGHTS.reduce((total, weight, index) => total + weight * (numbers[index] ?? 0), 0);
  if ((10 - (sum % 10)) % 10 !== numbers[10]) return false;
  const month = Number(digits.slice(2, 4)) % 20;
  const day = Number(digits.slice(4, 6));
  return month >= 1 && month <= 12 && day >= 1 && day <= 31;
}

// Spaces and dashes within do not hide a number, nor what stands before it: every place is tried.
const ELEVEN = /(?<!\d)(?=(\d(?:[\s\p{Pd}]{0,3}\d){10}|\d{6}\s?[./]\s?\d{5})(?!\d))/gu;
// The part before the @ has 64 characters at most (RFC 5321, 4.5.3.1.1).
const EMAIL = /(?<![\p{L}\p{N}._%+-])[\p{L}\p{N}._%+-]{1,64}@[\p{L}\p{N}-]{1,63}(?:\.[\p{L}\p{N}-]{1,63})+/gu;
/** Nine digits, as people write them: alone, in threes, or with the area's two before; with +48 or 0048 or without. */
const PHONE =
  /(?<![\d./-])(?:(?:(?:\+|00)48[\s-]?|\(?\d{2}\)?[\s-])?\d{3}[\s-]\d{2,3}[\s-]\d{2,3}|\(?\d{2}\)?[\s-]\d{7}|\d{3}\.\d{3}\.\d{3}|(?:(?:\+|00)48[\s-]?)?\d{9})(?!\d|[./-]\d)/g;

/** What may be a number or an address at all; most texts hold neither, and are not looked through. */
const HINT = /@|\d[\s\p{Pd}./]{0,3}\d/u;

/** Free text in a payload, with the pointer of each. An id holds no such thing, though its digits may look it. */
function texts(
  value: unknown,
  pointer: string,
  found: { readonly pointer: string; readonly text: string }[] = [],
): readonly { readonly pointer: string; readonly text: string }[] {
  if (typeof value === 'string') {
    // Digits and signs of other widths are looked at as what they are read as.
    const text = value.normalize('NFKC');
    if (HINT.test(text) && !UUID.test(text)) found.push({ pointer, text });
  } else if (typeof value === 'object' && value !== null) {
    for (const [name, each] of Object.entries(whole(value))) texts(each, `${pointer}/${name}`, found);
  }
  return found;
}

/** No PESEL anywhere: always refused (DOMAIN.md section 6). */
export function peselFaults(payload: unknown, pointer = ''): Fault[] {
  return texts(payload, pointer).flatMap(({ pointer: at, text }) =>
    [...text.matchAll(ELEVEN)].some(([, found = '']) => isPesel(found.replace(/\D/g, '')))
      ? [{ pointer: at, detail: 'holds a PESEL: personal numbers are never recorded' }]
      : [],
  );
}

/** E-mail addresses and phone numbers in free text that are not an office's own; recorded only when acknowledged. */
export function contactFaults(payload: unknown, isOffices: (contact: string) => boolean, pointer = ''): Fault[] {
  return texts(payload, pointer).flatMap(({ pointer: at, text }) => {
    const emails = text.includes('@') ? (text.match(EMAIL) ?? []) : [];
    const found = [...emails, ...(text.match(PHONE) ?? [])].filter((contact) => !isOffices(contact));
    return found.length === 0
      ? []
      : [
          {
            pointer: at,
            detail:
              "holds an e-mail address or phone number that is not an office's own: take it out, or acknowledge that it may stand",
          },
        ];
  });
}
