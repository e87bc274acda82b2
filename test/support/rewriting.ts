import { Checkpoints } from '../../src/application/audit/checkpoints.js';
import { RunningRoot } from '../../src/application/audit/roots.js';
import { Signing } from '../../src/application/audit/signing.js';
import { ViewsOfDay } from '../../src/application/audit/views-of-day.js';
import { Projection } from '../../src/application/projection.js';
import { Views } from '../../src/application/views.js';
import type { RecordedEvent } from '../../src/domain/kernel/event.js';
import { textOf } from '../../src/domain/kernel/json.js';
import { VIEWS } from '../../src/domain/views/catalogue.js';
import { DAY_CLOSED } from '../../src/domain/views/days.js';
import { MemoryEventStore } from '../../src/infrastructure/memory/memory-event-store.js';
import { MemoryViewStore } from '../../src/infrastructure/memory/memory-view-store.js';
import { eventsOf } from './demonstration.js';
import { SetClock } from './ledger.js';

/**
 * A demonstration ledger in which one event is another, and every close after it is made anew: the hashes, the chain of
 * the views and the signatures are right. It is what somebody could do who has the files and the key; a demonstration's
 * key anybody can compute.
 */
export async function rewritten(
  events: readonly RecordedEvent[],
  position: number,
  alter: (event: RecordedEvent) => RecordedEvent,
): Promise<RecordedEvent[]> {
  const ledger = new MemoryEventStore(new SetClock('2025-01-02T06:00:00.000Z'));
  const views = new MemoryViewStore();
  await views.create('g1', VIEWS);
  await views.makeCurrent('g1');
  const projection = await Projection.resume(views, 'g1');
  const checkpoints = new Checkpoints(ledger, new RunningRoot(ledger), Signing.ofDemonstration(ledger));
  const said = new ViewsOfDay(ledger, views, new Views(views));
  const remade = async (event: RecordedEvent): Promise<RecordedEvent> => {
    for await (const batch of ledger.readAll({ after: projection.progress.cursor })) await projection.take(batch);
    const day = textOf(event.data['day']);
    const record = await said.of(day);
    const { note: checkpoint } = await checkpoints.make(record.chain);
    return { ...event, data: { day, checkpoint, views: { ...record } } };
  };
  for (const [index, event] of events.entries()) {
    const now =
      index === position - 1
        ? alter(event)
        : index >= position && event.type === DAY_CLOSED
          ? await remade(event)
          : event;
    await ledger.append(now.stream, now.revision === 0 ? 'none' : now.revision - 1, [now]);
  }
  return eventsOf(ledger);
}
