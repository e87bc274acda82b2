import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { hashOfRecord, recordAfter } from '../../src/application/access/access-log.js';
import type {
  Access,
  AccessLogStore,
  AccessQuery,
  AccessRecord,
} from '../../src/application/ports/access-log-store.js';
import { REFUSED } from './event-store.fixture.js';

/** What an adapter brings: a log of its own at each call, empty; and another one on the same log. */
export interface AccessLogAdapter {
  readonly name: string;
  readonly open: () => Promise<{
    readonly store: AccessLogStore;
    readonly beside: () => Promise<AccessLogStore>;
    readonly discard: () => Promise<void>;
  }>;
}

const MORNING = '2024-03-04T08:00:00.000Z';
const NOON = '2024-03-04T12:00:00.000Z';

const reading = (of: string, by = 'pracownik-1'): Access => ({
  action: 'persons-read',
  actor: { id: by, roles: ['recorder'] },
  subjects: [`person/${of}`],
});
const disposal = (through: number): Access => ({
  action: 'access-log-disposed',
  actor: { id: 'kronika', roles: ['administrator'] },
  subjects: [],
  details: { through },
});

/** Every adapter of the port of the access log passes this. */
export function accessLogStoreContract({ name, open }: AccessLogAdapter): void {
  describe(`an access log store (${name})`, () => {
    let store: AccessLogStore;
    let beside: () => Promise<AccessLogStore>;
    let discard: () => Promise<void>;
    const add = (access: Access, at = MORNING, to = store): Promise<AccessRecord> =>
      to.append((last) => recordAfter(last, access, at));
    const numbers = async (query: AccessQuery): Promise<number[]> => {
      const found = (await store.find(query)).map(({ number }) => number);
      // However many are asked for, all of them count.
      const { limit, ...asked } = query;
      const count = await store.count(asked);
      expect([query, found.length]).toEqual([query, Math.min(limit, count)]);
      return found;
    };
    const kept = async (): Promise<number[]> => {
      const found: number[] = [];
      for await (const batch of store.all()) found.push(...batch.map(({ number }) => number));
      return found;
    };

    beforeEach(async () => {
      ({ store, beside, discard } = await open());
    });
    afterEach(() => discard());

    it('holds nothing at first', async () => {
      expect(await store.last()).toBeNull();
      expect(await store.find({ limit: 10 })).toEqual([]);
      expect(await store.count({})).toBe(0);
      expect(await kept()).toEqual([]);
    });

    it('gives back what was added, whole, also to another process', async () => {
      const access = { ...reading('1'), details: { asOf: '2024-03-31' }, correlation: 'a'.repeat(32) };
      const added = await add(access);
      expect(added).toMatchObject({ ...access, number: 1, at: MORNING, previous: null });
      const other = await beside();
      expect(await other.last()).toEqual(added);
      await other.close();
    });

    it('gives back what was asked as it was, of whatever names and values: the hash is of nothing else', async () => {
      const details = { $ref: 'a', $id: 'b', 'a.b': [null, true, [], {}], more: { ż: 8_640_000_000_000, part: 0.1 } };
      const added = await add({ ...reading('1'), details });
      const last = await store.last();
      expect(last).toEqual(added);
      expect(last?.details).toEqual(details);
      expect(hashOfRecord(last!)).toBe(added.hash);
    });

    it('lets nobody add who has not seen the last', async () => {
      const other = await beside();
      const each = Array.from({ length: 40 }, (_, index) =>
        add(reading(String(index)), MORNING, index % 2 === 0 ? store : other),
      );
      await Promise.all(each);
      await other.close();
      const found: AccessRecord[] = [];
      for await (const batch of store.all()) found.push(...batch.flatMap(({ record }) => record ?? []));
      expect(found.map(({ number }) => number)).toEqual(found.map((_, index) => index + 1));
      expect(found).toHaveLength(40);
      expect(found.slice(1).map(({ previous }) => previous)).toEqual(found.slice(0, -1).map(({ hash }) => hash));
    });

    it('adds nothing when what follows cannot be said', async () => {
      const refused = new Error('no');
      const failing = (): never => {
        throw refused;
      };
      await expect(store.append(failing)).rejects.toBe(refused);
      await add(reading('1'));
      await expect(store.dispose(1, failing)).rejects.toBe(refused);
      expect(await kept()).toEqual([1]);
    });

    it('finds the last first, by who, what, of whom and when', async () => {
      await add(reading('1'));
      await add({ ...reading('1', 'audytor-1'), action: 'report-run', subjects: ['report/annual', 'person/2'] });
      await add(reading('2'), NOON);
      expect(await numbers({ limit: 10 })).toEqual([3, 2, 1]);
      expect(await numbers({ limit: 1 })).toEqual([3]);
      expect(await numbers({ limit: 10, before: 3 })).toEqual([2, 1]);
      expect(await numbers({ limit: 10, by: 'audytor-1' })).toEqual([2]);
      expect(await numbers({ limit: 10, action: 'persons-read' })).toEqual([3, 1]);
      expect(await numbers({ limit: 10, subject: 'person/2' })).toEqual([3, 2]);
      expect(await numbers({ limit: 10, subject: 'person/' })).toEqual([]);
      expect(await numbers({ limit: 10, from: NOON })).toEqual([3]);
      expect(await numbers({ limit: 10, until: NOON })).toEqual([2, 1]);
    });

    it('takes away what it was told to, and keeps the record of it', async () => {
      for (const each of ['1', '2', '3']) await add(reading(each));
      await store.dispose(2, (last) => recordAfter(last, disposal(2), NOON));
      expect(await kept()).toEqual([3, 4]);
      expect((await store.last())?.details).toEqual({ through: 2 });
    });

    it('takes nothing away that no record says is', async () => {
      await add(reading('1'));
      await expect(store.dispose(1, (last) => recordAfter(last, disposal(0), NOON))).rejects.toThrow();
      expect(await kept()).toEqual([1]);
    });

    it('refuses everything once it is closed', async () => {
      await store.close();
      await expect(add(reading('1'))).rejects.toMatchObject(REFUSED.unavailable);
      await expect(store.last()).rejects.toMatchObject(REFUSED.unavailable);
      await expect(store.find({ limit: 1 })).rejects.toMatchObject(REFUSED.unavailable);
      await expect(store.count({})).rejects.toMatchObject(REFUSED.unavailable);
      await expect(kept()).rejects.toMatchObject(REFUSED.unavailable);
    });
  });
}
