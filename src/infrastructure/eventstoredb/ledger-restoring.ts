import { isDeepStrictEqual } from 'node:util';
import type { StoredEvent } from '../../application/ports/event-store.js';
import type { RecordedEvent } from '../../domain/kernel/event.js';
import { Rejection } from '../../domain/kernel/rejection.js';
import type { LedgerAppender } from './ledger-appender.js';
import { toDraft } from './ledger-events.js';

/** What is written in one append, at most: far below what any server takes, unless a single event is larger. */
const EVENTS = 100;
const LETTERS = 200_000;

/**
 * Writes a copy into a ledger, in the copy's order: the server has one order for all streams, so an append is sent when
 * the one before it is recorded.
 *
 * @param held what the ledger holds already: it must be the copy's own beginning
 */
export async function restoreLedger(
  events: AsyncIterable<readonly RecordedEvent[]>,
  held: AsyncIterator<readonly StoredEvent[]>,
  appender: LedgerAppender,
): Promise<void> {
  let standing: readonly StoredEvent[] | null = [];
  for await (const batch of events) {
    refuseDisorder(batch);
    let done = 0;
    while (standing !== null && done < batch.length) {
      if (standing.length === 0) {
        const next: IteratorResult<readonly StoredEvent[]> = await held.next();
        standing = next.done === true ? null : next.value;
      } else {
        const same = Math.min(standing.length, batch.length - done);
        if (!isDeepStrictEqual(standing.slice(0, same).map(asText), batch.slice(done, done + same).map(asText))) {
          throw new Rejection('conflict', 'The ledger already holds something else than this copy.');
        }
        standing = standing.slice(same);
        done += same;
      }
    }
    for (const run of runsOf(batch.slice(done))) {
      const [first] = run;
      if (first !== undefined) await appender.copy(first.stream, first.revision, run.map(toDraft));
    }
  }
  const more = standing !== null && (standing.length > 0 || (await held.next()).done !== true);
  if (more) throw new Rejection('conflict', 'The ledger already holds more than this copy.');
}

/** What no ledger can hold is refused before any of the batch is written; gaps between batches the server refuses. */
function refuseDisorder(batch: readonly RecordedEvent[]): void {
  const next = new Map<string, number>();
  for (const { stream, revision } of batch) {
    if (revision !== (next.get(stream) ?? revision)) throw disorder();
    next.set(stream, revision + 1);
  }
  if (new Set(batch.map(({ id }) => id)).size < batch.length) throw disorder();
}

const disorder = (): Rejection =>
  new Rejection('conflict', 'The copy does not hold together: a revision is missing or an id comes twice.');

/** Events of one stream that follow one another in the ledger, as many as go into one append. */
function* runsOf(events: readonly RecordedEvent[]): Generator<readonly RecordedEvent[]> {
  let run: RecordedEvent[] = [];
  let letters = 0;
  for (const event of events) {
    const size = asText(event).length;
    if (run[0]?.stream !== event.stream || run.length === EVENTS || letters + size > LETTERS) {
      if (run.length > 0) yield run;
      [run, letters] = [[], 0];
    }
    run.push(event);
    letters += size;
  }
  if (run.length > 0) yield run;
}

/** All that a copy keeps of an event, keys in one order but for those of its content, which come back as they were sent. */
const asText = ({ id, stream, revision, type, schema, data, metadata }: RecordedEvent): string =>
  JSON.stringify([id, stream, revision, type, schema, data, Object.entries(metadata).sort()]);
