import type { NewEvent } from '../../domain/kernel/event.js';
import { type JsonObject, textOf } from '../../domain/kernel/json.js';
import { type Fault, refuseFaults } from '../../domain/kernel/rejection.js';
import { type Entry, evolveEntry } from '../../domain/registers/register.js';
import { STRATEGY } from '../../domain/registers/registers.js';
import { STRATEGY_START_TAKEN } from '../../domain/registers/strategy-changes.js';
import { streamOf, upcast } from '../../domain/subjects.js';
import type { EventStore } from '../ports/event-store.js';
import { ledgerId, type RegisterBook } from '../registers.js';
import { hashedId, newEvent, type Request } from './request.js';

export const sameStart = (other: string): Fault => ({
  pointer: '/from',
  detail: `strategy ${other} begins on that day`,
});

/**
 * Takes the first day of a strategy, where what is recorded gives it one. Two strategies never begin on one day, and two
 * processes may each adopt one at the same moment: so the event that takes the day has an id made of the day, which the
 * ledger holds once (docs/adr/0004). A day that a strategy has left can be taken again, under the next id.
 *
 * @returns the event that goes along in the same append; none where the first day stays
 * @throws Rejection `invalid` where another strategy begins on that day
 */
export async function startTaken(
  key: string,
  data: JsonObject,
  before: Entry | null,
  { ledger, book, request }: { readonly ledger: EventStore; readonly book: RegisterBook; readonly request: Request },
): Promise<NewEvent[]> {
  const from = textOf(data['from']);
  if (before?.details['from'] === from) return [];
  let taken = 0;
  // What stands now and how often the day was taken must be read at once, and not from views that may be late.
  for (const known of new Set([...book.all(STRATEGY.name).map((each) => each.key), key])) {
    let entry: Entry | null = null;
    for await (const event of ledger.readStream(streamOf(STRATEGY.name, known))) {
      entry = evolveEntry(STRATEGY, known, entry, upcast(event), 0);
      if (event.type === STRATEGY_START_TAKEN && event.data['from'] === from) taken++;
    }
    if (known !== key && entry?.details['from'] === from) refuseFaults([sameStart(known)]);
  }
  const id = hashedId(ledgerId(book), STRATEGY_START_TAKEN, from, String(taken));
  return [newEvent(request, id, STRATEGY_START_TAKEN, { from })];
}
