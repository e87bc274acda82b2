import { times } from '../../domain/activities/activity.js';
import { ANNULLED } from '../../domain/activities/phase.js';
import { GrantSupport, supportAction } from '../../domain/activities/support-action/support-action.js';
import type { Entry } from '../../domain/registers/register.js';
import { ORGANISATION } from '../../domain/registers/registers.js';
import { type ActivityDoc, register } from '../../domain/views/register.js';
import { support, type SupportDoc, wasGot } from '../../domain/views/support.js';
import type { Reading } from '../as-of.js';
import type { Where } from '../ports/view-store.js';
import type { RegisterBook } from '../registers.js';
import { grouped } from './summary.js';

/** What an organisation got, added up (question 10 of DOMAIN.md section 5). Grosze. */
export interface SupportSums {
  /** How often it got support: actions that delivered something, also where the rest was called off. */
  readonly times: number;
  /** How many were requested or granted and are not yet done. One that delivered a part stands in both. */
  readonly open: number;
  /** Amounts of both, as the figures count them (docs/adr/0002). */
  readonly requested: number;
  readonly granted: number;
  readonly delivered: number;
  readonly settled: number;
  readonly returned: number;
  /** Under how many decisions. */
  readonly decisionsTotal: number;
}

/** The same with the decisions under which it got it. */
export interface Support extends SupportSums {
  /** The latest of them. Each with what it granted (null: no sum of money) and the number of the activity; those of the latest activities first. */
  readonly decisions: readonly GrantDecision[];
}

interface GrantDecision {
  readonly organ: string;
  readonly number: string;
  readonly date: string;
  readonly amount: number | null;
  readonly activity: string;
}

/** So many decisions are told of an organisation; whoever wants more asks the register for it. */
const MOST_DECISIONS = 100;

/** Entries of the register read at a time. */
const BATCH = 200;

/** Organisations under all the ids that they have; those merged into another are that one. */
type Owners = ReadonlyMap<string, readonly string[]>;

/**
 * The support that organisations got, that of those merged into them included. One that was merged away has none of its
 * own: the same money would be told twice.
 */
export async function supportOf(
  entries: readonly Entry[],
  book: RegisterBook,
  reading: Reading,
): Promise<ReadonlyMap<string, Support>> {
  const owners = ownersOf(entries, book);
  const sums = await sumsOf(owners, reading);
  const decisions = await decisionsOf(owners, sums, reading);
  return new Map([...sums].map(([key, sum]) => [key, { ...sum, decisions: decisions.get(key) ?? [] }]));
}

/** The same without the decisions: it costs a document an organisation, however much each got. */
export const supportSums = (
  entries: readonly Entry[],
  book: RegisterBook,
  reading: Reading,
): Promise<ReadonlyMap<string, SupportSums>> => sumsOf(ownersOf(entries, book), reading);

/** Whoever asks for many at once does not look through all that were merged for each of them. */
function ownersOf(entries: readonly Entry[], book: RegisterBook): Owners {
  const gone = book.all(ORGANISATION.name).filter(({ mergedInto }) => mergedInto !== undefined);
  const merged = grouped(gone, (entry) => book.standing(entry).key);
  const standing = entries.filter(({ mergedInto }) => mergedInto === undefined);
  return new Map(standing.map(({ key }) => [key, [key, ...(merged.get(key) ?? []).map((entry) => entry.key)]]));
}

async function sumsOf(owners: Owners, reading: Reading): Promise<ReadonlyMap<string, SupportSums>> {
  // The view holds nothing else.
  const docs = (await reading.get(support.name, [...owners.values()].flat())) as readonly SupportDoc[];
  const counted = new Map(docs.map(({ id, counters }) => [id, counters]));
  const sums = ([key, ids]: readonly [string, readonly string[]]): readonly [string, SupportSums] => {
    const sum = (which: string): number => ids.reduce((all, id) => all + (counted.get(id)?.[which] ?? 0), 0);
    return [
      key,
      {
        times: sum('times'),
        open: sum('open'),
        requested: sum('requested'),
        granted: sum('granted'),
        delivered: sum('delivered'),
        settled: sum('settled'),
        returned: sum('returned'),
        decisionsTotal: sum('decisions'),
      },
    ];
  };
  return new Map([...owners].map(sums));
}

/** The latest decisions of each, read until all have theirs. */
async function decisionsOf(
  owners: Owners,
  sums: ReadonlyMap<string, SupportSums>,
  reading: Reading,
): Promise<ReadonlyMap<string, readonly GrantDecision[]>> {
  const found = new Map<string, GrantDecision[]>();
  const wanted = new Map<string, string>();
  let missing = 0;
  for (const [key, ids] of owners) {
    const decisions = Math.min(sums.get(key)?.decisionsTotal ?? 0, MOST_DECISIONS);
    if (decisions === 0) continue;
    missing += decisions;
    found.set(key, []);
    for (const id of ids) wanted.set(id, key);
  }
  if (missing === 0) return found;
  const where = { kind: supportAction.name, status: { $nin: [ANNULLED] }, organisations: { $in: [...wanted.keys()] } };
  for await (const doc of latestFirst(reading, where)) {
    if (!wasGot(doc)) continue;
    for (const key of new Set(doc.organisations.flatMap((id) => wanted.get(id) ?? []))) {
      const decisions = found.get(key) ?? [];
      for (const { decision, amount } of times(doc, 'grant', GrantSupport)) {
        if (decisions.length === MOST_DECISIONS) break;
        const { organ, number, date } = decision;
        decisions.push({ organ, number, date, amount: amount ?? null, activity: doc.number });
        missing--;
      }
    }
    if (missing === 0) break;
  }
  return found;
}

/** The register's entries, a batch at a time. */
async function* latestFirst(reading: Reading, where: Where): AsyncGenerator<ActivityDoc, undefined> {
  for (let last: ActivityDoc | undefined; ;) {
    const after = last === undefined ? {} : { after: { sort: last.occurredOn, id: last.id } };
    // The register holds activities only.
    const docs = (await reading.find(register.name, {
      where,
      descending: true,
      limit: BATCH,
      ...after,
    })) as readonly ActivityDoc[];
    yield* docs;
    last = docs.at(-1);
    if (last === undefined || docs.length < BATCH) return;
  }
}
