import 'reflect-metadata';
import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import * as spreadsheet from '@e965/xlsx';
import { parse } from 'csv-parse/sync';
import { canonical } from '../../../src/application/canonical.js';
import { AccessLog } from '../../../src/application/access/access-log.js';
import { type AccessRecord, AccessLogStore } from '../../../src/application/ports/access-log-store.js';
import type { EntryLine } from '../../../src/application/queries/entries.js';
import type { GminaList } from '../../../src/application/queries/gmina-list.js';
import type { CloudEvent } from '../../../src/application/queries/ledger.js';
import { LANGUAGES } from '../../../src/delivery/web/language.js';
import { organisationOf } from '../../../src/delivery/web/pages/organisations.js';
import { ADMINISTRATOR } from '../../support/actors.js';
import { all, dayOf, htmlOf, partsOf, rowsOf, textIn } from '../../support/office.js';
import type { Answer, Served } from '../../support/served.js';
import { addressesIn, mainOf, rowsIn, servedDemonstration, wordsIn } from '../../support/web.js';

const { texts: t, words, formats: f } = LANGUAGES.pl;
const spaced = (text: string): string => text.replaceAll('\u00a0', ' ');

/** Milliseconds; how long it takes is the machine's affair. */
const LOADING = 240_000;

/** A list, and what its files are to hold. */
interface Listed<T> {
  readonly path: string;
  readonly query: string;
  readonly file: string;
  readonly title: string;
  readonly rows: string;
  readonly standing: string;
  readonly condition: string | null;
  readonly source: string;
  readonly counted: (rows: readonly T[]) => string;
  /** All of it as the interface tells it, in the order of the list. */
  readonly told: () => Promise<readonly T[]>;
  /** Some columns of the workbook, each with what a row says there. */
  readonly columns: Readonly<Record<string, (row: T) => unknown>>;
  /** What the first columns of a page say of a row. */
  readonly onPaper: (row: T) => readonly string[];
}

