import { isDeepStrictEqual } from 'node:util';
import { singly, type StoredEvent } from '../../application/ports/event-store.js';
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
  held: AsyncIterable<readonly StoredEvent[]>,
  appender: LedgerAppender,
): Promise<void> {
  const standing = singly(held);
  let next = await standing.next();
  for await (const batch of events) {
    refuseDisorder(batch);
    let done = 0;
    for (const event of batch) {
      if (next.done === true) break;
      if (!isSame(next.value, event)) {
        throw new Rejection('conflict', 'The ledger already holds something else than this copy.');
      }
      done++;
      next = await standing.next();
    }
    for (const run of runsOf(batch.slice(done))) {
      const [first] = run;
      if (first !== undefined) await appender.copy(first.stream, first.revision, run.map(toDraft));
    }
  }
  if (next.done !== true) throw new Rejection('conflict', 'The ledger already holds more than this copy.');
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

/** All that a copy keeps of an event. */
const asText = ({ id, stream, revision, type, schema, data, metadata }: RecordedEvent): string =>
  JSON.stringify({ id, stream, revision, type, schema, data, metadata });

/** Whatever the order of the keys in its content. */
const isSame = (held: RecordedEvent, copied: RecordedEvent): boolean =>
  isDeepStrictEqual(JSON.parse(asText(held)), JSON.parse(asText(copied)));
