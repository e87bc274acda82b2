/**
 * `node bench/sizes.js DIR` (a data directory), or `--ledger FILE --views FILE`: what events and views take up, in SQLite as
 * the file has it, and in MongoDB by the size of the documents that would be written there. Reads only; after `npm run build`.
 */
import Database from 'better-sqlite3';
import { BSON, ObjectId } from 'mongodb';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { toDraft, VIEWS } from './product.js';

const { values: flags, positionals } = parseArgs({
  allowPositionals: true,
  options: { ledger: { type: 'string' }, views: { type: 'string' }, tree: { type: 'string' } },
});
const [directory = '.'] = positionals;
const fileOf = (what) => flags[what] ?? join(directory, `${what}.sqlite`);
/** An edition that has not ended says so. */
const OPEN = '9999-12-31';

/** Bytes of each table and index of a file. */
function bytesIn(db) {
  const rows = db.prepare('SELECT name, sum(pgsize) AS bytes FROM dbstat GROUP BY name').all();
  return new Map(rows.map(({ name, bytes }) => [name, bytes]));
}

const sum = (list) => list.reduce((all, each) => all + each, 0);
const of = (bytes, events) => (bytes / events).toFixed(bytes / events < 10 ? 2 : 0);
const rows = [];
const row = (...cells) => rows.push(cells);

const ledger = new Database(fileOf('ledger'), { readonly: true });
const events = ledger.prepare('SELECT count(*) FROM events').pluck().get();
const json = ledger
  .prepare(
    'SELECT sum(length(CAST(data AS BLOB))) AS data, sum(length(CAST(metadata AS BLOB))) AS metadata, max(length(CAST(data AS BLOB))) AS most FROM events',
  )
  .get();
const [begins, ends] = ['min', 'max'].map((which) =>
  ledger.prepare(`SELECT ${which}(recordedAt) FROM events`).pluck().get(),
);
const streams = ledger.prepare('SELECT count(DISTINCT stream) FROM events').pluck().get();
/** What an append sends: data and metadata as JSON, and the names that each event is kept under. */
const sent = { data: 0, metadata: 0, names: 0 };
for (const { data, metadata, recordedAt, stream, ...event } of ledger.prepare('SELECT * FROM events').iterate()) {
  const draft = toDraft({ ...event, data: JSON.parse(data), metadata: { recordedAt, ...JSON.parse(metadata) } });
  sent.data += Buffer.byteLength(JSON.stringify(draft.data));
  sent.metadata += Buffer.byteLength(JSON.stringify({ ...draft.metadata, append: 'x'.repeat(12) }));
  sent.names += Buffer.byteLength(`kronika.torunski.${stream}${event.type}`) + 16;
}
const ledgerBytes = sum([...bytesIn(ledger).values()]);
process.stdout.write(
  [
    `${events} events in ${streams} streams, ${begins} to ${ends}`,
    `ledger.sqlite: ${of(ledgerBytes, events)} bytes an event, of them data ${of(json.data, events)}, metadata ${of(json.metadata, events)}; the largest data ${json.most}`,
    `EventStoreDB, as sent: data ${of(sent.data, events)}, metadata ${of(sent.metadata, events)}, stream, type and id ${of(sent.names, events)} bytes an event`,
    '',
  ].join('\n'),
);
ledger.close();

const views = new Database(fileOf('views'), { readonly: true });
const number = views.prepare('SELECT number FROM generations WHERE current = 1').pluck().get();
const bytes = bytesIn(views);
const all = { sqlite: 0, index: 0, bson: 0, documents: 0, entries: 0 };
row(
  'view',
  'documents',
  'editions',
  'SQLite: editions',
  'SQLite: index',
  'index rows',
  'BSON',
  'mean',
  'largest',
  'MongoDB index entries',
);
for (const { name, fields } of VIEWS) {
  const table = (kind) => `${kind}_${number}_${name}`;
  const size = (...names) => sum(names.map((each) => bytes.get(each) ?? 0));
  const editions = size(table('editions'), `editions_${number}_${name}_by_id`);
  const index = size(table('open'), table('closed'));
  const indexRows = sum(
    ['open', 'closed'].map((kind) =>
      views
        .prepare(`SELECT count(*) FROM "${table(kind)}"`)
        .pluck()
        .get(),
    ),
  );
  const told = { documents: 0, editions: 0, bson: 0, most: 0, entries: 0 };
  for (const { id, from, to, doc } of views
    .prepare(`SELECT id, "from", "to", doc FROM "${table('editions')}"`)
    .iterate()) {
    const document = JSON.parse(doc);
    const open = to.startsWith(OPEN);
    const stored = open ? { _id: id, from, doc: document } : { _id: new ObjectId(), id, from, to, doc: document };
    const length = BSON.calculateObjectSize(stored);
    told.documents += open ? 1 : 0;
    told.editions++;
    told.bson += length;
    told.most = Math.max(told.most, length);
    // `_id`, time, and of closed ones the document's history; then each value of each field.
    told.entries += open ? 2 : 3;
    for (const field of Object.keys(fields)) {
      const value = document[field];
      told.entries += Array.isArray(value) ? Math.max(1, new Set(value).size) : 1;
    }
  }
  row(
    name,
    told.documents,
    told.editions,
    editions,
    index,
    indexRows,
    told.bson,
    Math.round(told.bson / Math.max(1, told.editions)),
    told.most,
    told.entries,
  );
  all.sqlite += editions;
  all.index += index;
  all.bson += told.bson;
  all.documents += told.editions;
  all.entries += told.entries;
}
row('all', '', all.documents, all.sqlite, all.index, '', all.bson, '', '', all.entries);
row(
  'an event',
  '',
  of(all.documents, events),
  of(all.sqlite, events),
  of(all.index, events),
  '',
  of(all.bson, events),
  '',
  '',
  of(all.entries, events),
);
views.close();
process.stdout.write(`${rows.map((cells) => `| ${cells.join(' | ')} |`).join('\n')}\n`);

if (existsSync(fileOf('tree'))) {
  const tree = new Database(fileOf('tree'), { readonly: true });
  process.stdout.write(`tree.sqlite: ${of(sum([...bytesIn(tree).values()]), events)} bytes an event\n`);
  tree.close();
}
