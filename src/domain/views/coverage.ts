import { kindNamed } from '../catalogue.js';
import type { Change } from '../kernel/view.js';
import type { View } from '../kernel/view.js';
import { type Counters, Tally } from './counters.js';
import { type Part, partsOf } from './figures.js';
import { type ActivityDoc, isActivity, type PlacedActivity } from './register.js';

/** A row of the matrix in a month: counters `started/<item>` and `completed/<item>`, one of each for a cell. */
export interface CoverageMonth extends Counters {
  readonly row: string;
  readonly month: string;
}

/** The counter of a cell in its row's document. */
export const cellKey = (which: string, item: string): string => `${which}/${item}`;

export function cellOf(key: string): { readonly which: string; readonly item: string } {
  const slash = key.indexOf('/');
  return { which: key.slice(0, slash), item: key.slice(slash + 1) };
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
    inCells(doc, partsOf(kind, doc), (row, item, { month, key, value }) => {
      tally.add(`${row}/${month}`, { key: cellKey(key, item), value }, sign);
    });
  };
  if (isActivity(before)) add(before, -1);
  if (isActivity(after)) add(after, 1);
  return tally;
}

/**
 * The matrix gmina x strategy item, per month. A document holds a row's cells: one a cell would make a report read
 * thousands of them, and an activity alter a dozen.
 */
export const coverage: View = {
  name: 'coverage',
  version: 3,
  sort: 'month',
  fields: { row: 'text', month: 'text' },
  fold: (change) =>
    tallyOf(change).fold((id): CoverageMonth => {
      const [row = '', month = ''] = id.split('/');
      return { id, row, month, counters: {} };
    }),
};
