import type { Database } from 'better-sqlite3';
import type { ViewTables } from './view-tables.js';

type Value = string | number;
type Row = [field: number, value: Value, sort: Value, id: string, from: string];

/** Rows written by one statement; more gain nothing. */
const TOGETHER = 32;
/** Rows held back at most. */
const HELD = 100_000;

/**
 * Writes a view's index. New rows are held back and written in the index's own order: neighbours share pages, and
 * twenty rows a document is what a commit spends most of its time on. Used inside a transaction, which ends in flush().
 */
export class ViewIndexWriter {
  private held: Row[] = [];
  private readonly holding = new Set<string>();
  private readonly insert;
  private readonly insertMany;
  private readonly remove;
  private readonly keep;

  constructor(database: Database, { open, closed }: ViewTables) {
    const row = '(?, ?, ?, ?, ?)';
    this.insert = database.prepare<Row>(`INSERT INTO ${open} VALUES ${row}`);
    this.insertMany = database.prepare<Value[]>(`INSERT INTO ${open} VALUES ${Array(TOGETHER).fill(row).join(', ')}`);
    this.remove = database
      .prepare<[number, Value, Value, string], string>(
        `DELETE FROM ${open} WHERE field = ? AND value = ? AND sort = ? AND id = ? RETURNING "from"`,
      )
      .pluck();
    this.keep = database.prepare<[number, Value, Value, string, string, string]>(
      `INSERT INTO ${closed} VALUES (?, ?, ?, ?, ?, ?)`,
    );
  }

  begin(field: number, value: Value, sort: Value, id: string, from: string): void {
    this.held.push([field, value, sort, id, from]);
    this.holding.add(id);
    if (this.held.length >= HELD) this.flush();
  }

  /** A row that began in this very segment was never in force at a segment's end: nothing is kept of it. */
  end(field: number, value: Value, sort: Value, id: string, to: string): void {
    if (this.holding.has(id)) this.flush();
    const from = this.remove.get(field, value, sort, id);
    if (from !== undefined && from !== to) this.keep.run(field, value, sort, id, from, to);
  }

  flush(): void {
    const rows = this.held.sort(inIndexOrder);
    const whole = rows.length - (rows.length % TOGETHER);
    for (let i = 0; i < whole; i += TOGETHER) this.insertMany.run(...rows.slice(i, i + TOGETHER).flat());
    for (const row of rows.slice(whole)) this.insert.run(...row);
    this.forget();
  }

  /** Lets go of what is held back, after a rollback. */
  forget(): void {
    this.held = [];
    this.holding.clear();
  }
}

/** Near enough: rows of one value that are out of order by a few places are still on the same page. */
const inIndexOrder = (a: Row, b: Row): number =>
  a[0] - b[0] || (a[1] < b[1] ? -1 : a[1] > b[1] ? 1 : a[2] < b[2] ? -1 : a[2] > b[2] ? 1 : 0);
