import { kindNamed } from '../catalogue.js';
import type { Change } from '../kernel/view.js';
import type { View } from '../kernel/view.js';
import { type Counters, Tally } from './counters.js';
import { type Part, partsOf } from './figures.js';
import { isLate } from './gmina-months.js';
import { type ActivityDoc, isActivity, type PlacedActivity } from './register.js';

export interface ItemMonth extends Counters {
  /** `2022-2024/G1_1`, or `none` for what lies outside the strategy. */
  readonly item: string;
  readonly month: string;
}

/** Hands over what parts of an activity add to the counters of each strategy item in which it counts. */
export function inItems(
  { items }: Pick<PlacedActivity, 'items'>,
  parts: readonly Part[],
  add: (item: string, part: Part) => void,
): void {
  for (const part of parts) {
    // A gmina's own share is a matter of the gmina's row, and so are late steps.
    if (part.gmina === undefined && !isLate(part)) for (const item of items) add(item, part);
  }
}

function tallyOf({ before, after }: Change): Tally {
  const tally = new Tally();
  const add = (doc: ActivityDoc, sign: 1 | -1): void => {
    const kind = kindNamed(doc.kind);
    if (kind === undefined) return;
    inItems(doc, partsOf(kind, doc), (item, part) => {
      tally.add(`${item}/${part.month}`, part, sign);
    });
  };
  if (isActivity(before)) add(before, -1);
  if (isActivity(after)) add(after, 1);
  return tally;
}

/** Counters per strategy item and month, goals rolled up (question 6). */
export const itemMonths: View = {
  name: 'item-months',
  version: 3,
  sort: 'month',
  fields: { item: 'text', month: 'text' },
  fold: (change) =>
    tallyOf(change).fold((key): ItemMonth => {
      const slash = key.lastIndexOf('/');
      return { id: key, item: key.slice(0, slash), month: key.slice(slash + 1), counters: {} };
    }),
};
