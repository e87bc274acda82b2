import Database from 'better-sqlite3';
import { Rejection } from '../../domain/kernel/rejection.js';
import { keepFromOthers } from './file-work.js';
import { bringUp } from './layout.js';
import { asRejection } from './ledger-errors.js';

/**
 * The layouts of the file, each made from the one before; `PRAGMA user_version` counts those that it has. The first was
 * made before there were others, by programs that counted none: so it may be there already.
 */
const STEPS = [
  `CREATE TABLE IF NOT EXISTS tokens (
     name TEXT PRIMARY KEY, hash TEXT NOT NULL UNIQUE, roles TEXT NOT NULL, department TEXT,
     endsOn TEXT, createdAt TEXT NOT NULL, closedAt TEXT
   ) STRICT;`,
  `CREATE TABLE accounts (
     name TEXT PRIMARY KEY, password TEXT, roles TEXT NOT NULL, department TEXT,
     endsOn TEXT, createdAt TEXT NOT NULL, closedAt TEXT
   ) STRICT;
   CREATE TABLE sessions (
     hash TEXT PRIMARY KEY, account TEXT NOT NULL REFERENCES accounts, openedAt TEXT NOT NULL,
     seenAt TEXT NOT NULL, endsAt TEXT NOT NULL
   ) STRICT;
   CREATE INDEX sessions_of_an_account ON sessions (account);
   CREATE INDEX sessions_by_end ON sessions (endsAt);
   CREATE TABLE links (hash TEXT PRIMARY KEY, account TEXT, endsAt TEXT NOT NULL) STRICT;
   CREATE UNIQUE INDEX one_link_an_account ON links (ifnull(account, ''));`,
];

/**
 * Opens the file of those who may come in, and brings it up to today's layout. Every commit on the connection is on the
 * disk when it returns.
 *
 * @throws Rejection `unavailable`
 */
export function openAccess(path: string): Database.Database {
  let db: Database.Database | undefined;
  try {
    db = new Database(path, { timeout: 5000 });
    keepFromOthers(path);
    db.pragma('journal_mode = WAL');
    db.pragma('synchronous = FULL');
    db.pragma('foreign_keys = ON');
    bringUp(db, STEPS, 'tokens');
    return db;
  } catch (error) {
    db?.close();
    throw asRejection(error, 'tokens');
  }
}

/** Does synchronous work on the file. @throws Rejection `unavailable`; or what the work throws */
export async function onAccess<T>(db: Database.Database, work: () => T): Promise<T> {
  await Promise.resolve();
  if (!db.open) throw new Rejection('unavailable', 'The tokens are closed.');
  try {
    return work();
  } catch (error) {
    throw asRejection(error, 'tokens');
  }
}
