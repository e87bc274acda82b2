import { createHash } from 'node:crypto';

/**
 * The RFC 8785 form of a JSON value: the same text for the same value, everywhere. A field that is undefined is left out.
 *
 * Every event is hashed in it, and every edition that a day's close vouches for: a check of the whole ledger writes it
 * hundreds of thousands of times (docs/adr/0021).
 *
 * @throws TypeError for what is none, such as a number beyond all that JSON has
 */
export function canonical(value: unknown): string {
  if (typeof value === 'string') return quoted(value);
  if (value === null || typeof value === 'boolean') return String(value);
  // ECMAScript's own way of writing numbers is the RFC's (section 3.2.2.3).
  if (typeof value === 'number' && Number.isFinite(value)) return String(value);
  if (Array.isArray(value)) return list(value);
  if (typeof value === 'object') return fields(value as Readonly<Record<string, unknown>>);
  throw new TypeError('not a JSON value');
}

/** SHA-256 of the RFC 8785 form, in hex. */
export const digestOf = (value: unknown): string => createHash('sha256').update(canonical(value)).digest('hex');

function list(members: readonly unknown[]): string {
  let text = '';
  for (const member of members) text += text === '' ? canonical(member) : `,${canonical(member)}`;
  return `[${text}]`;
}

/** By their names, in the order of UTF-16 units (section 3.2.3): JavaScript's own. */
function fields(object: Readonly<Record<string, unknown>>): string {
  let text = '';
  for (const name of Object.keys(object).sort()) {
    const value = object[name];
    if (value !== undefined) text += `${text === '' ? '' : ','}${quoted(name)}:${canonical(value)}`;
  }
  return `{${text}}`;
}

/** What stands for itself between quotes: nearly all there is. */
const PLAIN = /^[ !#-[\]-\ud7ff\ue000-\uffff]*$/;

const quoted = (text: string): string => (PLAIN.test(text) ? `"${text}"` : JSON.stringify(text));
