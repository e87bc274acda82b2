import 'reflect-metadata';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { readConfig } from '../../src/config.js';
import type { Imported } from '../../src/delivery/cli/import.js';
import { SqliteEventStore } from '../../src/infrastructure/sqlite/sqlite-event-store.js';
import { SystemClock } from '../../src/infrastructure/system/system-clock.js';
import { serve } from '../../src/serve.js';
import { eventually } from '../contract/event-store.fixture.js';
import { Cli, type Ended, kronika } from '../support/cli.js';
import { windows1250 } from '../support/windows-1250.js';

const LONG = 300_000;
const SAMPLES: readonly (readonly [kind: string, file: string])[] = [
  ['kontakt', 'kontakty'],
  ['attendance', 'udzial-w-wydarzeniach'],
  ['WS', 'dzialania-wspierajace'],
  ['campaigns', 'kampanie'],
  ['wspólna inwestycja', 'wspolne-inwestycje'],
  ['joint-initiative', 'wspolne-inicjatywy'],
  ['ZK', 'zgloszenia-do-konkursow'],
  ['publikacja', 'publikacje'],
  ['wzmianka w mediach', 'wzmianki-w-mediach'],
];

const GMINAS = ['Chełmża (miasto)', 'Chełmża (gmina)', 'Czernikowo', 'Lubicz', 'Łubianka', 'Łysomice', 'Obrowo'];
const two = (number: number): string => String(number).padStart(2, '0');

/** As many rows as an office has of its contacts in three years, as Polish Excel saves them. */
function contacts(count: number): Uint8Array {
  const rows = Array.from({ length: count }, (_, n) => {
    const day = (later: number): string =>
      `${two(1 + (n % 20) + later)}.${two(1 + (n % 12))}.${String(2022 + (n % 3))}`;
    const note = n % 7 === 0 ? '"Opis z ""cudzysłowem""\r\ni nową linią"' : 'Zażółć gęślą jaźń';
    const followUp = n % 3 === 0 ? [day(7), day(5), 'załatwiono'] : ['', '', ''];
    const whom = n % 50 === 0 ? `KGW Żółwin ${String(n % 400)}` : 'Gmina Łubianka';
    return [
      n + 1,
      `Uzgodnienie ${String(n % 4000)}`,
      note,
      day(0),
      GMINAS[n % 7],
      'telefon',
      'wychodzący',
      whom,
      'T1',
      ...followUp,
    ].join(';');
  });
  const header =
    'Lp.;Tytuł;Opis;Data;Gmina;Kanał;Kierunek;Z kim;Zadanie strategii;Termin dalszych działań;Zamknięcie sprawy: data;Zamknięcie sprawy: wynik';
  return windows1250([header, ...rows, ''].join('\r\n'));
}

