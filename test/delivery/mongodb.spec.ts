import 'reflect-metadata';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { readFile, mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Lag } from '../../src/application/lag.js';
import { VIEWS } from '../../src/domain/views/catalogue.js';
import { SqliteEventStore } from '../../src/infrastructure/sqlite/sqlite-event-store.js';
import { SystemClock } from '../../src/infrastructure/system/system-clock.js';
import { Cli } from '../support/cli.js';
import { MongoStandIn } from '../support/mongodb/mongo-stand-in.js';
import { randomLedger } from '../support/random-ledger.js';
import { Served } from '../support/served.js';

const LEDGER = randomLedger(
  Array.from({ length: 160 }, (_, n) => ({ what: (n * 37) % 100, which: n * 7, how: n * 13, later: 200 + n * 3 })),
);

const ACTIVITIES = [
  'count=true',
  'kind=contact,campaign',
  'status=recorded,planned&count=true',
  'phase=done',
  'gmina=0415011',
  'gmina=0415022&phase=ahead,underway&count=true',
  'item=G1',
  'item=none&count=true',
  'strategy=2022-2024',
  'representative=starosta',
  'caseSign=OR.0510.1.2023',
  'number=KT/2023/0001',
  'overdue=true',
  'overdue=false&limit=5',
  'waitsFor=followUp',
  'occurredFrom=2023-01&occurredTo=2023-04&count=true',
  'countsFrom=2023-02&countsTo=2023-03',
  'concernsFrom=2023-02&concernsTo=2023-03',
  'recordedFrom=2023-03-05&recordedTo=2023-03-20',
  'recordedTo=2023-03-20T10:00:00Z',
  'lateDays=30',
  'recordedBy=recorder',
  'selfApproved=true',
  'q=zapis',
  'q=dro%20gmi&count=true',
  'figure=support.granted&figureFrom=2023-01&figureTo=2023-12',
  ...['occurredOn', 'recordedAt', 'number', 'lastChangedAt'].flatMap((sort) => [
    `sort=${sort}&limit=7`,
    `sort=-${sort}&limit=7&gmina=0415032`,
  ]),
].map((query) => `/v1/activities?${query}`);

const OTHERS = [
  '/v1/gminas?from=2023-01&to=2023-12',
  '/v1/gminas/0415011?from=2023-01&to=2023-06',
  '/v1/goals?from=2023-01&to=2023-12',
  '/v1/goals/G1?from=2023-01&to=2023-12',
  '/v1/goals?from=2023-01&to=2023-12&gaps=true',
  '/v1/coverage?from=2023-01&to=2023-12',
  '/v1/reports/annual?year=2023',
  '/v1/reports/period?from=2023-03&to=2023-05',
  '/v1/organisations',
  '/v1/organisations?q=gmina',
  '/v1/organisations?kind=gmina',
  '/v1/units',
  '/v1/measures',
  '/v1/strategies',
];
const TRAIL = [
  'limit=20',
  'kind=contact',
  'type=ContactRecorded',
  'by=recorder&limit=3',
  'gmina=0415011',
  'after=50&limit=9',
  'recordedFrom=2023-03-10&recordedTo=2023-03-12',
].map((query) => `/v1/ledger/events?${query}`);
/** The last day and position that the ledger has, and some before. */
const POINTS = ['2023-03-10', '2023-03-20T12:00:00Z', '60'];

describe('the whole program, with its views in MongoDB', () => {
  let standIn: MongoStandIn;
  let [onSqlite, onMongo]: Served[] = [];

  const served = async (settings: Record<string, string>): Promise<Served> => {
    const directory = await mkdtemp(join(tmpdir(), 'kronika-mongo-'));
    const ledger = SqliteEventStore.open(join(directory, 'ledger.sqlite'), new SystemClock());
    await ledger.restore(
      (async function* () {
        yield await Promise.resolve(LEDGER.map(({ cursor: _cursor, ...event }) => event));
      })(),
    );
    await ledger.close();
    const options = { listen: false, open: false, look: 3_600_000 } as const;
    const started = await Served.start({ KRONIKA_AUTH: 'off', ...settings }, options, directory);
    for (const deadline = performance.now() + 30_000; !(await started.get(Lag).now()).caughtUp;) {
      if (performance.now() > deadline) throw new Error('the views do not follow');
    }
    return started;
  };

  beforeAll(async () => {
    standIn = await MongoStandIn.start();
    [onSqlite, onMongo] = [await served({}), await served({ KRONIKA_VIEW_STORE: standIn.url('kronika') })];
  });
  afterAll(async () => {
    await onSqlite?.discard();
    await onMongo?.discard();
    await standIn.close();
  });

  const same = async (url: string): Promise<void> => {
    const [expected, found] = await Promise.all([onSqlite!.read(url), onMongo!.read(url)]);
    expect([url, found.statusCode, found.json()]).toEqual([url, expected.statusCode, expected.json()]);
    expect([url, expected.statusCode]).toEqual([url, 200]);
    expect(found.headers['kronika-as-of']).toBe(expected.headers['kronika-as-of']);
  };

  it('answers everything as it does on SQLite, now and as of any point', async () => {
    for (const url of [...ACTIVITIES, ...OTHERS, ...TRAIL]) await same(url);
    for (const point of POINTS) {
      for (const url of [...ACTIVITIES, ...OTHERS]) await same(`${url}${url.includes('?') ? '&' : '?'}asOf=${point}`);
    }
  });

  it('asks nothing that an index does not serve, and nothing that the stand-in does not know', () => {
    expect(standIn.asked.length).toBeGreaterThan(500);
    expect(standIn.mistakes).toEqual([]);
  });

  it('builds its views anew beside those in use, and what is there equals a replay', async () => {
    const environment = { KRONIKA_VIEW_STORE: standIn.url('kronika') };
    for (const command of ['rebuild', 'verify']) {
      const ended = await new Cli([command], onMongo!.directory, environment).ended;
      expect([command, ended.code, ended.err]).toEqual([command, 0, expect.any(String)]);
    }
    await same('/v1/reports/annual?year=2023');
  });

  it('has the indexes that the documentation lists, each with the question that it serves', async () => {
    const page = await readFile(new URL('../../docs/mongodb.md', import.meta.url), 'utf8');
    const rows = [...page.matchAll(/^\| `([\w-]+)` \| `(\w+)` \| ([^|]+) \|$/gm)];
    const listed = rows.map(([, view, field]) => `${view ?? ''} ${field ?? ''}`);
    const declared = VIEWS.flatMap(({ name, fields }) => Object.keys(fields).map((field) => `${name} ${field}`));
    expect(listed).toEqual(declared);
    expect(rows.every(([, , , serves = '']) => serves.trim().length > 3)).toBe(true);
    for (const { name, fields } of VIEWS) {
      for (const suffix of ['', '.closed']) {
        const made = Object.keys(standIn.indexes[`views.${name}${suffix}`] ?? {});
        expect(made).toEqual([...(suffix === '' ? [] : ['edition']), 'time', ...Object.keys(fields)]);
      }
    }
  });
});
