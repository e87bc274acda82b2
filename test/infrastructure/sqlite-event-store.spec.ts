import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import Database from 'better-sqlite3';
import { chmod, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { openLedger } from '../../src/infrastructure/sqlite/ledger-schema.js';
import { SqliteEventStore } from '../../src/infrastructure/sqlite/sqlite-event-store.js';
import {
  eventually,
  everything,
  HandClock,
  idsOf,
  Listener,
  newEvent,
  newEvents,
  REFUSED,
} from '../contract/event-store.fixture.js';
import { Child } from '../support/child.js';

const clock = new HandClock();

describe('the ledger in an SQLite file', () => {
  let directory: string;
  let path: string;
  let opened: { close(): unknown }[];

  beforeEach(async () => {
    directory = await mkdtemp(join(tmpdir(), 'kronika-ledger-'));
    path = join(directory, 'ledger.sqlite');
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
  const openStore = (): SqliteEventStore => also(SqliteEventStore.open(path, clock));
  /** Any other program on the same file. */
  const openRaw = (): Database.Database => also(new Database(path));
  /** A store, with the connection that it works on, to set limits there. */
  const openBoth = (patience?: number): { store: SqliteEventStore; db: Database.Database } => {
    const db = openLedger(path);
    return { store: also(new SqliteEventStore(db, clock, patience)), db };
  };

  describe('is durable', () => {
    it('each time it is opened: WAL, and a wait for the disk at every commit', async () => {
      for (const time of ['first', 'second']) {
        const { store, db } = openBoth();
        expect(db.pragma('journal_mode', { simple: true })).toBe('wal');
        expect(db.pragma('synchronous', { simple: true })).toBe(2);
        await store.append(`contact-${time}`, 'none', newEvents(1));
        expect(db.pragma('synchronous', { simple: true })).toBe(2);
        await store.close();
      }
    });

    it('with one commit for all who ask at once', async () => {
      const store = openStore();
      const before = await commitsIn(`${path}-wal`);

      await Promise.all(Array.from({ length: 64 }, (_, n) => store.append(`contact-${n}`, 'none', newEvents(1))));

      expect((await commitsIn(`${path}-wal`)) - before).toBe(1);
      expect(await everything(store)).toHaveLength(64);
    });

    it('in commits of a bounded size', async () => {
      const store = openStore();
      const before = await commitsIn(`${path}-wal`);

      await Promise.all(Array.from({ length: 2_500 }, (_, n) => store.append(`contact-${n}`, 'none', newEvents(1))));

      expect((await commitsIn(`${path}-wal`)) - before).toBe(3);
      expect(await everything(store)).toHaveLength(2_500);
    });
  });

  describe('is guarded by the database itself, against any program', () => {
    const values = `'contact-9', 0, 'X', 1, '{}', '{}', ''`;

    it.each([
      ['UPDATE', `UPDATE events SET data = '{}' WHERE seq = 1`],
      ['UPDATE OR IGNORE', `UPDATE OR IGNORE events SET seq = 9 WHERE seq = 1`],
      ['UPDATE OR REPLACE', `UPDATE OR REPLACE events SET seq = 2 WHERE seq = 1`],
      ['DELETE of one', `DELETE FROM events WHERE seq = 3`],
      ['DELETE of all', `DELETE FROM events`],
      ['REPLACE by place', `INSERT OR REPLACE INTO events VALUES (1, 'new', ${values})`],
      ['REPLACE by id', `INSERT OR REPLACE INTO events VALUES (4, (SELECT id FROM events WHERE seq = 1), ${values})`],
      ['REPLACE by revision', `REPLACE INTO events VALUES (4, 'new', 'contact-1', 0, 'X', 1, '{}', '{}', '')`],
      ['upsert', `INSERT INTO events VALUES (3, 'new', ${values}) ON CONFLICT DO UPDATE SET data = 'x'`],
      ['a gap in the ledger', `INSERT INTO events VALUES (5, 'new', ${values})`],
      ['an insert without place', `INSERT INTO events SELECT NULL, 'new', ${values}`],
      ['a gap in a stream', `INSERT INTO events VALUES (4, 'new', 'contact-1', 4, 'X', 1, '{}', '{}', '')`],
    ])('which refuses %s', async (_, sql) => {
      const store = openStore();
      await store.append('contact-1', 'none', newEvents(3));
      const before = await everything(store);
      const raw = openRaw();

      for (const recursive of ['OFF', 'ON']) {
        raw.pragma(`recursive_triggers = ${recursive}`);
        expect(() => raw.exec(sql)).toThrow('the ledger is only appended to');
      }

      expect(await everything(store)).toEqual(before);
    });

    it('which takes a proper event from it', async () => {
      const store = openStore();
      await store.append('contact-1', 'none', newEvents(3));

      const metadata = '{"actor":{"id":"x","roles":[]}}';
      openRaw().exec(`INSERT INTO events VALUES (4, 'new', 'contact-9', 0, 'X', 1, '{}', '${metadata}', '')`);

      expect(await everything(store)).toHaveLength(4);
      expect(await store.append('contact-1', 2, newEvents(1))).toEqual({ revision: 3 });
    });
  });

  describe('is opened only when it is one', () => {
    const refused = (pattern: RegExp): void => {
      const open = (): unknown => SqliteEventStore.open(path, clock);
      expect(open).toThrow(expect.objectContaining(REFUSED.unavailable));
      expect(open).toThrow(pattern);
    };

    it('and not a newer Kronika’s', () => {
      openLedger(path).close();
      const raw = openRaw();
      raw.pragma('user_version = 2');
      raw.close();

      refused(/newer Kronika \(layout 2, known here: 1\)/);
    });

    it('and not another program’s, which stays as it was', async () => {
      const raw = openRaw();
      raw.exec('CREATE TABLE notes (text)');
      raw.close();
      const before = await readFile(path);

      refused(/not a ledger/);

      expect(await readFile(path)).toEqual(before);
    });

    it('and not a text', async () => {
      await writeFile(path, 'Dear diary, '.repeat(1_000));

      refused(/not a ledger/);
    });

    it('and not where there is no folder', () => {
      path = join(directory, 'nowhere', 'ledger.sqlite');

      refused(/nowhere/);
    });

    it('and not where nothing may be written', async () => {
      const folder = join(directory, 'archive');
      await mkdir(folder);
      path = join(folder, 'ledger.sqlite');
      await chmod(directory, 0o755);
      await chmod(folder, 0o555);
      const nothingThere = new Child('read-only-child.mjs', [path]);
      await nothingThere.ended;

      await chmod(folder, 0o755);
      openLedger(path).close();
      await chmod(path, 0o444);
      await chmod(folder, 0o555);
      const somethingThere = new Child('read-only-child.mjs', [path]);
      await somethingThere.ended;

      await chmod(folder, 0o755);
      expect(nothingThere.lines).toEqual([expect.stringMatching(/^Rejection unavailable: /)]);
      expect(somethingThere.lines).toEqual([expect.stringMatching(/^Rejection unavailable: /)]);
    });
  });

  describe('shared with other processes', () => {
    it('shows their events to a subscription within a second', async () => {
      const store = openStore();
      const listener = new Listener(store);
      const child = new Child('append-child.mjs', [path, 'contact-child', '3']);
      await eventually(() => child.lines.length > 0, 'the child appends', 20_000);

      await listener.until(1, 1_000);
      await child.ended;
      await listener.until(3, 1_000);
      await listener.stop();

      expect(listener.received.map(({ stream, revision }) => [stream, revision])).toEqual(
        [0, 1, 2].map((revision) => ['contact-child', revision]),
      );
    });

    it('but shows its own at once, not at the next look at the others', async () => {
      const store = openStore();
      const listener = new Listener(store);
      const before = performance.now();

      for (let n = 1; n <= 10; n++) {
        await store.append(`contact-${n}`, 'none', newEvents(1));
        await listener.until(n);
      }

      // At the looks alone it would take two seconds.
      expect(performance.now() - before).toBeLessThan(1_000);
      await listener.stop();
    });

    it('loses nothing when both write', async () => {
      const store = openStore();
      const listener = new Listener(store);
      const children = ['a', 'b'].map((name) => new Child('append-child.mjs', [path, `contact-${name}`, '150']));
      await eventually(() => children.every(({ lines }) => lines.length > 0), 'the children append', 20_000);
      for (let n = 0; n < 150; n++) await store.append(`contact-${n}`, 'none', newEvents(1));
      for (const child of children) expect([await child.ended, child.exitCode]).toEqual([null, 0]);

      await listener.until(450);
      await listener.stop();

      const events = await everything(store);
      expect(idsOf(listener.received)).toEqual(idsOf(events));
      expect(events.map(({ cursor }) => Number(cursor))).toEqual(Array.from({ length: 450 }, (_, n) => n + 1));
    }, 60_000);

    it('waits for one that is writing, without holding up anything else', async () => {
      const store = openStore();
      const raw = openRaw();
      raw.exec('BEGIN IMMEDIATE');
      let turns = 0;
      const ticking = setInterval(() => turns++, 5);

      const appended = store.append('contact-1', 'none', newEvents(1));
      await setTimeout(300);
      expect(await everything(store)).toEqual([]);
      raw.exec('COMMIT');

      expect(await appended).toEqual({ revision: 0 });
      clearInterval(ticking);
      expect(turns).toBeGreaterThan(10);
    });

    it('but not for ever', async () => {
      const { store } = openBoth(100);
      const raw = openRaw();
      raw.exec('BEGIN IMMEDIATE');

      const refused = store.append('contact-1', 'none', newEvents(1));
      await expect(refused).rejects.toMatchObject(REFUSED.unavailable);
      await expect(refused).rejects.toThrow(/another process is writing/);
      raw.exec('COMMIT');

      expect(await store.append('contact-1', 'none', newEvents(1))).toEqual({ revision: 0 });
    });

    it('keeps no read open between two batches', async () => {
      const store = openStore();
      await store.append('contact-1', 'none', newEvents(10));
      const raw = openRaw();

      for await (const _ of store.readAll({ limit: 2 })) {
        await store.append(`contact-${performance.now()}`, 'none', newEvents(1));
        const [checkpoint] = raw.pragma('wal_checkpoint(TRUNCATE)') as [{ busy: number }];
        expect(checkpoint.busy).toBe(0);
        if ((await everything(store)).length > 13) break;
      }
    });
  });

  describe('in trouble', () => {
    it('refuses all of a full disk’s commit, and goes on when there is room', async () => {
      const { store, db } = openBoth();
      const known = newEvents(1);
      await store.append('contact-1', 'none', known);
      const pages = Number(db.pragma('page_count', { simple: true }));
      db.pragma(`max_page_count = ${pages + 2}`);
      const large = newEvent({ note: 'x'.repeat(100_000) });

      const outcomes = await Promise.allSettled([
        store.append('contact-2', 'none', newEvents(2)),
        store.append('contact-3', 'none', [newEvent(), large]),
        store.append('contact-9', 7, newEvents(1)),
      ]);

      for (const outcome of outcomes) {
        expect(outcome).toMatchObject({ status: 'rejected', reason: REFUSED.unavailable });
        expect(String(outcome.status === 'rejected' && outcome.reason)).toMatch(/no room left on the disk/);
      }
      expect(idsOf(await everything(store))).toEqual(idsOf(known));
      await expect(store.append('contact-2', 'none', [large])).rejects.toMatchObject(REFUSED.unavailable);

      db.pragma(`max_page_count = ${pages + 1_000}`);
      expect(await store.append('contact-2', 'none', [large])).toEqual({ revision: 0 });
      expect(await store.append('contact-1', 0, newEvents(2))).toEqual({ revision: 2 });
      expect((await everything(store)).map(({ cursor }) => cursor)).toEqual(['1', '2', '3', '4']);
      expect(db.pragma('integrity_check', { simple: true })).toBe('ok');
    });

    it('refuses when it may only read, and reads on', async () => {
      const { store, db } = openBoth();
      await store.append('contact-1', 'none', newEvents(1));
      db.pragma('query_only = ON');

      const refused = store.append('contact-1', 0, newEvents(1));
      await expect(refused).rejects.toMatchObject(REFUSED.unavailable);
      await expect(refused).rejects.toThrow(/may only be read/);
      expect(await everything(store)).toHaveLength(1);

      db.pragma('query_only = OFF');
      expect(await store.append('contact-1', 0, newEvents(1))).toEqual({ revision: 1 });
    });

    it('refuses an event that cannot be written down, and only that', async () => {
      const store = openStore();
      const endless = newEvent({
        get note(): string {
          // What JSON.stringify says of a text longer than any text can be.
          throw new RangeError('Invalid string length');
        },
      });

      const refused = store.append('contact-1', 'none', [newEvent(), endless]);
      const beside = store.append('contact-2', 'none', newEvents(1));

      await expect(refused).rejects.toMatchObject(REFUSED.tooLarge);
      expect(await beside).toEqual({ revision: 0 });
      expect(await everything(store)).toHaveLength(1);
    });
  });
});

/** Commits in a write-ahead log: frames that name the size of the database after them (SQLite file format, 4.2). */
async function commitsIn(wal: string): Promise<number> {
  const bytes = await readFile(wal);
  const frame = 24 + bytes.readUInt32BE(8);
  let commits = 0;
  for (let at = 32; at < bytes.length; at += frame) {
    // Frames of an earlier round of the log carry other salts.
    const current = bytes.subarray(at + 8, at + 16).equals(bytes.subarray(16, 24));
    if (current && bytes.readUInt32BE(at + 4) > 0) commits++;
  }
  return commits;
}
