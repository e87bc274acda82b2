import type { Criterion, Search } from '../../application/ports/view-query.js';
import type { At } from '../../application/ports/view-store.js';
import { Drivers, partsOf, selection, sizes } from './view-drivers.js';
import type { Driver } from './view-drivers.js';
import { column, momentOf } from './view-tables.js';
import type { Moment, ViewTables } from './view-tables.js';
import { Parameters, WhereToSql } from './where-to-sql.js';

/** A statement with what is bound into it. */
export interface Statement {
  readonly sql: string;
  readonly parameters: Readonly<Record<string, string | number>>;
}

/** Runs a statement that answers with one number. */
export type Measure = (statement: Statement) => number;

/**
 * As many rows may be gathered and sorted for an answer. Where every driver has more, the documents are dense enough
 * to be met soon while walking in the order asked.
 */
export const GATHERED = 10_000;

/** Plans one search: from where to start, what is left to check, in which order. */
export class ViewSearch {
  private readonly parameters = new Parameters();
  private readonly moment: Moment;
  private readonly drivers: Drivers;
  private readonly where: WhereToSql;

  constructor(
    private readonly tables: ViewTables,
    private readonly search: Search,
    at: At,
    private readonly measure: Measure,
    private readonly gathered = GATHERED,
  ) {
    this.moment = momentOf(at);
    if (this.moment.segment !== null) this.parameters.values.segment = this.moment.segment;
    this.drivers = new Drivers(tables, search.sort, this.parameters);
    this.where = new WhereToSql(tables, this.moment, this.parameters);
  }

  /** The documents' JSON, in order. */
  find(): Statement {
    const { limit } = this.search;
    const driver = this.choose(limit !== Infinity);
    const sql = driver.order === null ? this.gather(driver) : this.walk(driver, driver.order);
    return this.statement(limit === Infinity ? sql : `${sql} LIMIT ${limit}`);
  }

  count(): Statement {
    const driver = this.choose(false);
    const rest = this.rest(driver);
    const from = this.where.readsEdition ? this.joined() : '';
    if (driver.distinct && driver.ways.every(({ kind }) => kind === 'index')) {
      const arms = this.arms(driver, from, rest).map((arm) => `SELECT count(*) AS n ${arm}`);
      return this.statement(`SELECT sum(n) FROM (${arms.join(' UNION ALL ')})`);
    }
    return this.statement(`${this.chosen(driver)} SELECT count(*) FROM chosen s ${from} WHERE ${rest}`);
  }

  /** Few rows are gathered, whatever their order; many are walked in the order asked until the page is full. */
  private choose(byPage: boolean): Driver {
    const drivers = this.drivers.of(this.search.criterion);
    const [first, ...others] = drivers;
    if (first === undefined) return this.drivers.everything();
    if (others.length === 0 && (first.order !== null || !byPage)) return first;
    let best = first;
    let least = Infinity;
    for (const driver of drivers) {
      const size = this.sizeOf(driver);
      if (size < least) [best, least] = [driver, size];
    }
    if (!byPage || least < this.gathered) return best;
    return first.order === null ? this.drivers.everything() : first;
  }

  private sizeOf(driver: Driver): number {
    const counts = sizes(driver, this.tables, this.moment, this.gathered);
    return counts.reduce((sum, sql) => sum + this.measure(this.statement(sql)), 0);
  }

  /** Reads the index in the order asked, its open and closed parts merged, and stops when the page is full. */
  private walk(driver: Driver, order: readonly string[]): string {
    const rest = this.rest(driver, order);
    const columns = order.map((name, place) => `${name} AS k${place}`).join(', ');
    const arms = this.arms(driver, this.joined(), rest).map((arm) => `SELECT ${columns}, e.doc AS doc ${arm}`);
    const places = order.map((_, place) => `${place + 1} ${this.direction}`).join(', ');
    return `${arms.join(' UNION ALL ')} ORDER BY ${places}`;
  }

  private gather(driver: Driver): string {
    const order = [this.sortKey, 's.id'];
    const rest = this.rest(driver, order);
    const places = order.map((name) => `${name} ${this.direction}`).join(', ');
    return `${this.chosen(driver)} SELECT e.doc AS doc FROM chosen s ${this.joined()} WHERE ${rest} ORDER BY ${places}`;
  }

  private arms(driver: Driver, from: string, rest: string): string[] {
    return driver.ways.flatMap(({ condition }) =>
      this.moment
        .index(this.tables, 's')
        .map(({ table, inForce }) => `FROM ${table} s ${from} WHERE ${condition} AND ${inForce} AND ${rest}`),
    );
  }

  private chosen(driver: Driver): string {
    return `WITH chosen (sort, id) AS (${selection(driver, this.tables, this.moment)})`;
  }

  /** CROSS JOIN keeps SQLite from starting at the editions. */
  private joined(): string {
    return `CROSS JOIN ${this.tables.editions} e ON ${this.moment.edition(this.tables, 's.id')}`;
  }

  /** What is still to be checked on each row that the driver finds. */
  private rest(driver: Driver, order: readonly string[] = []): string {
    const { criterion, after, without } = this.search;
    const parts: readonly Criterion[] = criterion === null ? [] : partsOf(criterion);
    const checks = parts.filter((part) => !driver.covers.includes(part)).map((part) => this.where.write(part));
    if (without.length > 0) {
      this.parameters.values.without = JSON.stringify(without);
      checks.push('s.id NOT IN (SELECT value FROM json_each(@without))');
    }
    if (after !== null && order.length > 0) {
      const sort = this.parameters.bind(after.sort);
      const place = order.map((_, i) => (i === order.length - 1 ? this.parameters.bind(after.id) : sort));
      checks.push(`(${order.join(', ')}) ${this.search.descending ? '<' : '>'} (${place.join(', ')})`);
    }
    return checks.length === 0 ? 'TRUE' : checks.join(' AND ');
  }

  private get sortKey(): string {
    const { sort } = this.search;
    return sort === this.tables.shape.sort ? 's.sort' : `e.${column(sort)}`;
  }

  private get direction(): string {
    return this.search.descending ? 'DESC' : 'ASC';
  }

  private statement(sql: string): Statement {
    return { sql, parameters: this.parameters.values };
  }
}
