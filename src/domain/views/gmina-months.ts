import type { Change } from '../kernel/view.js';
import { kindNamed } from '../catalogue.js';
import type { View } from '../kernel/view.js';
import { type Counters, Tally } from './counters.js';
import { type Part, partsOf } from './figures.js';
import { type ActivityDoc, isActivity, type PlacedActivity } from './register.js';
import { ALL } from './rows.js';

export interface RowMonth extends Counters {
  readonly row: string;
  readonly month: string;
}

const id = (row: string, month: string): string => `${row}/${month}`;

/** The rows in which a part of an activity counts. */
export const rowsOf = (
  { gminas }: Pick<PlacedActivity, 'gminas'>,
  { gmina }: Pick<Part, 'gmina'>,
): readonly string[] => (gmina === undefined ? [...gminas, ALL] : [gmina, ALL]);

/** Whether several gminas share what is done. */
export const isShared = ({ details }: Pick<PlacedActivity, 'details'>): boolean => (details.gminas ?? []).length > 1;

/** Hands over what parts of an activity add to the counters of each row in which it counts. */
export function inRows(
  places: Pick<PlacedActivity, 'gminas'> & { readonly shared: boolean },
  parts: readonly Part[],
  add: (row: string, part: Part) => void,
): void {
  for (const part of parts) {
    const each = inEachRow(part, places.shared);
    for (const row of rowsOf(places, part)) for (const one of each) add(row, one);
  }
}

/** What a part adds to each row in which it counts. @param shared whether of an activity that several gminas share */
export const inEachRow = (part: Part, shared: boolean): readonly Part[] =>
  shared && part.key === 'support/delivered' ? [part, { ...part, key: 'support/shared' }] : [part];

/** Its late and backfilled steps, as parts: they are told in rows of gminas only ({@link isLate}). */
export const latePartsOf = ({ lateSteps }: Pick<PlacedActivity, 'lateSteps'>): Part[] =>
  Object.entries(lateSteps).map(([step, value]) => {
    const [key = '', month = ''] = step.split('/');
    return { key, month, value };
  });

export const isLate = ({ key }: Pick<Part, 'key'>): boolean => key === 'late' || key === 'backfilled';

function tallyOf({ before, after }: Change): Tally {
  const tally = new Tally();
  const add = (doc: ActivityDoc, sign: 1 | -1): void => {
    const kind = kindNamed(doc.kind);
    if (kind === undefined) return;
    const places = { gminas: doc.gminas, shared: isShared(doc) };
    inRows(places, [...partsOf(kind, doc), ...latePartsOf(doc)], (row, part) => {
      tally.add(id(row, part.month), part, sign);
    });
  };
  if (isActivity(before)) add(before, -1);
  if (isActivity(after)) add(after, 1);
  return tally;
}

/** Counters per gmina and month; the county-wide, the outside ones and all of them in rows of their own (questions 1, 8). */
export const gminaMonths: View = {
  name: 'gmina-months',
  version: 4,
  sort: 'month',
  fields: { row: 'text', month: 'text' },
  fold: (change) =>
    tallyOf(change).fold((key): RowMonth => {
      const [row = '', month = ''] = key.split('/');
      return { id: key, row, month, counters: {} };
    }),
};
