import 'reflect-metadata';
import { beforeAll, describe, expect, it } from '@jest/globals';
import * as spreadsheet from '@e965/xlsx';
import { annual, type Report } from '../../src/application/reports/report.js';
import { NBSP } from '../../src/delivery/polish/formats.js';
import { REPORT_FORMATS } from '../../src/delivery/reports/formats.js';
import { demonstrationReports } from '../support/reports.js';
import { all, dayOf, htmlOf, type Node, partsOf, rowsOf, tablesIn, textIn, yearsOf } from '../support/office.js';
import { rowsIn, wordsIn } from '../support/web.js';

const LOADING = 240_000;
const { docx, xlsx, md } = REPORT_FORMATS;

const spaced = (text: string): string => text.replaceAll(NBSP, ' ');
const bookOf = (file: Buffer): spreadsheet.WorkBook => spreadsheet.read(file, { cellNF: true });

/** A report in which somebody's words are these. */
function withWords(whole: Report, text: string): Report {
  const [investment, ...others] = whole.investments.lines;
  const lines = [{ ...investment!, title: text, sources: [{ name: text, amount: 1 }] }, ...others];
  return { ...whole, investments: { ...whole.investments, lines } };
}

/** What a JSON Pointer leads to. */
const at = (value: unknown, pointer: string): unknown =>
  pointer
    .split('/')
    .slice(1)
    .reduce<unknown>(
      (found, name) => (found as Record<string, unknown>)[name.replaceAll('~1', '/').replaceAll('~0', '~')],
      value,
    );

let make: Awaited<ReturnType<typeof demonstrationReports>>;
let report: Report;
let early: Report;
beforeAll(async () => {
  make = await demonstrationReports();
  report = await make(annual(2023), '2024-03-31');
  early = await make({ report: 'period', from: '2022-01', to: '2022-01' }, '2022-01-20');
}, LOADING);

