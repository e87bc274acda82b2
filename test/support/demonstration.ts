import { existsSync } from 'node:fs';
import { cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { copyDemonstration } from '../../src/application/demo/load-demonstration.js';
import { SimulatedClock } from '../../src/application/demo/simulated-clock.js';
import type { Clock } from '../../src/application/ports/clock.js';
import { type DemoEngines, prepareDemo } from '../../src/delivery/cli/demo.js';
import type { RecordedEvent } from '../../src/domain/kernel/event.js';
import type { Entry } from '../../src/domain/registers/register.js';
import type { ActivityDoc } from '../../src/domain/views/register.js';
import { MemoryEventStore } from '../../src/infrastructure/memory/memory-event-store.js';
import { MemoryViewStore } from '../../src/infrastructure/memory/memory-view-store.js';
import { SqliteEventStore } from '../../src/infrastructure/sqlite/sqlite-event-store.js';
import { SqliteViewStore } from '../../src/infrastructure/sqlite/sqlite-view-store.js';

/** The morning after the story: its last day is closed. */
const AFTER = '2025-01-02T06:00:00.000Z';

const DEMO_ENGINES: DemoEngines = {
  inMemory: (clock: Clock) => ({ ledger: new MemoryEventStore(clock), views: new MemoryViewStore() }),
  inDirectory: (directory, clock) => ({
    ledger: SqliteEventStore.open(join(directory, 'ledger.sqlite'), clock),
    views: SqliteViewStore.open(join(directory, 'views.sqlite')),
  }),
};

/** The demonstration in memory. */
export interface Demonstration {
  readonly ledger: MemoryEventStore;
  readonly views: MemoryViewStore;
  readonly clock: SimulatedClock;
  /** All events in the ledger's order. */
  readonly events: readonly RecordedEvent[];
  readonly activities: readonly ActivityDoc[];
  readonly entries: readonly Entry[];
}

/**
 * Makes an empty directory the demonstration's data directory. The story is played once in a run of all suites, for the
 * first that asks: each play takes seconds.
 */
export async function copyDemonstrationTo(directory: string): Promise<void> {
  const shelf = process.env['KRONIKA_TEST_SHELF'];
  if (shelf === undefined) throw new Error('no shelf: is `globalSetup` of jest.config.js gone?');
  const kept = join(shelf, 'demonstration');
  // Moved there when it is whole.
  if (!existsSync(kept))
    await prepareDemo(kept, DEMO_ENGINES, () => ({ report: () => undefined, stop: () => undefined }));
  await cp(kept, directory, { recursive: true });
}

/** The demonstration as {@link copyDemonstrationTo} keeps it. */
export async function demonstration(): Promise<Demonstration> {
  const home = await mkdtemp(join(tmpdir(), 'kronika-demonstration-'));
  await copyDemonstrationTo(home);
  const clock = new SimulatedClock(AFTER);
  const [ledger, views] = [new MemoryEventStore(clock), new MemoryViewStore()];
  const kept = SqliteEventStore.open(join(home, 'ledger.sqlite'), clock);
  await copyDemonstration(kept, { ledger, views });
  await kept.close();
  await rm(home, { recursive: true });
  return told(ledger, views, clock);
}

async function told(ledger: MemoryEventStore, views: MemoryViewStore, clock: SimulatedClock): Promise<Demonstration> {
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
