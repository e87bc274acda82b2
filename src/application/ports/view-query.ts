import type { Doc, FieldType } from '../../domain/kernel/view.js';
import type { Query, Scalar, ViewShape, Where } from './view-store.js';

/**
 * What a query says, once it is known to say something: every adapter of the {@link ViewStore} reads `Where` through
 * {@link readQuery}, so that all refuse the same things and none meets an operator that it does not know.
 */
export type Criterion =
  | { readonly kind: 'and' | 'or'; readonly parts: readonly Criterion[] }
  | { readonly kind: 'in' | 'not-in'; readonly field: string; readonly type: FieldType; readonly values: Scalar[] }
  | {
      readonly kind: 'compare';
      readonly field: string;
      readonly type: FieldType;
      readonly operator: Comparison;
      readonly value: string | number;
    }
  | { readonly kind: 'prefix'; readonly field: string; readonly prefix: string };

type Comparison = '$gt' | '$gte' | '$lt' | '$lte';

/** A checked query. `criterion` is null when everything is asked for; `limit` is Infinity when all of it is. */
export interface Search {
  readonly criterion: Criterion | null;
  readonly sort: string;
  readonly descending: boolean;
  readonly limit: number;
  readonly after: { readonly sort: Scalar; readonly id: string } | null;
  readonly without: readonly string[];
}

const NAME = /^[A-Za-z][\w-]*$/;
const FIELD = /^[A-Za-z]\w*$/;
/** A word prefix: `^`, then letters and digits, so that no character in it can mean anything but itself. */
const PREFIX = /^\^([\p{L}\p{N}]+)$/u;

/** @throws RangeError when a view cannot be stored as it is declared */
export function checkShape(view: ViewShape): void {
  if (!NAME.test(view.name)) throw new RangeError(`not a name for a view: ${view.name}`);
  for (const field of Object.keys(view.fields)) {
    if (!FIELD.test(field)) throw new RangeError(`view ${view.name}: not a name for a field: ${field}`);
  }
  sortable(view, view.sort);
}

/**
 * The values by which a document is found in a field: one (null where it has none) for text and number, each member
 * once for texts.
 * @throws RangeError when the document holds something else there
 */
export function valuesOf(view: ViewShape, doc: Doc, field: string): readonly Scalar[] {
  const type = view.fields[field];
  const value = doc[field] ?? null;
  if (type === 'texts') {
    if (value === null) return [];
    if (Array.isArray(value) && value.every((member): member is string => typeof member === 'string')) {
      return [...new Set(value)];
    }
  } else if (value === null || (type === 'text' && typeof value === 'string') || (type === 'number' && finite(value))) {
    return [value];
  }
  throw new RangeError(`view ${view.name}: ${field} of document ${doc.id} is not ${type ?? 'a declared field'}`);
}

/**
 * The one order of values: null, then numbers, then text by code point. Code points are what UTF-8 bytes compare as
 * (SQLite, MongoDB); JavaScript's own `<` compares UTF-16 units and puts U+1F600 before U+FF5E.
 */
export function compareScalars(a: Scalar, b: Scalar): number {
  if (typeof a === 'string' && typeof b === 'string') return compareText(a, b);
  if (typeof a === 'number' && typeof b === 'number') return a - b;
  return rank(a) - rank(b);
}

/** @throws RangeError naming the field, operator or value that the view does not answer to: a programming error */
export function readQuery(view: ViewShape, query: Omit<Query, 'at'>): Search {
  const { limit = Infinity, sort = view.sort, after = null } = query;
  if (limit !== Infinity && (!Number.isInteger(limit) || limit < 1)) throw new RangeError(`limit: ${limit}`);
  const type = sortable(view, sort);
  if (after !== null) checkValue(sort, type, after.sort);
  const parts = query.where === undefined ? [] : readWhere(view, query.where);
  return {
    criterion: parts.length === 0 ? null : all(parts),
    sort,
    descending: query.descending ?? false,
    limit,
    after,
    without: query.without ?? [],
  };
}

