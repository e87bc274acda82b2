import { FIRST_MORNING, loadDemonstration } from '../../src/application/demo/load-demonstration.js';
import { SimulatedClock } from '../../src/application/demo/simulated-clock.js';
import type { RecordedEvent } from '../../src/domain/kernel/event.js';
import type { Entry } from '../../src/domain/registers/register.js';
import type { ActivityDoc } from '../../src/domain/views/register.js';
import { MemoryEventStore } from '../../src/infrastructure/memory/memory-event-store.js';
import { MemoryViewStore } from '../../src/infrastructure/memory/memory-view-store.js';

/** The demonstration, loaded in memory. */
export interface Demonstration {
  readonly ledger: MemoryEventStore;
  readonly views: MemoryViewStore;
  readonly clock: SimulatedClock;
  /** All events in the ledger's order. */
  readonly events: readonly RecordedEvent[];
  readonly activities: readonly ActivityDoc[];
  readonly entries: readonly Entry[];
}

export async function demonstration(): Promise<Demonstration> {
  const clock = new SimulatedClock(FIRST_MORNING);
  const ledger = new MemoryEventStore(clock);
  const views = new MemoryViewStore();
  await loadDemonstration({ ledger, views, clock });
  // Each view holds what it says.
  const find = async <D>(view: string): Promise<readonly D[]> =>
    (await views.find('g1', view, { at: 'now' })) as unknown as readonly D[];
  return {
    ledger,
    views,
    clock,
    events: await eventsOf(ledger),
    activities: await find<ActivityDoc>('register'),
    entries: [...(await find<Entry>('registers')), ...(await find<Entry>('measures'))],
  };
}

/** All events of a ledger, without its adapter's cursors. */
export async function eventsOf(ledger: Pick<MemoryEventStore, 'readAll'>): Promise<RecordedEvent[]> {
  const events: RecordedEvent[] = [];
  for await (const batch of ledger.readAll()) events.push(...batch.map(({ cursor: _cursor, ...event }) => event));
  return events;
}
