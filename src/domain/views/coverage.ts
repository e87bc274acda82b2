import { kindNamed } from '../catalogue.js';
import type { Change } from '../kernel/view.js';
import type { View } from '../kernel/view.js';
import { type Counters, Tally } from './counters.js';
import { partsOf } from './figures.js';
import { type ActivityDoc, isActivity } from './register.js';

export interface CoverageMonth extends Counters {
  readonly row: string;
  readonly item: string;
  readonly month: string;
}

function tallyOf({ before, after }: Change): Tally {
  const tally = new Tally();
  const add = (doc: ActivityDoc, sign: 1 | -1): void => {
    const kind = kindNamed(doc.kind);
    if (kind === undefined) return;
    // How many, not of which kind: the matrix has cells enough.
    for (const { month, key, value } of partsOf(kind, doc)) {
      const which = /^(started|completed)\//.exec(key)?.[1];
      if (which === undefined) continue;
      for (const row of doc.gminas)
        for (const item of doc.items) tally.add(`${row}/${item}/${month}`, { key: which, value }, sign);
    }
  };
  if (isActivity(before)) add(before, -1);
  if (isActivity(after)) add(after, 1);
  return tally;
}

/** The matrix gmina x strategy item, per month: `started` and `completed`. */
export const coverage: View = {
  name: 'coverage',
  version: 2,
  sort: 'month',
  fields: { row: 'text', item: 'text', month: 'text' },
  fold: (change) =>
    tallyOf(change).fold((key): CoverageMonth => {
      const parts = key.split('/');
      return {
        id: key,
        row: parts[0] ?? '',
        item: parts.slice(1, -1).join('/'),
        month: parts.at(-1) ?? '',
        counters: {},
      };
    }),
};
