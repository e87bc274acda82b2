import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { EventStore } from '../../src/application/ports/event-store.js';
import { everything, HandClock, newEvents, REFUSED, toArray, type Adapter } from './event-store.fixture.js';

export function closing({ open }: Adapter): void {
  describe('closes', () => {
    let store: EventStore;
    let discard: () => Promise<void>;

    beforeEach(async () => {
      ({ store, discard } = await open(new HandClock()));
    });
    afterEach(async () => discard());

    it('when the appends begun are done', async () => {
      const begun = Array.from({ length: 30 }, (_, n) => store.append(`contact-${n}`, 'none', newEvents(1)));

      await store.close();

      expect(await Promise.all(begun)).toHaveLength(30);
    });

    it('and says so to whoever comes after', async () => {
      const closed = store.close();
      await expect(store.append('contact-1', 'none', newEvents(1))).rejects.toMatchObject(REFUSED.unavailable);
      await closed;

      await expect(store.append('contact-1', 'none', newEvents(1))).rejects.toMatchObject(REFUSED.unavailable);
      await expect(everything(store)).rejects.toMatchObject(REFUSED.unavailable);
      await expect(toArray(store.readStream('contact-1'))).rejects.toMatchObject(REFUSED.unavailable);
      const nothing = async function* () {
        yield await Promise.resolve([]);
      };
      await expect(store.restore(nothing())).rejects.toMatchObject(REFUSED.unavailable);
    });

    it('twice as once', async () => {
      await store.close();
      await store.close();
    });
  });
}
