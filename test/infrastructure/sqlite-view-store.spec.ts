import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import Database from 'better-sqlite3';
import { copyFile, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { pathToFileURL } from 'node:url';
import type { Edition } from '../../src/application/ports/view-store.js';
import type { Doc } from '../../src/domain/kernel/view.js';
import { ViewThread } from '../../src/infrastructure/sqlite/view-thread.js';
import { SqliteViewStore } from '../../src/infrastructure/sqlite/sqlite-view-store.js';
import { ViewFile } from '../../src/infrastructure/sqlite/view-file.js';
import { all, ENTRIES, GENERATION, idsOf, progressAt, Scribe } from '../contract/view-store.fixture.js';

/** Of the program as built. */
const THREAD = pathToFileURL(resolve(import.meta.dirname, '../../dist/infrastructure/sqlite/view-worker.js'));

const day = (n: number): string => new Date(Date.UTC(2024, 0, n)).toISOString().slice(0, 10) + '.0000';
const entry = (id: string, fields: Omit<Doc, 'id'> = {}): Doc => ({ id, ...fields });
const unavailable = { name: 'Rejection', code: 'unavailable' };
const gone = { name: 'Rejection', code: 'unsettled' };

describe('the views in an SQLite file', () => {
  let directory: string;
  let path: string;
  let opened: { close(): unknown }[];

  beforeEach(async () => {
    directory = await mkdtemp(join(tmpdir(), 'kronika-views-'));
    path = join(directory, 'views.sqlite');
    opened = [];
  });
  afterEach(async () => {
    for (const one of opened) await one.close();
    await rm(directory, { recursive: true });
  });

  const also = <T extends { close(): unknown }>(one: T): T => {
    opened.push(one);
    return one;
  };
  const openStore = (patience = 1_000): SqliteViewStore => also(new SqliteViewStore(ViewFile.open(path, patience)));
  /** Any other program on the same file. */
  const openRaw = (file = path): Database.Database => also(new Database(file));
  const titles = async (store: SqliteViewStore): Promise<unknown[]> =>
    (await store.find(GENERATION, ENTRIES.name, { at: 'now' })).map(({ title }) => title);

  async function withEntries(docs: readonly Doc[]): Promise<{ store: SqliteViewStore; scribe: Scribe }> {
    const store = openStore();
    await store.create(GENERATION, [ENTRIES]);
    await store.makeCurrent(GENERATION);
    const scribe = new Scribe(store);
    await scribe.write(day(1), docs);
    return { store, scribe };
  }

  describe('among processes', () => {
    it('shows each what the others commit', async () => {
      const { store, scribe } = await withEntries([entry('a', { title: 'first' })]);
      const other = openStore();
      expect(await titles(other)).toEqual(['first']);
      await scribe.write(day(2), [entry('a', { title: 'second' })]);
      expect(await titles(other)).toEqual(['second']);
      expect(await other.progress(GENERATION)).toEqual(await store.progress(GENERATION));
    });

    it('remembers how far the views are only until somebody moves them on', async () => {
      const { store, scribe } = await withEntries([entry('a')]);
      const other = openStore();
      expect(await other.progress(GENERATION)).toMatchObject({ position: 1 });
      await scribe.write(day(2), [entry('b')]);
      expect(await store.progress(GENERATION)).toMatchObject({ position: 2 });
      expect(await other.progress(GENERATION)).toMatchObject({ position: 2 });
    });

    it('remembers which generation is current only until another takes over', async () => {
      const { store } = await withEntries([entry('a')]);
      const other = openStore();
      await store.makeCurrent(GENERATION);
      const current = async (one: SqliteViewStore): Promise<unknown> =>
        (await one.generations()).filter((each) => each.current).map(({ id }) => id);
      expect([await current(store), await current(other)]).toEqual([[GENERATION], [GENERATION]]);
      await other.create('g2', [ENTRIES]);
      await new Scribe(other, 'g2').write(day(1), [entry('a')]);
      await other.makeCurrent('g2');
      expect([await current(store), await current(other)]).toEqual([['g2'], ['g2']]);
      await expect(store.progress(GENERATION)).rejects.toMatchObject(gone);
    });

    it('lets one of two projectors pass', async () => {
      const { store } = await withEntries([]);
      const other = openStore();
      const edition = (title: string): Edition => ({
        view: ENTRIES.name,
        from: day(2),
        doc: entry('a', { title }),
        previous: null,
      });
      await other.commit(GENERATION, 1, progressAt(2, day(2)), [edition('theirs')], []);
      const ours = store.commit(GENERATION, 1, progressAt(2, day(2)), [edition('ours')], []);
      await expect(ours).rejects.toMatchObject({ code: 'conflict' });
      expect(await titles(store)).toEqual(['theirs']);
    });

    it('builds a generation beside the current one, which goes on being read and written', async () => {
      const { store, scribe } = await withEntries([entry('a', { title: 'first' })]);
      await store.makeCurrent(GENERATION);
      const builder = openStore();
      await builder.create('g2', [ENTRIES]);
      await scribe.write(day(2), [entry('a', { title: 'second' })]);
      const next = new Scribe(builder, 'g2');
      await next.write(day(1), [entry('b')]);
      expect(await titles(store)).toEqual(['second']);
      await expect(builder.makeCurrent('g2')).rejects.toMatchObject({ code: 'conflict' });
      await next.write(day(2), [entry('b')]);
      await builder.makeCurrent('g2');
      expect(await store.generations()).toEqual([{ id: 'g2', current: true, versions: { entries: 1 } }]);
      await expect(titles(store)).rejects.toMatchObject(gone);
      expect(idsOf(await store.find('g2', ENTRIES.name, { at: 'now' }))).toEqual(['b']);
    });

    it('takes a name that is used again for another generation', async () => {
      const { store } = await withEntries([entry('a', { title: 'old' })]);
      expect(await titles(store)).toEqual(['old']);
      const other = openStore();
      await other.drop(GENERATION);
      await other.create(GENERATION, [{ ...ENTRIES, fields: { ...ENTRIES.fields, extra: 'text' } }]);
      await new Scribe(other).write(day(1), [entry('a', { title: 'new', extra: 'x' })]);
      expect(await titles(store)).toEqual(['new']);
      expect(await store.count(GENERATION, ENTRIES.name, { at: 'now', where: { extra: 'x' } })).toBe(1);
    });

    it('waits for another’s transaction, without holding up the event loop', async () => {
      const { store, scribe } = await withEntries([]);
      const raw = openRaw();
      raw.exec('BEGIN IMMEDIATE');
      const write = scribe.write(day(2), [entry('a', { title: 'at last' })]);
      await setTimeout(100);
      expect(await titles(store)).toEqual([]);
      raw.exec('COMMIT');
      await write;
      expect(await titles(store)).toEqual(['at last']);
    });

    it('is unavailable when another does not let go', async () => {
      await withEntries([]);
      const impatient = openStore(50);
      openRaw().exec('BEGIN IMMEDIATE');
      await expect(impatient.commit(GENERATION, 1, progressAt(2), [], [])).rejects.toMatchObject(unavailable);
      expect(await impatient.progress(GENERATION)).toMatchObject({ position: 1 });
    });
  });

  describe('verified in batches', () => {
    const many = Array.from({ length: 700 }, (_, i) => entry(`e${String(i).padStart(3, '0')}`));

    it('lets commits pass in between', async () => {
      const { store, scribe } = await withEntries(many);
      const batches = store.editions(GENERATION, ENTRIES.name)[Symbol.asyncIterator]();
      await batches.next();
      await openStore().drop('another');
      await scribe.write(day(2), [entry('zzz')]);
      const rest = await batches.next();
      expect(idsOf((rest.value as { doc: Doc }[]).map(({ doc }) => doc)).at(-1)).toBe('zzz');
    });

    it('says so when the generation is dropped in between', async () => {
      const { store } = await withEntries(many);
      const batches = store.editions(GENERATION, ENTRIES.name)[Symbol.asyncIterator]();
      await batches.next();
      await openStore().drop(GENERATION);
      await expect(batches.next()).rejects.toMatchObject(gone);
    });
  });

  describe('checked for what its documents are found by', () => {
    const fields = { on: '1', title: 'x', amount: 1, gminas: ['G1', 'G2'], words: ['w'] };
    const field = (name: string): number => Object.keys(ENTRIES.fields).indexOf(name);

    /** More than a batch; `a` was altered on the second day, and its G2 went on the third. */
    async function altered(): Promise<SqliteViewStore> {
      const others = Array.from({ length: 600 }, (_, i) => entry(`e${String(i).padStart(3, '0')}`, fields));
      const { store, scribe } = await withEntries([entry('a', fields), ...others]);
      await scribe.write(day(2), [entry('a', { ...fields, gminas: ['G2'], title: 'y' })]);
      await scribe.write(day(2), [entry('a', { ...fields, title: 'y' })]);
      await scribe.write(day(3), [entry('a', { ...fields, title: 'y', gminas: ['G1'] })]);
      expect(await store.misfiled(GENERATION, ENTRIES.name)).toBeNull();
      return store;
    }

    it.each<[string, string, string, string]>([
      ['a column', `UPDATE editions_1_entries SET f_title = 'z' WHERE id = 'e555'`, 'e555', day(1)],
      ['a column of an edition that is past', `UPDATE editions_1_entries SET f_amount = 2 WHERE id = 'a'`, 'a', day(1)],
      ['a column that says nothing', `UPDATE editions_1_entries SET f_on = -9e999 WHERE id = 'e001'`, 'e001', day(1)],
      ['a lost row', `DELETE FROM open_1_entries WHERE id = 'e599' AND value = 'w'`, 'e599', day(1)],
      ['a lost row of what is past', `DELETE FROM closed_1_entries WHERE value = 'x'`, 'a', day(1)],
      [
        'a row under another value',
        `UPDATE open_1_entries SET value = 'v' WHERE id = 'a' AND value = 'w'`,
        'a',
        day(1),
      ],
      ['a row under another key', `UPDATE open_1_entries SET sort = '2' WHERE id = 'e010'`, 'e010', day(1)],
      [
        'a row that begins later',
        `UPDATE open_1_entries SET "from" = '${day(2)}' WHERE id = 'e010' AND value = 'w'`,
        'e010',
        day(1),
      ],
      ['a row that ends later', `UPDATE closed_1_entries SET "to" = '${day(9)}' WHERE value = 'G2'`, 'a', day(1)],
      [
        'a row too many',
        `INSERT INTO open_1_entries VALUES (${field('gminas')}, 'G9', '1', 'e300', '${day(2)}')`,
        'e300',
        day(2),
      ],
      [
        'a row too many of what was so anyway',
        `INSERT INTO closed_1_entries VALUES (${field('words')}, 'w', '1', 'e300', '${day(1)}', '${day(2)}')`,
        'e300',
        day(1),
      ],
      [
        'a row of no document',
        `INSERT INTO closed_1_entries VALUES (${field('words')}, 'w', '1', 'f', '${day(1)}', '${day(2)}')`,
        'f',
        day(1),
      ],
    ])('names the document of %s', async (what, alter, id, from) => {
      const store = await altered();
      expect(openRaw().prepare(alter).run().changes).toBeGreaterThan(0);
      expect(await store.misfiled(GENERATION, ENTRIES.name)).toEqual({ id, from });
      // Asked of some documents alone: what stands in the index beside all that they call for is not looked for.
      const beside = what.startsWith('a row too many') || what === 'a row of no document';
      expect(await store.misfiled(GENERATION, ENTRIES.name, ['e002', id])).toEqual(beside ? null : { id, from });
      expect(await store.misfiled(GENERATION, ENTRIES.name, ['e002'])).toBeNull();
    });

    it('of one moment, while others write', async () => {
      const store = await altered();
      const checking = store.misfiled(GENERATION, ENTRIES.name);
      await setTimeout(0);
      openRaw().exec(`DELETE FROM open_1_entries`);
      const dropping = openStore().drop(GENERATION);
      expect(await checking).toBeNull();
      await dropping;
      await expect(store.misfiled(GENERATION, ENTRIES.name)).rejects.toMatchObject(gone);
    });
  });

  describe('on a disk', () => {
    it('is left at its last whole commit, whatever part of the log was kept', async () => {
      const { scribe } = await withEntries([entry('e0', { gminas: ['G1'] })]);
      for (let n = 1; n < 12; n++) {
        await scribe.write(day(n + 1), [entry(`e${n}`, { gminas: ['G1'] }), entry('all', { amount: n })]);
      }
      const log = await readFile(`${path}-wal`);
      expect(log.length).toBeGreaterThan(100_000);
      const positions = new Set<number>();
      for (let kept = log.length; kept > log.length / 2; kept -= 4_099) {
        const copy = join(directory, 'copy.sqlite');
        await copyFile(path, copy);
        await writeFile(`${copy}-wal`, log.subarray(0, kept));
        const store = SqliteViewStore.open(copy);
        const { position, segment } = await store.progress(GENERATION);
        positions.add(position);
        const { length } = await store.find(GENERATION, ENTRIES.name, { at: 'now', where: { gminas: 'G1' } });
        expect([length, segment]).toEqual([position, day(position)]);
        expect((await all(store.editions(GENERATION, ENTRIES.name))).length).toBe(2 * position - 1);
        await store.close();
        expect(openRaw(copy).pragma('integrity_check', { simple: true })).toBe('ok');
        opened.pop()?.close();
        for (const suffix of ['', '-wal', '-shm']) await rm(copy + suffix, { force: true });
      }
      expect(positions.size).toBeGreaterThan(3);
    });

    it('is unavailable when there is no room, and keeps what it had', async () => {
      const file = ViewFile.open(path, 50);
      const store = also(new SqliteViewStore(file));
      await store.create(GENERATION, [ENTRIES]);
      const scribe = new Scribe(store);
      await scribe.write(day(1), [entry('a', { title: 'first' })]);
      file.database.pragma('max_page_count = 40');
      const large = Array.from({ length: 200 }, (_, i) => entry(`e${i}`, { text: 'x'.repeat(5_000) }));
      await expect(scribe.write(day(2), large)).rejects.toMatchObject(unavailable);
      expect(await titles(store)).toEqual(['first']);
      expect(await store.progress(GENERATION)).toMatchObject({ position: 1 });
      file.database.pragma('max_page_count = 4000000');
      await scribe.write(day(2), large);
      expect(await titles(store)).toHaveLength(201);
    });

    it('is refused when a later Kronika has laid it out', () => {
      openRaw().pragma('user_version = 2');
      expect(() => openStore()).toThrow(expect.objectContaining(unavailable));
      expect(() => openStore()).toThrow(/later Kronika/);
      expect(openRaw().prepare('SELECT count(*) FROM sqlite_schema').pluck().get()).toBe(0);
    });

    it('is refused when it is something else, or cannot be', async () => {
      await writeFile(path, 'Not a database, but a letter to the voivode. '.repeat(40));
      expect(() => openStore()).toThrow(expect.objectContaining(unavailable));
      expect(() => SqliteViewStore.open(join(path, 'x', 'views.sqlite'))).toThrow(expect.objectContaining(unavailable));
    });

    it('is a log with a wait for the disk at its end only', async () => {
      const file = ViewFile.open(path, 50);
      also(file);
      expect(file.database.pragma('journal_mode', { simple: true })).toBe('wal');
      expect(file.database.pragma('synchronous', { simple: true })).toBe(1);
    });
  });

  describe('holds no more than it needs', () => {
    const rowsOf = (kind: string): unknown[] => openRaw().prepare(`SELECT * FROM "${kind}_1_entries"`).all();

    it('no index row for an edition that changes nothing it is found by', async () => {
      const { scribe } = await withEntries([entry('a', { on: 'x', gminas: ['G1', 'G2'], words: ['w'], note: 0 })]);
      const before = rowsOf('open');
      expect(before).toHaveLength(6);
      for (let n = 2; n < 9; n++) {
        await scribe.write(day(n), [entry('a', { on: 'x', gminas: ['G2', 'G1'], words: ['w'], note: n })]);
      }
      expect(rowsOf('open')).toEqual(before);
      expect(rowsOf('closed')).toEqual([]);
    });

    it('a closed row for a value that was taken away on a later day, none within the day', async () => {
      const { scribe } = await withEntries([entry('a', { on: 'x', gminas: ['G1'] })]);
      await scribe.write(day(2), [entry('a', { on: 'x', gminas: ['G2'] })]);
      await scribe.write(day(2), [entry('a', { on: 'x', gminas: ['G3'] })]);
      expect(rowsOf('closed')).toMatchObject([{ value: 'G1', sort: 'x', from: day(1), to: day(2) }]);
    });

    it('no table of a generation that is gone, also if dropping it was cut short', async () => {
      const { store } = await withEntries([entry('a')]);
      await store.create('g2', [ENTRIES]);
      openRaw().prepare('DELETE FROM generations WHERE id = ?').run(GENERATION);
      await store.create('g3', [ENTRIES]);
      await store.makeCurrent('g3');
      const tables = openRaw()
        .prepare<[], string>(`SELECT name FROM sqlite_schema WHERE name LIKE '%entries'`)
        .pluck()
        .all();
      expect(tables.sort()).toEqual(['closed_3_entries', 'editions_3_entries', 'open_3_entries']);
    });
  });

  describe('committed by a thread', () => {
    const nothing = { generation: GENERATION, expectedPosition: 0, next: progressAt(1), rows: [], marks: [] };

    it('that breaks down: who waits is told so, and the next commit begins another', async () => {
      const broken = new ViewThread(path, new URL('data:text/javascript,process.exit(3)'));
      await expect(Promise.all([broken.write(nothing), broken.write(nothing)])).rejects.toMatchObject(unavailable);
      await expect(broken.write(nothing)).rejects.toMatchObject(unavailable);
      await broken.close();
    });

    it('that finishes what it was asked before it is closed', async () => {
      const { store } = await withEntries([entry('a')]);
      const { position } = await store.progress(GENERATION);
      const thread = new ViewThread(path, THREAD);
      const written = thread.write({ ...nothing, expectedPosition: position, next: progressAt(position + 1) });
      await thread.close();
      await written;
      expect((await store.progress(GENERATION)).position).toBe(position + 1);
    });
  });
});
