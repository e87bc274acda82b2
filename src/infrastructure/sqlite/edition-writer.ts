import type { Database, Statement } from 'better-sqlite3';
import { OPEN } from '../../domain/kernel/day.js';
import type { EditionRows, Value } from './edition-rows.js';
import { column, columnsOf } from './view-tables.js';
import type { ViewTables } from './view-tables.js';

type UnfiledRow = [field: Value, value: Value, sort: Value, id: string, at: string, ends: number];

/** Writes editions of one view, and the index rows that they begin and end. Used inside a transaction. */
export class EditionWriter {
  private readonly insert;
  private readonly rewrite;
  private readonly close;
  private readonly begin;
  private readonly end;
  private readonly keep;
  private noting: Statement<UnfiledRow> | null = null;

  constructor(
    private readonly database: Database,
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
    this.edition(rows);
    const { id, from, begun, sort, ended, sortBefore } = rows;
    inPairs(ended, (field, value) => {
      this.endRow(field, value, sortBefore, id, from);
    });
    inPairs(begun, (field, value) => {
      this.begin.run(field, value, sort, id, from);
    });
  }

  /**
   * Likewise, but for the index: what begins and ends there is noted, until {@link file}.
   *
   * @returns how many rows are noted more
   */
  writeUnfiled(rows: EditionRows): number {
    this.edition(rows);
    const { id, from, begun, sort, ended, sortBefore } = rows;
    const noting = (this.noting ??= this.database.prepare<UnfiledRow>(
      `INSERT INTO ${this.tables.unfiled} (field, value, sort, id, at, ends) VALUES (?, ?, ?, ?, ?, ?)`,
    ));
    inPairs(ended, (field, value) => noting.run(field, value, sortBefore, id, from, 1));
    inPairs(begun, (field, value) => noting.run(field, value, sort, id, from, 0));
    return (ended.length + begun.length) / 2;
  }

  /**
   * Files what was noted, in the order of the index: each of its pages is met once, and one row's beginnings and ends come
   * in the order in which they were noted.
   *
   * @param snapshot of the file on another connection: this one cannot write while it reads
   */
  file(snapshot: Database): void {
    const { unfiled } = this.tables;
    const noted = snapshot
      .prepare<[], UnfiledRow>(
        `SELECT field, value, sort, id, at, ends FROM ${unfiled} ORDER BY field, value, sort, id, key`,
      )
      .raw();
    for (const [field, value, sort, id, at, ends] of noted.iterate()) {
      if (ends === 1) this.endRow(field, value, sort, id, at);
      else this.begin.run(field, value, sort, id, at);
    }
    this.database.exec(`DELETE FROM ${unfiled}`);
  }

  private edition(rows: EditionRows): void {
    const { id, from, previous, columns, text } = rows;
    if (previous === from) this.must(this.rewrite.run(...columns, text, id, from).changes, rows);
    else {
      if (previous !== null) this.must(previous < from ? this.close.run(from, id, previous).changes : 0, rows);
      this.insert.run(id, from, OPEN, ...columns, text);
    }
  }

  private endRow(field: Value, value: Value, sort: Value, id: string, at: string): void {
    const since = this.end.get(field, value, sort, id);
    // A row that began in this very segment was never in force at a segment's end: nothing is kept of it.
    if (since !== undefined && since !== at) this.keep.run(field, value, sort, id, since, at);
  }

  private must(changes: number, { id, from }: EditionRows): void {
    if (changes === 1) return;
    throw new RangeError(`view ${this.tables.shape.name}: the edition of ${id} from ${from} does not follow its last`);
  }
}

function inPairs(values: readonly Value[], write: (ordinal: Value, value: Value) => void): void {
  for (let at = 0; at + 1 < values.length; at += 2) write(values[at] ?? 0, values[at + 1] ?? 0);
}
