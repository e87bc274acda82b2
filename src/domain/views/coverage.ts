import { kindNamed } from '../catalogue.js';
import type { Change } from '../kernel/view.js';
import type { View } from '../kernel/view.js';
import { type Counters, Tally } from './counters.js';
import { type Part, partsOf } from './figures.js';
import { type ActivityDoc, isActivity, type PlacedActivity } from './register.js';

export interface CoverageMonth extends Counters {
  readonly row: string;
  readonly item: string;
  readonly month: string;
}

/** Hands over what parts of an activity add to each cell: how many, not of which kind, the matrix has cells enough. */
export function inCells(
  { gminas, items }: Pick<PlacedActivity, 'gminas' | 'items'>,
  parts: readonly Part[],
  add: (row: string, item: string, part: Part) => void,
): void {
  for (const { month, key, value } of parts) {
    const which = /^(started|completed)\//.exec(key)?.[1];
    if (which === undefined) continue;
    const part = { month, key: which, value };
    for (const row of gminas) for (const item of items) add(row, item, part);
  }
}

function tallyOf({ before, after }: Change): Tally {
  const tally = new Tally();
  const add = (doc: ActivityDoc, sign: 1 | -1): void => {
    const kind = kindNamed(doc.kind);
    if (kind === undefined) return;
    inCells(doc, partsOf(kind, doc), (row, item, part) => {
      tally.add(`${row}/${item}/${part.month}`, part, sign);
    });
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
