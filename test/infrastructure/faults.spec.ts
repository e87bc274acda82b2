import 'reflect-metadata';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import Database from 'better-sqlite3';
import { existsSync } from 'node:fs';
import { cp, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Doc } from '../../src/domain/kernel/view.js';
import { SqliteEventStore } from '../../src/infrastructure/sqlite/sqlite-event-store.js';
import { SqliteViewStore } from '../../src/infrastructure/sqlite/sqlite-view-store.js';
import { everything, HandClock, newEvents, withoutCursors } from '../contract/event-store.fixture.js';
import { all, ENTRIES, GENERATION, progressAt, Scribe } from '../contract/view-store.fixture.js';
import { randomLedger } from '../support/random-ledger.js';
import { CAN_TRACE, type Fault, faultsOf, traced, type Traced } from '../support/strace.js';

const LONG = 240_000;
/** Processes at a time. */
const AT_ONCE = 3;

const EVENTS = withoutCursors(
  randomLedger(Array.from({ length: 90 }, (_, n) => ({ what: (n * 37) % 75, which: n, how: n * 7, later: 300 }))),
);
const suite = CAN_TRACE ? describe : describe.skip;

suite('each file system call, failed once (needs strace, and leave to trace)', () => {
  let home: string;
  let template: string;

  beforeAll(async () => {
    home = await mkdtemp(join(tmpdir(), 'kronika-faults-'));
    template = join(home, 'template');
    await mkdir(template);
    const ledger = SqliteEventStore.open(join(template, 'ledger.sqlite'), new HandClock());
    await ledger.restore(
      (async function* () {
        yield await Promise.resolve(EVENTS);
      })(),
    );
    await ledger.close();

    const views = SqliteViewStore.open(join(template, 'views.sqlite'));
    await views.create(GENERATION, [ENTRIES]);
    const scribe = new Scribe(views);
    const doc = (id: string, title: string, gminas: readonly string[]): Doc => ({
      id,
      title,
      gminas,
      on: '2024-01-01',
    });
    await scribe.write(
      '2024-01-01.0000',
      ['a', 'b', 'c'].map((id) => doc(id, 'first', ['0415011'])),
    );
    const editions = await scribe.editionsOf('2024-01-02.0000', [
      doc('a', 'second', ['0415022']),
      doc('b', 'second', ['0415011']),
      doc('d', 'new', ['0415011', '0415022']),
    ]);
    await views.close();
    const commit = [1, progressAt(2, '2024-01-02.0000'), editions];
    await writeFile(join(template, 'commit.json'), JSON.stringify(commit));
  });
  afterAll(async () => {
    await rm(home, { recursive: true, force: true });
  });

  /** Runs the work once to see its calls, and then once for every fault; tells of each what `look` finds wrong. */
  async function failEach(
    what: string,
    file: string,
    look: (directory: string, run: Traced, fault: Fault | null) => Promise<unknown>,
  ): Promise<{ readonly faults: readonly Fault[]; readonly refused: number }> {
    const run = async (fault: Fault | null): Promise<Traced> => {
      const name = fault === null ? `${what}-none` : `${what}-${fault.call}-${String(fault.occurrence)}-${fault.error}`;
      const directory = join(home, name);
      await cp(template, directory, { recursive: true });
      const ended = await traced(what, directory, file, `${directory}.trace`, fault);
      try {
        expect(ended.failed).toBe(fault !== null);
        await look(directory, ended, fault);
      } catch (wrong) {
        throw new Error(`${name}: ${ended.lines.join(', ')}`, { cause: wrong });
      }
      await rm(directory, { recursive: true });
      return ended;
    };
    const faults = faultsOf((await run(null)).calls);
    let refused = 0;
    const queue = [...faults];
    const work = async (): Promise<void> => {
      for (let fault = queue.pop(); fault !== undefined; fault = queue.pop()) {
        if (!(await run(fault)).lines.includes('first done')) refused++;
      }
    };
    await Promise.all(Array.from({ length: AT_ONCE }, work));
    return { faults, refused };
  }

  /**
   * Refused in plain words, never done by half; and done the next time, on the same connection. But where the release of
   * a lock fails (fcntl: no local disk does that) SQLite keeps it for the connection's life, and only opening the file
   * anew helps.
   *
   * @returns whether it was done in the end
   */
  function expectRecovery({ lines }: Traced, fault: Fault | null): boolean {
    const refused = (time: string): string => `${time} Rejection unavailable`;
    const outcomes = [
      ['first done', 'closed'],
      [refused('first'), 'second done', 'closed'],
    ];
    if (fault?.call === 'fcntl') outcomes.push([...['first', 'second', 'third'].map(refused), 'closed']);
    expect(outcomes).toContainEqual(lines);
    return lines.some((line) => line.endsWith(' done'));
  }

  function expectSound(path: string): void {
    const db = new Database(path);
    expect(db.pragma('integrity_check', { simple: true })).toBe('ok');
    db.close();
  }

  it(
    'of an append: refused as a whole or done, what was there stays, and the ledger goes on',
    async () => {
      const recorded = async (directory: string): Promise<number> => {
        const path = join(directory, 'ledger.sqlite');
        const store = SqliteEventStore.open(path, new HandClock());
        const events = withoutCursors(await everything(store));
        await store.close();
        expectSound(path);
        expect(events.slice(0, EVENTS.length)).toEqual(EVENTS);
        expect(events.slice(EVENTS.length).map(({ data }) => data['n'])).toEqual(
          [1, 2, 3].slice(0, events.length - EVENTS.length),
        );
        return events.length - EVENTS.length;
      };
      const { faults, refused } = await failEach('append', 'ledger.sqlite', async (directory, run, fault) => {
        const done = expectRecovery(run, fault);
        if (existsSync(join(directory, 'after'))) expect([0, 3]).toContain(await recorded(join(directory, 'after')));
        if (done) expect(await recorded(directory)).toBe(3);
        else expect([0, 3]).toContain(await recorded(directory));
        const store = SqliteEventStore.open(join(directory, 'ledger.sqlite'), new HandClock());
        expect(await store.append('note-2', 'none', newEvents(1))).toMatchObject({ revision: 0 });
        await store.close();
      });
      for (const call of ['openat', 'pread64', 'pwrite64', 'fsync', 'ftruncate', 'unlink'])
        expect(faults.filter((fault) => fault.call === call).length).toBeGreaterThan(0);
      expect(faults.length).toBeGreaterThan(60);
      expect(refused).toBeGreaterThan(20);
    },
    LONG,
  );

  it(
    'of a commit of views: the views stand where they stood or where the ledger does, and go on',
    async () => {
      const found = async (directory: string): Promise<{ readonly position: number; readonly editions: unknown }> => {
        const path = join(directory, 'views.sqlite');
        const store = SqliteViewStore.open(path);
        const { position } = await store.progress(GENERATION);
        const editions = await all(store.editions(GENERATION, ENTRIES.name));
        // What is searched by lies beside the documents, and is to say the same.
        const named = await store.find(GENERATION, ENTRIES.name, { where: { gminas: '0415011' }, at: 'now' });
        await store.close();
        expectSound(path);
        return { position, editions: [editions, named] };
      };
      const before = await found(template);
      const seen = new Map<number, unknown>([[before.position, before.editions]]);
      const { faults, refused } = await failEach('commit', 'views.sqlite', async (directory, run, fault) => {
        const done = expectRecovery(run, fault);
        const after = await found(directory);
        // The first run is the one in which nothing fails.
        if (fault === null) seen.set(after.position, after.editions);
        expect(after.position).toBe(done ? 2 : 1);
        expect(after.editions).toEqual(seen.get(after.position));
        if (existsSync(join(directory, 'after'))) {
          const kept = await found(join(directory, 'after'));
          expect(kept.editions).toEqual(seen.get(kept.position));
        }
      });
      expect(seen.size).toBe(2);
      expect(faults.length).toBeGreaterThan(60);
      expect(refused).toBeGreaterThan(20);
    },
    LONG,
  );
});
