import { contentTypes, OFFICE, openingParts, packed, packedStream, type Parts, relations } from './package.js';
import type { Cell, Head, Paper } from './paper.js';
import { STYLES } from './xlsx-cells.js';
import {
  MAIN,
  quoted,
  rowsXml,
  SAID,
  type Sheet,
  sheetEnding,
  sheetOpening,
  tablePart,
  textSheet,
  widthsOf,
} from './xlsx-sheets.js';
import { element, escaped, part } from './xml.js';

/** SpreadsheetML (ECMA-376 part 1, section 18): what Excel, LibreOffice and screen readers need to know, and no more. */

/** Rows that a sheet has room for below its head. */
export const MOST_ROWS = 1_048_575;

/**
 * A document as a workbook, the same file for the same document: on the first sheet its text, in which each table leads to
 * a sheet of its own.
 *
 * @param more tables that the text does not hold, with sheets at the end
 */
export function xlsx(paper: Paper, more: readonly Sheet[] = []): Buffer {
  const sheets = sheetsOf(paper, more);
  return packed({
    ...typesOf(sheets.length),
    ...bookOf(paper, sheets),
    ...Object.fromEntries(
      sheets.flatMap((sheet, index): [string, string][] => [
        [sheetPath(index + 1), sheetXml(sheet, paper)],
        [tablePath(index + 1), tablePart(sheet, paper, index + 1, sheet.rows.length)],
      ]),
    ),
  });
}

/**
 * A workbook of one table that is too long to be held: its rows are written as they are read.
 *
 * @param heads of the table @param rows in portions, of which there is one at least
 * @param told the document with that one table, of no rows; asked when all rows are read, as often as it pleases
 */
export function xlsxStream(
  heads: readonly Head[],
  rows: AsyncIterable<readonly (readonly Cell[])[]>,
  told: () => Paper,
): AsyncGenerator<Buffer> {
  let written = 0;
  async function* sheet(): AsyncGenerator<string> {
    let widths: readonly number[] | null = null;
    for await (const portion of rows) {
      // How wide the columns are, the first portion says.
      if (widths === null) {
        widths = widthsOf({ heads, rows: portion }, told());
        yield sheetOpening(heads, widths);
      }
      yield rowsXml(portion, written, widths);
      written += portion.length;
    }
    yield sheetEnding(told());
  }
  function* parts(): Generator<readonly [string, Iterable<string> | AsyncIterable<string>]> {
    for (const [name, content] of Object.entries(typesOf(1))) yield [name, [content]];
    yield [sheetPath(1), sheet()];
    const paper = told();
    const sheets = sheetsOf(paper, []);
    for (const [name, content] of Object.entries(bookOf(paper, sheets))) yield [name, [content]];
    for (const each of sheets) yield [tablePath(1), [tablePart(each, paper, 1, written)]];
  }
  return packedStream(parts());
}

function sheetXml(sheet: Sheet, paper: Paper): string {
  const widths = widthsOf(sheet, paper);
  return sheetOpening(sheet.heads, widths) + rowsXml(sheet.rows, 0, widths) + sheetEnding(paper);
}

const sheetPath = (table: number): string => `xl/worksheets/sheet${String(table + 1)}.xml`;
const tablePath = (table: number): string => `xl/tables/table${String(table)}.xml`;

/** Each table of the document by the heading that it stands under, and then those that it does not hold. */
function sheetsOf({ blocks, title, language }: Paper, more: readonly Sheet[]): readonly Sheet[] {
  let under = title;
  const sheets: Sheet[] = [];
  for (const block of blocks) {
    if (block.is === 'heading') under = block.text;
    else if (block.is === 'table') sheets.push({ name: under, ...block });
  }
  const taken = new Set([SAID[language].text.toLowerCase()]);
  return [...sheets, ...more].map(({ name, heads, rows }) => ({ name: sheetName(name, taken), heads, rows }));
}

/** A name that a sheet can have: 31 characters at most, without some signs, and no other's whatever the case. */
function sheetName(text: string, taken: Set<string>): string {
  const clean = text.replace(/[\\/?*[\]:'\s]+/g, ' ').trim();
  for (let count = 1; ; count++) {
    const end = count === 1 ? '' : ` (${String(count)})`;
    const name = cut(clean, 31 - end.length) + end;
    if (taken.has(name.toLowerCase())) continue;
    taken.add(name.toLowerCase());
    return name;
  }
}

/** Its first words, as many as fit. */
function cut(text: string, most: number): string {
  if (text.length <= most) return text;
  const space = text.lastIndexOf(' ', most);
  return text.slice(0, space > 0 ? space : most).toWellFormed();
}

const typesOf = (tables: number): Parts =>
  contentTypes({
    'xl/workbook.xml': 'spreadsheetml.sheet.main',
    'xl/styles.xml': 'spreadsheetml.styles',
    'xl/worksheets/sheet1.xml': 'spreadsheetml.worksheet',
    ...Object.fromEntries(
      Array.from({ length: tables }, (_, index) => index + 1).flatMap((table): [string, string][] => [
        [sheetPath(table), 'spreadsheetml.worksheet'],
        [tablePath(table), 'spreadsheetml.table'],
      ]),
    ),
  });

/** Everything but the sheets of the tables and the tables themselves. */
function bookOf(paper: Paper, sheets: readonly Sheet[]): Parts {
  const names = [SAID[paper.language].text, ...sheets.map(({ name }) => name)];
  return {
    ...openingParts(paper, 'xl/workbook.xml'),
    'xl/workbook.xml': part(
      element(
        'workbook',
        { xmlns: MAIN, 'xmlns:r': OFFICE },
        element('bookViews', {}, element('workbookView')),
        element(
          'sheets',
          {},
          ...names.map((name, index) =>
            element('sheet', { name, sheetId: index + 1, 'r:id': `rId${String(index + 1)}` }),
          ),
        ),
        // The row of headers is repeated on every printed page.
        element(
          'definedNames',
          {},
          ...sheets.map(({ name }, index) =>
            element(
              'definedName',
              { name: '_xlnm.Print_Titles', localSheetId: index + 1 },
              `${escaped(quoted(name))}!$1:$1`,
            ),
          ),
        ),
      ),
    ),
    'xl/_rels/workbook.xml.rels': relations([
      ...names.map(
        (_, index) => [`rId${String(index + 1)}`, 'worksheet', `worksheets/sheet${String(index + 1)}.xml`] as const,
      ),
      ['styles', 'styles', 'styles.xml'],
    ]),
    'xl/styles.xml': part(element('styleSheet', { xmlns: MAIN }, STYLES)),
    'xl/worksheets/sheet1.xml': textSheet(paper, sheets),
    ...Object.fromEntries(
      sheets.map((_, index) => [
        `xl/worksheets/_rels/sheet${String(index + 2)}.xml.rels`,
        relations([['rId1', 'table', `../tables/table${String(index + 1)}.xml`]]),
      ]),
    ),
  };
}