describe('kronika import', () => {
  let home = '';
  const at = (name: string): string => join(home, name);
  beforeAll(async () => {
    home = await mkdtemp(join(tmpdir(), 'kronika-import-'));
  });
  afterAll(async () => {
    await rm(home, { recursive: true, force: true });
  });

  const file = async (name: string, content: string | Uint8Array): Promise<string> => {
    await writeFile(at(name), content);
    return at(name);
  };
  /** A data directory in which Anna records. */
  const office = async (name: string): Promise<string> => {
    await kronika(at(name), 'token', 'add', 'anna', '--role', 'recorder');
    return at(name);
  };
  const bringIn = (data: string, ...args: readonly string[]): Promise<Ended> =>
    kronika(data, 'import', ...args, '--as', 'anna');
  const json = async (data: string, ...args: readonly string[]): Promise<Imported> =>
    JSON.parse((await bringIn(data, ...args, '--json')).out) as Imported;
  const eventsIn = async (data: string): Promise<number> => {
    const ledger = SqliteEventStore.open(join(data, 'ledger.sqlite'), new SystemClock());
    let count = 0;
    for await (const batch of ledger.readAll()) count += batch.length;
    await ledger.close();
    return count;
  };

  it(
    'brings in the samples of the guide, one a kind, in either encoding, and none of them twice',
    async () => {
      const data = await office('samples');
      for (const [kind, name] of SAMPLES) {
        const text = await readFile(`docs/pl/wzory/${name}.csv`, 'utf8');
        const inExcel = await file(`${name}.csv`, windows1250(text.replaceAll('\n', '\r\n')));
        const first = await bringIn(data, `docs/pl/wzory/${name}.csv`, '--kind', kind);
        expect([name, first.out, first.code]).toEqual([name, expect.stringContaining('Zapisano'), 0]);
        const again = await json(data, inExcel, '--kind', kind);
        expect([name, again]).toEqual([name, expect.objectContaining({ bad: 0, good: 0, recorded: 0 })]);
      }
      expect(await kronika(data, 'verify')).toMatchObject({ code: 0 });
    },
    LONG,
  );

  it(
    'brings in ten thousand rows of Windows-1250 on the first try; they count as backfilled and not as late',
    async () => {
      const data = await office('large');
      const path = await file('large.csv', contacts(10_000));
      expect(await json(data, path, '--kind', 'contact')).toMatchObject({
        rows: 10_000,
        good: 10_000,
        bad: 0,
        recorded: 10_000,
        faults: [],
      });
      const report = await kronika(data, 'report', 'annual', '--year', '2023');
      const { totals } = JSON.parse(report.out) as {
        totals: { late: number; backfilled: number; activities: { total: number } };
      };
      expect(totals.activities.total).toBeGreaterThan(3000);
      expect([totals.late, totals.backfilled]).toEqual([0, expect.any(Number)]);
      expect(totals.backfilled).toBeGreaterThan(3000);
      const before = await eventsIn(data);
      expect(await json(data, path, '--kind', 'contact')).toMatchObject({ repeated: 10_000, recorded: 0 });
      expect(await eventsIn(data)).toBe(before);
    },
    LONG,
  );

  it(
    'killed midway and run again, records every row once',
    async () => {
      const data = await office('killed');
      const path = await file('killed.csv', contacts(2_500));
      const child = new Cli(['import', path, '--kind', 'contact', '--as', 'anna'], data);
      await eventually(() => /zapisywanie: \d/.test(child.err), 'something recorded', 120_000);
      child.kill('SIGKILL');
      await child.ended;
      const midway = await eventsIn(data);
      const rest = await json(data, path, '--kind', 'contact');
      expect(rest).toMatchObject({ bad: 0, rows: 2_500 });
      expect(rest.repeated).toBeGreaterThan(0);
      expect(rest.repeated + (rest.recorded ?? 0)).toBe(2_500);
      expect(await eventsIn(data)).toBeGreaterThanOrEqual(midway);
      expect(await json(data, path, '--kind', 'contact')).toMatchObject({ repeated: 2_500, recorded: 0 });
      // Nothing is half recorded: a row with a step taken has both its events.
      const other = await office('whole');
      await bringIn(other, path, '--kind', 'contact');
      expect((await eventsIn(data)) - (await eventsIn(other))).toBe(0);
    },
    LONG,
  );

  it(
    'is safe beside a running server, whose readers see the rows soon after',
    async () => {
      const data = await office('beside');
      const server = await serve(readConfig({ KRONIKA_DATA: data, KRONIKA_AUTH: 'off', KRONIKA_LOG: 'silent' }), {
        listen: false,
      });
      try {
        const path = await file('beside.csv', contacts(1_500));
        const payload = {
          title: 'Rozmowa',
          occurredOn: '2023-05-10',
          gminas: ['0415052'],
          strategyItems: ['T1'],
          channel: 'phone',
          direction: 'outgoing',
          counterparts: [{ organisation: 'Gmina Łubianka' }],
        };
        const child = new Cli(['import', path, '--kind', 'contact', '--as', 'anna'], data);
        let [done, written] = [false, 0];
        void child.ended.then(() => (done = true));
        while (!done) {
          const { statusCode } = await server.app.inject({ method: 'POST', url: '/v1/contacts', payload });
          expect(statusCode).toBe(201);
          written++;
        }
        expect(await child.ended).toMatchObject({ code: 0, out: expect.stringContaining('Zapisano 1 500 działań.') });
        const total = async (): Promise<number> =>
          (await server.app.inject('/v1/activities?count=true&limit=1')).json<{ total: number }>().total;
        let seen = 0;
        for (let tries = 0; tries < 200 && seen < 1_500 + written; tries++) seen = await total();
        expect(seen).toBe(1_500 + written);
      } finally {
        await server.close();
      }
    },
    LONG,
  );

  it(
    'tells a clerk what to mend, records nothing, and ends with 1',
    async () => {
      const data = await office('bad');
      const path = await file(
        'bad.csv',
        'Tytuł;Data;Gmina;Kanał;Kierunek;Z kim\n"Spotkanie\nw gminie";14.06.2022;Chełmża;spotkanie;wychodzący;Gmina Chełmża\n',
      );
      const { code, out } = await bringIn(data, path, '--kind', 'contact');
      expect(code).toBe(1);
      expect(out).toBe(
        `${path}, wiersz 2, kolumna „Gmina”: „Chełmża” – „Chełmża”: gminy o tej nazwie są dwie; napisz „Chełmża (miasto)” albo „Chełmża (gmina)” albo kod TERC\n` +
          'Sprawdzono 1 wiersz: do zapisania: 0, z błędami: 1.\n' +
          'Nic nie zapisano. Popraw błędy i wczytaj plik ponownie.\n',
      );
    },
    LONG,
  );

  it(
    'advises to leave bad rows out only where that would record something',
    async () => {
      const data = await office('advice');
      const header = 'Tytuł;Data;Gmina;Kanał;Kierunek;Z kim';
      const good = 'Spotkanie;14.06.2022;Lubicz;spotkanie;wychodzący;Gmina Lubicz';
      const advice = async (name: string, text: string, ...more: string[]): Promise<boolean> => {
        const { code, out } = await bringIn(data, await file(name, text), '--kind', 'contact', ...more);
        expect([code, out.includes('Nic nie zapisano. Popraw błędy')]).toEqual([1, true]);
        return out.includes('--skip-bad');
      };
      expect(await advice('mixed.csv', `${header}\n${good}\n;;;;;x\n`)).toBe(true);
      expect(await advice('all-bad.csv', `${header}\n;;;;;x\n`)).toBe(false);
      expect(await advice('header.csv', `${header};Kolor\n${good};x\n`)).toBe(false);
      expect(await advice('header.csv', `${header};Kolor\n${good};x\n`, '--skip-bad')).toBe(false);
    },
    LONG,
  );

  it(
    'tries on a ledger that nobody has opened yet, and leaves it so',
    async () => {
      const data = await office('first-morning');
      const tried = await bringIn(data, 'docs/pl/wzory/dzialania-wspierajace.csv', '--kind', 'WS', '--dry-run');
      expect(tried).toMatchObject({ code: 0, out: expect.stringContaining('To była próba: nic nie zapisano.') });
      expect(tried.out).toContain('KGW Krobia (KGW)');
      expect(await eventsIn(data)).toBe(0);
    },
    LONG,
  );

  it.each([
    [
      'a kind that is none',
      ['docs/pl/wzory/kontakty.csv', '--kind', 'weather'],
      /^--kind: nie ma rodzaju działań „weather”; są: contact \(kontakt\)/,
    ],
    ['no kind', ['docs/pl/wzory/kontakty.csv'], /--kind/],
    [
      'a file that is not there',
      ['/nowhere.csv', '--kind', 'contact'],
      /nowhere\.csv: pliku nie da się odczytać: nie ma takiego pliku\n$/,
    ],
  ])('says that it was not asked rightly: %s', async (_what, args, says) => {
    const { code, err } = await bringIn(await office('usage'), ...args);
    expect({ code, err }).toEqual({ code: 2, err: expect.stringMatching(says) });
  });

  it('takes no workbook for a table, and records for nobody whom it does not know or who may not', async () => {
    const data = await office('refused');
    const workbook = await file('book.xlsx', 'PK\x03\x04');
    expect(await bringIn(data, workbook, '--kind', 'contact')).toMatchObject({
      code: 2,
      err: expect.stringContaining('CSV UTF-8'),
    });
    await kronika(data, 'token', 'add', 'administrator-1', '--role', 'administrator');
    const refused = [
      ['nikt', 'nikt o nazwie nikt nie ma ważnego tokenu'],
      ['administrator-1', 'administrator-1 nie jest ani pracownikiem, ani kierownictwem'],
    ] as const;
    for (const [name, says] of refused) {
      const ended = await kronika(data, 'import', 'docs/pl/wzory/kontakty.csv', '--kind', 'contact', '--as', name);
      expect(ended).toMatchObject({ code: 1, out: '', err: expect.stringContaining(says) });
    }
  });
});
