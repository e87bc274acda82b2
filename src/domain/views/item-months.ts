import { kindNamed } from '../catalogue.js';
import type { Change } from '../kernel/view.js';
import type { View } from '../kernel/view.js';
import { type Counters, Tally } from './counters.js';
import { partsOf } from './figures.js';
import { type ActivityDoc, isActivity } from './register.js';

export interface ItemMonth extends Counters {
  /** `2022-2024/G1_1`, or `none` for what lies outside the strategy. */
  readonly item: string;
  readonly month: string;
}

function tallyOf({ before, after }: Change): Tally {
  const tally = new Tally();
  const add = (doc: ActivityDoc, sign: 1 | -1): void => {
    const kind = kindNamed(doc.kind);
    if (kind === undefined) return;
    for (const part of partsOf(kind, doc)) {
      // A gmina's own share is a matter of the gmina's row.
      if (part.gmina !== undefined) continue;
      for (const item of doc.items) tally.add(`${item}/${part.month}`, part, sign);
    }
  };
  if (isActivity(before)) add(before, -1);
  if (isActivity(after)) add(after, 1);
  return tally;
}

/** Counters per strategy item and month, goals rolled up (question 6). */
export const itemMonths: View = {
  name: 'item-months',
  version: 2,
  sort: 'month',
  fields: { item: 'text', month: 'text' },
  fold: (change) =>
    tallyOf(change).fold((key): ItemMonth => {
      const slash = key.lastIndexOf('/');
      return { id: key, item: key.slice(0, slash), month: key.slice(slash + 1), counters: {} };
    }),
};
