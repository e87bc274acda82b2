import { type Entry, evolveEntry } from '../../domain/registers/register.js';
import { subjectOf, upcast } from '../../domain/subjects.js';
import type { Altered } from '../../domain/views/additions.js';
import type { EventStore } from '../ports/event-store.js';

/**
 * An entry of a register as an event left it, read from the ledger: such events are few.
 *
 * @param before the entry as the event found it, by its id
 */
export async function entryAfter(
  ledger: EventStore,
  { stream, event: id, position }: Altered,
  before: (id: string) => Entry | undefined,
): Promise<Entry> {
  const subject = subjectOf(stream);
  if (subject?.of !== 'register') throw new Error(`${stream} is no entry of a register`);
  const found = before(subject.id) ?? null;
  const from = found === null ? 0 : found.revision + 1;
  for await (const event of ledger.readStream(stream, { from, limit: 1 }))
    if (event.id === id) return evolveEntry(subject.register, subject.key, found, upcast(event), position);
  throw new Error(`event ${id} is not the one after revision ${String(from - 1)} of ${stream}`);
}
