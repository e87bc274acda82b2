import type { Document } from 'mongodb';
import type { Criterion, Search } from '../../application/ports/view-query.js';
import type { At, Scalar } from '../../application/ports/view-store.js';
import { OPEN } from '../../domain/kernel/day.js';

/**
 * Where an edition of a collection holds its document's id. The rest of its fields are those of `doc`: `doc.kind`.
 */
export type IdField = '_id' | 'id';

const pathOf = (field: string, id: IdField): string => (field === 'id' ? id : `doc.${field}`);

/** A search as a filter of MongoDB's, but for the moment it is about. */
export function filterOf({ criterion, without, after, sort, descending }: Search, id: IdField): Document {
  const parts: Document[] = [];
  if (criterion !== null) parts.push(conditionOf(criterion, id));
  if (without.length > 0) parts.push({ [id]: { $nin: without } });
  if (after !== null) parts.push(behind(after, pathOf(sort, id), id, descending));
  return parts.length === 0 ? {} : { $and: parts };
}

/** The order asked; ties are broken by id in the same direction. MongoDB puts null first, and text by code point. */
export function orderOf({ sort, descending }: Search, id: IdField): Record<string, 1 | -1> {
  const direction = descending ? -1 : 1;
  return { [pathOf(sort, id)]: direction, [id]: direction };
}

/** The open editions in force; null when all of them are. */
export function openAt(at: At): Document | null {
  if (at === 'now') return null;
  if ('through' in at) return at.through < OPEN ? { from: { $lte: at.through } } : NOTHING;
  return at.before <= OPEN ? { from: { $lt: at.before } } : NOTHING;
}

/** The closed editions in force; null when none of them is. */
export function closedAt(at: At): Document | null {
  if (at === 'now') return null;
  return 'through' in at
    ? { from: { $lte: at.through }, to: { $gt: at.through } }
    : { from: { $lt: at.before }, to: { $gte: at.before } };
}

/** Holds for no document: every edition has a `from`. */
const NOTHING: Document = { from: { $in: [] } };

function conditionOf(criterion: Criterion, id: IdField): Document {
  switch (criterion.kind) {
    case 'and':
    case 'or':
      return { [`$${criterion.kind}`]: criterion.parts.map((part) => conditionOf(part, id)) };
    case 'in':
      return { [pathOf(criterion.field, id)]: { $in: criterion.values } };
    case 'not-in':
      return { [pathOf(criterion.field, id)]: { $nin: criterion.values } };
    case 'compare':
      return { [pathOf(criterion.field, id)]: { [criterion.operator]: criterion.value } };
    case 'prefix':
      // A prefix without any option is read from the index.
      return { [pathOf(criterion.field, id)]: { $regex: `^${criterion.prefix}` } };
  }
}

/** What comes after a place in the order. Comparisons keep to values of one type, so null is named by itself. */
function behind(
  after: { readonly sort: Scalar; readonly id: string },
  sort: string,
  id: IdField,
  descending: boolean,
): Document {
  const beyond = descending ? '$lt' : '$gt';
  const parts: Document[] = [{ [sort]: { $in: [after.sort] }, [id]: { [beyond]: after.id } }];
  if (after.sort !== null) parts.push({ [sort]: { [beyond]: after.sort } });
  if (descending && after.sort !== null) parts.push({ [sort]: { $in: [null] } });
  if (!descending && after.sort === null) parts.push({ [sort]: { $nin: [null] } });
  return { $or: parts };
}
