import { setImmediate } from 'node:timers/promises';
import type { Database } from 'better-sqlite3';
import { valuesOf } from '../../application/ports/view-query.js';
import type { Misfiled } from '../../application/ports/view-store.js';
import { OPEN } from '../../domain/kernel/day.js';
import type { Segment } from '../../domain/kernel/day.js';
import type { Doc } from '../../domain/kernel/view.js';
import type { ViewFile } from './view-file.js';
import { generationGone } from './view-generations.js';
import { column, columnsOf, encode } from './view-tables.js';
import type { ViewTables } from './view-tables.js';

type Value = string | number;

/** A view, of a generation by its name. */
export interface Checked {
  readonly generation: string;
  readonly tables: ViewTables;
}

/** Rows read at a time; the event loop gets its turn in between. */
const BATCH = 500;

interface EditionRow {
  readonly id: string;
  readonly from: Segment;
  readonly to: Segment;
  readonly doc: string;
  readonly [column: string]: Value;
}

interface Span {
  readonly from: Segment;
  readonly to: Segment;
}

/** One value by which a document is found, under a sort key. */
interface Key {
  readonly field: number;
  readonly value: Value;
  readonly sort: Value;
}

/** When a document is to be found by a value: spans in order that do not touch. */
interface Entry extends Key {
  spans: readonly Span[];
}

/** A document's editions as far as they were read. */
interface Gathered {
  readonly id: string;
  editions: number;
  readonly entries: Map<string, Entry>;
}

/**
 * Checks that the documents of a view are found by what they say: each edition's columns, and the rows of the index. The
 * index may cut a span into rows that touch, where a value was taken away and came back within a segment. The rows that
 * documents call for are looked up and counted; only where the index holds more are its own rows read.
 */
export class ViewCheck {
  private readonly fields: readonly string[];
  private readonly columns: readonly string[];
  private readonly selected: string;
  private readonly begun;
  private readonly ended;
  /** Rows of the index that were looked up, by field. */
  private readonly met: number[];

  /** @param database in a snapshot that lasts until the check is over */
  constructor(
    private readonly database: Database,
    private readonly tables: ViewTables,
  ) {
    const { shape, open, closed, editions } = tables;
    this.fields = Object.keys(shape.fields);
    this.columns = columnsOf(shape);
    this.met = this.fields.map(() => 0);
    this.selected = `SELECT id, "from", "to", doc, ${this.columns.map(column).join(', ')} FROM ${editions}`;
    const its = 'field = ? AND value = ? AND sort = ? AND id = ?';
    this.begun = database
      .prepare<[number, Value, Value, string], Segment>(`SELECT "from" FROM ${open} WHERE ${its}`)
      .pluck();
    this.ended = database.prepare<[number, Value, Value, string], Span>(
      `SELECT "from", "to" FROM ${closed} WHERE ${its} ORDER BY "from"`,
    );
  }

  /** A document that is not found by exactly what it says; null when there is none. */
  async run(): Promise<Misfiled | null> {
    return (await this.documents()) ?? (await this.leftOver());
  }

  /** One of these documents that is not found by what it says; null when there is none. */
  of(ids: readonly string[]): Misfiled | null {
    const editions = this.database.prepare<[string], EditionRow>(`${this.selected} WHERE id = ? ORDER BY "to"`);
    for (const id of ids) {
      const at = nothingOf(id);
      for (const row of editions.all(id)) if (!this.gather(at, row)) return { id, from: row.from };
      const wrong = this.wrongIn(at);
      if (wrong !== null) return wrong;
    }
    return null;
  }

  private async documents(): Promise<Misfiled | null> {
    const page = this.database.prepare<[string, string], EditionRow>(
      `${this.selected} WHERE (id, "to") > (?, ?) ORDER BY id, "to" LIMIT ${BATCH}`,
    );
    let at = nothingOf('');
    for (let last: Pick<EditionRow, 'id' | 'to'> | undefined = { id: '', to: '' }; last !== undefined;) {
      const rows = page.all(last.id, last.to);
      for (const row of rows) {
        if (at.id !== row.id) {
          const wrong = this.wrongIn(at);
          if (wrong !== null) return wrong;
          at = nothingOf(row.id);
        }
        if (!this.gather(at, row)) return { id: row.id, from: row.from };
      }
      last = rows.at(-1);
      await setImmediate();
    }
    return this.wrongIn(at);
  }

  /** Takes up an edition's values; false when its columns say something else. */
  private gather(at: Gathered, row: EditionRow): boolean {
    const { shape } = this.tables;
    const doc = docIn(row);
    if (doc === null) return false;
    const single = (field: string): Value => encode(valuesOf(shape, doc, field)[0] ?? null);
    if (!this.columns.every((field) => row[`f_${field}`] === single(field))) return false;
    const sort = single(shape.sort);
    at.editions++;
    for (const [field, name] of this.fields.entries()) {
      for (const value of valuesOf(shape, doc, name).map(encode)) {
        const key = indexKey({ field, value, sort });
        const entry = at.entries.get(key);
        if (entry === undefined) at.entries.set(key, { field, value, sort, spans: joined(NO_SPANS, row) });
        else entry.spans = joined(entry.spans, row);
      }
    }
    return true;
  }

