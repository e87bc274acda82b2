import 'reflect-metadata';
import { createHash } from 'node:crypto';
import { rm } from 'node:fs/promises';
import { Writable } from 'node:stream';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import * as spreadsheet from '@e965/xlsx';
import { QueryBus } from '@nestjs/cqrs';
import { canonical } from '../../../src/application/canonical.js';
import type { ActivityLine, ActivityPage } from '../../../src/application/queries/activities.js';
import { type Directory, DirectoryQuery } from '../../../src/application/queries/directory.js';
import type { Answer as Told } from '../../../src/application/queries/figures.js';
import type { Report } from '../../../src/application/reports/report.js';
import { partsOf as programParts } from '../../../src/command-line.js';
import { run } from '../../../src/delivery/cli/program.js';
import { LANGUAGES } from '../../../src/delivery/web/language.js';
import { Look } from '../../../src/delivery/web/look.js';
import { listDocx, type ListFile, listXlsx } from '../../../src/delivery/web/lists/list-file.js';
import { registerList } from '../../../src/delivery/web/lists/register.js';
import { all, dayOf, htmlOf, partsOf, rowsOf, textIn } from '../../support/office.js';
import type { Answer, Served } from '../../support/served.js';
import { addressesIn, rowsIn, servedDemonstration, wordsIn } from '../../support/web.js';

const DOCX = 'application/vnd.openxmlformats-officedocument.wordprocessingml.document';
const XLSX = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';

const cellsOf = (file: Buffer, sheet: string): unknown[][] => rowsOf(spreadsheet.read(file), sheet);

/** Milliseconds; how long it takes is the machine's affair. */
const LOADING = 240_000;

let served: Served;
beforeAll(async () => {
  served = await servedDemonstration();
}, LOADING);
afterAll(() => rm(served.directory, { recursive: true, force: true }));

