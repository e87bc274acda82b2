import { createCipheriv, createDecipheriv, hash } from 'node:crypto';

/**
 * Sealing (AES-256-GCM, NIST SP 800-38D): the byte 1, a nonce of 12 bytes, the ciphertext and a tag of 16 bytes, in base64.
 * What is sealed is bound to the place where it stands and opens nowhere else (docs/trust.md has the bytes).
 */

export const KEY_BYTES = 32;
export const NONCE_BYTES = 12;
const TAG_BYTES = 16;
const CIPHER = 'aes-256-gcm';
const FORM = Buffer.of(1);

/** Texts are filled up to so many bytes: once the key is gone, their length is not to tell whose they were. */
const BLOCK = 64;
const END = 0x80;

/** Where a sealed text stands: of which ledger and person, in which field. */
export interface Place {
  readonly ledger: string;
  readonly person: string;
  readonly field: string;
}

/** @param nonce never the same twice under one key */
export function sealText(text: string, key: Buffer, nonce: Buffer, place: Place): string {
  return encrypted(padded(Buffer.from(text)), key, nonce, textAt(place));
}

/** Null for what was not sealed with this key for this place. */
export function openText(sealed: string, key: Buffer, place: Place): string | null {
  const plain = decrypted(sealed, key, textAt(place));
  const end = plain?.lastIndexOf(END) ?? -1;
  return plain === null || end < 0 ? null : plain.toString('utf8', 0, end);
}

/** A person's key, wrapped by the master key. @param nonce never the same twice under one master key */
export function wrapKey(key: Buffer, master: Buffer, nonce: Buffer, of: Omit<Place, 'field'>): string {
  return encrypted(key, master, nonce, keyOf(of));
}

/** Null for what was not wrapped by this master key for this person. */
export function unwrapKey(wrapped: string, master: Buffer, of: Omit<Place, 'field'>): Buffer | null {
  const key = decrypted(wrapped, master, keyOf(of));
  return key?.length === KEY_BYTES ? key : null;
}

/** Tells master keys apart without telling anything of them: 16 hex digits. */
export const masterKeyId = (master: Buffer): string =>
  hash('sha256', Buffer.concat([Buffer.from('kronika master key\n'), master]), 'hex').slice(0, 16);

const textAt = ({ ledger, person, field }: Place): Buffer => bound('kronika sealed text', ledger, person, field);
const keyOf = ({ ledger, person }: Omit<Place, 'field'>): Buffer => bound('kronika person key', ledger, person);
// Ids and names of fields hold no line breaks.
const bound = (...lines: readonly string[]): Buffer => Buffer.from(lines.map((line) => `${line}\n`).join(''));

function padded(text: Buffer): Buffer {
  const whole = Buffer.alloc(Math.ceil((text.length + 1) / BLOCK) * BLOCK);
  text.copy(whole);
  whole[text.length] = END;
  return whole;
}

function encrypted(plain: Buffer, key: Buffer, nonce: Buffer, aad: Buffer): string {
  const cipher = createCipheriv(CIPHER, key, nonce, { authTagLength: TAG_BYTES }).setAAD(aad);
  const body = Buffer.concat([cipher.update(plain), cipher.final()]);
  return Buffer.concat([FORM, nonce, body, cipher.getAuthTag()]).toString('base64');
}

function decrypted(sealed: string, key: Buffer, aad: Buffer): Buffer | null {
  const bytes = Buffer.from(sealed, 'base64');
  const body = FORM.length + NONCE_BYTES;
  if (bytes.length < body + TAG_BYTES || bytes[0] !== FORM[0] || bytes.toString('base64') !== sealed) return null;
  const nonce = bytes.subarray(FORM.length, body);
  const decipher = createDecipheriv(CIPHER, key, nonce, { authTagLength: TAG_BYTES })
    .setAAD(aad)
    .setAuthTag(bytes.subarray(-TAG_BYTES));
  const plain = decipher.update(bytes.subarray(body, -TAG_BYTES));
  try {
    return Buffer.concat([plain, decipher.final()]);
  } catch {
    return null;
  }
}
