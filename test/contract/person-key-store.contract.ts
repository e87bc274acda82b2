import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { PersonKeyStore, WrappedKey } from '../../src/application/ports/person-key-store.js';
import { REFUSED } from './event-store.fixture.js';

/** What an adapter brings: a store of its own at each call, empty; and another one on the same keys. */
export interface PersonKeyAdapter {
  readonly name: string;
  readonly open: () => Promise<{
    readonly store: PersonKeyStore;
    readonly beside: () => Promise<PersonKeyStore>;
    readonly discard: () => Promise<void>;
  }>;
}

const NOON = '2024-03-04T12:00:00.000Z';
const key = (person: string, wrapped = 'AQID'): WrappedKey => ({ person, master: '0123456789abcdef', wrapped });

/** Every adapter of the port of the keys of persons passes this. */
export function personKeyStoreContract({ name, open }: PersonKeyAdapter): void {
  describe(`a store of persons' keys (${name})`, () => {
    let store: PersonKeyStore;
    let beside: () => Promise<PersonKeyStore>;
    let discard: () => Promise<void>;

    beforeEach(async () => {
      ({ store, beside, discard } = await open());
    });
    afterEach(() => discard());

    it('holds none at first', async () => {
      expect(await store.find(['a'])).toEqual(new Map());
      expect(await store.find([])).toEqual(new Map());
    });

    it('keeps the first key of a person, whoever brings another', async () => {
      expect(await store.begin(key('a'))).toEqual(key('a'));
      const other = await beside();
      expect(await other.begin(key('a', 'BAUG'))).toEqual(key('a'));
      await other.close();
      await store.begin(key('b'));
      expect(await store.find(['a', 'c'])).toEqual(new Map([['a', key('a')]]));
    });

    it('keeps none wrapped by a master key that was changed meanwhile, and none of those is lost', async () => {
      await store.begin(key('a'));
      await store.rewrap((kept) => ({ ...kept, master: 'fedcba9876543210' }));
      expect([await store.knows('0123456789abcdef'), await store.knows('fedcba9876543210')]).toEqual([false, true]);
      await expect(store.begin(key('b'))).rejects.toMatchObject({
        ...REFUSED.unavailable,
        message: expect.stringMatching(/restart/),
      });
      expect((await store.find(['b'])).size).toBe(0);
      await store.begin({ ...key('b'), master: 'fedcba9876543210' });
      // Where all were destroyed there is nothing that tells of another.
      for (const person of ['a', 'b']) await store.destroy(person, NOON);
      expect(await store.begin(key('c'))).toEqual(key('c'));
    });

    it('destroys a key once, and takes none for that person any more', async () => {
      await store.begin(key('a'));
      expect(await store.destroy('a', NOON)).toBe(NOON);
      expect(await store.destroy('a', '2024-03-05T12:00:00.000Z')).toBe(NOON);
      expect(await store.find(['a'])).toEqual(new Map([['a', { person: 'a', destroyedAt: NOON }]]));
      await store.begin(key('b'));
      expect(await store.all()).toEqual([{ person: 'a', destroyedAt: NOON }, key('b')]);
      await expect(store.begin(key('a'))).rejects.toMatchObject({ name: 'Rejection', code: 'state' });
    });

    it('destroys the key of one who has none, so that none that is brought back later opens anything', async () => {
      expect(await store.destroy('a', NOON)).toBe(NOON);
      await expect(store.begin(key('a'))).rejects.toMatchObject({ name: 'Rejection', code: 'state' });
    });

    it('puts other wrappings in the place of all that are there, or of none', async () => {
      for (const person of ['a', 'b', 'c']) await store.begin(key(person));
      await store.destroy('c', NOON);
      const again = ({ person }: WrappedKey): WrappedKey => key(person, 'BAUG');
      const failing = (each: WrappedKey): WrappedKey => {
        if (each.person === 'b') throw new Error('no');
        return again(each);
      };
      await expect(store.rewrap(failing)).rejects.toThrow('no');
      expect((await store.find(['a'])).get('a')).toEqual(key('a'));
      expect(await store.rewrap(again)).toBe(2);
      expect([...(await store.find(['a', 'b', 'c'])).values()]).toEqual([
        key('a', 'BAUG'),
        key('b', 'BAUG'),
        { person: 'c', destroyedAt: NOON },
      ]);
    });

    it('leaves none behind under the old master key, begun while all are wrapped anew', async () => {
      const [old, next] = ['0123456789abcdef', 'fedcba9876543210'];
      await store.begin(key('a'));
      const other = await beside();
      const begun = ['b', 'c', 'd'].map((person) => other.begin(key(person)));
      const rewrapped = store.rewrap((each) => ({ ...each, master: next }));
      const outcomes = await Promise.allSettled(begun);
      const count = await rewrapped;
      await other.close();
      // Those that came too late were refused.
      expect(count).toBe(1 + outcomes.filter(({ status }) => status === 'fulfilled').length);
      expect([await store.knows(old), await store.knows(next)]).toEqual([false, true]);
    });

    it('refuses everything once it is closed', async () => {
      await store.close();
      await expect(store.begin(key('a'))).rejects.toMatchObject(REFUSED.unavailable);
      await expect(store.find(['a'])).rejects.toMatchObject(REFUSED.unavailable);
      await expect(store.destroy('a', NOON)).rejects.toMatchObject(REFUSED.unavailable);
    });
  });
}
