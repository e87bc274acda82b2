/** evtstore through its knex provider on better-sqlite3, WAL and FULL, with the tables that it makes itself. */
import Database from 'better-sqlite3';
import evtstore from 'evtstore';
import knexProvider from 'evtstore/provider/knex.js';
import knex from 'knex';
import { v7 } from 'uuid';

const { createAggregate, createCommands, createDomain } = evtstore;
const { createProvider, migrate } = knexProvider;

export async function openEvtstore(path) {
  const client = knex({
    client: 'better-sqlite3',
    connection: { filename: path },
    useNullAsDefault: true,
    pool: {
      min: 1,
      max: 1,
      afterCreate: (db, done) => {
        db.pragma('journal_mode = WAL');
        db.pragma('synchronous = FULL');
        done(null, db);
      },
    },
  });
  await migrate({ client, events: 'events', bookmarks: 'bookmarks' });
  const provider = createProvider({
    limit: 1_000,
    events: () => client.table('events'),
    bookmarks: () => client.table('bookmarks'),
  });
  return { client, provider };
}

/** Fills a file with a ledger, past evtstore's own append: rows as it would have written them. */
export async function fillEvtstore(path, ledger) {
  const { client } = await openEvtstore(path);
  await client.destroy();
  const db = new Database(path);
  const insert = db.prepare(
    'INSERT INTO events (stream, aggregate_id, event, version, timestamp) VALUES (?, ?, ?, ?, ?)',
  );
  const write = db.transaction((events) => {
    for (const { stream, revision, type, data, metadata } of events) {
      const dash = stream.length > 37 ? stream.length - 37 : stream.indexOf('-');
      insert.run(
        stream.slice(0, dash),
        stream.slice(dash + 1),
        JSON.stringify({ type, ...data, metadata }),
        revision + 1,
        Date.parse(metadata.recordedAt),
      );
    }
  });
  for (const batch of ledger) write(batch);
  db.close();
}

/** Records one event of a new aggregate through a command, as evtstore is used. */
export function evtstoreAppend(provider) {
  const contact = createAggregate({
    stream: 'contact',
    create: () => ({ status: 'none' }),
    fold: ({ status }) => ({ status }),
  });
  const { domain } = createDomain({ provider }, { contact });
  const commands = createCommands(domain.contact, {
    record: async ({ event }) => ({ type: event.type, ...event.data }),
  });
  return (event) => commands.record(v7(), { event });
}
