import type { Database } from 'better-sqlite3';
import { OPEN } from '../../domain/kernel/day.js';
import type { EditionRows, Value } from './edition-rows.js';
import { column, columnsOf } from './view-tables.js';
import type { ViewTables } from './view-tables.js';

/** Writes editions of one view, and the index rows that they begin and end. Used inside a transaction. */
export class EditionWriter {
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
    const columns = columnsOf(shape).map(column);
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
    this.begin = database.prepare<[Value, Value, Value, string, string]>(`INSERT INTO ${open} VALUES (?, ?, ?, ?, ?)`);
    this.end = database
      .prepare<[Value, Value, Value, string], string>(
        `DELETE FROM ${open} WHERE field = ? AND value = ? AND sort = ? AND id = ? RETURNING "from"`,
      )
      .pluck();
    this.keep = database.prepare<[Value, Value, Value, string, string, string]>(
      `INSERT INTO ${closed} VALUES (?, ?, ?, ?, ?, ?)`,
    );
  }

  /** @throws RangeError when the edition does not follow the one that it says it does */
  write(rows: EditionRows): void {
    const { id, from, previous, columns, text, begun, sort, ended, sortBefore } = rows;
    if (previous === from) this.must(this.rewrite.run(...columns, text, id, from).changes, rows);
    else {
      if (previous !== null) this.must(previous < from ? this.close.run(from, id, previous).changes : 0, rows);
      this.insert.run(id, from, OPEN, ...columns, text);
    }
    inPairs(ended, (ordinal, value) => {
      const since = this.end.get(ordinal, value, sortBefore, id);
      // A row that began in this very segment was never in force at a segment's end: nothing is kept of it.
      if (since !== undefined && since !== from) this.keep.run(ordinal, value, sortBefore, id, since, from);
    });
    inPairs(begun, (ordinal, value) => this.begin.run(ordinal, value, sort, id, from));
  }

  private must(changes: number, { id, from }: EditionRows): void {
    if (changes === 1) return;
    throw new RangeError(`view ${this.tables.shape.name}: the edition of ${id} from ${from} does not follow its last`);
  }
}

function inPairs(values: readonly Value[], write: (ordinal: Value, value: Value) => void): void {
  for (let at = 0; at + 1 < values.length; at += 2) write(values[at] ?? 0, values[at + 1] ?? 0);
}
