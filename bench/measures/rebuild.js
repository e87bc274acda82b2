/** Building all views from the ledger: events a second, and the most memory that the process held. */
import { renameSync, rmSync } from 'node:fs';
import { Rebuild, VIEWS } from '../product.js';
import { emmettRebuild, openEmmett } from '../subjects/emmett.js';
import { PlainFold } from '../subjects/fold.js';
import { openKronika } from '../subjects/kronika.js';
import { openRaw } from '../subjects/raw.js';
import { progress } from './progress.js';

/** Emmett writes each event's documents by itself: a stretch of the ledger tells its rate. */
const EMMETT_EVENTS = 5_000;

const peak = () => process.resourceUsage().maxRSS / 1024;

export function removeDatabase(path) {
  for (const end of ['', '-wal', '-shm']) rmSync(path + end, { force: true });
}

/** An event as the ledger holds it. */
const toEvent = ([seq, id, stream, revision, type, schema, data, metadata, recordedAt]) => ({
  cursor: String(seq),
  id,
  stream,
  revision,
  type,
  schema,
  data: JSON.parse(data),
  metadata: { recordedAt, ...JSON.parse(metadata) },
});

function* eventsIn(db) {
  for (const row of db.prepare('SELECT * FROM events ORDER BY seq').raw().iterate()) yield toEvent(row);
}

/** Each turn begins from nothing. */
const turnOf = (work) => async (task) => ({ turn: () => work(task), close: () => undefined });

export const rebuild = {
  /**
   * From nothing, or beside those that are there and served. Leaves the views: the other measures read them. They have
   * their name when they are whole. A run that is gone on with goes on with what it had built; the rate is of the rest.
   */
  kronika: turnOf(async ({ ledger, views, events, beside = false, resume = false }) => {
    const path = beside ? views : `${views}.draft`;
    if (!beside && !resume) removeDatabase(path);
    const kronika = openKronika(ledger, path);
    const show = progress('rebuild', events);
    const start = performance.now();
    let before = null;
    const { events: upTo } = await new Rebuild(kronika.ledger, kronika.store).run((done) => {
      before ??= done;
      show(done);
    });
    const folded = upTo - before;
    const seconds = (performance.now() - start) / 1_000;
    await kronika.close();
    if (!beside) {
      removeDatabase(views);
      renameSync(path, views);
    }
    return { perSecond: folded / seconds, megabytes: peak() };
  }),

  /** Reads, parses, folds in memory, writes each document once: no editions, nothing to search by. */
  raw: turnOf(async ({ ledger, events }) => {
    const path = `${ledger}-documents`;
    removeDatabase(path);
    const source = openRaw(ledger);
    const target = openRaw(path);
    target.pragma('synchronous = NORMAL');
    target.exec(VIEWS.map(({ name }) => `CREATE TABLE "${name}" (id TEXT PRIMARY KEY, doc TEXT NOT NULL)`).join(';'));
    const insert = new Map(VIEWS.map(({ name }) => [name, target.prepare(`INSERT INTO "${name}" VALUES (?, ?)`)]));
    const write = target.transaction((view, docs) => {
      for (const doc of docs) insert.get(view).run(doc.id, JSON.stringify(doc));
    });
    const show = progress('rebuild', events);
    const plain = new PlainFold();
    let trail = [];
    let folded = 0;
    const start = performance.now();
    for (const event of eventsIn(source)) {
      for (const [view, docs] of plain.fold(event)) if (view === 'trail') trail.push(...docs);
      if (trail.length >= 10_000) {
        write('trail', trail);
        trail = [];
      }
      if (++folded % 2_000 === 0) show(folded);
    }
    write('trail', trail);
    for (const [view, documents] of plain.documents) if (documents.size > 0) write(view, documents.values());
    const seconds = (performance.now() - start) / 1_000;
    source.close();
    target.close();
    removeDatabase(path);
    return { perSecond: folded / seconds, megabytes: peak() };
  }),

  emmett: turnOf(async ({ ledger, events }) => {
    const emmett = await openEmmett(ledger);
    const plain = new PlainFold();
    const start = performance.now();
    const folded = await emmettRebuild(
      emmett,
      VIEWS.map(({ name }) => name),
      (event) => plain.fold(event),
      Math.min(EMMETT_EVENTS, events),
    );
    const perSecond = (folded / (performance.now() - start)) * 1_000;
    emmett.connection.close();
    return { perSecond };
  }),
};

/** A full replay without writing anything: the least that answering from the ledger alone would take. */
export const replay = {
  raw: turnOf(async ({ ledger }) => {
    const source = openRaw(ledger);
    const plain = new PlainFold();
    const start = performance.now();
    for (const event of eventsIn(source)) plain.fold(event);
    const milliseconds = performance.now() - start;
    source.close();
    return { milliseconds, megabytes: peak() };
  }),
};