describe('files of an office from the demonstration', () => {
  afterAll(() => served.stop());

  const read = async (address: string, accept = '*/*'): Promise<Answer> => served.read(address, { accept });
  const file = async (address: string): Promise<Answer> => {
    const answer = await read(address, 'text/html');
    expect([address, answer.statusCode]).toEqual([address, 200]);
    return answer;
  };
  const linesOf = async (query: string): Promise<ActivityLine[]> => {
    const lines: ActivityLine[] = [];
    for (let cursor: string | null = ''; cursor !== null;) {
      const next: string = cursor === '' ? '' : `&cursor=${cursor}`;
      const page: ActivityPage = (await read(`/v1/activities?${query}&limit=200${next}`)).json();
      lines.push(...page.items);
      cursor = page.next;
    }
    return lines;
  };
  const digestOf = (lines: readonly ActivityLine[]): string =>
    createHash('sha256')
      .update(lines.map((line) => `${canonical(line)}\n`).join(''))
      .digest('hex');

  it.each([
    [DOCX, 'docx'],
    [XLSX, 'xlsx'],
  ])('are a form of each report over the interface: %s', async (type, extension) => {
    const json = (await read('/v1/reports/annual?year=2023&asOf=2024-03-31')).json<Report>();
    for (const [address, name] of [
      ['/v1/reports/annual?year=2023&asOf=2024-03-31', 'raport-2023-stan-2024-03-31'],
      ['/v1/reports/period?from=2023-01&to=2023-03&asOf=2024-03-31', 'raport-2023-01-2023-03-stan-2024-03-31'],
      [
        '/v1/reports/annual/difference?year=2023&asOf=2023-12-31&comparedTo=2024-03-31',
        'zmiany-2023-od-2023-12-31-do-2024-03-31',
      ],
    ] as const) {
      const { statusCode, headers, rawPayload } = await read(address, type);
      expect([address, statusCode]).toEqual([address, 200]);
      expect(headers).toMatchObject({
        'content-type': type,
        'content-disposition': `attachment; filename="${name}.${extension}"`,
        vary: 'Accept',
        'kronika-as-of': json.position,
      });
      expect((await partsOf(rawPayload)).size).toBeGreaterThan(6);
    }
    const { rawPayload } = await read('/v1/reports/annual?year=2023&asOf=2024-03-31', type);
    const page = await file(`/raporty/roczny.${extension}?year=2023&asOf=2024-03-31`);
    expect(page.headers).toMatchObject({
      'content-type': type,
      'content-disposition': `attachment; filename="raport-2023-stan-2024-03-31.${extension}"`,
    });
    expect(page.rawPayload.equals(rawPayload)).toBe(true);
    const core = (await partsOf(rawPayload)).get('docProps/core.xml');
    expect(textIn(core)).toContain(json.digest);
  });

  it('are linked beside the others, on the page of a report and of the register', async () => {
    const links = addressesIn((await file('/raporty/roczny?year=2023&asOf=2024-03-31')).body);
    const list = addressesIn((await file('/rejestr?kind=contact&gmina=0415052&asOf=2024-03-31')).body);
    for (const extension of ['csv', 'xlsx', 'docx']) {
      expect(links).toContain(`/raporty/roczny.${extension}?year=2023&asOf=2024-03-31`);
      expect(list).toContain(`/rejestr.${extension}?kind=contact&gmina=0415052&asOf=2024-03-31`);
    }
    expect(list).toContain('/rejestr.html?kind=contact&gmina=0415052&asOf=2024-03-31');
  });

  it('give away exactly the list that is shown, as a workbook', async () => {
    const query = 'kind=contact&phase=done&sort=number&asOf=2023-12-31';
    const { headers, rawPayload } = await file(`/rejestr.xlsx?${query}`);
    expect(headers).toMatchObject({
      'content-type': XLSX,
      'content-disposition': 'attachment; filename="rejestr-stan-2023-12-31.xlsx"',
    });
    const lines = await linesOf(query);
    expect(lines.length).toBeGreaterThan(200);
    const [head, ...rows] = cellsOf(rawPayload, 'Wpisy');
    expect(head?.slice(0, 5)).toEqual(['Numer', 'Rodzaj', 'Tytuł', 'Data od', 'Data do']);
    expect(rows.map(([number, , title, from, to]) => [number, title, dayOf(from), dayOf(to)])).toEqual(
      lines.map(({ number, title, occurredOn, occurredUntil }) => [number, title, occurredOn, occurredUntil]),
    );
    const late = head?.indexOf('Spóźnienie w dniach') ?? -1;
    expect(rows.map((cells) => cells[late])).toEqual(lines.map(({ lateDays }) => lateDays));
    // As a clock in Poland showed it.
    const recorded = head?.indexOf('Zapisano') ?? -1;
    const clock = (instant: string): string =>
      new Intl.DateTimeFormat('sv', { dateStyle: 'short', timeStyle: 'medium', timeZone: 'Europe/Warsaw' }).format(
        new Date(instant),
      );
    const shown = rows.map((cells) =>
      new Date(Math.round((Number(cells[recorded]) - 25_569) * 86_400) * 1000).toISOString().slice(0, 19),
    );
    expect(shown).toEqual(lines.map(({ recordedAt }) => clock(recordedAt).replace(' ', 'T')));

    const told = cellsOf(rawPayload, 'Tekst').map(([cell]) => String(cell).replaceAll('\u00a0', ' '));
    expect(told[0]).toBe('Rejestr działań');
    expect(told).toContain('• Stan na dzień 31.12.2023');
    expect(told).toContain('• Etap: wykonane');
    expect(told).toContain('• Rodzaj: kontakty');
    expect(told).toContain(`• ${LANGUAGES.pl.texts.entries(lines.length).replaceAll('\u00a0', ' ')}`);
    expect(told).toContain(`SHA-256: ${digestOf(lines)}`);
    expect(told.some((line) => line.startsWith('Dane demonstracyjne'))).toBe(true);
    expect(told.join('\n')).toMatch(/• Pozycja w dzienniku [\d ]+\n/);
    const parts = await partsOf(rawPayload);
    expect(all(parts.get('xl/tables/table1.xml'), 'table')[0]?.attributes['ref']).toBe(
      `A1:U${String(lines.length + 1)}`,
    );
    expect((await file(`/rejestr.xlsx?${query}`)).rawPayload.equals(rawPayload)).toBe(true);
  });

  it('give away the same list as a document', async () => {
    const query = 'gmina=0415052&kind=support-action&sort=number&asOf=2023-12-31';
    const { headers, rawPayload } = await file(`/rejestr.docx?${query}`);
    expect(headers).toMatchObject({
      'content-type': DOCX,
      'content-disposition': 'attachment; filename="rejestr-stan-2023-12-31.docx"',
    });
    const lines = await linesOf(query);
    const html = await htmlOf(rawPayload);
    const rows = rowsIn(html);
    expect(rows.slice(1).map(([number, , title]) => [number, title])).toEqual(
      lines.map(({ number, title }) => [number, title]),
    );
    expect(html).toContain('<h1>Rejestr działań</h1>');
    expect(wordsIn(html)).toContain(`SHA-256: ${digestOf(lines)}`);
    const footer = textIn((await partsOf(rawPayload)).get('word/footer1.xml'));
    for (const said of ['Stan na dzień 31.12.2023', 'Pozycja w dzienniku', digestOf(lines), 'Dane demonstracyjne'])
      expect(footer).toContain(said);
  });

  it('are in English where the page is', async () => {
    const { rawPayload } = await file('/rejestr.docx?kind=campaign&lang=en');
    const parts = await partsOf(rawPayload);
    expect(all(parts.get('word/styles.xml'), 'w:lang')[0]?.attributes['w:val']).toBe('en-GB');
    expect(await htmlOf(rawPayload)).toContain('<h1>Register of activities</h1>');
    const book = (await file('/rejestr.xlsx?kind=campaign&lang=en')).rawPayload;
    expect(spreadsheet.read(book).SheetNames).toEqual(['Text', 'Entries']);
  });

  it('hold an empty list, and refuse what cannot be asked', async () => {
    for (const extension of ['docx', 'xlsx']) {
      const { rawPayload } = await file(`/rejestr.${extension}?q=nieistniejącesłowo`);
      expect((await partsOf(rawPayload)).size).toBeGreaterThan(6);
      expect((await read(`/rejestr.${extension}?phase=none`)).statusCode).toBe(400);
      expect((await read(`/rejestr.${extension}x`, 'text/html')).statusCode).toBe(404);
      expect((await read(`/raporty/roczny.${extension}`)).statusCode).toBe(400);
    }
    const { rawPayload } = await file('/rejestr.xlsx?q=nieistniejącesłowo');
    expect(cellsOf(rawPayload, 'Wpisy')).toHaveLength(1);
    const parts = await partsOf(rawPayload);
    expect(all(parts.get('xl/tables/table1.xml'), 'table')[0]?.attributes['ref']).toBe('A1:U2');
  });

  it('refuse a document of more entries than anybody prints, and say what to do', async () => {
    const many = await linesOf('');
    expect(many.length).toBeGreaterThan(1000);
    const page = await file('/rejestr');
    for (const address of ['/rejestr.docx', '/rejestr.html']) {
      expect(addressesIn(page.body).some((each) => each.startsWith(address))).toBe(false);
      const refused = await read(address, 'text/html');
      expect(refused.statusCode).toBe(400);
      expect(wordsIn(refused.body)).toContain(
        `w dokumencie mieści się 1000 wierszy, a lista ma ich ${String(many.length)}: zawęź ją albo pobierz XLSX`,
      );
    }
    expect(cellsOf((await file('/rejestr.xlsx')).rawPayload, 'Wpisy')).toHaveLength(many.length + 1);
  });

  it('say so where something was recorded while the list was read', async () => {
    const { value: directory } = await served
      .get(QueryBus)
      .execute<DirectoryQuery, Told<Directory>>(new DirectoryQuery(undefined));
    const look = new Look({
      language: LANGUAGES.pl,
      asOf: undefined,
      directory,
      position: 10,
      caller: null,
      proof: null,
      path: '/rejestr',
      asked: {},
    });
    const value = (await read('/v1/activities?limit=3')).json<ActivityPage>();
    async function* pages(...positions: readonly number[]): AsyncGenerator<Told<ActivityPage>> {
      for (const position of positions) yield { value, position };
    }
    const listed = (...positions: readonly number[]): ListFile<ActivityLine> =>
      registerList(look, { asked: {}, organisation: null }, { total: 9, pages: pages(...positions) });
    const moved = wordsIn(await htmlOf(await listDocx(look, listed(10, 10, 12))));
    expect(moved).toContain('Pozycja w dzienniku 10, 12');
    expect(moved).toContain('W trakcie odczytu zapisano nowe zdarzenia');
    const chunks: Buffer[] = [];
    for await (const chunk of listXlsx(look, listed(10, 10))) chunks.push(chunk);
    const told = cellsOf(Buffer.concat(chunks), 'Tekst').flat().join('\n');
    expect(told).toContain('• Pozycja w dzienniku 10\n');
    expect(told).not.toContain('W trakcie odczytu');
  });

  it('put whoever asks for a report on record, and let in whom the table lets in', async () => {
    const before = (await read('/v1/access-log?action=report-run')).json<{ items: unknown[] }>().items.length;
    await read('/v1/reports/annual?year=2023', DOCX);
    await file('/raporty/roczny.xlsx?year=2023');
    const after = (await read('/v1/access-log?action=report-run')).json<{ items: unknown[] }>().items.length;
    expect(after).toBe(before + 2);
  });
});