describe('the lists that are taken away', () => {
  let served: Served;
  beforeAll(async () => {
    served = await servedDemonstration();
  }, LOADING);
  afterAll(() => served.discard());

  const read = (address: string, accept = 'text/html'): Promise<Answer> => served.read(address, { accept });
  const got = async (address: string): Promise<Answer> => {
    const answer = await read(address);
    expect([address, answer.statusCode]).toEqual([address, 200]);
    return answer;
  };
  const json = async <T>(address: string): Promise<T> => (await read(address, '*/*')).json<T>();
  const eventsOf = async (query: string): Promise<CloudEvent[]> => {
    const events: CloudEvent[] = [];
    for (let after: string | undefined = '0'; after !== undefined;) {
      const page: CloudEvent[] = await json(`/v1/ledger/events?${query}&limit=500&after=${after}`);
      events.push(...page);
      after = page.length < 500 ? undefined : page.at(-1)?.position;
    }
    return events.reverse();
  };
  const log = async (query: string): Promise<AccessRecord[]> =>
    (await json<{ items: AccessRecord[] }>(`/v1/access-log?limit=200&${query}`)).items;

  const zloty = (of: (row: EntryLine) => number | undefined) => (row: EntryLine) => {
    const grosze = of(row);
    return grosze === undefined ? undefined : grosze / 100;
  };
  const ORGANISATIONS: Listed<EntryLine> = {
    path: '/organizacje',
    query: 'kind=rural-housewives-circle,volunteer-fire-brigade&asOf=2023-12-31',
    file: 'organizacje-stan-2023-12-31',
    title: 'Organizacje i wsparcie, które otrzymały',
    rows: 'Organizacje',
    standing: 'Stan na dzień 31.12.2023',
    condition: `Rodzaj: ${words.organisationKind('rural-housewives-circle')}, ${words.organisationKind('volunteer-fire-brigade')}`,
    source: 'GET /v1/organisations',
    counted: ({ length }) => spaced(t.organisations(length)),
    told: async () => (await json<{ items: EntryLine[] }>(`/v1/organisations?${ORGANISATIONS.query}&limit=200`)).items,
    columns: {
      Nazwa: ({ details }) => organisationOf(details).name,
      Rodzaj: ({ details }) => words.organisationKind(organisationOf(details).kind),
      'Ile razy wsparta': ({ support }) => support?.times,
      Wnioskowane: zloty(({ support }) => support?.requested),
      Przyznane: zloty(({ support }) => support?.granted),
      Przekazane: zloty(({ support }) => support?.delivered),
      Rozliczone: zloty(({ support }) => support?.settled),
      Zwrócone: zloty(({ support }) => support?.returned),
      'Otwarte wnioski i zobowiązania': ({ support }) => support?.open,
      Decyzje: ({ support }) => support?.decisionsTotal,
      Identyfikator: ({ id }) => id,
    },
    onPaper: ({ details }) => [organisationOf(details).name, words.organisationKind(organisationOf(details).kind)],
  };
  const TRAIL: Listed<CloudEvent> = {
    path: '/audyt',
    query: 'kind=contact,day&recordedFrom=2023-01-01&recordedTo=2023-03-31&asOf=2023-12-31',
    file: 'slad-zdarzen-stan-2023-12-31',
    title: 'Ślad zdarzeń',
    rows: 'Zdarzenia',
    standing: 'Stan na dzień 31.12.2023',
    condition: 'Czego dotyczy: kontakty, zamknięcie dnia',
    source: 'GET /v1/ledger/events',
    counted: ({ length }) => spaced(t.events(length)),
    told: () => eventsOf('kind=contact,day&recordedFrom=2023-01-01&recordedTo=2023-03-31'),
    columns: {
      Pozycja: ({ position }) => Number(position),
      Kto: ({ actor }) => actor,
      'Typ zdarzenia': ({ type }) => type,
      Strumień: ({ subject }) => subject,
      Rewizja: ({ revision }) => revision,
      'Identyfikator zdarzenia': ({ id }) => id,
    },
    onPaper: ({ position, time, actor }) => [
      spaced(f.number(Number(position))),
      spaced(f.moment(time, 'Europe/Warsaw')),
      actor,
    ],
  };
  const GMINAS: Listed<GminaList['gminas'][number] | GminaList['county']> = {
    path: '/gminy',
    query: 'year=2023&asOf=2024-03-31',
    file: 'gminy-2023-stan-2024-03-31',
    title: 'Gminy w roku 2023',
    rows: 'Gminy',
    standing: 'Stan na dzień 31.03.2024',
    condition: null,
    source: 'GET /v1/gminas',
    counted: ({ length }) => spaced(t.gminas(length - 2)),
    told: async () => {
      const list = await json<GminaList>('/v1/gminas?from=2023-01&to=2023-12&asOf=2024-03-31');
      return [...list.gminas, list.county, list.outside];
    },
    columns: {
      'Kod TERYT': (row) => ('residents' in row ? row.terc : undefined),
      [words.figure('residents')]: (row) => ('residents' in row ? row.residents : undefined),
      [words.figure('activities/total')]: ({ activities }) => activities.total,
      [words.figure('perThousand/activities')]: (row) => ('residents' in row ? row.perThousand?.activities : undefined),
      [words.phase('done')]: ({ activities }) => activities.byPhase.done,
    },
    onPaper: (row) => ('residents' in row ? [row.name, row.terc] : [t[row.terc], '']),
  };
  const ACCESSES: Listed<AccessRecord> = {
    path: '/audyt/dostepy',
    query: 'action=report-run',
    file: 'rejestr-dostepow-stan-2025-01-02',
    title: 'Rejestr dostępów',
    rows: 'Dostępy',
    standing: 'Stan na dzień 02.01.2025',
    condition: 'Co zrobiono: sporządzono raport',
    source: 'GET /v1/access-log',
    counted: ({ length }) => spaced(t.entries(length)),
    told: () => log('action=report-run'),
    columns: {
      Nr: ({ number }) => number,
      Kto: ({ actor }) => actor.id,
      'Skrót wpisu': ({ hash }) => hash,
    },
    onPaper: ({ number, at, actor }) => [spaced(f.number(number)), spaced(f.moment(at, 'Europe/Warsaw')), actor.id],
  };
  const LISTS = [ORGANISATIONS, TRAIL, GMINAS, ACCESSES] as unknown as readonly Listed<object>[];
  const each = LISTS.map((list) => [list.path, list] as const);

  const digestOf = (rows: readonly object[]): string =>
    createHash('sha256')
      .update(rows.map((row) => `${canonical(row)}\n`).join(''))
      .digest('hex');

  beforeAll(async () => {
    for (const year of ['2022', '2023']) await got(`/raporty/roczny?year=${year}`);
  });

  it.each(each)('%s: are linked on the page of the list, in every form', async (_, { path, query, counted, told }) => {
    const { body } = await got(`${path}?${query}`);
    for (const form of ['csv', 'xlsx', 'docx', 'html'])
      expect(addressesIn(body).map((address) => decodeURIComponent(address))).toContain(`${path}.${form}?${query}`);
    if (body.includes('role="status"')) expect(wordsIn(body)).toContain(counted(await told()));
  });

  it.each(each)('%s: are a workbook of exactly that list', async (_, list) => {
    const rows = await list.told();
    expect(rows.length).toBeGreaterThan(1);
    const { headers, rawPayload } = await got(`${list.path}.xlsx?${list.query}`);
    expect(headers).toMatchObject({
      'content-type': 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
      'content-disposition': `attachment; filename="${list.file}.xlsx"`,
      'kronika-as-of': expect.stringMatching(/^\d+$/),
    });
    const book = spreadsheet.read(rawPayload);
    expect(book.SheetNames).toEqual(['Tekst', list.rows]);
    const [heads = [], ...cells] = rowsOf(book, list.rows);
    for (const [head, of] of Object.entries(list.columns)) {
      const at = heads.indexOf(head);
      expect([head, cells.map((row) => row[at] ?? null)]).toEqual([head, rows.map((row) => of(row) ?? null)]);
    }
    const said = rowsOf(book, 'Tekst').map(([cell]) => spaced(String(cell)));
    expect(said[0]).toBe(list.title);
    for (const line of [list.standing, list.counted(rows), ...(list.condition === null ? [] : [list.condition])])
      expect(said).toContain(`• ${line}`);
    expect(said.join('\n')).toContain(`• Pozycja w dzienniku ${spaced(f.number(Number(headers['kronika-as-of'])))}\n`);
    expect(said).toContain(`SHA-256: ${digestOf(rows)}`);
    expect(said.at(-1)).toContain(`(${list.source})`);
    const parts = await partsOf(rawPayload);
    const table = all(parts.get('xl/tables/table1.xml'), 'table')[0];
    expect(table?.attributes['headerRowCount']).toBe('1');
    expect(all(table, 'x14:table')[0]?.attributes).toMatchObject({
      altText: list.rows,
      altTextSummary: `${list.title}. ${list.rows}: ${heads.join(', ')}`,
    });
    const printed = textIn(all(parts.get('xl/worksheets/sheet2.xml'), 'headerFooter')[0]);
    for (const part of [list.standing, 'Pozycja w dzienniku', digestOf(rows)]) expect(spaced(printed)).toContain(part);
  });

  it.each(each)('%s: are the same as a document and as a page to print', async (_, list) => {
    const rows = await list.told();
    const { headers, rawPayload } = await got(`${list.path}.docx?${list.query}`);
    expect(headers).toMatchObject({
      'content-type': 'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
      'content-disposition': `attachment; filename="${list.file}.docx"`,
    });
    const html = await htmlOf(rawPayload);
    const [heads = [], ...cells] = rowsIn(html);
    const first = list.onPaper(rows[0]!).length;
    expect(cells.map((row) => row.slice(0, first))).toEqual(rows.map((row) => list.onPaper(row)));
    expect(html).toContain(`<h1>${list.title}</h1>`);
    expect(html).toMatch(/<thead>.*<\/thead>/);
    expect(wordsIn(html)).toContain(`SHA-256: ${digestOf(rows)}`);
    const parts = await partsOf(rawPayload);
    const document = parts.get('word/document.xml');
    expect(all(document, 'w:tblHeader')).toHaveLength(1);
    expect(all(document, 'w:tblCaption')[0]?.attributes['w:val']).toBe(list.rows);
    const footer = spaced(textIn(parts.get('word/footer1.xml')));
    for (const part of [list.standing, 'Pozycja w dzienniku', digestOf(rows)]) expect(footer).toContain(part);

    const page = await got(`${list.path}.html?${list.query}`);
    expect(page.headers['content-type']).toBe('text/html; charset=utf-8');
    expect(page.headers['content-disposition']).toBeUndefined();
    const main = mainOf(page.body);
    expect(rowsIn(main)).toEqual([heads, ...cells]);
    expect(main).toContain(`<h1>${list.title}</h1>`);
    expect(main).toContain(`<caption class="unseen">${list.rows}</caption>`);
    const said = wordsIn(main);
    for (const part of [list.standing, 'Pozycja w dzienniku', list.counted(rows), `SHA-256: ${digestOf(rows)}`])
      expect(said).toContain(part);
    expect(addressesIn(main)).toEqual([]);
  });

  it.each(each)('%s: are a table as a spreadsheet in Poland opens it', async (_, list) => {
    const { headers, body } = await got(`${list.path}.csv?${list.query}`);
    expect(headers).toMatchObject({
      'content-type': 'text/csv; charset=utf-8',
      'content-disposition': `attachment; filename="${list.file}.csv"`,
    });
    const [heads, ...cells]: string[][] = parse(body, { delimiter: ';', bom: true });
    const book = spreadsheet.read((await got(`${list.path}.xlsx?${list.query}`)).rawPayload);
    expect(heads).toEqual(rowsOf(book, list.rows)[0]);
    expect(cells).toHaveLength((await list.told()).length);
  });

  it('tell of an event what the pages tell of it: by whom, when, what it did, to which entry', async () => {
    const [shown = []] = rowsIn(mainOf((await got(`/audyt?${TRAIL.query}`)).body)).slice(1);
    const [position, recorded, , what, subject] = shown;
    const html = rowsIn(await htmlOf((await got(`/audyt.docx?${TRAIL.query}`)).rawPayload)).slice(1);
    expect(html[0]?.slice(0, 2)).toEqual([position, recorded]);
    expect(html[0]?.[4]).toBe(what);
    expect(subject).toContain(html[0]?.[6]);
    const contact = html.find(([, , , , , kind]) => kind === 'kontakt') ?? [];
    expect(contact[6]).toMatch(/^KT\/\d{4}\/\d{4} \S/);
  });

  it('hold a trail that has many pages, and refuse a document of it that nobody prints', async () => {
    const events = await eventsOf('');
    expect(events.length).toBeGreaterThan(2000);
    const rows = rowsOf(spreadsheet.read((await got('/audyt.xlsx')).rawPayload), 'Zdarzenia').slice(1);
    expect(rows.map(([position]) => String(position))).toEqual(events.map(({ position }) => position));
    // The moment as a clock in Poland showed it.
    expect(dayOf(rows.at(-1)?.[1])).toBe(events.at(-1)?.time.slice(0, 10));
    const page = await got('/audyt');
    expect(wordsIn(page.body)).toContain(spaced(t.events(events.length)));
    for (const address of ['/audyt.docx', '/audyt.html']) {
      expect(addressesIn(page.body)).not.toContain(address);
      const refused = await read(address);
      expect(refused.statusCode).toBe(400);
      expect(wordsIn(refused.body)).toContain(
        `w dokumencie mieści się 1000 wierszy, a lista ma ich ${String(events.length)}: zawęź ją albo pobierz XLSX`,
      );
    }
    expect(addressesIn(page.body)).toContain('/audyt.xlsx');
  });

  it('hold of the trail one record alone where the page shows it alone, and say which', async () => {
    const events = await eventsOf('stream=ledger-main');
    const words = spaced(wordsIn(mainOf((await got('/audyt.html?stream=ledger-main')).body)));
    expect(words).toContain(`${t.audit.stream}: ledger-main`);
    expect(words).toContain(spaced(t.events(events.length)));
  });

  it('refuse what the page refuses', async () => {
    for (const address of [
      '/organizacje.docx?kind=nic',
      '/organizacje.csv?cursor=x',
      '/audyt.csv?kind=nic',
      '/audyt.xlsx?before=5',
      '/gminy.docx?year=x',
      '/audyt/dostepy.csv?action=nic',
      '/audyt/dostepy.csv?cursor=x',
      '/organizacje.xlsx?asOf=2099-01-01',
    ])
      expect([address, (await read(address)).statusCode]).toEqual([address, 400]);
    for (const path of ['/organizacje', '/audyt', '/gminy', '/audyt/dostepy'])
      expect([path, (await read(`${path}.pdf`)).statusCode]).toEqual([path, 404]);
  });

  it('are in English where the page is', async () => {
    const parts = await partsOf((await got('/gminy.docx?year=2023&lang=en')).rawPayload);
    expect(all(parts.get('word/styles.xml'), 'w:lang')[0]?.attributes['w:val']).toBe('en-GB');
    const sheets = async (address: string): Promise<string[]> =>
      spreadsheet.read((await got(`${address}.xlsx?lang=en`)).rawPayload).SheetNames;
    expect(await sheets('/organizacje')).toEqual(['Text', 'Organisations']);
    expect(await sheets('/audyt/dostepy')).toEqual(['Text', 'Accesses']);
    expect(wordsIn((await got('/gminy.html?year=2023&lang=en')).body)).toContain('Digest of the list');
  });

  describe('and the access log', () => {
    const taken = () => log('action=access-log-read');

    it('is taken away by nobody who is not on it, once for each time, with what was asked', async () => {
      const before = (await taken()).length;
      for (const format of ['csv', 'xlsx', 'docx', 'html']) {
        const { headers, rawPayload } = await got(`/audyt/dostepy.${format}?action=access-log-read&by=nikt`);
        expect([format, headers['cache-control']]).toEqual([format, 'no-store']);
        expect(rawPayload.length).toBeGreaterThan(100);
      }
      const records = await taken();
      // The reading of before is one more.
      expect(records).toHaveLength(before + 5);
      expect(records.slice(0, 4).map(({ subjects, details }) => [subjects, details])).toEqual(
        ['html', 'docx', 'xlsx', 'csv'].map((format) => [
          ['access-log'],
          { action: 'access-log-read', by: 'nikt', format },
        ]),
      );
    });

    it('holds all that there was before it was taken, and nothing after', async () => {
      const store = served.get(AccessLogStore);
      const last = await store.last();
      const { rawPayload } = await got('/audyt/dostepy.xlsx');
      const numbers = rowsOf(spreadsheet.read(rawPayload), 'Dostępy')
        .slice(1)
        .map(([number]) => number);
      const { number = 0 } = last ?? {};
      expect(numbers).toEqual(Array.from({ length: number }, (_, index) => number - index));
      expect((await store.last())?.number).toBe(number + 1);
    });

    it('is no document of more entries than anybody prints: who is refused it is not on record', async () => {
      for (let count = 0; count < 1001; count++)
        await served.get(AccessLog).record({ action: 'persons-read', actor: ADMINISTRATOR, subjects: ['person/1'] });
      const before = (await taken()).length;
      for (const form of ['docx', 'html']) {
        const refused = await read(`/audyt/dostepy.${form}?action=persons-read`);
        expect(refused.statusCode).toBe(400);
        expect(wordsIn(refused.body)).toContain('w dokumencie mieści się 1000 wierszy, a lista ma ich 1001');
      }
      expect(await taken()).toHaveLength(before + 1);
      const { rawPayload } = await got('/audyt/dostepy.xlsx?action=persons-read');
      expect(rowsOf(spreadsheet.read(rawPayload), 'Dostępy')).toHaveLength(1002);
    });
  });
});
