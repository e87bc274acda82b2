import { Context } from 'mingo/core';
import { $in, $nin } from 'mingo/operators/query/comparison';
import { $regex } from 'mingo/operators/query/evaluation';
import { $and, $or } from 'mingo/operators/query/logical';
import { Query } from 'mingo/query';
import { compareScalars } from '../../application/ports/view-query.js';
import type { Criterion } from '../../application/ports/view-query.js';
import type { Scalar } from '../../application/ports/view-store.js';
import type { Doc } from '../../domain/kernel/view.js';

/** Says whether a document meets a criterion, as MongoDB would. */
export function matcherOf(criterion: Criterion): (doc: Doc) => boolean {
  const query = new Query(toMongo(criterion), { context: OPERATORS });
  return (doc) => query.test(doc);
}

function toMongo(criterion: Criterion): Record<string, unknown> {
  switch (criterion.kind) {
    case 'and':
    case 'or':
      return { [`$${criterion.kind}`]: criterion.parts.map(toMongo) };
    case 'in':
      return { [criterion.field]: { $in: criterion.values } };
    case 'not-in':
      return { [criterion.field]: { $nin: criterion.values } };
    case 'compare':
      return { [criterion.field]: { [criterion.operator]: criterion.value } };
    case 'prefix':
      return { [criterion.field]: { $regex: `^${criterion.prefix}` } };
  }
}

/** mingo's own comparisons go by UTF-16 units; these go by code points, as MongoDB and SQLite do. */
const comparison =
  (holds: (order: number) => boolean) =>
  (field: string, value: unknown, _options: unknown) =>
  (doc: Readonly<Record<string, unknown>>): boolean =>
    [doc[field]]
      .flat()
      .some(
        (member) =>
          (typeof member === 'string' || typeof member === 'number') &&
          typeof member === typeof value &&
          holds(compareScalars(member, value as Scalar)),
      );

const OPERATORS = Context.init({
  query: {
    $and,
    $or,
    $in,
    $nin,
    $regex,
    $gt: comparison((order) => order > 0),
    $gte: comparison((order) => order >= 0),
    $lt: comparison((order) => order < 0),
    $lte: comparison((order) => order <= 0),
  },
});
