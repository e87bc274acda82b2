import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { EventStore, StoredEvent } from '../../src/application/ports/event-store.js';
import type { NewEvent, RecordedEvent } from '../../src/domain/kernel/event.js';
import {
  everything,
  HandClock,
  idsOf,
  Listener,
  newEvent,
  newEvents,
  REFUSED,
  withoutCursors,
  type Adapter,
  type Opened,
} from './event-store.fixture.js';

async function* inBatches(events: readonly RecordedEvent[], length = 2): AsyncIterable<readonly RecordedEvent[]> {
  for (let from = 0; from < events.length; from += length) yield events.slice(from, from + length);
}

export function restoring({ open, idsAreOf }: Adapter): void {
  describe('restores', () => {
    const clock = new HandClock();
    let source: EventStore;
    let copy: EventStore;
    let opened: Opened[];
    let first: NewEvent[];
    let events: StoredEvent[];

    beforeEach(async () => {
      clock.instant = '2024-03-30T08:00:00.000Z';
      opened = [await open(clock), await open(clock)];
      [source, copy] = opened.map(({ store }) => store) as [EventStore, EventStore];

      first = newEvents(2);
      await source.append('contact-1', 'none', first);
      clock.instant = '2024-03-31T08:00:00.000Z';
      await source.append('contact-2', 'none', [newEvent({ note: 'ż' }, { origin: { file: 'f'.repeat(64), row: 3 } })]);
      await source.append('contact-1', 1, newEvents(2));
      events = await everything(source);
      clock.instant = '2026-01-01T00:00:00.000Z';
    });
    afterEach(async () => {
      for (const { discard } of opened) await discard();
    });

    it('another ledger as it was, with its ids, revisions, times and actors', async () => {
      await copy.restore(source.readAll({ limit: 2 }));

      expect(withoutCursors(await everything(copy))).toEqual(withoutCursors(events));
    });

    it('a ledger that goes on from there', async () => {
      await copy.restore(inBatches(events));

      expect(await copy.append('contact-1', 'none', first)).toEqual({ revision: 1, repeated: true });
      if (idsAreOf === 'ledger') {
        await expect(copy.append('contact-3', 'none', [first[0]!])).rejects.toMatchObject(REFUSED.conflict);
      }
      await expect(copy.append('contact-1', 3, [first[0]!])).rejects.toMatchObject(REFUSED.conflict);
      await expect(copy.append('contact-1', 1, newEvents(1))).rejects.toMatchObject(REFUSED.conflict);
      expect(await copy.append('contact-1', 3, newEvents(1))).toEqual({ revision: 4 });
    });

    it('and tells those who subscribe', async () => {
      const listener = new Listener(copy);

      await copy.restore(inBatches(events));

      await listener.until(events.length);
      await listener.stop();
      expect(idsOf(listener.received)).toEqual(idsOf(events));
    });

    it.each([1, 2, 3, 4])('the rest of a copy that was broken off after %d', async (kept) => {
      const broken = async function* (): AsyncIterable<readonly RecordedEvent[]> {
        yield* inBatches(events.slice(0, kept), 3);
        throw new Error('the line is dead');
      };
      await expect(copy.restore(broken())).rejects.toThrow('the line is dead');
      expect(await everything(copy)).toHaveLength(kept);

      await copy.restore(inBatches(events));

      expect(withoutCursors(await everything(copy))).toEqual(withoutCursors(events));
    });

    it('a copy that is there already as nothing new; and nothing as nothing', async () => {
      await copy.restore(inBatches([]));
      await copy.restore(inBatches(events));
      await copy.restore(inBatches(events, 3));

      expect(await everything(copy)).toHaveLength(events.length);
    });

    describe('nothing over a ledger that holds something else', () => {
      it('from the beginning', async () => {
        await copy.append('contact-9', 'none', newEvents(1));

        await expect(copy.restore(inBatches(events))).rejects.toMatchObject(REFUSED.conflict);
        await expect(copy.restore(inBatches([]))).rejects.toMatchObject(REFUSED.conflict);

        expect(await everything(copy)).toHaveLength(1);
      });

      it('after the beginning of the copy', async () => {
        await copy.restore(inBatches(events.slice(0, 3)));
        await copy.append('contact-9', 'none', newEvents(1));

        await expect(copy.restore(inBatches(events))).rejects.toMatchObject(REFUSED.conflict);
      });

      it('after the end of the copy', async () => {
        await copy.restore(inBatches(events));

        await expect(copy.restore(inBatches(events.slice(0, 3)))).rejects.toMatchObject(REFUSED.conflict);
      });

      it.each<[string, (event: RecordedEvent) => RecordedEvent]>([
        ['data', (event) => ({ ...event, data: { other: true } })],
        ['time', (event) => ({ ...event, metadata: { ...event.metadata, recordedAt: '2020-01-01T00:00:00.000Z' } })],
        ['actor', (event) => ({ ...event, metadata: { ...event.metadata, actor: { id: 'x', roles: [] } } })],
      ])('that differs in its %s', async (_, alter) => {
        await copy.restore(inBatches([alter(events[0]!)]));

        await expect(copy.restore(inBatches(events))).rejects.toMatchObject(REFUSED.conflict);
      });
    });

    it.each<[string, (events: StoredEvent[]) => RecordedEvent[]]>([
      ['lacks a revision', (all) => all.filter((_, index) => index !== 1)],
      ['begins in the middle', (all) => all.slice(1)],
      ['has an event twice', (all) => [...all, { ...all[0]!, revision: 4 }]],
    ])('no copy that %s', async (_, spoil) => {
      await expect(copy.restore(inBatches(spoil(events), 9))).rejects.toMatchObject(REFUSED.conflict);

      expect(await everything(copy)).toEqual([]);
    });
  });
}
