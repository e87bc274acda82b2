import type { Doc } from '../domain/kernel/view.js';
import { compareScalars } from './ports/view-query.js';
import type { Query, Scalar } from './ports/view-store.js';

/** Two answers to one question as one, in the order asked. @param fallback the order where none was asked */
export function merge(
  under: readonly Doc[],
  over: readonly Doc[],
  { sort, descending, limit }: Omit<Query, 'at'>,
  fallback: string,
): readonly Doc[] {
  const by = sort ?? fallback;
  // Only text and number fields are sorted by.
  const value = (doc: Doc): Scalar => (doc[by] as Scalar | undefined) ?? null;
  const sign = descending === true ? -1 : 1;
  const all = [...under, ...over].sort(
    (a, b) => sign * (compareScalars(value(a), value(b)) || compareScalars(a.id, b.id)),
  );
  return limit === undefined ? all : all.slice(0, limit);
}
