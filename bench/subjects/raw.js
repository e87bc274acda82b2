/**
 * The raw limit: bare better-sqlite3 doing the least that the work needs, with the same durability (WAL, FULL) and the
 * same UUIDv7 ids. It keeps the keys that any event store needs (the event's id, the stream's revision) and nothing
 * that guards, decides, answers or looks up.
 */
import Database from 'better-sqlite3';
import { v7 } from 'uuid';
import { ACTOR } from '../ledger/commands.js';

const SCHEMA = `CREATE TABLE events (
  seq INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, stream TEXT NOT NULL, revision INTEGER NOT NULL, type TEXT NOT NULL,
  schema INTEGER NOT NULL, data TEXT NOT NULL, metadata TEXT NOT NULL, recordedAt TEXT NOT NULL, UNIQUE (stream, revision)
) STRICT`;
const INSERT =
  'INSERT INTO events (id, stream, revision, type, schema, data, metadata, recordedAt) VALUES (?, ?, ?, ?, ?, ?, ?, ?)';

export function openRaw(path) {
  const db = new Database(path);
  db.pragma('journal_mode = WAL');
  db.pragma('synchronous = FULL');
  return db;
}

/** Fills an empty file with a ledger. */
export function fillRaw(path, ledger) {
  const db = openRaw(path);
  db.exec(SCHEMA);
  const insert = db.prepare(INSERT);
  const write = db.transaction((events) => {
    for (const {
      id,
      stream,
      revision,
      type,
      schema,
      data,
      metadata: { recordedAt, ...metadata },
    } of events)
      insert.run(id, stream, revision, type, schema, JSON.stringify(data), JSON.stringify(metadata), recordedAt);
  });
  for (const batch of ledger) write(batch);
  db.close();
}

const METADATA = { actor: ACTOR };

function writer(db) {
  const insert = db.prepare(INSERT);
  return ({ type, data }) =>
    void insert.run(
      v7(),
      `contact-${v7()}`,
      0,
      type,
      1,
      JSON.stringify(data),
      JSON.stringify(METADATA),
      new Date().toISOString(),
    );
}

/** One insert, one commit. */
export function rawAlone(db) {
  return writer(db);
}

/** So many inserts to a commit. */
export function rawGrouped(db) {
  const write = writer(db);
  return db.transaction((events) => {
    for (const event of events) write(event);
  });
}
