import type { Document } from 'bson';
import { Context } from 'mingo/core';
import { $eq, $in, $ne, $nin } from 'mingo/operators/query/comparison';
import { $exists } from 'mingo/operators/query/element';
import { $regex } from 'mingo/operators/query/evaluation';
import { $and, $or } from 'mingo/operators/query/logical';
import { Query } from 'mingo/query';
import { Refusal } from './refusal.js';

/** Whether a document meets a filter. @throws Refusal for an operator, or a use of one, that this stand-in does not know */
export function matcherOf(filter: Document): (doc: Document) => boolean {
  checkFilter(filter);
  const query = new Query(filter, { context: OPERATORS });
  return (doc) => query.test(doc);
}

/** In the order of a sort document. */
export function sortBy(docs: readonly Document[], sort: Document): Document[] {
  const keys = Object.entries(sort);
  for (const [path, direction] of keys) {
    if (direction !== 1 && direction !== -1) throw new Refusal(`a sort by ${path} that this stand-in does not know`);
  }
  return [...docs].sort((a, b) => {
    for (const [path, direction] of keys) {
      const order = compare(scalarAt(a, path), scalarAt(b, path));
      if (order !== 0) return order * Number(direction);
    }
    return 0;
  });
}

/** The value at a path; arrays are not looked into. */
function valueAt(doc: Document, path: string): unknown {
  let value: unknown = doc;
  for (const name of path.split('.')) {
    if (Array.isArray(value)) throw new Refusal(`a path into an array: ${path}`);
    value = isPlain(value) ? value[name] : undefined;
  }
  return value;
}

export function scalarAt(doc: Document, path: string): string | number | null {
  const value = valueAt(doc, path) ?? null;
  if (value === null || typeof value === 'string' || typeof value === 'number') return value;
  throw new Refusal(`a value that this stand-in cannot put in order, at ${path}`);
}

/**
 * The fields of a filter by which an index could find what meets it. Null: none, so that everything has to be read.
 * Several: any of them will do, but each list of an `$or` needs one of its own.
 */
export function leadsOf(filter: Document): readonly (readonly string[])[] {
  const fields: string[] = [];
  const either: (readonly string[])[] = [];
  for (const [name, condition] of Object.entries(filter)) {
    if (name === '$and') {
      for (const part of condition as Document[]) {
        const [first, ...more] = leadsOf(part);
        if (more.length > 0) either.push(...leadsOf(part));
        else fields.push(...(first ?? []));
      }
    } else if (name === '$or') {
      either.push(...(condition as Document[]).flatMap((part) => leadsOf(part)));
    } else if (!isPlain(condition) || Object.keys(condition).some((operator) => FINDING.has(operator))) {
      fields.push(name);
    }
  }
  return fields.length > 0 || either.length === 0 ? [fields] : either;
}

const FINDING = new Set(['$eq', '$in', '$gt', '$gte', '$lt', '$lte', '$regex']);
const KNOWN = new Set([...FINDING, '$nin', '$ne', '$exists']);
/** A prefix of letters and digits: of regular expressions in general, MongoDB's are not JavaScript's. */
const PREFIX = /^\^[\p{L}\p{N}]+$/u;

function checkFilter(filter: Document): void {
  for (const [name, condition] of Object.entries(filter)) {
    if (name === '$and' || name === '$or') {
      if (!Array.isArray(condition) || condition.length === 0)
        throw new Refusal(`${name} needs a list that is not empty`);
      for (const part of condition) checkFilter(part as Document);
    } else if (name.startsWith('$')) {
      throw new Refusal(`an operator that this stand-in does not know: ${name}`);
    } else if (isPlain(condition)) {
      const operators = Object.entries(condition);
      if (operators.length === 0) throw new Refusal(`an empty condition on ${name}`);
      for (const [operator, value] of operators) checkOperator(name, operator, value);
    }
  }
}

function checkOperator(name: string, operator: string, value: unknown): void {
  if (!KNOWN.has(operator)) throw new Refusal(`an operator that this stand-in does not know: ${operator} on ${name}`);
  if (operator === '$regex' && !(typeof value === 'string' && PREFIX.test(value))) {
    throw new Refusal(`a pattern that this stand-in does not know, on ${name}`);
  }
}

export const isPlain = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && Object.getPrototypeOf(value) === Object.prototype;

/** BSON's order, of the types that are put in order here: null, numbers, text by its UTF-8 bytes. */
function compare(a: string | number | null, b: string | number | null): number {
  if (typeof a === 'string' && typeof b === 'string') return Buffer.compare(Buffer.from(a), Buffer.from(b));
  if (typeof a === 'number' && typeof b === 'number') return a - b;
  return rank(a) - rank(b);
}

const rank = (value: string | number | null): number => (value === null ? 0 : typeof value === 'number' ? 1 : 2);

/** Comparisons keep to values of one type; of an array, one member has to meet them. */
const comparison =
  (holds: (order: number) => boolean) =>
  (path: string, bound: unknown, _options: unknown) =>
  (doc: Document): boolean => {
    if (typeof bound !== 'string' && typeof bound !== 'number')
      throw new Refusal(`a bound that is no text or number: ${path}`);
    return [valueAt(doc, path)]
      .flat()
      .some(
        (member) =>
          (typeof member === 'string' || typeof member === 'number') &&
          typeof member === typeof bound &&
          holds(compare(member, bound)),
      );
  };

const OPERATORS = Context.init({
  query: {
    $and,
    $or,
    $eq,
    $ne,
    $in,
    $nin,
    $exists,
    $regex,
    $gt: comparison((order) => order > 0),
    $gte: comparison((order) => order >= 0),
    $lt: comparison((order) => order < 0),
    $lte: comparison((order) => order <= 0),
  },
});