/** Where a command prints; perhaps a screen. */
class Sink extends Writable {
  readonly chunks: Buffer[] = [];

  constructor(readonly isTTY: boolean) {
    super();
  }

  override _write(chunk: Buffer, _encoding: string, done: () => void): void {
    this.chunks.push(chunk);
    done();
  }
}

describe('files of an office from the command line', () => {
  const kronika = async (screen: boolean, ...args: readonly string[]) => {
    const environment = { KRONIKA_DATA: served.directory, KRONIKA_LOG: 'silent' };
    const [out, err] = [new Sink(screen), new Sink(false)];
    const interrupted = (): Promise<void> => new Promise(() => undefined);
    const code = await run(args, { environment, out, err, interrupted }, programParts(environment));
    return { code, out: Buffer.concat(out.chunks), err: Buffer.concat(err.chunks).toString() };
  };
  const REPORT = ['report', 'annual', '--year', '2023', '--as-of', '2024-03-31', '--format'] as const;

  it('are printed whole to a file or another program', async () => {
    const docx = await kronika(false, ...REPORT, 'docx');
    expect([docx.code, docx.err]).toEqual([0, '']);
    expect(await htmlOf(docx.out)).toContain('<h1>Raport ze współpracy powiatu z gminami za rok 2023</h1>');
    const xlsx = await kronika(false, ...REPORT, 'xlsx');
    expect(cellsOf(xlsx.out, 'Wskaźniki').length).toBeGreaterThan(1000);
  });

  it('are not shown on a terminal, which can be told what to do instead', async () => {
    const { code, out, err } = await kronika(true, ...REPORT, 'docx');
    expect([code, out.length]).toEqual([2, 0]);
    expect(err).toContain('send it to one, with > and its name');
    expect((await kronika(true, ...REPORT, 'md')).out.toString()).toContain('# Raport');
  });
});
