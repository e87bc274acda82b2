import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { setTimeout } from 'node:timers/promises';
import type { EventStore } from '../../src/application/ports/event-store.js';
import { everything, HandClock, idsOf, Listener, newEvents, REFUSED, type Adapter } from './event-store.fixture.js';

export function subscribing({ open }: Adapter): void {
  describe('subscribes', () => {
    let store: EventStore;
    let discard: () => Promise<void>;

    beforeEach(async () => {
      ({ store, discard } = await open(new HandClock()));
    });
    afterEach(async () => discard());

    const append = (stream: string, count = 1) => store.append(stream, 'none', newEvents(count));

    it('to what is recorded, then to what is appended', async () => {
      await append('contact-1', 5);
      const listener = new Listener(store, { limit: 2 });
      await listener.until(5);

      await append('contact-2', 3);
      await listener.until(8);
      await append('contact-3');
      await listener.until(9);

      await listener.stop();
      expect(listener.received).toEqual(await everything(store));
    });

    it('to a ledger that is still empty', async () => {
      const listener = new Listener(store);
      await setTimeout(20);

      await append('contact-1');

      await listener.until(1);
      await listener.stop();
    });

    it('to what comes after a cursor', async () => {
      await append('contact-1', 4);
      const events = await everything(store);
      const listener = new Listener(store, { after: events[1]!.cursor });
      await listener.until(2);

      await append('contact-2');

      await listener.until(3);
      await listener.stop();
      expect(listener.received).toEqual((await everything(store)).slice(2));
    });

    it('without loss or repetition while many append', async () => {
      await append('contact-before', 40);
      const slow = new Listener(store, { limit: 7 }, () => setTimeout(1));
      const quick = new Listener(store);

      const writers = Array.from({ length: 20 }, async (_, writer) => {
        for (let n = 0; n < 10; n++) await append(`contact-${writer}-${n}`, 1 + ((writer + n) % 3));
      });
      await Promise.all(writers);

      const events = await everything(store);
      await Promise.all([slow.until(events.length), quick.until(events.length)]);
      await Promise.all([slow.stop(), quick.stop()]);
      expect(idsOf(slow.received)).toEqual(idsOf(events));
      expect(idsOf(quick.received)).toEqual(idsOf(events));
    });

    it('in batches of at most the limit, none empty, each when the one before is done', async () => {
      let handling = 0;
      let most = 0;
      await append('contact-1', 10);
      const listener = new Listener(store, { limit: 3 }, async () => {
        most = Math.max(most, ++handling);
        await setTimeout(5);
        handling--;
      });
      await append('contact-2', 10);

      await listener.until(20);
      await listener.stop();
      expect(most).toBe(1);
      for (const batch of listener.batches) {
        expect(batch.length).toBeGreaterThan(0);
        expect(batch.length).toBeLessThanOrEqual(3);
      }
    });

    describe('until it is aborted', () => {
      it('while it waits, at once', async () => {
        const listener = new Listener(store);
        await setTimeout(20);

        const before = performance.now();
        await listener.stop();

        expect(performance.now() - before).toBeLessThan(100);
      });

      it('in a batch, with no other after it', async () => {
        await append('contact-1', 6);
        const stopping = new AbortController();
        const received: string[][] = [];

        await store.subscribe(
          { after: null, limit: 2 },
          async (batch) => {
            received.push(idsOf(batch));
            await setTimeout(5);
            if (received.length === 2) stopping.abort();
          },
          stopping.signal,
        );

        expect(received).toHaveLength(2);
      });

      it('before it began, with nothing handed over', async () => {
        await append('contact-1');
        const received: string[] = [];

        await store.subscribe(
          { after: null },
          async (batch) => void received.push(...idsOf(batch)),
          AbortSignal.abort(),
        );

        expect(received).toEqual([]);
      });
    });

    it('until a batch cannot be handled, recorded or live', async () => {
      const fails = async (): Promise<void> => {
        throw new Error('the projector broke');
      };
      const live = new Listener(store, {}, fails);
      await setTimeout(20);
      await append('contact-1');
      await expect(live.ended).rejects.toThrow('the projector broke');

      const late = new Listener(store, {}, fails);
      await expect(late.ended).rejects.toThrow('the projector broke');
      expect(late.batches).toHaveLength(1);
    });

    it('until the store is closed', async () => {
      const listener = new Listener(store);
      await append('contact-1');
      await listener.until(1);

      await store.close();

      await expect(listener.ended).rejects.toMatchObject(REFUSED.unavailable);
    });
  });
}
