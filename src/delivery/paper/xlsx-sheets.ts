import { OFFICE } from './package.js';
import {
  type Cell,
  type Head,
  isFigure,
  longestOf,
  longestWord,
  type Paper,
  piecesOf,
  plainText,
  type Table,
} from './paper.js';
import { cellXml, columnName, type LookName, wordsXml } from './xlsx-cells.js';
import { element, escaped, part } from './xml.js';

/** The sheets of a workbook: one of text, and one for each table. */

export const MAIN = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main';
/** Alternative texts of tables came with Excel 2010. */
const X14 = 'http://schemas.microsoft.com/office/spreadsheetml/2009/9/main';

/** A table under the name of its sheet. */
export interface Sheet extends Pick<Table, 'heads' | 'rows'> {
  readonly name: string;
}

/** Words of ours, in the language of the document. */
export const SAID = {
  'pl-PL': {
    text: 'Tekst',
    table: 'Tabela',
    lead: (name: string) => `Tabela w arkuszu „${name}”`,
    page: 'Strona &P z &N',
  },
  'en-GB': { text: 'Text', table: 'Table', lead: (name: string) => `Table on sheet “${name}”`, page: 'Page &P of &N' },
} as const;

/** A sheet's name as references have it; there is no apostrophe in it. */
export const quoted = (name: string): string => `'${name}'`;

/** As many characters as go on a page in portrait. */
const TEXT_WIDTH = 84;

/** The document's text in one column, each table a link to its sheet. */
export function textSheet({ blocks, standing, written, language }: Paper, sheets: readonly Sheet[]): string {
  const rows: string[] = [];
  const links: string[] = [];
  const add = (line: Parameters<typeof wordsXml>[1], look: LookName): string => {
    const at = `A${String(rows.length + 1)}`;
    const height = look === 'title' ? 21 : look === 'heading' ? 18 : 15;
    rows.push(element('row', rowOf(rows.length + 1, [line], [TEXT_WIDTH], height), wordsXml(at, line, look)));
    return at;
  };
  const lead = ({ name }: Sheet): void => {
    const ref = add(SAID[language].lead(name), 'link');
    links.push(element('hyperlink', { ref, location: `${quoted(name)}!A1`, display: name }));
  };
  const ahead = [...sheets];
  for (const block of blocks) {
    switch (block.is) {
      case 'heading':
        add(block.text, block.level === 1 ? 'title' : 'heading');
        break;
      case 'warning':
        add(block.text, 'warning');
        break;
      case 'paragraph':
        add(piecesOf(block.line, written), 'text');
        break;
      case 'list':
        for (const item of block.items) add(['• ', ...piecesOf(item, written)], 'text');
        break;
      case 'table':
        for (const its of ahead.splice(0, 1)) lead(its);
        break;
    }
  }
  for (const each of ahead) lead(each);
  return part(
    element(
      'worksheet',
      { xmlns: MAIN, 'xmlns:r': OFFICE },
      FITTED,
      element('sheetViews', {}, element('sheetView', { showGridLines: 0, tabSelected: 1, workbookViewId: 0 })),
      element('cols', {}, element('col', { min: 1, max: 1, width: TEXT_WIDTH, customWidth: 1 })),
      element('sheetData', {}, ...rows),
      links.length === 0 ? '' : element('hyperlinks', {}, ...links),
      printed(standing, language, 'portrait'),
    ),
  );
}

/** As wide as a page, and as long as it likes. */
const FITTED = element('sheetPr', {}, element('pageSetUpPr', { fitToPage: 1 }));

/** How a sheet is printed, on A4; on each page is said as of when it is. A header or footer has room for 255 characters. */
function printed(
  standing: Paper['standing'],
  language: Paper['language'],
  orientation: 'portrait' | 'landscape',
): string {
  const said = (from: number, to: number): string => standing.slice(from, to).join(' · ').replaceAll('&', '&&');
  const margins = { left: 0.5, right: 0.5, top: 0.7, bottom: 0.7, header: 0.3, footer: 0.3 };
  return [
    element('pageMargins', margins),
    element('pageSetup', { paperSize: 9, fitToWidth: 1, fitToHeight: 0, orientation }),
    element(
      'headerFooter',
      {},
      element('oddHeader', {}, escaped(`&L&8 ${said(2, standing.length)}`)),
      element('oddFooter', {}, escaped(`&L&8 ${said(0, 2)}&R&8 ${SAID[language].page}`)),
    ),
  ].join('');
}

