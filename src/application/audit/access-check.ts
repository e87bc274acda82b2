import { Calendar } from '../../domain/kernel/day.js';
import { hashOfRecord } from '../access/access-log.js';
import { keptFrom } from '../access/access-disposal.js';
import { ZONE } from '../placing.js';
import type { AccessLogStore, AccessRecord } from '../ports/access-log-store.js';
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
      if (record.number !== number || record.hash !== hashOfRecord(record)) wrong(`${entry} was altered`, record.at);
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
    if (closes.length > 0)
      findings.note(
        "The access log that the days' closes tell of is not here: a ledger that was copied or imported comes without it.",
      );
    return 0;
  }
  const kept = first?.number ?? 1;
  if (first !== null) beginning(first, disposals, wrong);
  for (const { day, since, entries } of closes) {
    if (entries >= (expected ?? 1))
      wrong(
        `the close of ${day} tells of ${String(entries)} entries of the access log, and there are ${String((expected ?? 1) - 1)}`,
        since,
      );
    if (entries >= kept) continue;
    const disposal = disposals.findLast(({ details }) => Number(details?.['through']) >= entries);
    if (disposal !== undefined && day >= calendar.dayOf(keptFrom(calendar.dayOf(disposal.at))))
      wrong(`entry ${String(entries)} of the access log, of ${day}, was disposed of before its time`, disposal.at);
  }
  return count;
}

const calendar = new Calendar(ZONE);

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
