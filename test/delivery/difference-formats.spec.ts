import 'reflect-metadata';
import { beforeAll, describe, expect, it } from '@jest/globals';
import * as spreadsheet from '@e965/xlsx';
import { parse } from 'csv-parse/sync';
import type { Difference } from '../../src/application/difference/difference.js';
import { type Because, CLASSES, type Differing } from '../../src/application/difference/figure.js';
import { annual, type ReportAsked } from '../../src/application/reports/report.js';
import { NBSP } from '../../src/delivery/polish/formats.js';
import { CLASS_WORDS } from '../../src/delivery/polish/glossary.js';
import { DIFFERENCE_FORMATS, differenceFileName } from '../../src/delivery/reports/formats.js';
import { htmlOf, rowsOf, tablesIn } from '../support/office.js';
import { demonstrationDifferences } from '../support/reports.js';
import { rowsIn } from '../support/web.js';

const LOADING = 240_000;
const QUARTER: ReportAsked = { report: 'period', from: '2023-01', to: '2023-03' };

/** A cause as the table has it. */
interface Row {
  readonly part: string;
  readonly name: string;
  readonly figure: string;
  readonly before: string;
  readonly after: string;
  readonly change: string;
  readonly reason: string;
  readonly entry: string;
  readonly position: string;
  readonly event: string;
  readonly events: string;
  readonly path: string;
}

function parsed(csv: string): readonly Row[] {
  const rows: string[][] = parse(csv, { delimiter: ';', bom: true, record_delimiter: '\r\n' });
  return rows.slice(1).map((row) => {
    const [part, , name, figure, before, after, , change, reason, entry, position, event, events, path] = row;
    const cells = { part, name, figure, before, after, change, reason, entry, position, event, events, path };
    return cells as unknown as Row;
  });
}

/** A cell of a number as a machine reads it; NaN where it is none. */
const read = (cell: string): number => (/^-?\d+(,\d+)?$/.test(cell) ? Number(cell.replace(',', '.')) : NaN);
const rounded = (value: number): number => Math.round(value * 100) / 100;
const isNumber = ({ before, after }: Differing): boolean =>
  [before, after].every((value) => value === null || typeof value === 'number') && before !== after;
const spaced = (text: string): string => text.replaceAll(NBSP, ' ');
const linesOf = (document: string): string[] => spaced(document).split('\n');

