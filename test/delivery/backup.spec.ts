import 'reflect-metadata';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import Database from 'better-sqlite3';
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { cp, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { EventStore } from '../../src/application/ports/event-store.js';
import { ViewStore } from '../../src/application/ports/view-store.js';
import { partsOf } from '../../src/command-line.js';
import { readConfig } from '../../src/config.js';
import { SqliteEventStore } from '../../src/infrastructure/sqlite/sqlite-event-store.js';
import { SqliteViewStore } from '../../src/infrastructure/sqlite/sqlite-view-store.js';
import { type Kronika, serve } from '../../src/serve.js';
import { everything, HandClock, idsOf } from '../contract/event-store.fixture.js';
import { Cli, kronika } from '../support/cli.js';
import { allEditions } from '../support/editions.js';

const LONG = 120_000;

const CONTACT = {
  title: 'Uzgodnienie terminu dożynek',
  occurredOn: '2023-05-10',
  gminas: ['0415052'],
  channel: 'phone',
  direction: 'outgoing',
  counterparts: [{ organisation: 'gmina łubianka', function: 'sekretarz' }],
};

interface Manifest {
  ledger: { id: string; county: string; events: number };
  files: { name: string; bytes: number; sha256: string }[];
}

describe('a ledger and its copies', () => {
  let home: string;
  let data: string;
  const at = (name: string): string => join(home, name);

  const ledgerIn = async (directory: string) => {
    const store = SqliteEventStore.open(join(directory, 'ledger.sqlite'), new HandClock());
    try {
      return await everything(store);
    } finally {
      await store.close();
    }
  };
  const serveAt = (directory: string): Promise<Kronika> =>
    serve(readConfig({ KRONIKA_DATA: directory, KRONIKA_LOG: 'silent', KRONIKA_AUTH: 'off' }), { listen: false });
  const write = async (server: Kronika): Promise<string> => {
    const answer = await server.app.inject({
      method: 'POST',
      url: '/v1/contacts',
      headers: { 'content-type': 'application/json' },
      payload: JSON.stringify(CONTACT),
    });
    expect(answer.statusCode).toBe(201);
    return answer.json<{ id: string }>().id;
  };

  beforeAll(async () => {
    home = await mkdtemp(join(tmpdir(), 'kronika-backup-'));
    data = at('data');
    const server = await serveAt(data);
    for (let n = 0; n < 5; n++) await write(server);
    await server.close();
    expect(await kronika(data, 'token', 'add', 'pracownik-1', '--role', 'recorder')).toMatchObject({ code: 0 });
  }, LONG);
  afterAll(async () => {
    await rm(home, { recursive: true, force: true });
  });

  describe('backed up', () => {
    it(
      'not at all where the access log is elsewhere and cannot be reached, and tells no password',
      async () => {
        const away = { KRONIKA_VIEW_STORE: 'mongodb://k:geheim@db1/kronika_0415?replicaSet=rs0' };
        const { code, err } = await new Cli(['backup', at('apart'), '--json'], data, away).ended;
        expect([code, existsSync(at('apart'))]).toEqual([1, false]);
        expect(err).toMatch(/MongoDB/);
        expect(err).not.toMatch(/geheim/);
        expect(() => partsOf({ KRONIKA_DATA: data, ...away }).keys()).toThrow(
          /keys of persons are in MongoDB.*its own/,
        );
        // They stay where they were when the ledger alone is on a server.
        const ledgerAway = { KRONIKA_EVENT_STORE: 'esdb://k:geheim@one:2113/torunski' };
        expect(partsOf({ KRONIKA_DATA: data, ...ledgerAway }).keys()).toBe(data);
        expect((await kronika(data, 'backup', at('together'))).err).not.toMatch(/MongoDB/);
      },
      LONG,
    );

    it(
      'while it is written to: what was acknowledged before is in the copy, which is a beginning of the ledger',
      async () => {
        const server = await serveAt(data);
        try {
          const acknowledged: string[] = [];
          const backup = new Cli(['backup', at('beside'), '--json'], data);
          const over = new AbortController();
          const ended = backup.ended.finally(() => {
            over.abort();
          });
          const before = [await write(server), await write(server)];
          while (!over.signal.aborted) acknowledged.push(await write(server));
          const { code, out } = await ended;
          expect(code).toBe(0);
          const manifest = JSON.parse(out) as Manifest;
          expect(manifest).toMatchObject({
            format: 1,
            version: expect.any(String),
            ledger: { county: 'powiat toruński' },
          });

          const copied = await (async () => {
            await cp(at('beside'), at('beside-opened'), { recursive: true });
            return ledgerIn(at('beside-opened'));
          })();
          const whole = await everything(server.app.get(EventStore));
          expect(idsOf(copied)).toEqual(idsOf(whole.slice(0, copied.length)));
          expect(copied).toHaveLength(manifest.ledger.events);
          const streams = new Set(copied.map(({ stream }) => stream));
          for (const id of before) expect(streams).toContain(`contact-${id}`);
          expect(acknowledged.length).toBeGreaterThan(0);
        } finally {
          await server.close();
        }
      },
      LONG,
    );

    it(
      'into a directory that says what is in it, and holds no views',
      async () => {
        const { code, out, err } = await kronika(data, 'backup', at('said'));
        expect({ code, err }).toEqual({ code: 0, err: expect.stringContaining('copying') });
        expect(out).toMatch(/said holds the ledger of powiat toruński, \d+ events, as of /);
        expect((await readdir(at('said'))).sort()).toEqual([
          'access-log.sqlite',
          'access.sqlite',
          'ledger.sqlite',
          'manifest.json',
        ]);
        const { files } = JSON.parse(await readFile(join(at('said'), 'manifest.json'), 'utf8')) as Manifest;
        for (const { name, bytes, sha256 } of files) {
          const content = await readFile(join(at('said'), name));
          expect({ bytes, sha256 }).toEqual({
            bytes: content.length,
            sha256: createHash('sha256').update(content).digest('hex'),
          });
        }
        // The keys of persons have a rule of their own: they are never among them.
        expect(existsSync(join(data, 'keys.sqlite'))).toBe(true);
        expect(files).toHaveLength(3);
      },
      LONG,
    );

    it(
      'never over what is there',
      async () => {
        await writeFile(at('taken'), 'mine');
        expect(await kronika(data, 'backup', at('taken'))).toMatchObject({
          code: 1,
          err: expect.stringMatching(/it stays/),
        });
        expect(await readFile(at('taken'), 'utf8')).toBe('mine');
      },
      LONG,
    );

    it(
      'not at all when it is damaged, or not there; and nothing is left of the attempt',
      async () => {
        await cp(data, at('damaged'), { recursive: true });
        const db = new Database(join(at('damaged'), 'ledger.sqlite'));
        db.exec('DROP TRIGGER events_are_not_removed; DELETE FROM events WHERE seq = 3');
        db.close();
        expect(await kronika(at('damaged'), 'backup', at('none'))).toMatchObject({
          code: 1,
          err: expect.stringMatching(/not a whole ledger/),
        });
        expect(await kronika(at('nowhere'), 'backup', at('none'))).toMatchObject({
          code: 1,
          err: expect.stringMatching(/There is no ledger in/),
        });
        expect((await readdir(home)).filter((name) => name.includes('none'))).toEqual([]);
      },
      LONG,
    );
  });

  describe('restored', () => {
    beforeAll(async () => {
      expect(await kronika(data, 'backup', at('good'))).toMatchObject({ code: 0 });
    }, LONG);

    it(
      'is the same ledger with the same tokens, and its views are built anew',
      async () => {
        const restored = await kronika(at('new'), 'restore', at('good'));
        expect(restored).toMatchObject({
          code: 0,
          out: expect.stringMatching(/new holds the ledger of powiat toruński/),
        });
        expect((await readdir(at('new'))).sort()).toEqual(['access-log.sqlite', 'access.sqlite', 'ledger.sqlite']);
        expect(await ledgerIn(at('new'))).toEqual(await ledgerIn(data));
        expect((await kronika(at('new'), 'token', 'list')).out).toContain('pracownik-1');

        const [old, again] = [await serveAt(data), await serveAt(at('new'))];
        await kronika(at('new'), 'verify');
        expect(await allEditions(again.app.get(ViewStore))).toEqual(await allEditions(old.app.get(ViewStore)));
        await old.close();
        await again.close();
      },
      LONG,
    );

    it(
      'only where no ledger is, unless it is told to keep that one aside',
      async () => {
        const server = await serveAt(at('other'));
        await write(server);
        await server.close();
        const before = await ledgerIn(at('other'));

        expect(await kronika(at('other'), 'restore', at('good'))).toMatchObject({
          code: 1,
          err: expect.stringMatching(/There is a ledger in .*other already; with --replace/),
        });
        expect(await ledgerIn(at('other'))).toEqual(before);

        const { code, out } = await kronika(at('other'), 'restore', at('good'), '--replace', '--json');
        expect(code).toBe(0);
        const { aside } = JSON.parse(out) as { aside: string };
        expect(await ledgerIn(aside)).toEqual(before);
        expect(await ledgerIn(at('other'))).toEqual(await ledgerIn(data));
        expect(await kronika(at('other'), 'verify')).toMatchObject({ code: 0 });
        expect((await readdir(at('other'))).filter((name) => name.startsWith('.'))).toEqual([]);
      },
      LONG,
    );

    it(
      'in the place of a ledger that nobody has written into yet',
      async () => {
        await kronika(at('fresh'), 'token', 'add', 'x', '--role', 'recorder');
        expect(await kronika(at('fresh'), 'restore', at('good'))).toMatchObject({ code: 0 });
        expect(await ledgerIn(at('fresh'))).toEqual(await ledgerIn(data));
      },
      LONG,
    );

    it(
      'never beside a running server',
      async () => {
        const server = await serveAt(at('busy'));
        const before = await ledgerIn(at('busy'));
        expect(await kronika(at('busy'), 'restore', at('good'), '--replace')).toMatchObject({
          code: 1,
          err: expect.stringMatching(/A running Kronika has .* open: stop it first/),
        });
        await write(server);
        await server.close();
        expect((await ledgerIn(at('busy'))).slice(0, before.length)).toEqual(before);
        expect((await readdir(at('busy'))).filter((name) => /^[.]|^replaced/.test(name))).toEqual([]);
      },
      LONG,
    );

    describe('not at all when', () => {
      let bad: string;
      const inFile = async (name: string, change: (content: Buffer) => Buffer): Promise<void> => {
        const path = join(bad, name);
        await writeFile(path, change(await readFile(path)));
      };
      const inManifest = (change: (manifest: Manifest) => unknown): Promise<void> =>
        inFile('manifest.json', (text) => Buffer.from(JSON.stringify(change(JSON.parse(text.toString()) as Manifest))));
      /** Somebody who alters the ledger and makes the manifest fit. */
      const inLedger = async (sql: string): Promise<void> => {
        const path = join(bad, 'ledger.sqlite');
        const db = new Database(path);
        const guards = db.prepare<[], string>(`SELECT sql FROM sqlite_schema WHERE type = 'trigger'`).pluck().all();
        for (const [, name] of guards.map((guard) => /TRIGGER (\w+)/.exec(guard) ?? []))
          db.exec(`DROP TRIGGER ${String(name)}`);
        db.exec(sql);
        if (!sql.includes('--without')) for (const guard of guards) db.exec(guard);
        db.close();
        const content = await readFile(path);
        const sha256 = createHash('sha256').update(content).digest('hex');
        await inManifest((manifest) => ({
          ...manifest,
          files: manifest.files.map((each) =>
            each.name === 'ledger.sqlite' ? { ...each, bytes: content.length, sha256 } : each,
          ),
        }));
      };

      beforeEach(async () => {
        bad = at('bad');
        await rm(bad, { recursive: true, force: true });
        await cp(at('good'), bad, { recursive: true });
      });

      it.each<[string, () => Promise<unknown>, RegExp]>([
        ['there is no manifest', () => rm(join(bad, 'manifest.json')), /There is no backup in/],
        ['the manifest is no JSON', () => inFile('manifest.json', () => Buffer.from('{')), /is not the manifest/],
        ['the manifest is of a later form', () => inManifest((all) => ({ ...all, format: 2 })), /is not the manifest/],
        [
          'the manifest names a file elsewhere',
          () => inManifest((all) => ({ ...all, files: [...all.files, { name: '../x', bytes: 1, sha256: '' }] })),
          /is not the manifest/,
        ],
        ['a file is missing', () => rm(join(bad, 'access.sqlite')), /lacks access\.sqlite/],
        ['a file was cut off', () => inFile('ledger.sqlite', (all) => all.subarray(0, -1)), /has not the size/],
        [
          'a byte differs',
          () => inFile('ledger.sqlite', (all) => Buffer.concat([all.subarray(0, -1), Buffer.from([all.at(-1)! ^ 1])])),
          /its SHA-256 differs/,
        ],
        [
          'it holds another number of events',
          () => inManifest((all) => ({ ...all, ledger: { ...all.ledger, events: all.ledger.events + 1 } })),
          /another ledger than its manifest says/,
        ],
        ['an event is missing', () => inLedger('DELETE FROM events WHERE seq = 4'), /the last is number/],
        ['a revision is missing', () => inLedger('UPDATE events SET revision = 1 WHERE seq = 4'), /lacks a revision/],
        ['it begins otherwise', () => inLedger(`UPDATE events SET type = 'X' WHERE seq = 1`), /its first event is X/],
        ['it holds nothing', () => inLedger('DELETE FROM events'), /it holds no event/],
        ['its guards were taken out', () => inLedger('-- --without'), /its tables or their guards/],
        ['it is of a newer Kronika', () => inLedger('PRAGMA user_version = 9'), /written by a newer Kronika/],
        ['it is another program’s', () => inLedger('PRAGMA application_id = 7'), /is not a ledger of Kronika/],
      ])(
        '%s',
        async (_, spoil, says) => {
          await spoil();
          const { code, err } = await kronika(at('refused'), 'restore', bad);
          expect({ code, err }).toEqual({ code: 1, err: expect.stringMatching(says) });
          expect(existsSync(at('refused')) ? await readdir(at('refused')) : []).toEqual([]);
        },
        LONG,
      );
    });
  });

  describe('exported, imported and copied', () => {
    it(
      'is the same ledger, with the same views',
      async () => {
        const exported = await kronika(data, 'ledger', 'export', at('all.ndjson'));
        expect(exported).toMatchObject({ code: 0, out: expect.stringMatching(/ events, SHA-256 [0-9a-f]{64}\.\n$/) });
        const printed = await kronika(data, 'ledger', 'export', '-');
        expect(printed.out).toBe(await readFile(at('all.ndjson'), 'utf8'));

        const imported = await kronika(at('imported'), 'ledger', 'import', at('all.ndjson'), '--json');
        expect(imported.code).toBe(0);
        const copied = await kronika(
          data,
          'ledger',
          'copy',
          '--from',
          `sqlite:${data}`,
          '--to',
          at('copied'),
          '--json',
        );
        expect(copied).toMatchObject({ code: 0, out: imported.out });
        expect(exported.out).toContain((JSON.parse(imported.out) as { sha256: string }).sha256);

        const views = async (directory: string): Promise<string[]> => {
          expect(await kronika(directory, 'verify')).toMatchObject({ code: 0 });
          const store = SqliteViewStore.open(join(directory, 'views.sqlite'));
          return allEditions(store).finally(() => store.close());
        };
        const expected = await views(data);
        for (const directory of [at('imported'), at('copied')]) {
          expect(await ledgerIn(directory)).toEqual(await ledgerIn(data));
          expect(await views(directory)).toEqual(expected);
        }
      },
      LONG,
    );

    it(
      'never over what is there, and nothing half is left of what cannot be',
      async () => {
        await writeFile(at('cut.ndjson'), (await readFile(at('all.ndjson'), 'utf8')).slice(0, 20_000));
        expect(await kronika(at('cut'), 'ledger', 'import', at('cut.ndjson'))).toMatchObject({ code: 1 });
        expect(await readdir(at('cut'))).toEqual([]);
        expect(await kronika(data, 'ledger', 'import', at('all.ndjson'))).toMatchObject({
          code: 1,
          err: expect.stringMatching(/There is a ledger in .* already/),
        });
        expect(await kronika(data, 'ledger', 'copy', '--from', at('imported'), '--to', data)).toMatchObject({
          code: 1,
        });
        expect(await kronika(data, 'ledger', 'export', at('all.ndjson'))).toMatchObject({ code: 2 });
        const elsewhere = ['ledger', 'copy', '--from', 'mongodb://k:geheim@x', '--to', at('elsewhere')];
        expect(await kronika(data, ...elsewhere)).toMatchObject({
          code: 2,
          err: expect.stringMatching(/^(?!.*geheim).*sqlite:DIRECTORY/),
        });
      },
      LONG,
    );
  });
});
