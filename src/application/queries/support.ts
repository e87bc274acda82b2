import { times } from '../../domain/activities/activity.js';
import type { Amount } from '../../domain/activities/kind.js';
import { ANNULLED } from '../../domain/activities/phase.js';
import { GrantSupport, wasHandedOver } from '../../domain/activities/support-action/support-action.js';
import { kindNamed } from '../../domain/catalogue.js';
import type { Entry } from '../../domain/registers/register.js';
import { countedAmounts } from '../../domain/views/figures.js';
import { type ActivityDoc, register } from '../../domain/views/register.js';
import type { Reading } from '../as-of.js';
import type { Where } from '../ports/view-store.js';
import type { RegisterBook } from '../registers.js';

/** What an organisation got (question 10 of DOMAIN.md section 5). Grosze. */
export interface Support {
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
  /** Under how many decisions, of which `decisions` are the latest. */
  readonly decisionsTotal: number;
  /** Each with what it granted (null: no sum of money) and the number of the activity; those of the latest activities first. */
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
const BATCH = 500;

/**
 * The support that organisations got, that of those merged into them included. One that was merged away has none of its
 * own: the same money would be told twice.
 */
export async function supportOf(
  entries: readonly Entry[],
  book: RegisterBook,
  reading: Reading,
): Promise<ReadonlyMap<string, Support>> {
  const owners = new Map<string, string>();
  const support = new Map<string, Gathered>();
  for (const { key, mergedInto } of entries) {
    if (mergedInto !== undefined) continue;
    support.set(key, new Gathered());
    for (const id of book.idsOf(key)) owners.set(id, key);
  }
  if (owners.size === 0) return support;
  const where = {
    kind: 'support-action',
    status: { $nin: [ANNULLED] },
    organisations: { $in: [...owners.keys()] },
  };
  for await (const doc of latestFirst(reading, where)) {
    for (const owner of new Set(doc.organisations.flatMap((id) => owners.get(id) ?? []))) support.get(owner)?.add(doc);
  }
  return support;
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

const SUMS: Readonly<
  Partial<Record<Amount['figure'], 'requested' | 'granted' | 'delivered' | 'settled' | 'returned'>>
> = {
  'support.requested': 'requested',
  'support.granted': 'granted',
  'support.delivered': 'delivered',
  'support.settled': 'settled',
  'support.returned': 'returned',
};

/** What one organisation got, as far as it has been read. */
class Gathered implements Support {
  times = 0;
  open = 0;
  requested = 0;
  granted = 0;
  delivered = 0;
  settled = 0;
  returned = 0;
  decisionsTotal = 0;
  readonly decisions: GrantDecision[] = [];

  add(doc: ActivityDoc): void {
    const kind = kindNamed(doc.kind);
    for (const { figure, value } of kind === undefined ? [] : countedAmounts(kind, doc)) {
      const sum = SUMS[figure];
      if (sum !== undefined) this[sum] += value;
    }
    const handedOver = wasHandedOver(doc.taken);
    if (handedOver) this.times++;
    if (doc.waitsFor === 'promise') this.open++;
    // What was called off before anything was handed over was got under no decision.
    if (handedOver || doc.phase !== 'dropped') this.decide(doc);
  }

  private decide(doc: ActivityDoc): void {
    for (const { decision, amount } of times(doc, 'grant', GrantSupport)) {
      this.decisionsTotal++;
      if (this.decisions.length === MOST_DECISIONS) continue;
      const { organ, number, date } = decision;
      this.decisions.push({ organ, number, date, amount: amount ?? null, activity: doc.number });
    }
  }
}