describe('a difference on paper', () => {
  let year: Difference;
  let quarter: Difference;
  let alone: Difference;
  let nothing: Difference;

  beforeAll(async () => {
    const tell = await demonstrationDifferences();
    year = await tell(annual(2023), { asOf: '2023-03-31', comparedTo: '2024-06-30' });
    quarter = await tell(QUARTER, { asOf: '2023-02-15', comparedTo: '2023-12-31' });
    const path = '/totals/activities/total';
    alone = await tell(annual(2023), { asOf: '2023-06-30', comparedTo: '2023-07-31', path });
    nothing = await tell(annual(2023), { asOf: '2023-06-30', comparedTo: '2023-06-30' });
  }, LOADING);

  const tables = (): (readonly [Difference, readonly Row[]])[] =>
    [year, quarter, alone].map((each) => [each, parsed(DIFFERENCE_FORMATS.csv.render(each))]);

  it('has a row for each cause of each figure, and no other, besides what is compared', () => {
    for (const [{ figures }, rows] of tables()) {
      const due = figures.flatMap(({ path, because }) =>
        because.map((each: Because) => [path, each.position ?? '', each.event ?? '', CLASS_WORDS[each.class]]),
      );
      const causes = rows.filter(({ path }) => path !== '');
      expect(causes.map(({ path, position, event, reason }) => [path, position, event, reason])).toEqual(due);
    }
  });

  it('says what is compared', () => {
    const rows = parsed(DIFFERENCE_FORMATS.csv.render(year)).filter(({ path }) => path === '');
    const { before, after } = year;
    expect(rows.map((row) => [row.figure, row.before, row.after])).toEqual([
      ['rodzaj raportu', 'raport roczny', 'raport roczny'],
      ['okres od', 'styczeń 2023', 'styczeń 2023'],
      ['okres do', 'grudzień 2023', 'grudzień 2023'],
      ['strategia', '', ''],
      ['stan, o który pytano', '2023-03-31', '2024-06-30'],
      ['stan na dzień', '31.03.2023', '30.06.2024'],
      ['pozycja w dzienniku', before.position, after.position],
      ['skrót SHA-256 danych raportu', before.digest, after.digest],
    ]);
  });

  it('has changes that add up to the difference of every number', () => {
    let numbers = 0;
    for (const [{ figures }, rows] of tables()) {
      for (const figure of figures.filter(isNumber)) {
        const its = rows.filter(({ path }) => path === figure.path);
        const sum = its.reduce((total, { change }) => total + read(change), 0);
        const [before, after] = [read(its[0]?.before ?? ''), read(its[0]?.after ?? '')];
        expect([figure.path, rounded(sum)]).toEqual([figure.path, rounded(after - before)]);
        numbers++;
      }
    }
    expect(numbers).toBeGreaterThan(500);
  });

  it('tells everything in words: parts, figures, reasons, names', () => {
    const reasons = new Set<string>();
    for (const [, rows] of tables()) {
      for (const { part, name, figure, before, after, change, reason, path } of rows) {
        if (reason !== '') reasons.add(reason);
        expect([path, part, /[a-z]{2}/i.test(figure), figure.includes('/')]).toEqual([path, part, true, false]);
        // Neither ids nor objects of JSON are words.
        const cells = [part, name, figure, before, after, change].join(' ');
        expect([
          path,
          /[0-9a-f]{8}-[0-9a-f]{4}-|\[object|undefined|gmina o kodzie (county|outside)/.test(cells),
        ]).toEqual([path, false]);
        if (/^\/(gminas|items|investments\/lines|campaigns\/lines)\/[^/]+\//.test(path))
          expect([path, name]).toEqual([path, expect.stringMatching(/./)]);
      }
    }
    expect(reasons.size).toBeGreaterThan(4);
    expect(Object.keys(CLASS_WORDS).sort()).toEqual([...CLASSES].sort());
  });

  it('tells who came into a set and who went from it', () => {
    const rows = parsed(DIFFERENCE_FORMATS.csv.render(year));
    const reached = rows.find(({ path }) => /^\/items\/[^/]+\/gminas$/.test(path));
    expect(reached?.change).toMatch(/^(przybyło|ubyło): \S+.* \[04\d{5}\]/);
    const listed = rows.find(({ path }) => path === '/investments/lines');
    expect(listed).toMatchObject({ before: '', after: '', change: expect.stringMatching(/: IN\/\d{4}\/\d{4} \S/) });
  });

  it('lets nobody’s words be run by a spreadsheet', () => {
    const path = '/investments/lines/x/roadNumber';
    const because = [{ position: '7', event: 'e', class: 'corrected', delta: null }] as const;
    const names = { '/investments/lines/x': 'IN/2023/0001 =HYPERLINK("x")' };
    const evil = { ...nothing, names, figures: [{ path, before: '@a', after: '+b', because }] };
    const [row] = parsed(DIFFERENCE_FORMATS.csv.render(evil)).filter((each) => each.path === path);
    expect([row?.name, row?.before, row?.after]).toEqual([`'=HYPERLINK("x")`, `'@a`, `'+b`]);
  });

  it('is a document that says what stands where, and sums the causes up by class', () => {
    const lines = linesOf(DIFFERENCE_FORMATS.md.render(year));
    expect(lines[0]).toBe('# Zmiany w raporcie ze współpracy powiatu z gminami za rok 2023');
    expect(lines).toContain('- Było. Stan na dzień: 31.03.2023');
    expect(lines).toContain('- Jest. Stan na dzień: 30.06.2024');
    const [, differing = ''] = /^- Zmienione wskaźniki: \*\*([\d ]+)\*\*$/m.exec(lines.join('\n')) ?? [];
    expect(Number(differing.replaceAll(' ', ''))).toBe(year.figures.length);
    for (const part of ['Razem', 'Gminy', 'Cele strategii', 'Rodzaje działań']) expect(lines).toContain(`## ${part}`);
    const rows = lines.filter((line) => /^\| (?!Wskaźnik|---)/.test(line));
    expect(rows).toHaveLength(year.figures.length);
    const total = rows.find((row) => row.startsWith('| działania razem |')) ?? '';
    const said = /^\| działania razem \| ([\d ]+) \| ([\d ]+) \| \+([\d ]+) \| (.+) \|$/.exec(total);
    const [before, after, gap] = (said?.slice(1, 4) ?? []).map((cell) => Number(cell.replaceAll(' ', '')));
    const its = year.figures.find(({ path }) => path === '/totals/activities/total');
    expect([before, after, gap]).toEqual([its?.before, its?.after, Number(its?.after) - Number(its?.before)]);
    const parts = [...(said?.[4] ?? '').matchAll(/\([^)]+\) ([+−]?[\d ]+)/g)].map(([, delta = '']) =>
      Number(delta.replaceAll(' ', '').replace('−', '-')),
    );
    expect(parts.reduce((sum, each) => sum + each, 0)).toBe(gap);
    expect(lines.join('\n')).toContain(year.before.digest);
  });

  it('tells one by one the events of a figure that is asked for alone', () => {
    const lines = linesOf(DIFFERENCE_FORMATS.md.render(alone));
    expect(lines).toContain('## Zdarzenia');
    const events = lines.slice(lines.indexOf('## Zdarzenia')).filter((line) => /^\| \d/.test(line));
    expect(events).toHaveLength(alone.figures[0]?.because.length ?? 0);
    expect(events[0]).toMatch(/^\| [\d ]+ \| nowe działanie \| [A-Z]{2}\/2023\/\d{4} \| \+1 \|$/);
    expect(linesOf(DIFFERENCE_FORMATS.md.render(year))).not.toContain('## Zdarzenia');
  });

  it('says so where nothing differs', () => {
    expect(DIFFERENCE_FORMATS.md.render(nothing)).toContain('Raport mówi to samo');
    expect(parsed(DIFFERENCE_FORMATS.csv.render(nothing)).filter(({ path }) => path !== '')).toEqual([]);
  });

  it('is a document of an office that says the same, and a workbook whose causes are numbers', async () => {
    const html = await htmlOf(DIFFERENCE_FORMATS.docx.render(quarter));
    const tables = [...html.matchAll(/<table>.*?<\/table>/gs)].map(([table]) => rowsIn(table));
    expect(tables).toEqual(tablesIn(DIFFERENCE_FORMATS.md.render(quarter)));
    const book = spreadsheet.read(DIFFERENCE_FORMATS.xlsx.render(quarter));
    expect(book.SheetNames).toEqual(['Tekst', 'Zmiany']);
    const total = quarter.figures.find(({ path }) => path === '/totals/activities/total');
    const rows = rowsOf(book, 'Zmiany').filter((cells) => cells[13] === '/totals/activities/total');
    expect(rows.length).toBeGreaterThan(1);
    for (const row of rows) expect([row[4], row[5]]).toEqual([total?.before, total?.after]);
    expect(rows.reduce((sum, row) => sum + Number(row[7]), 0)).toBe(Number(total?.after) - Number(total?.before));
  });

  it('is a file of a name that tells the period and both points', () => {
    expect(differenceFileName(year, DIFFERENCE_FORMATS.csv)).toBe('zmiany-2023-od-2023-03-31-do-2024-06-30.csv');
    expect(differenceFileName(quarter, DIFFERENCE_FORMATS.md)).toBe(
      'zmiany-2023-01-2023-03-od-2023-02-15-do-2023-12-31.md',
    );
  });
});