/** How many characters wide the columns of a table are: no header's word is broken, and long texts have several lines. */
export function widthsOf(table: Pick<Sheet, 'heads' | 'rows'>, { written }: Pick<Paper, 'written'>): readonly number[] {
  const longest = longestOf(table, written);
  return table.heads.map((head, column) => Math.min(60, Math.max(8, longestWord(head), longest[column] ?? 0)) + 3);
}

/** A row as high as its longest text needs: not every program finds out itself. */
function rowOf(
  r: number,
  cells: readonly Cell[],
  widths: readonly number[],
  line = 15,
): Readonly<Record<string, number>> {
  const lines = cells.map((cell, column) =>
    isFigure(cell) ? 1 : Math.ceil(plainText(cell).length / ((widths[column] ?? 0) - 3)),
  );
  const most = Math.max(1, ...lines);
  return { r, ...((most > 1 || line > 15) && { ht: most * line, customHeight: 1 }) };
}

/** The sheet of a table up to its rows: the headers are its first row, and stay in sight. */
export function sheetOpening(heads: readonly Head[], widths: readonly number[]): string {
  const below = { pane: 'bottomLeft', activeCell: 'A2', sqref: 'A2' };
  return part(
    [
      `<worksheet xmlns="${MAIN}" xmlns:r="${OFFICE}">`,
      FITTED,
      element(
        'sheetViews',
        {},
        element(
          'sheetView',
          { workbookViewId: 0 },
          element('pane', { ySplit: 1, topLeftCell: 'A2', activePane: 'bottomLeft', state: 'frozen' }),
          element('selection', below),
        ),
      ),
      element(
        'cols',
        {},
        ...widths.map((width, column) => element('col', { min: column + 1, max: column + 1, width, customWidth: 1 })),
      ),
      '<sheetData>',
      element(
        'row',
        rowOf(1, headsOf(heads), widths),
        ...headsOf(heads).map((text, column) =>
          wordsXml(`${columnName(column)}1`, text, heads[column]?.right === true ? 'headRight' : 'head'),
        ),
      ),
    ].join(''),
  );
}

/** @param before how many rows of the table come before */
export const rowsXml = (rows: readonly (readonly Cell[])[], before: number, widths: readonly number[]): string =>
  rows
    .map((cells, index) => {
      const row = before + index + 2;
      return element(
        'row',
        rowOf(row, cells, widths),
        ...cells.map((cell, at) => cellXml(`${columnName(at)}${String(row)}`, cell)),
      );
    })
    .join('');

export const sheetEnding = ({ standing, language }: Paper): string =>
  [
    '</sheetData>',
    printed(standing, language, 'landscape'),
    element('tableParts', { count: 1 }, element('tablePart', { 'r:id': 'rId1' })),
    '</worksheet>',
  ].join('');

/** What the headers are called: each column of a table has a name of its own. */
function headsOf(heads: readonly Head[]): readonly string[] {
  const taken = new Map<string, number>();
  return heads.map(({ text }) => {
    const name = plainText(text).replace(/\s+/g, ' ');
    const count = (taken.get(name.toLowerCase()) ?? 0) + 1;
    taken.set(name.toLowerCase(), count);
    return count === 1 ? name : `${name} (${String(count)})`;
  });
}

/** What makes a table of the cells: it tells which row is of headers, and what the table is of. */
export function tablePart({ name, heads }: Sheet, { title, language }: Paper, id: number, rows: number): string {
  // A table without a row has an empty one.
  const ref = `A1:${columnName(heads.length - 1)}${String(Math.max(1, rows) + 1)}`;
  const names = headsOf(heads);
  const called = `${SAID[language].table}${String(id)}`;
  return part(
    element(
      'table',
      { xmlns: MAIN, id, name: called, displayName: called, ref, headerRowCount: 1, totalsRowShown: 0 },
      element('autoFilter', { ref }),
      element(
        'tableColumns',
        { count: names.length },
        ...names.map((column, index) => element('tableColumn', { id: index + 1, name: column })),
      ),
      element('tableStyleInfo', {
        name: 'TableStyleLight1',
        showFirstColumn: 1,
        showLastColumn: 0,
        showRowStripes: 1,
        showColumnStripes: 0,
      }),
      element(
        'extLst',
        {},
        element(
          'ext',
          { uri: '{504A1905-F514-4f6f-8877-14C23A59335A}', 'xmlns:x14': X14 },
          element('x14:table', { altText: name, altTextSummary: `${title}. ${name}: ${names.join(', ')}` }),
        ),
      ),
    ),
  );
}
