import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { EventStore } from '../../src/application/ports/event-store.js';
import type { NewEvent } from '../../src/domain/kernel/event.js';
import { everything, HandClock, idsOf, newEvents, toArray, type Adapter } from './event-store.fixture.js';

export function reading({ open }: Adapter): void {
  describe('reads', () => {
    let store: EventStore;
    let discard: () => Promise<void>;

    beforeEach(async () => {
      ({ store, discard } = await open(new HandClock()));
    });
    afterEach(async () => discard());

    describe('a stream', () => {
      let events: NewEvent[];

      beforeEach(async () => {
        events = newEvents(5);
        await store.append('contact-1', 'none', events.slice(0, 2));
        await store.append('contact-10', 'none', newEvents(3));
        await store.append('contact-1', 1, events.slice(2));
      });

      const revisions = async (options: Parameters<EventStore['readStream']>[1]): Promise<number[]> =>
        (await toArray(store.readStream('contact-1', options))).map(({ revision }) => revision);

      it('by revision, and only that stream', async () => {
        const stored = await toArray(store.readStream('contact-1'));

        expect(idsOf(stored)).toEqual(idsOf(events));
        expect(stored.map(({ stream, revision }) => [stream, revision])).toEqual(
          [0, 1, 2, 3, 4].map((revision) => ['contact-1', revision]),
        );
      });

      it.each([
        [{ from: 3 }, [3, 4]],
        [{ from: 5 }, []],
        [{ limit: 2 }, [0, 1]],
        [{ from: 1, limit: 3 }, [1, 2, 3]],
        [{ limit: 9 }, [0, 1, 2, 3, 4]],
        [{ limit: 0 }, []],
        [{ backwards: true }, [4, 3, 2, 1, 0]],
        [{ backwards: true, limit: 1 }, [4]],
        [{ backwards: true, from: 2 }, [2, 1, 0]],
        [{ backwards: true, from: 9, limit: 2 }, [4, 3]],
      ])('as asked: %j', async (options, expected) => {
        expect(await revisions(options)).toEqual(expected);
      });

      it('that is not there as nothing', async () => {
        expect(await toArray(store.readStream('contact-2'))).toEqual([]);
        expect(await toArray(store.readStream('contact-2', { backwards: true }))).toEqual([]);
      });

      it('of any length', async () => {
        await store.append('contact-3', 'none', newEvents(1_100));

        const forwards = await toArray(store.readStream('contact-3'));
        const backwards = await toArray(store.readStream('contact-3', { backwards: true, limit: 1_050 }));

        expect(forwards.map(({ revision }) => revision)).toEqual(Array.from({ length: 1_100 }, (_, n) => n));
        expect(backwards.map(({ revision }) => revision)).toEqual(Array.from({ length: 1_050 }, (_, n) => 1_099 - n));
      });
    });

    describe('the whole ledger', () => {
      it('in the order of the appends', async () => {
        const [a, b, c] = [newEvents(2), newEvents(1), newEvents(2)] as const;
        await store.append('contact-2', 'none', a);
        await store.append('contact-1', 'none', b);
        await store.append('contact-2', 1, c);

        expect(idsOf(await everything(store))).toEqual(idsOf([...a, ...b, ...c]));
      });

      it('as nothing when it is empty', async () => {
        expect(await toArray(store.readAll())).toEqual([]);
      });

      it.each([1, 3, 4, 7, 12, 13])('in batches of at most %d, none empty', async (limit) => {
        const events = newEvents(12);
        await store.append('contact-1', 'none', events);

        const batches = await toArray(store.readAll({ limit }));

        expect(idsOf(batches.flat())).toEqual(idsOf(events));
        for (const batch of batches) {
          expect(batch.length).toBeGreaterThan(0);
          expect(batch.length).toBeLessThanOrEqual(limit);
        }
      });

      it('in batches of at most a thousand unless told', async () => {
        await store.append('contact-1', 'none', newEvents(1_500));
        await store.append('contact-2', 'none', newEvents(700));

        const batches = await toArray(store.readAll());

        expect(batches.flat()).toHaveLength(2_200);
        expect(Math.max(...batches.map((batch) => batch.length))).toBeLessThanOrEqual(1_000);
      });

      it('after any cursor, its own or the one a stream gave', async () => {
        await store.append('contact-1', 'none', newEvents(2));
        await store.append('contact-2', 'none', newEvents(2));
        await store.append('contact-1', 1, newEvents(1));
        const events = await everything(store);

        for (const [index, { cursor }] of events.entries()) {
          const rest = (await toArray(store.readAll({ after: cursor, limit: 2 }))).flat();
          expect(rest).toEqual(events.slice(index + 1));
        }
        const fromStream = await toArray(store.readStream('contact-1'));
        expect(fromStream).toEqual(events.filter(({ stream }) => stream === 'contact-1'));
      });

      it('also when it grows meanwhile, or the reader leaves', async () => {
        const early = newEvents(6);
        await store.append('contact-1', 'none', early);

        const seen: string[] = [];
        for await (const batch of store.readAll({ limit: 2 })) {
          seen.push(...idsOf(batch));
          if (seen.length === 2) await store.append('contact-2', 'none', newEvents(1));
          if (seen.length === 4) break;
        }

        expect(seen).toEqual(idsOf(early.slice(0, 4)));
        expect(await store.append('contact-2', 0, newEvents(1))).toEqual({ revision: 1 });
        expect(await everything(store)).toHaveLength(8);
      });
    });
  });
}
