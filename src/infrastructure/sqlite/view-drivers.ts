import type { Criterion } from '../../application/ports/view-query.js';
import { column, ordinalOf } from './view-tables.js';
import type { Moment, ViewTables } from './view-tables.js';
import { compared, oneOf, startsWith } from './where-to-sql.js';
import type { Parameters } from './where-to-sql.js';

/** One way into the documents: a stretch of the index (a condition on its rows `s`), or ids that are known. */
type Way =
  | { readonly kind: 'index'; readonly condition: string }
  | { readonly kind: 'ids'; readonly condition: string; readonly count: number };

/** What a search can start from, instead of from everything. */
export interface Driver {
  readonly ways: readonly Way[];
  /** The parts of the criterion that hold for all that is found this way. */
  readonly covers: readonly Criterion[];
  /** Whether no document is met twice. */
  readonly distinct: boolean;
  /** The columns of `s` by which the rows come, if that is the order asked for; null when they must be sorted. */
  readonly order: readonly string[] | null;
}

/** Finds the drivers of a criterion. `sort` is the field in which the answer is asked for. */
export class Drivers {
  constructor(
    private readonly tables: ViewTables,
    private readonly sort: string,
    private readonly parameters: Parameters,
  ) {}

  /** Every document, in the order asked for. */
  everything(): Driver {
    return this.stretch(this.sort, 'TRUE', [], this.orderOf(this.sort));
  }

  /** Those that are walked in the order asked for come first. */
  of(criterion: Criterion | null): readonly Driver[] {
    const parts = criterion === null ? [] : partsOf(criterion);
    const drivers = [...parts.flatMap((part) => this.ofPart(part)), ...this.ranges(parts)];
    return drivers.sort((a, b) => Number(a.order === null) - Number(b.order === null));
  }

  private ofPart(part: Criterion): Driver[] {
    switch (part.kind) {
      case 'and':
      case 'not-in':
        return [];
      case 'or': {
        const branches = part.parts.map((branch) => this.of(branch)[0]);
        if (!branches.every((branch) => branch !== undefined)) return [];
        return [{ ways: branches.flatMap(({ ways }) => ways), covers: [], distinct: false, order: null }];
      }
      case 'in': {
        const { field, type, values } = part;
        if (field === 'id') {
          const condition = oneOf('e.id', values, this.parameters);
          return [
            { ways: [{ kind: 'ids', condition, count: values.length }], covers: [part], distinct: true, order: null },
          ];
        }
        const single = values.length === 1;
        const inOrder = single && this.sort === this.tables.shape.sort ? ['s.sort', 's.id'] : null;
        const driver = this.stretch(field, oneOf('s.value', values, this.parameters), [part], inOrder);
        return [{ ...driver, distinct: single || type !== 'texts' }];
      }
      case 'compare':
        // On text and number all of a field's bounds make one stretch; see ranges().
        return part.type === 'texts'
          ? [this.overlapping(part.field, compared('s.value', part, this.parameters), part)]
          : [];
      case 'prefix':
        return [this.overlapping(part.field, startsWith('s.value', part.prefix, this.parameters), part)];
    }
  }

  private ranges(parts: readonly Criterion[]): Driver[] {
    const bounds = parts.filter(
      (part): part is Criterion & { kind: 'compare' } =>
        part.kind === 'compare' && part.type !== 'texts' && part.field !== 'id',
    );
    return [...new Set(bounds.map(({ field }) => field))].map((field) => {
      const ofField = bounds.filter((bound) => bound.field === field);
      const condition = ofField.map((bound) => compared('s.value', bound, this.parameters)).join(' AND ');
      return this.stretch(field, condition, ofField, field === this.sort ? this.orderOf(field) : null);
    });
  }

  /** In the field that the view itself is sorted by, a row's value and sort key are the same. */
  private orderOf(field: string): readonly string[] {
    return field === this.tables.shape.sort ? ['s.value', 's.sort', 's.id'] : ['s.value', 's.id'];
  }

  private stretch(
    field: string,
    condition: string,
    covers: readonly Criterion[],
    order: readonly string[] | null,
  ): Driver {
    const found = `s.field = ${ordinalOf(this.tables.shape, field)} AND ${condition}`;
    return { ways: [{ kind: 'index', condition: found }], covers, distinct: true, order };
  }

  private overlapping(field: string, condition: string, part: Criterion): Driver {
    return { ...this.stretch(field, condition, [part], null), distinct: false };
  }
}

/** The parts of which each must hold. */
export const partsOf = (criterion: Criterion): readonly Criterion[] =>
  criterion.kind === 'and' ? criterion.parts.flatMap(partsOf) : [criterion];

/** A SELECT of all that this driver finds, each document once: columns `sort` and `id`. */
export function selection(driver: Driver, tables: ViewTables, moment: Moment): string {
  const selections = driver.ways.flatMap((way) => {
    if (way.kind === 'ids') {
      const { editions, shape } = tables;
      const inForce = moment.inForce('e');
      return [`SELECT e.${column(shape.sort)}, e.id FROM ${editions} e WHERE ${way.condition} AND ${inForce}`];
    }
    return moment
      .index(tables, 's')
      .map(({ table, inForce }) => `SELECT s.sort, s.id FROM ${table} s WHERE ${way.condition} AND ${inForce}`);
  });
  const all = selections.join(' UNION ALL ');
  return driver.distinct ? all : `SELECT DISTINCT * FROM (${all})`;
}

/** SELECTs that count the rows to be read for this driver, each as far as `most`. */
export function sizes(driver: Driver, tables: ViewTables, moment: Moment, most: number): string[] {
  return driver.ways.flatMap((way) =>
    way.kind === 'ids'
      ? [`SELECT ${way.count}`]
      : moment
          .index(tables, 's')
          .map(({ table }) => `SELECT count(*) FROM (SELECT 1 FROM ${table} s WHERE ${way.condition} LIMIT ${most})`),
  );
}
