import type { Database } from 'better-sqlite3';
import { checkShape } from '../../application/ports/view-query.js';
import type { At, Scalar, ViewShape } from '../../application/ports/view-store.js';
import { OPEN } from '../../domain/kernel/day.js';

/**
 * How a generation of views lies in the file. Per view these tables:
 *
 * - `editions`: every edition with its document and one column for each declared text or number field;
 * - `open` and `closed`: the index by which documents are found, a row for each value that a document has in a declared
 *   field: `(field, value, sort, id)`, in force `from..to`. A row outlives the editions that do not change its value
 *   nor the document's sort key; once it ends, it moves from `open` to `closed`. So what is asked about now never
 *   meets the past, and either is walked in the order of lists and left as soon as a page is full;
 * - `unfiled`, while the generation is not the current one: rows that begin and end, in the order in which they did, to be
 *   filed in that index later (docs/adr/0033-a-rebuild-files-in-order.md).
 *
 * SQLite compares text by its UTF-8 bytes, which is by code point. Null is kept as {@link LOWEST}, before every value.
 */
export interface ViewTables {
  /** The generation's number in this file; never given twice. */
  readonly generation: number;
  readonly shape: ViewShape;
  readonly editions: string;
  readonly open: string;
  readonly closed: string;
  readonly unfiled: string;
}

/** Stands for null in columns: sorts before all numbers and text, and is no JSON number. */
const LOWEST = -Infinity;

export const encode = (value: Scalar): string | number => value ?? LOWEST;

export function tablesOf(generation: number, shape: ViewShape): ViewTables {
  const name = (kind: string): string => `"${kind}_${generation}_${shape.name}"`;
  return {
    generation,
    shape,
    editions: name('editions'),
    open: name('open'),
    closed: name('closed'),
    unfiled: name('unfiled'),
  };
}

/** The fields that have a column of their own. */
export const columnsOf = ({ fields }: ViewShape): readonly string[] =>
  Object.keys(fields).filter((field) => fields[field] !== 'texts');

export const column = (field: string): string => `"f_${field}"`;

/** What a field is called in the index. */
export const ordinalOf = ({ fields }: ViewShape, field: string): number => Object.keys(fields).indexOf(field);

/** The file's own version. A later Kronika that lays it out otherwise raises it. */
export const FILE_VERSION = 1;

export function createFile(database: Database): void {
  database.exec(`
    CREATE TABLE IF NOT EXISTS generations (
      number INTEGER PRIMARY KEY AUTOINCREMENT,
      id TEXT NOT NULL UNIQUE,
      current INTEGER NOT NULL,
      position INTEGER NOT NULL,
      cursor TEXT,
      effectiveAt TEXT,
      segment TEXT
    ) STRICT;
    CREATE TABLE IF NOT EXISTS views (
      generation INTEGER NOT NULL REFERENCES generations (number) ON DELETE CASCADE,
      name TEXT NOT NULL,
      version INTEGER NOT NULL,
      fields TEXT NOT NULL,
      sort TEXT NOT NULL,
      PRIMARY KEY (generation, name)
    ) STRICT, WITHOUT ROWID;
    CREATE TABLE IF NOT EXISTS marks (
      generation INTEGER NOT NULL REFERENCES generations (number) ON DELETE CASCADE,
      segment TEXT NOT NULL,
      position INTEGER NOT NULL,
      effectiveAt TEXT NOT NULL,
      after TEXT,
      PRIMARY KEY (generation, segment)
    ) STRICT, WITHOUT ROWID;
    PRAGMA user_version = ${FILE_VERSION};
  `);
}

/** @throws RangeError when the view cannot be stored as it is declared */
export function createView(database: Database, tables: ViewTables): void {
  const { shape, editions, open, closed, unfiled } = tables;
  checkShape(shape);
  // An edition's `to` tells it from the others of its document as well as its `from` does, and finds the one in force
  // with one step. The document comes last: columns are then read without it.
  database.exec(`
    CREATE TABLE ${editions} (
      key INTEGER PRIMARY KEY,
      id TEXT NOT NULL,
      "from" TEXT NOT NULL,
      "to" TEXT NOT NULL,
      ${columnsOf(shape)
        .map((field) => `${column(field)} ANY NOT NULL,`)
        .join(' ')}
      doc TEXT NOT NULL
    ) STRICT;
    CREATE UNIQUE INDEX "editions_${tables.generation}_${shape.name}_by_id" ON ${editions} (id, "to");
    CREATE TABLE ${open} (
      field INTEGER NOT NULL,
      value ANY NOT NULL,
      sort ANY NOT NULL,
      id TEXT NOT NULL,
      "from" TEXT NOT NULL,
      PRIMARY KEY (field, value, sort, id)
    ) STRICT, WITHOUT ROWID;
    CREATE TABLE ${closed} (
      field INTEGER NOT NULL,
      value ANY NOT NULL,
      sort ANY NOT NULL,
      id TEXT NOT NULL,
      "from" TEXT NOT NULL,
      "to" TEXT NOT NULL,
      PRIMARY KEY (field, value, sort, id, "from")
    ) STRICT, WITHOUT ROWID;
    CREATE TABLE ${unfiled} (
      key INTEGER PRIMARY KEY,
      field INTEGER NOT NULL,
      value ANY NOT NULL,
      sort ANY NOT NULL,
      id TEXT NOT NULL,
      at TEXT NOT NULL,
      ends INTEGER NOT NULL
    ) STRICT;
  `);
}

const TABLE = /^(?:editions|open|closed|unfiled)_(\d+)_/;

/** Whether a table holds views of a generation that answers the question. */
export function isTableOf(name: string, generation: (number: number) => boolean): boolean {
  const number = TABLE.exec(name)?.[1];
  return number !== undefined && generation(Number(number));
}

/** The moment a query is about, as conditions in SQL. */
export interface Moment {
  /** Bound as `@segment`; null for now. */
  readonly segment: string | null;
  /** A row, of any table with `from` and `to`, is in force. */
  readonly inForce: (alias: string) => string;
  /** The parts of the index in which rows in force are found, each with its condition. */
  readonly index: (
    tables: ViewTables,
    alias: string,
  ) => readonly { readonly table: string; readonly inForce: string }[];
  /** `e` is the edition in force of the document `id` (an SQL expression), given that there is one. */
  readonly edition: (tables: ViewTables, id: string) => string;
}

const ALWAYS = `'${OPEN}'`;

export function momentOf(at: At): Moment {
  if (at === 'now') {
    return {
      segment: null,
      inForce: (alias) => `${alias}."to" = ${ALWAYS}`,
      index: ({ open }) => [{ table: open, inForce: 'TRUE' }],
      edition: (_tables, id) => `e.id = ${id} AND e."to" = ${ALWAYS}`,
    };
  }
  const [segment, began, ends] = 'through' in at ? [at.through, '<=', '>'] : [at.before, '<', '>='];
  const inForce = (alias: string): string => `${alias}."from" ${began} @segment AND ${alias}."to" ${ends} @segment`;
  return {
    segment,
    inForce,
    index: ({ open, closed }, alias) => [
      { table: open, inForce: `${alias}."from" ${began} @segment AND ${ALWAYS} ${ends} @segment` },
      { table: closed, inForce: inForce(alias) },
    ],
    // Of the editions that end later, the first: one step, however long the document's history is.
    edition: ({ editions }, id) =>
      `e.key = (SELECT x.key FROM ${editions} x WHERE x.id = ${id} AND x."to" ${ends} @segment ORDER BY x."to" LIMIT 1)`,
  };
}
