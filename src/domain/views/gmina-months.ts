import type { Change } from '../kernel/view.js';
import { kindNamed } from '../catalogue.js';
import type { View } from '../kernel/view.js';
import { type Counters, Tally } from './counters.js';
import { partsOf } from './figures.js';
import { type ActivityDoc, isActivity } from './register.js';
import { ALL } from './rows.js';

export interface RowMonth extends Counters {
  readonly row: string;
  readonly month: string;
}

const id = (row: string, month: string): string => `${row}/${month}`;

function tallyOf({ before, after }: Change): Tally {
  const tally = new Tally();
  const add = (doc: ActivityDoc, sign: 1 | -1): void => {
    const kind = kindNamed(doc.kind);
    if (kind === undefined) return;
    for (const part of partsOf(kind, doc)) {
      const rows = part.gmina === undefined ? [...doc.gminas, ALL] : [part.gmina, ALL];
      for (const row of rows) tally.add(id(row, part.month), part, sign);
      const shared = part.key === 'support/delivered' && (doc.details.gminas ?? []).length > 1;
      if (shared)
        for (const row of rows) tally.add(id(row, part.month), { key: 'support/shared', value: part.value }, sign);
    }
    for (const [step, value] of Object.entries(doc.lateSteps)) {
      const [key = '', month = ''] = step.split('/');
      for (const row of [...doc.gminas, ALL]) tally.add(id(row, month), { key, value }, sign);
    }
  };
  if (isActivity(before)) add(before, -1);
  if (isActivity(after)) add(after, 1);
  return tally;
}

/** Counters per gmina and month; the county-wide, the outside ones and all of them in rows of their own (questions 1, 8). */
export const gminaMonths: View = {
  name: 'gmina-months',
  version: 3,
  sort: 'month',
  fields: { row: 'text', month: 'text' },
  fold: (change) =>
    tallyOf(change).fold((key): RowMonth => {
      const [row = '', month = ''] = key.split('/');
      return { id: key, row, month, counters: {} };
    }),
};
