import 'reflect-metadata';
import { describe, expect, it } from '@jest/globals';
import { Opening } from '../../src/application/opening.js';
import { MemoryEventStore } from '../../src/infrastructure/memory/memory-event-store.js';
import { UuidIds } from '../../src/infrastructure/system/uuid-ids.js';
import { everything } from '../contract/event-store.fixture.js';
import { SetClock } from '../support/ledger.js';

describe('processes that open an empty ledger at the same moment', () => {
  it('open one, and all say the same of it', async () => {
    const clock = new SetClock('2024-01-01T00:00:00.000Z');
    const ledger = new MemoryEventStore(clock);
    const opened = await Promise.all(
      Array.from({ length: 4 }, () => new Opening(ledger, new UuidIds(), clock).open({ demonstration: false })),
    );
    expect(new Set(opened.map((each) => each.ledger)).size).toBe(1);
    const types = (await everything(ledger)).map(({ stream }) => stream);
    expect(new Set(types).size).toBe(types.length);
  });
});
