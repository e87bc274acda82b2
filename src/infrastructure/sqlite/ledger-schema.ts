import Database from 'better-sqlite3';
import { Rejection } from '../../domain/kernel/rejection.js';
import { asRejection } from './ledger-errors.js';

/** `KRON` in ASCII: marks the file as Kronika's ledger (`PRAGMA application_id`). */
const APPLICATION_ID = 0x4b524f4e;

/** The layout below, as `PRAGMA user_version` keeps it. */
const SCHEMA_VERSION = 1;

/** How long opening waits for another process that is opening, recovering or closing the same file. */
const OPENING_TIMEOUT = 5_000;

/** Afterwards whoever waits does so outside SQLite, which would hold up the whole event loop; see `patiently`. */
const BUSY_TIMEOUT = 5;

/**
 * Ids are text, not 16 bytes: for ordered UUIDv7 that is as quick to insert, and the file can be read without Kronika.
 * `metadata` is without `recordedAt`, which has its own column.
 *
 * The order and the keys are guarded by the database itself, for any program that opens the file. The check before each
 * insert is what stops INSERT OR REPLACE: its deletions fire no DELETE trigger unless a connection asks for that. It is
 * also how an append learns that it came too late, so it costs no query of its own.
 */
const SCHEMA = `
  CREATE TABLE events (
    seq        INTEGER PRIMARY KEY,
    id         TEXT    NOT NULL UNIQUE,
    stream     TEXT    NOT NULL,
    revision   INTEGER NOT NULL,
    type       TEXT    NOT NULL,
    schema     INTEGER NOT NULL,
    data       TEXT    NOT NULL,
    metadata   TEXT    NOT NULL,
    recordedAt TEXT    NOT NULL,
    UNIQUE (stream, revision)
  ) STRICT;

  CREATE TRIGGER events_follow_one_another BEFORE INSERT ON events
  BEGIN
    SELECT RAISE(ABORT, 'the ledger is only appended to: seq must be the next one')
     WHERE NEW.seq IS NOT ifnull((SELECT max(seq) FROM events), 0) + 1;
    SELECT RAISE(ABORT, 'the ledger is only appended to: revision must be the stream''s next one')
     WHERE NEW.revision IS NOT ifnull((SELECT max(revision) FROM events WHERE stream = NEW.stream), -1) + 1;
    SELECT RAISE(ABORT, 'the ledger is only appended to: an event with this id is recorded already')
     WHERE EXISTS (SELECT 1 FROM events WHERE id = NEW.id);
  END;

  CREATE TRIGGER events_are_not_altered BEFORE UPDATE ON events
  BEGIN
    SELECT RAISE(ABORT, 'the ledger is only appended to: a recorded event is never altered');
  END;

  CREATE TRIGGER events_are_not_removed BEFORE DELETE ON events
  BEGIN
    SELECT RAISE(ABORT, 'the ledger is only appended to: a recorded event is never removed');
  END;

  PRAGMA application_id = ${String(APPLICATION_ID)};
  PRAGMA user_version = ${String(SCHEMA_VERSION)};
`;

const pragma = (db: Database.Database, name: string): unknown => db.pragma(name, { simple: true });

/** Whether the file already is a ledger of this layout. @throws Rejection `unavailable` when it is something else */
export function isLedger(db: Database.Database, path: string): boolean {
  const application = pragma(db, 'application_id');
  const version = Number(pragma(db, 'user_version'));
  if (application === APPLICATION_ID && version === SCHEMA_VERSION) return true;
  if (application === APPLICATION_ID && version > SCHEMA_VERSION) {
    throw new Rejection(
      'unavailable',
      `The ledger ${path} was written by a newer Kronika (layout ${String(version)}, known here: ${String(SCHEMA_VERSION)}).`,
    );
  }
  const tables = db.prepare<[], { tables: number }>('SELECT count(*) AS tables FROM sqlite_schema').get();
  if (application === 0 && version === 0 && tables?.tables === 0) return false;
  throw new Rejection('unavailable', `The file ${path} is not a ledger of Kronika.`);
}

/** All that a ledger's file is made of, as text: of this one, or as it is meant to be. */
export function layout(db?: Database.Database): string {
  const shown = db ?? new Database(':memory:');
  if (db === undefined) shown.exec(SCHEMA);
  const made = shown.prepare('SELECT type, name, sql FROM sqlite_schema ORDER BY type, name').all();
  if (db === undefined) shown.close();
  return JSON.stringify(made);
}

function prepare(db: Database.Database, path: string): void {
  // In one look: another process may be making it.
  const ready = db.transaction(() => isLedger(db, path)).deferred();
  // better-sqlite3 is compiled to open WAL files with synchronous=NORMAL, under which a power cut takes acknowledged
  // events along. `fullfsync` is for macOS, where a plain fsync stops at the drive's cache.
  const journal = pragma(db, 'journal_mode = WAL');
  db.pragma('synchronous = FULL');
  db.pragma('fullfsync = ON');
  const synchronous = pragma(db, 'synchronous');
  if (journal !== 'wal' || synchronous !== 2) {
    throw new Rejection('unavailable', `The ledger ${path} cannot be made durable on this disk (no WAL).`);
  }
  if (!ready) {
    // Asked again under the lock: another process may have been quicker.
    db.transaction(() => {
      if (!isLedger(db, path)) db.exec(SCHEMA);
    }).immediate();
  }
  db.pragma(`busy_timeout = ${String(BUSY_TIMEOUT)}`);
}

/**
 * Opens the ledger's file, and makes it when it is not there; its folder must be. Every commit on the connection is on
 * the disk when it returns.
 *
 * @throws Rejection `unavailable`: no such folder, not writable, not a ledger, or a newer Kronika's
 */
export function openLedger(path: string): Database.Database {
  let db: Database.Database | undefined;
  try {
    db = new Database(path, { timeout: OPENING_TIMEOUT });
    prepare(db, path);
    return db;
  } catch (error) {
    db?.close();
    if (error instanceof TypeError)
      throw new Rejection('unavailable', `${path}: ${error.message}`, [], { cause: error });
    throw asRejection(error);
  }
}
