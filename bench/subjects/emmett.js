/**
 * Emmett on SQLite, one shared connection, as its own code asks for it (`connectionOptions: {singleton, connection}`).
 * What overlaps on that connection shares one transaction: Emmett then acknowledges all but the last before the commit.
 * That is faster and less durable than what Kronika and the raw limit do; it is measured as it is.
 */
import { getSQLiteEventStore, sqliteConnection, sqliteProjection } from '@event-driven-io/emmett-sqlite';
import Database from 'better-sqlite3';
import { v7 } from 'uuid';
import { ACTOR } from '../ledger/commands.js';

// A new stream; by its name (STREAM_DOES_NOT_EXIST) Emmett would look it up first.
const EXPECTED = 0n;
const PARTITION = 'emt:default';

export async function openEmmett(path) {
  const connection = sqliteConnection({ fileName: path });
  await connection.command('PRAGMA journal_mode = WAL');
  await connection.command('PRAGMA synchronous = FULL');
  const store = getSQLiteEventStore({ fileName: path, connectionOptions: { singleton: true, connection } });
  await store.schema.migrate();
  return { store, connection };
}

/** Fills a file with a ledger, past Emmett's own append: rows as it would have written them. */
export async function fillEmmett(path, ledger) {
  const { connection } = await openEmmett(path);
  connection.close();
  const db = new Database(path);
  const message =
    db.prepare(`INSERT INTO emt_messages (stream_id, stream_position, partition, message_kind, message_data, message_metadata,
    message_schema_version, message_type, message_id, is_archived) VALUES (?, ?, ?, 'E', ?, ?, '0', ?, ?, 0)`);
  const stream =
    db.prepare(`INSERT INTO emt_streams (stream_id, stream_position, partition, stream_type, stream_metadata, is_archived)
    VALUES (?, ?, '[object Object]', ?, '[]', 0) ON CONFLICT DO UPDATE SET stream_position = excluded.stream_position`);
  const write = db.transaction((events) => {
    for (const { id, stream: name, revision, type, data, metadata } of events) {
      stream.run(name, revision + 1, name.split('-')[0]);
      message.run(name, revision + 1, PARTITION, JSON.stringify(data), JSON.stringify(metadata), type, id);
    }
  });
  for (const batch of ledger) write(batch);
  db.close();
}

/** Appends one event to a new stream. */
export const emmettAppend = (store) => (event) =>
  store.appendToStream(
    `contact-${v7()}`,
    [{ ...event, metadata: { actor: ACTOR, recordedAt: new Date().toISOString() } }],
    { expectedStreamVersion: EXPECTED },
  );

/**
 * Folds the first events of the ledger with Emmett's own consumer and a projection that keeps its documents at hand
 * and writes those that an event made or altered: all at once, by one statement a view.
 *
 * @param fold what an event makes of the documents, by view
 */
export async function emmettRebuild({ store, connection }, views, fold, events) {
  for (const view of views)
    await connection.command(`CREATE TABLE IF NOT EXISTS "doc_${view}" (id TEXT PRIMARY KEY, doc TEXT NOT NULL)`);
  let done = 0;
  const projection = sqliteProjection({
    name: 'documents',
    canHandle: [],
    handle: async ([{ type, data, metadata }]) => {
      const { streamName, streamPosition, messageId, recordedAt, actor } = metadata;
      const changed = fold({
        id: messageId,
        stream: streamName,
        revision: Number(streamPosition) - 1,
        type,
        schema: 1,
        data,
        metadata: { recordedAt, actor },
        cursor: '',
      });
      for (const [view, docs] of changed) {
        const values = docs.flatMap((doc) => [doc.id, JSON.stringify(doc)]);
        const marks = docs.map(() => '(?, ?)').join(', ');
        await connection.command(
          `INSERT INTO "doc_${view}" VALUES ${marks} ON CONFLICT (id) DO UPDATE SET doc = excluded.doc`,
          values,
        );
      }
    },
  });
  const consumer = store.consumer({ pulling: { batchSize: 1_000, pullingFrequencyInMs: 0 } });
  consumer.processor({
    processorId: `rebuild-${Date.now()}`,
    startFrom: 'BEGINNING',
    projection: { ...projection, canHandle: { includes: () => true } },
    stopAfter: () => ++done >= events,
  });
  await consumer.start();
  return done;
}
