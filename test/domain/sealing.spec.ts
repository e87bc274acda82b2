import { randomBytes } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { masterKeyId, openText, sealText, unwrapKey, wrapKey } from '../../src/domain/registers/sealing.js';

/** Computed once by other means. */
const SEALED =
  'AQcHBwcHBwcHBwcHB04EyD1PWK6Zv1iI7O8/lRuhXI1ziPeBGf67XvoE3jIbJ0TxfoFA9JIC/qH9whfZJrtIs0nVoQELnejh4m24g/DaF88NaZO41HD7kX13PZ2H';
const MASTER_ID = '9db07dcd65a4d41a';

const bytes = (length: number) =>
  fc.uint8Array({ minLength: length, maxLength: length }).map((each) => Buffer.from(each));
const key = bytes(32);
const nonce = bytes(12);
const place = fc.record({ ledger: fc.uuid(), person: fc.uuid(), field: fc.constantFrom('name', 'phone', 'email') });

describe('what is sealed', () => {
  it('opens as what it was, whatever it was, with the same key in the same place', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 300 }), key, nonce, place, (text, its, once, at) => {
        expect(openText(sealText(text, its, once, at), its, at)).toBe(text);
      }),
    );
  });

  it('opens nowhere else, with no other key, and not when any bit of it is another', () => {
    fc.assert(
      fc.property(key, key, nonce, place, place, fc.nat(), (its, other, once, at, elsewhere, bit) => {
        const sealed = sealText('Anna Wymyślona', its, once, at);
        fc.pre(!its.equals(other) && JSON.stringify(at) !== JSON.stringify(elsewhere));
        expect(openText(sealed, other, at)).toBeNull();
        expect(openText(sealed, its, elsewhere)).toBeNull();
        for (const part of ['ledger', 'person', 'field'] as const)
          expect(openText(sealed, its, { ...at, [part]: 'other' })).toBeNull();
        const altered = Buffer.from(sealed, 'base64');
        const index = bit % (altered.length * 8);
        altered[index >> 3]! ^= 1 << (index & 7);
        expect(openText(altered.toString('base64'), its, at)).toBeNull();
      }),
    );
  });

  it('is as long for every name of usual length, and not the same twice', () => {
    const its = randomBytes(32);
    const at = { ledger: 'l', person: 'p', field: 'name' };
    const sealed = (text: string): string => sealText(text, its, randomBytes(12), at);
    expect(new Set(['Jan Ż', 'Anna Wymyślona', 'x'.repeat(63)].map((text) => sealed(text).length)).size).toBe(1);
    expect(sealed('x'.repeat(64)).length).toBeGreaterThan(sealed('x').length);
    expect(sealed('Anna')).not.toBe(sealed('Anna'));
  });

  it.each(['', 'AQ==', 'nie', 'AQID', Buffer.alloc(93).toString('base64')])('is not %j', (text) => {
    expect(openText(text, randomBytes(32), { ledger: 'l', person: 'p', field: 'name' })).toBeNull();
  });

  it('has the bytes that docs/trust.md says', () => {
    const at = { ledger: '018f3a6e-7b1c-7d2e-9a4f-5b6c7d8e9f00', person: '018f3a6e-7b1c-7d2e-9a4f-5b6c7d8e9f01' };
    const its = Buffer.from(Array.from({ length: 32 }, (_, index) => index));
    const once = Buffer.alloc(12, 7);
    expect(sealText('Anna Wymyślona', its, once, { ...at, field: 'name' })).toBe(SEALED);
    expect(masterKeyId(its)).toBe(MASTER_ID);
    expect(unwrapKey(wrapKey(its, Buffer.alloc(32, 9), once, at), Buffer.alloc(32, 9), at)).toEqual(its);
  });
});

describe('a wrapped key', () => {
  it('is unwrapped by its master key for its person, and by nothing else', () => {
    fc.assert(
      fc.property(key, key, key, nonce, place, (its, master, other, once, at) => {
        fc.pre(!master.equals(other));
        const wrapped = wrapKey(its, master, once, at);
        expect(unwrapKey(wrapped, master, at)).toEqual(its);
        expect(unwrapKey(wrapped, other, at)).toBeNull();
        expect(unwrapKey(wrapped, master, { ...at, person: 'other' })).toBeNull();
        expect(unwrapKey(wrapped, master, { ...at, ledger: 'other' })).toBeNull();
        // A text that was sealed is no key, and a key no text.
        expect(unwrapKey(sealText('x'.repeat(31), master, once, at), master, at)).toBeNull();
        expect(openText(wrapped, master, at)).toBeNull();
        expect(masterKeyId(master)).not.toBe(masterKeyId(other));
      }),
    );
  });
});
