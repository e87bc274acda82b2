import { valuesOf } from '../../application/ports/view-query.js';
import type { Edition, Scalar, ViewShape } from '../../application/ports/view-store.js';
import type { Doc } from '../../domain/kernel/view.js';
import { columnsOf, encode } from './view-tables.js';

export type Value = string | number;

/** An edition as the rows that it is written by: plain values, which another thread can be given. */
export interface EditionRows {
  readonly view: string;
  readonly id: string;
  readonly from: string;
  /** When the edition before it began; null for a document's first. */
  readonly previous: string | null;
  /** Of the columns of its own. */
  readonly columns: readonly Value[];
  readonly text: string;
  /** Index rows that begin: the field's ordinal and the value, by turns. All have this sort key. */
  readonly begun: readonly Value[];
  readonly sort: Value;
  /** Index rows that end, likewise. */
  readonly ended: readonly Value[];
  readonly sortBefore: Value;
}

/** @throws RangeError when there is no such view, or the document is not as its view declares */
export function rowsOf(shapes: ReadonlyMap<string, ViewShape>, { view, from, doc, previous }: Edition): EditionRows {
  const shape = shapes.get(view);
  if (shape === undefined) throw new RangeError(`no such view: ${view}`);
  const sort = sortOf(shape, doc);
  const before = previous?.doc ?? null;
  const sortBefore = before === null ? sort : sortOf(shape, before);
  const [begun, ended]: [Value[], Value[]] = [[], []];
  Object.keys(shape.fields).forEach((field, ordinal) => {
    const values = valuesOf(shape, doc, field);
    const valuesBefore = before === null ? NONE : valuesOf(shape, before, field);
    // Each row holds the sort key: where that moved, all rows do.
    const moved = sort !== sortBefore;
    for (const value of moved ? valuesBefore : missing(valuesBefore, values)) ended.push(ordinal, encode(value));
    for (const value of moved ? values : missing(values, valuesBefore)) begun.push(ordinal, encode(value));
  });
  const columns = columnsOf(shape).map((field) => encode(valuesOf(shape, doc, field)[0] ?? null));
  const text = JSON.stringify(doc);
  return { view, id: doc.id, from, previous: previous?.from ?? null, columns, text, begun, sort, ended, sortBefore };
}

const NONE: readonly Scalar[] = [];

const sortOf = (shape: ViewShape, doc: Doc): Value => encode(valuesOf(shape, doc, shape.sort)[0] ?? null);

/** The values that are not among the others. */
function missing(values: readonly Scalar[], among: readonly Scalar[]): readonly Scalar[] {
  if (among.length === 0) return values;
  if (values.length < 16) return values.filter((value) => !among.includes(value));
  const others = new Set(among);
  return values.filter((value) => !others.has(value));
}
