import { times } from '../../domain/activities/activity.js';
import { GrantSupport } from '../../domain/activities/support-action/support-action.js';
import { kindNamed } from '../../domain/catalogue.js';
import type { Entry } from '../../domain/registers/register.js';
import { countedAmounts } from '../../domain/views/figures.js';
import { type ActivityDoc, register } from '../../domain/views/register.js';
import type { Reading } from '../as-of.js';
import type { RegisterBook } from '../registers.js';

/** What an organisation got (question 10 of DOMAIN.md section 5). Grosze. */
export interface Support {
  /** How often it got support: actions that delivered something. */
  readonly times: number;
  /** How many were requested or granted and are not yet done. One that delivered a part stands in both. */
  readonly open: number;
  /** Amounts of both; none of what was dropped or annulled. */
  readonly requested: number;
  readonly granted: number;
  readonly delivered: number;
  readonly settled: number;
  readonly returned: number;
  /** Under which decisions, each with what it granted (null: no sum of money) and the number of the activity. */
  readonly decisions: readonly GrantDecision[];
}

interface GrantDecision {
  readonly organ: string;
  readonly number: string;
  readonly date: string;
  readonly amount: number | null;
  readonly activity: string;
}

const NONE: Support = {
  times: 0,
  open: 0,
  requested: 0,
  granted: 0,
  delivered: 0,
  settled: 0,
  returned: 0,
  decisions: [],
};

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
  const support = new Map<string, Support>();
  for (const { key, mergedInto } of entries) {
    if (mergedInto !== undefined) continue;
    support.set(key, NONE);
    for (const id of book.idsOf(key)) owners.set(id, key);
  }
  if (owners.size === 0) return support;
  const where = {
    kind: 'support-action',
    phase: { $in: ['ahead', 'underway', 'done'] },
    organisations: { $in: [...owners.keys()] },
  };
  // The register holds activities only.
  for (const doc of (await reading.find(register.name, { where })) as readonly ActivityDoc[]) {
    for (const owner of new Set(doc.organisations.flatMap((id) => owners.get(id) ?? []))) {
      support.set(owner, added(support.get(owner) ?? NONE, doc));
    }
  }
  return support;
}

function added(before: Support, doc: ActivityDoc): Support {
  const kind = kindNamed(doc.kind);
  const amounts = kind === undefined ? [] : countedAmounts(kind, doc);
  const sum = (figure: string): number =>
    amounts.filter((each) => each.figure === figure).reduce((total, { value }) => total + value, 0);
  const decisions = times(doc, 'grant', GrantSupport).map(({ decision, amount }) => ({
    organ: decision.organ,
    number: decision.number,
    date: decision.date,
    amount: amount ?? null,
    activity: doc.number,
  }));
  return {
    times: before.times + (doc.countsFrom === null ? 0 : 1),
    open: before.open + (doc.waitsFor === 'promise' ? 1 : 0),
    requested: before.requested + sum('support.requested'),
    granted: before.granted + sum('support.granted'),
    delivered: before.delivered + sum('support.delivered'),
    settled: before.settled + sum('support.settled'),
    returned: before.returned + sum('support.returned'),
    decisions: [...before.decisions, ...decisions],
  };
}
