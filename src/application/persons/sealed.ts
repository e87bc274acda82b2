import { randomBytes } from 'node:crypto';
import { isObject, type JsonObject } from '../../domain/kernel/json.js';
import { SEALED_FIELDS } from '../../domain/registers/person.js';
import type { Opened, Seal } from '../../domain/registers/person-deciding.js';
import { NONCE_BYTES, openText, type Place, sealText } from '../../domain/registers/sealing.js';

/** Seals with a person's key, each text with a nonce of its own. */
export const sealing =
  (key: Buffer, of: Omit<Place, 'field'>): Seal =>
  (field, text) =>
    sealText(text, key, randomBytes(NONCE_BYTES), { ...of, field });

/** Opens what the details of a person hold; null where any of it is not what was sealed there. */
export function opened(details: JsonObject, key: Buffer, of: Omit<Place, 'field'>): Opened | null {
  const { sealed } = details;
  if (!isObject(sealed)) return null;
  const found: Opened = {};
  for (const field of SEALED_FIELDS) {
    const text = sealed[field];
    if (text === undefined) continue;
    const plain = typeof text === 'string' ? openText(text, key, { ...of, field }) : null;
    if (plain === null) return null;
    found[field] = plain;
  }
  return found;
}