const all = (parts: readonly Criterion[]): Criterion =>
  parts.length === 1 && parts[0] !== undefined ? parts[0] : { kind: 'and', parts };

function readWhere(view: ViewShape, where: Where): Criterion[] {
  return Object.entries(where).flatMap(([name, value]): Criterion[] => {
    if (value === undefined) return [];
    if (name === '$and') return branches(view, name, value).flat();
    if (name === '$or') return [{ kind: 'or', parts: branches(view, name, value).map(all) }];
    const type = name === 'id' ? 'text' : view.fields[name];
    if (type === undefined || !Object.hasOwn({ id: 0, ...view.fields }, name)) {
      throw new RangeError(`view ${view.name}: not a field to search by: ${name}`);
    }
    const condition: unknown = typeof value === 'object' && value !== null ? value : { $eq: value };
    return readCondition(name, type, condition);
  });
}

function branches(view: ViewShape, name: string, value: unknown): Criterion[][] {
  if (!Array.isArray(value) || value.length === 0) throw new RangeError(`${name}: not a list of conditions`);
  // Whatever is not a condition in this list is refused where it is read.
  return value.map((part) => readWhere(view, part as Where));
}

function readCondition(field: string, type: FieldType, condition: unknown): Criterion[] {
  if (typeof condition !== 'object' || condition === null || Object.keys(condition).length === 0) {
    throw new RangeError(`${field}: not a condition`);
  }
  return Object.entries(condition).flatMap(([operator, value]: [string, unknown]): Criterion[] => {
    if (value === undefined) return [];
    switch (operator) {
      case '$eq':
        return [{ kind: 'in', field, type, values: [checkValue(field, type, value)] }];
      case '$in':
      case '$nin': {
        if (!Array.isArray(value)) throw new RangeError(`${field}: ${operator} takes a list`);
        const values = value.map((one) => checkValue(field, type, one));
        return [{ kind: operator === '$in' ? 'in' : 'not-in', field, type, values }];
      }
      case '$gt':
      case '$gte':
      case '$lt':
      case '$lte': {
        const bound = checkValue(field, type, value);
        if (bound === null) throw new RangeError(`${field}: ${operator} takes a value`);
        return [{ kind: 'compare', field, type, operator, value: bound }];
      }
      case '$regex': {
        const prefix = typeof value === 'string' ? PREFIX.exec(value)?.[1] : undefined;
        if (type !== 'texts' || prefix === undefined) {
          throw new RangeError(`${field}: $regex is a word prefix on a field of texts`);
        }
        return [{ kind: 'prefix', field, prefix }];
      }
      default:
        throw new RangeError(`${field}: not an operator: ${operator}`);
    }
  });
}

function checkValue(field: string, type: FieldType, value: unknown): Scalar {
  if (value === null && type !== 'texts') return null;
  if (type === 'number' && finite(value)) return value;
  if (type !== 'number' && typeof value === 'string') return value;
  throw new RangeError(`${field}: not a value of a field of type ${type}: ${JSON.stringify(value)}`);
}

function sortable(view: ViewShape, field: string): 'text' | 'number' {
  const type = view.fields[field];
  if (type === 'text' || type === 'number') return type;
  throw new RangeError(`view ${view.name}: not a field to sort by: ${field}`);
}

const finite = (value: unknown): value is number => typeof value === 'number' && Number.isFinite(value);

const rank = (value: Scalar): number => (value === null ? 0 : typeof value === 'number' ? 1 : 2);

function compareText(a: string, b: string): number {
  const length = Math.min(a.length, b.length);
  for (let i = 0; i < length; i++) {
    const left = a.charCodeAt(i);
    const right = b.charCodeAt(i);
    if (left !== right) return codePointOrder(left) - codePointOrder(right);
  }
  return a.length - b.length;
}

/** Puts surrogates, which stand for U+10000 and later, behind the units U+E000 to U+FFFF. */
const codePointOrder = (unit: number): number => (unit >= 0xd800 && unit <= 0xdfff ? unit + 0x10000 : unit);
