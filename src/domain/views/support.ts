import { times } from '../activities/activity.js';
import type { Amount } from '../activities/kind.js';
import { GrantSupport, supportAction, wasHandedOver } from '../activities/support-action/support-action.js';
import type { Change, View } from '../kernel/view.js';
import { type Counters, Tally } from './counters.js';
import { countedAmounts } from './figures.js';
import { type ActivityDoc, isActivity } from './register.js';

export interface SupportDoc extends Counters {
  readonly organisation: string;
}

/** Amounts of support, by what a figure calls them. */
const SUMS: Readonly<Partial<Record<Amount['figure'], string>>> = {
  'support.requested': 'requested',
  'support.granted': 'granted',
  'support.delivered': 'delivered',
  'support.settled': 'settled',
  'support.returned': 'returned',
};

/**
 * Whether a support action was got under its decisions: what was called off before anything was handed over was got
 * under none.
 */
export const wasGot = (doc: ActivityDoc): boolean =>
  doc.phase !== null && (doc.phase !== 'dropped' || wasHandedOver(doc.taken));

/** What a support action adds to what its beneficiary got; nothing while it is annulled. */
function add(tally: Tally, doc: ActivityDoc, sign: 1 | -1): void {
  if (doc.kind !== supportAction.name || doc.phase === null) return;
  for (const organisation of doc.organisations) {
    const one = (key: string, value = 1): void => {
      tally.add(organisation, { key, value }, sign);
    };
    for (const { figure, value } of countedAmounts(supportAction, doc)) {
      const sum = SUMS[figure];
      if (sum !== undefined) one(sum, value);
    }
    if (wasHandedOver(doc.taken)) one('times');
    if (doc.waitsFor === 'promise') one('open');
    if (wasGot(doc)) one('decisions', times(doc, 'grant', GrantSupport).length);
  }
}

function tallyOf({ before, after }: Change): Tally {
  const tally = new Tally();
  if (isActivity(before)) add(tally, before, -1);
  if (isActivity(after)) add(tally, after, 1);
  return tally;
}

/**
 * What each organisation got, by its id (question 10): `times` it got something, what is `open`, under how many
 * `decisions`; and grosze `requested`, `granted`, `delivered`, `settled`, `returned`, as the figures count them.
 */
export const support: View = {
  name: 'support',
  version: 1,
  sort: 'organisation',
  fields: { organisation: 'text' },
  fold: (change) => tallyOf(change).fold((id): SupportDoc => ({ id, organisation: id, counters: {} })),
};