describe('a report as DOCX', () => {
  let parts: ReadonlyMap<string, Node>;
  let html: string;
  beforeAll(async () => {
    parts = await partsOf(docx.render(report));
    html = await htmlOf(docx.render(report));
  });

  it('says the same as the document in Markdown: its headings, its tables cell by cell, its lists', () => {
    const document = md.render(report);
    const headings = [...spaced(document).matchAll(/^(#+) (.+)$/gm)].map(([, level = '', text]) => [
      level.length,
      text,
    ]);
    const found = [...html.matchAll(/<h(\d)>(.*?)<\/h\d>/g)].map(([, level, text = '']) => [
      Number(level),
      wordsIn(text).trim(),
    ]);
    expect(found).toEqual(headings);
    expect(found.length).toBeGreaterThan(15);

    const tables = [...html.matchAll(/<table>.*?<\/table>/gs)].map(([table]) => rowsIn(table));
    expect(tables).toEqual(tablesIn(document));

    const items = [...spaced(document).matchAll(/^- (.+)$/gm)].map(([, item = '']) =>
      item.replace(/\*\*/g, '').replace(/\\(.)/g, '$1'),
    );
    expect(
      [...html.matchAll(/<li>(.*?)<\/li>/g)].map(([, item = '']) => wordsIn(item.replace(/<\/?strong>/g, '')).trim()),
    ).toEqual(items);
    expect(html).toContain('<strong>571');
  });

  it('marks the headers of each table, repeats them on every page, and says what the table is of', () => {
    const tables = all(parts.get('word/document.xml'), 'w:tbl');
    expect(tables.length).toBeGreaterThan(10);
    for (const table of tables) {
      const [head, ...rows] = table.children.filter(({ name }) => name === 'w:tr');
      expect(all(head, 'w:tblHeader')).toHaveLength(1);
      expect(rows.flatMap((row) => all(row, 'w:tblHeader'))).toEqual([]);
      expect(all(table, 'w:tblLook')[0]?.attributes).toMatchObject({ 'w:firstRow': '1', 'w:firstColumn': '1' });
      const title = all(table, 'w:tblCaption')[0]?.attributes['w:val'] ?? '';
      expect(all(table, 'w:tblDescription')[0]?.attributes['w:val']).toContain(`${title}: `);
      expect(title).not.toBe('');
      expect(all(table, 'w:gridCol').length).toBe(all(head, 'w:tc').length);
    }
    // What reads headers as such finds them, and nothing else under them.
    expect([...html.matchAll(/<thead>/g)]).toHaveLength(tables.length);
    for (const [head] of html.matchAll(/<thead>.*?<\/thead>/g)) expect(head).not.toContain('<td>');
  });

  it('is in Polish, has a title, and no picture that would need a text', () => {
    expect(all(parts.get('word/styles.xml'), 'w:lang').map(({ attributes }) => attributes['w:val'])).toEqual(['pl-PL']);
    const core = parts.get('docProps/core.xml');
    expect(textIn(all(core, 'dc:title')[0])).toBe('Raport ze współpracy powiatu z gminami za rok 2023');
    expect(textIn(all(core, 'dc:language')[0])).toBe('pl-PL');
    expect(all(parts.get('word/document.xml'), 'w:drawing')).toEqual([]);
  });

  it('says on every page as of when it is, its position, its digest, and that it is a demonstration', async () => {
    const footer = spaced(textIn(parts.get('word/footer1.xml')));
    expect(footer).toContain('Stan na dzień: 31.03.2024 · Pozycja w dzienniku: 3 588');
    expect(footer).toContain(report.digest);
    expect(footer).toContain('Dane demonstracyjne');
    expect(all(parts.get('word/document.xml'), 'w:footerReference')).toHaveLength(1);
    const real = textIn((await partsOf(docx.render({ ...report, demonstration: false }))).get('word/footer1.xml'));
    expect(real).toContain(report.digest);
    expect(real).not.toContain('demonstracyjne');
  });

  it('has only styles, numbers and parts that there are', () => {
    const document = parts.get('word/document.xml');
    const styles = all(parts.get('word/styles.xml'), 'w:style').map(({ attributes }) => attributes['w:styleId']);
    for (const name of ['w:pStyle', 'w:rStyle', 'w:tblStyle'])
      for (const { attributes } of all(document, name)) expect(styles).toContain(attributes['w:val']);
    const types = all(parts.get('[Content_Types].xml'), 'Override').map(({ attributes }) => attributes['PartName']);
    for (const type of types) expect([type, parts.has(String(type).slice(1))]).toEqual([type, true]);
  });
});

describe('a report as XLSX', () => {
  let parts: ReadonlyMap<string, Node>;
  let book: spreadsheet.WorkBook;
  beforeAll(async () => {
    parts = await partsOf(xlsx.render(report));
    book = bookOf(xlsx.render(report));
  });

  it('has the text on its first sheet, in which each table leads to a sheet of its own', () => {
    const [text = '', ...tables] = book.SheetNames;
    const told = rowsOf(book, text).map(([cell]) => spaced(String(cell)));
    expect(told[0]).toBe('Raport ze współpracy powiatu z gminami za rok 2023');
    expect(told).toContain('• Stan na dzień: 31.03.2024');
    expect(told).toContain('• Pozycja w dzienniku: 3 588');
    expect(told).toContain(`SHA-256 danych tego raportu: ${report.digest}`);
    expect(told.filter((line) => line.startsWith('Dane demonstracyjne'))).toHaveLength(1);
    const links = all(parts.get('xl/worksheets/sheet1.xml'), 'hyperlink').map(
      ({ attributes }) => attributes['location'],
    );
    expect(links).toEqual(tables.map((name) => `'${name}'!A1`));
    // The tables of the document, in its order, and the one of all figures.
    const heads = tablesIn(md.render(report)).map(([head]) => head);
    expect(tables.slice(0, -1).map((name) => rowsOf(book, name)[0]?.map((cell) => spaced(String(cell))))).toEqual(
      heads,
    );
    expect(tables.at(-1)).toBe('Wskaźniki');
    expect(tables.every((name) => name.length <= 31)).toBe(true);
  });

  it('holds every figure of the JSON report as what it is: a number, an amount in zł, a length, a day', () => {
    const told: unknown = JSON.parse(JSON.stringify(report));
    const sheet = book.Sheets['Wskaźniki']!;
    const seen = { money: 0, numbers: 0, metres: 0, days: 0 };
    for (const [index, [, , , , value, unit, pointer]] of rowsOf(book, 'Wskaźniki').entries()) {
      if (index === 0) continue;
      const leaf = at(told, String(pointer));
      const { z: format } = (sheet[`E${String(index + 1)}`] ?? {}) as spreadsheet.CellObject;
      if (unit === 'zł' && leaf !== null) {
        expect([pointer, Math.round(Number(value) * 100), format]).toEqual([pointer, leaf, '#,##0.00" zł"']);
        seen.money++;
      } else if (unit === 'data' && leaf !== null) {
        expect([pointer, dayOf(value), format]).toEqual([pointer, leaf, 'dd\\.mm\\.yyyy']);
        seen.days++;
      } else if (typeof leaf === 'number') {
        expect([pointer, value]).toEqual([pointer, leaf]);
        seen[unit === 'm' ? 'metres' : 'numbers']++;
      }
    }
    expect(seen.money).toBeGreaterThan(200);
    expect(seen.numbers).toBeGreaterThan(1000);
    expect(Math.min(seen.metres, seen.days)).toBeGreaterThan(10);
  });

  it('shows the same figures in the tables of the document', () => {
    const support = rowsOf(book, 'Wsparcie');
    const rows = [...report.gminas, report.countyWide, report.outside, { ...report.totals, name: 'Razem' }];
    expect(support.slice(1)).toEqual(
      rows.map(({ name, money: { support: its } }) => [
        name,
        ...[its.requested, its.granted, its.delivered, its.settled, its.returned, its.shared].map((each) => each / 100),
      ]),
    );
    const gminas = rowsOf(book, 'Gminy').slice(1);
    expect(gminas.map(([rank, name, terc, , , total]) => [rank, name, terc, total])).toEqual(
      report.gminas.map(({ rank, name, terc, activities }) => [rank, name, terc, activities.total]),
    );
    // The code of a gmina is text: its zero is there.
    expect(gminas.map(([, , terc]) => String(terc).length)).toEqual(report.gminas.map(() => 7));
  });

  it('keeps a nought that is a gap a number', () => {
    const gaps = bookOf(xlsx.render(early));
    const sheet = gaps.Sheets['Cele strategii']!;
    const cells = rowsOf(gaps, 'Cele strategii').flatMap(([code], index) =>
      early.gaps.includes(String(code)) ? [sheet[`D${String(index + 1)}`] as spreadsheet.CellObject] : [],
    );
    expect(cells.length).toBe(early.gaps.length);
    for (const { t, v, w } of cells) expect([t, v, w]).toEqual(['n', 0, '0 (luka)']);
  });

  it('makes a table of each sheet, with headers that are repeated on paper, and says what it is of', () => {
    const tables = book.SheetNames.slice(1);
    const names = (book.Workbook?.Names ?? []).map(({ Name, Ref, Sheet }) => [Name, Ref, Sheet]);
    expect(names).toEqual(tables.map((name, index) => ['_xlnm.Print_Titles', `'${name}'!$1:$1`, index + 1]));
    for (const [index, name] of tables.entries()) {
      const table = all(parts.get(`xl/tables/table${String(index + 1)}.xml`), 'table')[0];
      expect(table?.attributes).toMatchObject({ headerRowCount: '1', ref: book.Sheets[name]?.['!ref'] });
      const columns = all(table, 'tableColumn').map(({ attributes }) => attributes['name']);
      expect(columns).toEqual(rowsOf(book, name)[0]);
      expect(new Set(columns.map((each) => each?.toLowerCase())).size).toBe(columns.length);
      expect(all(table, 'x14:table')[0]?.attributes).toMatchObject({
        altText: name,
        altTextSummary: expect.any(String),
      });
      const sheet = parts.get(`xl/worksheets/sheet${String(index + 2)}.xml`);
      expect(all(sheet, 'pane')[0]?.attributes).toMatchObject({ state: 'frozen', ySplit: '1' });
      const said = textIn(all(sheet, 'headerFooter')[0]);
      for (const part of ['Stan na dzień: 31.03.2024', report.digest, 'Dane demonstracyjne'])
        expect(said).toContain(part);
      for (const part of ['oddHeader', 'oddFooter']) expect(textIn(all(sheet, part)[0]).length).toBeLessThan(256);
    }
  });

  it('is in Polish and has a title', () => {
    expect(book.Props).toMatchObject({
      Title: 'Raport ze współpracy powiatu z gminami za rok 2023',
      Language: 'pl-PL',
    });
  });

  it.each(['=1+1', '@SUM(A1)'])('takes nobody’s words for a formula: %s', (text) => {
    const told = bookOf(xlsx.render(withWords(report, text)));
    let written = 0;
    for (const sheet of Object.values(told.Sheets))
      for (const [name, cell] of Object.entries(sheet)) {
        if (name.startsWith('!')) continue;
        const { f, t, v } = cell as spreadsheet.CellObject;
        expect([name, f]).toEqual([name, undefined]);
        if (v !== text) continue;
        expect(t).toBe('s');
        written++;
      }
    expect(written).toBeGreaterThan(3);
  });
});

describe('the files of an office', () => {
  it.each([
    ['docx', docx],
    ['xlsx', xlsx],
  ] as const)('are the same for the same report, whenever they are made: %s', async (_name, format) => {
    expect(format.render(report).equals(format.render(report))).toBe(true);
    expect(await yearsOf(format.render(report))).toEqual([1980]);
    expect(format.render(report).equals(format.render(early))).toBe(false);
  });

  it('bring back what anybody wrote, and show where something was that no XML can hold', async () => {
    const written = 'Zażółć gęślą jaźń ŁÓDŹ „cudzysłów” – 🚲 <b>&amp;</b> ]]> _x0041_';
    const title = `${written}\u0000\u001b\ud800\uffff`;
    const read = `${written}\ufffd\ufffd\ufffd\ufffd`;
    const evil = withWords(report, title);
    const book = bookOf(xlsx.render(evil));
    expect(rowsOf(book, 'Wskaźniki').some(([, , name]) => name === read)).toBe(true);
    const rows = rowsIn(await htmlOf(docx.render(evil)));
    expect(rows.flat().filter((cell) => cell.startsWith(read)).length).toBe(1);
    for (const format of [docx, xlsx]) expect((await partsOf(format.render(evil))).size).toBeGreaterThan(6);
  });

  it('have something to say before anything was recorded', async () => {
    const nothing = await make(annual(2020), '0');
    expect(await htmlOf(docx.render(nothing))).toContain('nie przyjęto jeszcze żadnej');
    expect(bookOf(xlsx.render(nothing)).SheetNames.at(-1)).toBe('Wskaźniki');
  });
});
