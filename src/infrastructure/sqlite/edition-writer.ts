import type { Database } from 'better-sqlite3';
import { valuesOf } from '../../application/ports/view-query.js';
import type { Edition, Scalar } from '../../application/ports/view-store.js';
import { OPEN } from '../../domain/kernel/day.js';
import type { Doc } from '../../domain/kernel/view.js';
import { column, columnsOf, encode } from './view-tables.js';
import type { ViewTables } from './view-tables.js';

type Value = string | number;

/** Writes editions of one view, and the index rows that they begin and end. Used inside a transaction. */
export class EditionWriter {
  private readonly fields: readonly string[];
  private readonly columns: readonly string[];
  private readonly insert;
  private readonly rewrite;
  private readonly close;
  private readonly begin;
  private readonly end;
  private readonly keep;

  constructor(
    database: Database,
    private readonly tables: ViewTables,
  ) {
    const { shape, editions, open, closed } = tables;
    this.fields = Object.keys(shape.fields);
    this.columns = columnsOf(shape);
    const columns = this.columns.map(column);
    const names = ['id', '"from"', '"to"', ...columns, 'doc'];
    this.insert = database.prepare<Value[]>(
      `INSERT INTO ${editions} (${names.join(', ')}) VALUES (${names.map(() => '?').join(', ')})`,
    );
    this.rewrite = database.prepare<Value[]>(
      `UPDATE ${editions} SET ${[...columns, 'doc'].map((name) => `${name} = ?`).join(', ')}
       WHERE id = ? AND "to" = '${OPEN}' AND "from" = ?`,
    );
    this.close = database.prepare<[string, string, string]>(
      `UPDATE ${editions} SET "to" = ? WHERE id = ? AND "to" = '${OPEN}' AND "from" = ?`,
    );
    this.begin = database.prepare<[number, Value, Value, string, string]>(`INSERT INTO ${open} VALUES (?, ?, ?, ?, ?)`);
    this.end = database
      .prepare<[number, Value, Value, string], string>(
        `DELETE FROM ${open} WHERE field = ? AND value = ? AND sort = ? AND id = ? RETURNING "from"`,
      )
      .pluck();
    this.keep = database.prepare<[number, Value, Value, string, string, string]>(
      `INSERT INTO ${closed} VALUES (?, ?, ?, ?, ?, ?)`,
    );
  }

  /** @throws RangeError when the edition does not follow the one that it says it does */
  write({ from, doc, previous }: Edition): void {
    const values = this.columns.map((field) => encode(valuesOf(this.tables.shape, doc, field)[0] ?? null));
    const text = JSON.stringify(doc);
    if (previous?.from === from) {
      this.must(this.rewrite.run(...values, text, doc.id, from).changes, doc, from);
    } else {
      if (previous !== null) {
        this.must(previous.from < from ? this.close.run(from, doc.id, previous.from).changes : 0, doc, from);
      }
      this.insert.run(doc.id, from, OPEN, ...values, text);
    }
    this.index(from, doc, previous?.doc ?? null);
  }

  private index(from: string, doc: Doc, before: Doc | null): void {
    const sort = this.sortOf(doc);
    const sortBefore = before === null ? sort : this.sortOf(before);
    const moved = sort !== sortBefore;
    for (const [ordinal, field] of this.fields.entries()) {
      const values = valuesOf(this.tables.shape, doc, field);
      const valuesBefore = before === null ? NONE : valuesOf(this.tables.shape, before, field);
      for (const value of moved ? valuesBefore : missing(valuesBefore, values)) {
        this.leave(ordinal, encode(value), sortBefore, doc.id, from);
      }
      for (const value of moved ? values : missing(values, valuesBefore)) {
        this.begin.run(ordinal, encode(value), sort, doc.id, from);
      }
    }
  }

  /** A row that began in this very segment was never in force at a segment's end: nothing is kept of it. */
  private leave(ordinal: number, value: Value, sort: Value, id: string, to: string): void {
    const from = this.end.get(ordinal, value, sort, id);
    if (from !== undefined && from !== to) this.keep.run(ordinal, value, sort, id, from, to);
  }

  private sortOf(doc: Doc): Value {
    return encode(valuesOf(this.tables.shape, doc, this.tables.shape.sort)[0] ?? null);
  }

  private must(changes: number, doc: Doc, from: string): void {
    if (changes === 1) return;
    throw new RangeError(
      `view ${this.tables.shape.name}: the edition of ${doc.id} from ${from} does not follow its last`,
    );
  }
}

const NONE: readonly Scalar[] = [];

/** The values that are not among the others. */
function missing(values: readonly Scalar[], among: readonly Scalar[]): readonly Scalar[] {
  if (among.length === 0) return values;
  if (values.length < 16) return values.filter((value) => !among.includes(value));
  const others = new Set(among);
  return values.filter((value) => !others.has(value));
}
