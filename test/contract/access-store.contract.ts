import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { AccessStore, Token } from '../../src/application/ports/access-store.js';
import { REFUSED } from './event-store.fixture.js';

/** What an adapter brings: a store of its own at each call, empty; and another one on the same tokens. */
export interface AccessAdapter {
  readonly name: string;
  readonly open: () => Promise<{
    readonly store: AccessStore;
    readonly beside: () => Promise<AccessStore>;
    readonly discard: () => Promise<void>;
  }>;
}

const TAKEN = { name: 'Rejection', code: 'state' };
const MISSING = { name: 'Rejection', code: 'not-found' };

const token = (name: string, more: Partial<Token> = {}): Token => ({
  name,
  hash: Buffer.from(name).toString('hex').padEnd(64, '0'),
  roles: ['recorder'],
  createdAt: '2024-03-04T10:00:00.000Z',
  ...more,
});

/** Every adapter of the port of who may come in passes this. */
export function accessStoreContract({ name, open }: AccessAdapter): void {
  describe(`an access store (${name})`, () => {
    let store: AccessStore;
    let beside: () => Promise<AccessStore>;
    let discard: () => Promise<void>;

    beforeEach(async () => {
      ({ store, beside, discard } = await open());
    });
    afterEach(() => discard());

    it('knows nobody at first', async () => {
      expect(await store.byHash('0'.repeat(64))).toBeNull();
      expect(await store.all()).toEqual([]);
    });

    it.each<[string, Token]>([
      [
        'everything that is said of it',
        token('audytor-1', { roles: ['auditor'], department: 'Wydział Kontroli', endsOn: '2024-12-31' }),
      ],
      ['nothing that is not', token('pracownik-1')],
      ['several roles, in their order', token('wszystko', { roles: ['manager', 'recorder', 'administrator'] })],
      ['letters of any script', token('śćżł-漢', { department: 'Ó\u{1F5D2} "\'; --' })],
      ['that it is closed', token('były', { closedAt: '2024-03-05T10:00:00.000Z' })],
    ])('keeps of a token %s', async (_, given) => {
      await store.add(given);
      await store.add(token('inny'));
      expect(await store.byHash(given.hash)).toEqual(given);
    });

    it('finds a token by the whole of its hash alone', async () => {
      const { hash } = token('pracownik-1');
      await store.add(token('pracownik-1'));
      for (const other of [hash.slice(1), hash.toUpperCase(), `${hash} `, '', '%', 'pracownik-1']) {
        expect(await store.byHash(other)).toBeNull();
      }
    });

    it('lists them by name', async () => {
      for (const each of ['ż', 'b', 'B', 'a-10', 'a-2']) await store.add(token(each));
      expect((await store.all()).map((each) => each.name)).toEqual(['B', 'a-10', 'a-2', 'b', 'ż']);
    });

    it('gives a name once, also when its token was closed, and keeps the first', async () => {
      const first = token('pracownik-1');
      await store.add(first);
      const second = token('pracownik-1', { hash: 'f'.repeat(64), roles: ['administrator'] });
      await expect(store.add(second)).rejects.toMatchObject(TAKEN);
      await store.closeToken('pracownik-1', '2024-03-05T10:00:00.000Z');
      await expect(store.add(second)).rejects.toMatchObject(TAKEN);
      expect(await store.byHash(second.hash)).toBeNull();
      expect(await store.byHash(first.hash)).toMatchObject({ roles: ['recorder'] });
    });

    it('gives a name once when it is asked for twice at the same time', async () => {
      const tries = await Promise.allSettled(
        ['1', '2', '3'].map((digit) => store.add(token('pracownik-1', { hash: digit.repeat(64) }))),
      );
      expect(tries.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
      expect(await store.all()).toHaveLength(1);
    });

    it('closes a token, from when on it says so, and no other', async () => {
      await store.add(token('pracownik-1'));
      await store.add(token('pracownik-2'));
      await store.closeToken('pracownik-1', '2024-03-05T10:00:00.000Z');
      await store.closeToken('pracownik-1', '2024-04-01T10:00:00.000Z');
      expect((await store.all()).map(({ name: its, closedAt }) => [its, closedAt])).toEqual([
        ['pracownik-1', '2024-03-05T10:00:00.000Z'],
        ['pracownik-2', undefined],
      ]);
      await expect(store.closeToken('pracownik', '2024-03-05T10:00:00.000Z')).rejects.toMatchObject(MISSING);
    });

    it('tells another process at once', async () => {
      const other = await beside();
      await other.add(token('pracownik-1'));
      expect(await store.byHash(token('pracownik-1').hash)).not.toBeNull();
      await store.closeToken('pracownik-1', '2024-03-05T10:00:00.000Z');
      expect(await other.byHash(token('pracownik-1').hash)).toMatchObject({ closedAt: '2024-03-05T10:00:00.000Z' });
      await other.close();
    });

    it('is not available any more when it was closed, which may be done twice', async () => {
      await store.close();
      await store.close();
      await expect(store.byHash('0'.repeat(64))).rejects.toMatchObject(REFUSED.unavailable);
      await expect(store.all()).rejects.toMatchObject(REFUSED.unavailable);
      await expect(store.add(token('pracownik-1'))).rejects.toMatchObject(REFUSED.unavailable);
      await expect(store.closeToken('x', '2024-03-05T10:00:00.000Z')).rejects.toMatchObject(REFUSED.unavailable);
    });
  });
}