  private wrongIn(at: Gathered): Misfiled | null {
    for (const entry of at.entries.values()) {
      const rows = this.rowsOf(entry, at);
      this.met[entry.field] = (this.met[entry.field] ?? 0) + rows.length;
      const from = firstDifference(entry.spans, rows.reduce(joined, NO_SPANS));
      if (from !== null) return { id: at.id, from };
    }
    return null;
  }

  /** What the index holds of one value. Of a document that never changed, or a value that it always had, nothing ended. */
  private rowsOf({ spans, ...key }: Entry, { id, editions }: Gathered): readonly Span[] {
    const open = this.openRow(key, id);
    const always = spans.length === 1 && (editions === 1 || spans[0]?.from === open[0]?.from);
    return always ? open : [...this.closedRows(key, id), ...open];
  }

  private openRow({ field, value, sort }: Key, id: string): readonly Span[] {
    const from = this.begun.get(field, value, sort, id);
    return from === undefined ? [] : [{ from, to: OPEN }];
  }

  private closedRows({ field, value, sort }: Key, id: string): readonly Span[] {
    return this.ended.all(field, value, sort, id);
  }

  /** A document of which the index holds more than was looked up. */
  private async leftOver(): Promise<Misfiled | null> {
    const { open, closed } = this.tables;
    for (const field of this.fields.keys()) {
      let rows = 0;
      for (const table of [open, closed]) {
        const count = this.database.prepare<[number], number>(`SELECT count(*) FROM ${table} WHERE field = ?`).pluck();
        rows += count.get(field) ?? 0;
        await setImmediate();
      }
      if (rows === this.met[field]) continue;
      for (const table of [open, closed]) {
        const found = await this.strayIn(table, field);
        if (found !== null) return found;
      }
    }
    return null;
  }

  /** The document of the first row that is none of those it calls for. */
  private async strayIn(table: string, field: number): Promise<Misfiled | null> {
    const page = this.database.prepare<[number, Value, Value, string, string], Key & Pick<EditionRow, 'id' | 'from'>>(
      `SELECT field, value, sort, id, "from" FROM ${table}
       WHERE field = ? AND (value, sort, id, "from") > (?, ?, ?, ?) ORDER BY value, sort, id, "from" LIMIT ${BATCH}`,
    );
    const ofOne = this.database.prepare<[string], EditionRow>(`${this.selected} WHERE id = ? ORDER BY "to"`);
    const lowest = encode(null);
    for (
      let last: { value: Value; sort: Value; id: string; from: string } | undefined = {
        value: lowest,
        sort: lowest,
        id: '',
        from: '',
      };
      last !== undefined;
    ) {
      const rows = page.all(field, last.value, last.sort, last.id, last.from);
      for (const row of rows) {
        const at = nothingOf(row.id);
        for (const edition of ofOne.iterate(row.id)) this.gather(at, edition);
        const all = [...this.closedRows(row, row.id), ...this.openRow(row, row.id)];
        const from = firstDifference(at.entries.get(indexKey(row))?.spans ?? NO_SPANS, all.reduce(joined, NO_SPANS));
        if (from !== null) return { id: row.id, from };
      }
      last = rows.at(-1);
      await setImmediate();
    }
    return null;
  }
}

/**
 * A document of a view that is not found by exactly what it says, in one snapshot beside whoever writes; null when there is
 * none.
 *
 * @throws Rejection `unsettled` where the generation is gone
 */
export const checkView = (file: ViewFile, { generation, tables }: Checked): Promise<Misfiled | null> =>
  file.apart(async (database) => {
    // Of the snapshot: the generation may have been dropped since.
    const there = database.prepare('SELECT 1 FROM generations WHERE number = ?').get(tables.generation);
    if (there === undefined) throw generationGone(generation);
    return new ViewCheck(database, tables).run();
  });

/** A document as EditionWriter wrote it; null where somebody wrote what is none. */
function docIn({ doc }: EditionRow): Doc | null {
  try {
    const read: unknown = JSON.parse(doc);
    return typeof read === 'object' ? (read as Doc | null) : null;
  } catch {
    return null;
  }
}

const nothingOf = (id: string): Gathered => ({ id, editions: 0, entries: new Map() });

const NO_SPANS: readonly Span[] = [];

/** With the value's length: whatever characters texts hold, no two keys are written alike. */
const indexKey = ({ field, value, sort }: Key): string =>
  `${field} ${typeof value} ${String(value).length} ${value} ${typeof sort} ${sort}`;

/** Spans in order with one more behind them: one with the last where they touch. */
function joined(spans: readonly Span[], { from, to }: Span): readonly Span[] {
  const last = spans.at(-1);
  return last?.to === from ? [...spans.slice(0, -1), { from: last.from, to }] : [...spans, { from, to }];
}

/** From when two lists of spans are not the same. */
function firstDifference(expected: readonly Span[], found: readonly Span[]): Segment | null {
  for (let index = 0; index < Math.max(expected.length, found.length); index++) {
    const [ours, theirs] = [expected[index], found[index]];
    if (ours?.from !== theirs?.from || ours?.to !== theirs?.to) return ours?.from ?? theirs?.from ?? null;
  }
  return null;
}
