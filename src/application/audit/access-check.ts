import { textOf } from '../../domain/kernel/json.js';
import { hashOfRecord } from '../access/access-log.js';
import { keptAfterClose } from '../access/access-disposal.js';
import type { AccessLogStore, AccessRecord } from '../ports/access-log-store.js';
import { endOfDay } from './day-closes.js';
import type { Findings } from './finding.js';

/** What a day's close says of the access log. */
export interface AccessAtClose {
  readonly day: string;
  readonly since: string;
  readonly entries: number;
  readonly head: string;
}

/**
 * Holds the access log against itself and against the heads that the days' closes carry: nothing is missing, altered or
 * put in, and nothing was disposed of before its time.
 *
 * @returns how many entries there are
 */
export async function checkAccessLog(
  store: AccessLogStore,
  closes: readonly AccessAtClose[],
  findings: Findings,
): Promise<number> {
  const wrong = (says: string, since: string | null = null): void => {
    findings.add('access', says, null, since);
  };
  const heads = new Map(closes.map((close) => [close.entries, close]));
  const disposals: AccessRecord[] = [];
  let count = 0;
  let first: AccessRecord | null = null;
  let last: AccessRecord | null = null;
  let expected: number | null = null;
  for await (const batch of store.all()) {
    for (const { number, record } of batch) {
      count++;
      const entry = `entry ${String(number)} of the access log`;
      if (expected !== null && number !== expected) wrong(`${entry} follows ${String(expected - 1)}: some are missing`);
      expected = number + 1;
      if (record === null) {
        wrong(`${entry} cannot be read`);
        last = null;
        continue;
      }
      if (record.number !== number || record.hash !== hashOf(record)) wrong(`${entry} was altered`, record.at);
      else if (last !== null && record.previous !== last.hash)
        wrong(`${entry} does not follow the one before it`, record.at);
      else if (last !== null && record.at < last.at) wrong(`${entry} is of a time before the one before it`, record.at);
      const close = heads.get(number);
      if (close !== undefined && close.head !== record.hash)
        wrong(`${entry} is not the one that the close of ${close.day} tells of`, close.since);
      if (record.action === 'access-log-disposed') disposals.push(record);
      first ??= record;
      last = record;
    }
  }
  if (count === 0) {
    const [told] = closes;
    if (told !== undefined)
      wrong(
        `the days' closes tell of an access log, that of ${told.day} the first, and there is none: it was taken away, or the ledger was copied without it`,
        told.since,
      );
    return 0;
  }
  const kept = first?.number ?? 1;
  /** Up to when a disposal might go by the day that was closed last before it. Its own time may be a clock's that leapt. */
  const allowed = ({ number }: AccessRecord): string | null => {
    const close = closes.findLast(({ entries }) => entries < number);
    return close === undefined ? null : keptAfterClose(close.day);
  };
  for (const disposal of disposals) {
    const [limit, before] = [allowed(disposal), textOf(disposal.details?.['before'])];
    if (limit === null || before > limit)
      wrong(
        `entry ${String(disposal.number)} of the access log disposes of all before ${before}, and by the last day that was closed until then ${limit === null ? 'nothing' : `only what was before ${limit}`} was to go`,
        disposal.at,
      );
  }
  if (first !== null) beginning(first, disposals, wrong);
  for (const { day, since, entries } of closes) {
    if (entries >= (expected ?? 1))
      wrong(
        `the close of ${day} tells of ${String(entries)} entries of the access log, and there are ${String((expected ?? 1) - 1)}`,
        since,
      );
    // The next entry came after this close was made: it is not older, whatever it said.
    const next = entries + 1;
    if (next >= kept) continue;
    const disposal = disposals.findLast(({ details }) => Number(details?.['through']) >= next);
    const limit = disposal === undefined ? null : allowed(disposal);
    if (disposal !== undefined && (limit === null || endOfDay(day) >= limit))
      wrong(`entry ${String(next)} of the access log, of after ${day}, was disposed of before its time`, disposal.at);
  }
  return count;
}

/** Where the first entries are gone, a record must say so, and what the last of them was. */
function beginning(first: AccessRecord, disposals: readonly AccessRecord[], wrong: (says: string) => void): void {
  const { number, previous } = first;
  if (number === 1) {
    if (previous !== null) wrong('entry 1 of the access log follows another');
    return;
  }
  const told = disposals.some(({ details }) => details?.['through'] === number - 1 && details['head'] === previous);
  if (!told) wrong(`the access log begins with entry ${String(number)}, and nothing says what became of those before`);
}

/** Null for what somebody put there that has no RFC 8785 form. */
function hashOf(record: AccessRecord): string | null {
  try {
    return hashOfRecord(record);
  } catch {
    return null;
  }
}
