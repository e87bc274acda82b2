import 'reflect-metadata';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { digestOfLedger, type LedgerDigest } from '../../src/application/ledger-copy.js';
import { SqliteEventStore } from '../../src/infrastructure/sqlite/sqlite-event-store.js';
import { everything, eventually, HandClock, newEvent } from '../contract/event-store.fixture.js';
import { Cli, type Ended, kronika } from '../support/cli.js';
import { StandIn } from '../support/eventstoredb/stand-in.js';
import { CAN_MOUNT, SmallDisk } from '../support/small-disk.js';

const LONG = 120_000;
/** Streams, of so many events each. */
const [STREAMS, EACH] = [26, 50];

describe('moving house', () => {
  let home: string;
  let server: StandIn;
  /** What was copied: a ledger in a directory, and the same on a server that answers when it likes. */
  let source: string;
  let moved: string;
  let whole: LedgerDigest;
  /** That it takes to copy it to a server. */
  let appends: number;
  const started: Cli[] = [];
  const at = (name: string): string => join(home, name);
  const staged = (name: string): string => join(home, name, '.incoming-copy');

  const appended = (): number => server.calls.filter(({ call }) => call === 'append').length;
  /** Makes a ledger in a directory. */
  const make = async (name: string, ledger: string, streams = STREAMS, ballast = ''): Promise<LedgerDigest> => {
    await mkdir(at(name));
    const store = SqliteEventStore.open(join(at(name), 'ledger.sqlite'), new HandClock());
    const opened = newEvent({ ledger, county: { terc: '0415', name: 'powiat toruński' } });
    await store.append('ledger-main', 'none', [{ ...opened, type: 'LedgerOpened' }]);
    for (let n = 0; n < streams; n++) {
      const events = Array.from({ length: EACH }, () => newEvent({ n, ballast }));
      await store.append(`contact-${String(n)}`, 'none', events);
    }
    return digestOfLedger(store).finally(() => store.close());
  };
  const copy = (from: string, to: string): readonly string[] => ['ledger', 'copy', '--from', from, '--to', to];
  /** The real command, in a process of its own. */
  const start = (from: string, to: string): Cli => {
    const command = new Cli([...copy(from, to), '--json'], home);
    started.push(command);
    return command;
  };
  /** The command has come to where the server does not answer it. */
  const stuck = (): Promise<void> => eventually(() => server.faults.left === 0, 'the copy waits', 30_000);
  const isWhole = (ended: Ended): void => {
    expect(ended).toMatchObject({ code: 0 });
    expect(JSON.parse(ended.out)).toEqual(whole);
  };

  beforeAll(async () => {
    home = await mkdtemp(join(tmpdir(), 'kronika-moving-'));
    server = await StandIn.start();
    await make('other', '018f0000-0000-7000-8000-000000000001');
    source = at('source');
    whole = await make('source', '018f0000-0000-7000-8000-000000000000');
    moved = server.address('moved', '&defaultDeadline=60000');
    expect(await kronika(home, ...copy(source, moved))).toMatchObject({ code: 0 });
    appends = appended();
  }, LONG);
  afterEach(async () => {
    for (const command of started.splice(0)) {
      command.kill('SIGKILL');
      await command.ended;
    }
  });
  afterAll(async () => {
    await server.stop();
    await rm(home, { recursive: true, force: true });
  });

  it(
    'into a directory goes on after a kill with what it had, keeps to one ledger, and is there only when it is whole',
    async () => {
      // The first page of the ledger comes, the second never.
      server.faults.next('all', { is: 'late', milliseconds: 0 }, { is: 'late', milliseconds: null });
      const broken = start(moved, at('new'));
      await stuck();

      const beside = await kronika(home, ...copy(source, at('new')));
      expect(beside).toMatchObject({ code: 1, err: expect.stringMatching(/has .*\.incoming-copy.* open: stop it/) });
      broken.kill('SIGKILL');
      await broken.ended;
      expect(await readdir(at('new'))).toEqual(['.incoming-copy']);
      const { ino } = await stat(join(staged('new'), 'ledger.sqlite'));

      const mistaken = await kronika(home, ...copy(at('other'), at('new')));
      expect(mistaken).toMatchObject({
        code: 1,
        err: expect.stringMatching(/something else than this copy\. .*broken off.* delete \S+\/new\/\.incoming-copy/),
      });
      const mistyped = await kronika(home, ...copy(server.address('moveed'), at('new')));
      expect(mistyped).toMatchObject({ code: 1, err: expect.stringContaining('There is no ledger there') });

      const again = await start(moved, at('new')).ended;
      isWhole(again);
      expect(again.err).toMatch(/^going on with .*\/new\/\.incoming-copy/);
      // The very file, which the first command had begun.
      expect((await stat(join(at('new'), 'ledger.sqlite'))).ino).toBe(ino);
      expect(await readdir(at('new'))).toEqual(['ledger.sqlite']);
      const ledger = SqliteEventStore.open(join(at('new'), 'ledger.sqlite'), new HandClock());
      expect(await digestOfLedger(ledger).finally(() => ledger.close())).toEqual(whole);
    },
    LONG,
  );

  it(
    'to a server goes on after an interruption where it was',
    async () => {
      const there = server.address('there', '&defaultDeadline=60000');
      const answered = Array.from({ length: 10 }, () => ({ is: 'late', milliseconds: 0 }) as const);
      server.faults.next('append', ...answered, { is: 'late', milliseconds: null });
      const broken = start(source, there);
      await stuck();
      broken.kill('SIGINT');
      await broken.ended;

      const before = appended();
      isWhole(await start(source, there).ended);
      // The eleventh was written, and not acknowledged.
      expect(appended() - before).toBe(appends - 11);
    },
    LONG,
  );

  it('from a server that answers no more goes on, also as an import of the same ledger', async () => {
    server.faults.next('all', { is: 'late', milliseconds: 0 }, { is: 'access-denied' });
    expect(await kronika(home, ...copy(moved, at('refused')))).toMatchObject({ code: 1 });
    const { ino } = await stat(join(staged('refused'), 'ledger.sqlite'));

    expect(await kronika(source, 'ledger', 'export', at('all.ndjson'))).toMatchObject({ code: 0 });
    const imported = await kronika(at('refused'), 'ledger', 'import', at('all.ndjson'), '--json');
    isWhole(imported);
    expect(imported.err).toMatch(/^going on with/);
    expect((await stat(join(at('refused'), 'ledger.sqlite'))).ino).toBe(ino);
  });

  it('of nothing leaves nothing', async () => {
    expect(await kronika(home, ...copy(server.address('nobody'), at('nothing')))).toMatchObject({ code: 1 });
    expect(await readdir(at('nothing'))).toEqual([]);
  });

  it('tells how far it is, of how many, and how far it has compared', async () => {
    const { err } = await kronika(home, ...copy(source, at('told')));
    const { events } = whole;
    expect(err).toContain(`copying: ${String(events)} of ${String(events)}\n`);
    expect(err).toContain(`comparing: ${String(events)} of ${String(events)}\n`);
  });

  (CAN_MOUNT ? it : it.skip)(
    'onto a disk that is full goes on as soon as there is room',
    async () => {
      await make('heavy', '018f0000-0000-7000-8000-000000000002', 4 * STREAMS, 'x'.repeat(500));
      const disk = await SmallDisk.mount('24m');
      try {
        const to = join(disk.path, 'new');
        await disk.fill(3_000_000);
        const full = await kronika(home, ...copy(at('heavy'), to));
        expect(full).toMatchObject({ code: 1, err: expect.stringMatching(/no room left|disk .* failed/) });
        expect(existsSync(join(to, 'ledger.sqlite'))).toBe(false);
        await disk.empty();
        const again = await kronika(home, ...copy(at('heavy'), to));
        expect(again).toMatchObject({ code: 0, err: expect.stringMatching(/^going on with/) });
        const ledger = SqliteEventStore.open(join(to, 'ledger.sqlite'), new HandClock());
        expect(await everything(ledger).finally(() => ledger.close())).toHaveLength(1 + 4 * STREAMS * EACH);
      } finally {
        disk.unmount();
      }
    },
    LONG,
  );
});
