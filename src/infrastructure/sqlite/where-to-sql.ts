import type { Criterion } from '../../application/ports/view-query.js';
import type { Scalar } from '../../application/ports/view-store.js';
import { column, encode, ordinalOf } from './view-tables.js';
import type { Moment, ViewTables } from './view-tables.js';

const SIGNS = { $gt: '>', $gte: '>=', $lt: '<', $lte: '<=' } as const;

/** Values bound into a statement by name, because an arm of a UNION uses them again. */
export class Parameters {
  readonly values: Record<string, string | number> = {};
  private count = 0;

  bind(value: Scalar): string {
    const name = `p${++this.count}`;
    this.values[name] = encode(value);
    return `@${name}`;
  }

  list(values: readonly Scalar[]): string {
    return values.map((value) => this.bind(value)).join(', ');
  }
}

/** `= value`, or `IN (values)`; the first lets SQLite go on in the index to the next column. */
export function oneOf(expression: string, values: readonly Scalar[], parameters: Parameters): string {
  const list = parameters.list(values);
  return values.length === 1 ? `${expression} = ${list}` : `${expression} IN (${list})`;
}

/** A comparison; what is null is neither before nor after a value. */
export function compared(
  expression: string,
  { operator, value }: Criterion & { readonly kind: 'compare' },
  parameters: Parameters,
): string {
  const condition = `${expression} ${SIGNS[operator]} ${parameters.bind(value)}`;
  const upper = operator === '$lt' || operator === '$lte';
  return upper ? `${condition} AND ${expression} > ${parameters.bind(null)}` : condition;
}

/** All text that begins with the prefix, as a stretch of the order by code point: no pattern, so nothing to escape. */
export function startsWith(expression: string, prefix: string, parameters: Parameters): string {
  const points = Array.from(prefix);
  const last = points.pop()?.codePointAt(0) ?? 0;
  const next = String.fromCodePoint(last === 0xd7ff ? 0xe000 : last + 1);
  return `${expression} >= ${parameters.bind(prefix)} AND ${expression} < ${parameters.bind(points.join('') + next)}`;
}

/**
 * Writes a criterion as a condition on a row `s` (sort, id) of the index and the edition `e` of its document, for the
 * rows that were found by other means. Membership is asked of the index, whose rows of one document share its sort key.
 */
export class WhereToSql {
  /** Whether anything written so far needs the edition. */
  readsEdition = false;

  constructor(
    private readonly tables: ViewTables,
    private readonly moment: Moment,
    private readonly parameters: Parameters,
  ) {}

  write(criterion: Criterion): string {
    switch (criterion.kind) {
      case 'and':
      case 'or':
        return `(${criterion.parts.map((part) => this.write(part)).join(criterion.kind === 'and' ? ' AND ' : ' OR ')})`;
      case 'in':
        return this.listed(criterion);
      case 'not-in':
        return `NOT ${this.listed(criterion)}`;
      case 'compare':
        return criterion.type === 'texts'
          ? this.member(criterion.field, compared('m.value', criterion, this.parameters))
          : `(${compared(this.expression(criterion.field), criterion, this.parameters)})`;
      case 'prefix':
        return this.member(criterion.field, startsWith('m.value', criterion.prefix, this.parameters));
    }
  }

  /** The value of a text or number field. */
  expression(field: string): string {
    if (field === 'id') return 's.id';
    if (field === this.tables.shape.sort) return 's.sort';
    this.readsEdition = true;
    return `e.${column(field)}`;
  }

  private listed(criterion: Criterion & { readonly kind: 'in' | 'not-in' }): string {
    const { field, type, values } = criterion;
    if (type !== 'texts') return `(${oneOf(this.expression(field), values, this.parameters)})`;
    const listed = oneOf('x.value', values, this.parameters);
    const found = this.moment
      .index(this.tables, 'x')
      .map(
        ({ table, inForce }) =>
          `EXISTS (SELECT 1 FROM ${table} x WHERE x.field = ${ordinalOf(this.tables.shape, field)}` +
          ` AND ${listed} AND x.sort = s.sort AND x.id = s.id AND ${inForce})`,
      );
    return `(${found.join(' OR ')})`;
  }

  private member(field: string, condition: string): string {
    this.readsEdition = true;
    return `EXISTS (SELECT 1 FROM json_each(e.doc, '$.${field}') m WHERE ${condition})`;
  }
}
