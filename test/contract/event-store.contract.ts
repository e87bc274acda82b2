import { describe } from '@jest/globals';
import { appending } from './event-store.appending.js';
import { closing } from './event-store.closing.js';
import type { Adapter } from './event-store.fixture.js';
import { eventStoreLaws } from './event-store.laws.js';
import { reading } from './event-store.reading.js';
import { restoring } from './event-store.restoring.js';
import { subscribing } from './event-store.subscribing.js';

/** Every adapter of the ledger's port passes this. */
export function eventStoreContract(adapter: Adapter): void {
  describe(`an event store (${adapter.name})`, () => {
    appending(adapter);
    reading(adapter);
    subscribing(adapter);
    restoring(adapter);
    closing(adapter);
    eventStoreLaws(adapter);
  });
}
