import { NUMBERING, stylesOf, W } from './docx-styles.js';
import { contentTypes, OFFICE, openingParts, packed, relations } from './package.js';
import {
  type Block,
  type Cell,
  longestOf,
  longestWord,
  type Paper,
  type Piece,
  piecesOf,
  plainText,
  type Table,
  textOf,
  type Written,
} from './paper.js';
import { element, escaped, part } from './xml.js';

/** WordprocessingML (ECMA-376 part 1, section 17): what Word, LibreOffice and screen readers need to know, and no more. */

/** A4 on its side, in twentieths of a point: the widest tables have thirteen columns. */
const PAGE = { width: 16838, height: 11906, margin: 850 };
const LINE = PAGE.width - 2 * PAGE.margin;

/** A document as a DOCX file: the same one for the same document. */
export function docx(paper: Paper): Buffer {
  return packed({
    ...contentTypes({
      'word/document.xml': 'wordprocessingml.document.main',
      'word/styles.xml': 'wordprocessingml.styles',
      'word/numbering.xml': 'wordprocessingml.numbering',
      'word/footer1.xml': 'wordprocessingml.footer',
      'word/settings.xml': 'wordprocessingml.settings',
    }),
    ...openingParts(paper, 'word/document.xml'),
    'word/_rels/document.xml.rels': relations([
      ['rId1', 'styles', 'styles.xml'],
      ['rId2', 'numbering', 'numbering.xml'],
      ['rId3', 'footer', 'footer1.xml'],
      ['rId4', 'settings', 'settings.xml'],
    ]),
    'word/document.xml': part(element('w:document', { 'xmlns:w': W, 'xmlns:r': OFFICE }, bodyOf(paper))),
    'word/styles.xml': part(stylesOf(paper)),
    'word/numbering.xml': part(NUMBERING),
    'word/footer1.xml': part(footerOf(paper)),
    'word/settings.xml': part(settingsOf(paper)),
  });
}

function bodyOf({ blocks, title, written }: Paper): string {
  // A table is called by the heading that it stands under.
  let under = title;
  const drawn = blocks.map((block) => {
    if (block.is === 'heading') under = block.text;
    return blockOf(block, under, written);
  });
  const { width, height, margin } = PAGE;
  const sides = Object.fromEntries(['top', 'right', 'bottom', 'left'].map((side) => [`w:${side}`, margin]));
  const section = element(
    'w:sectPr',
    {},
    element('w:footerReference', { 'w:type': 'default', 'r:id': 'rId3' }),
    element('w:pgSz', { 'w:w': width, 'w:h': height, 'w:orient': 'landscape' }),
    // Three lines of the footer fit below.
    element('w:pgMar', { ...sides, 'w:bottom': 1250, 'w:header': 400, 'w:footer': 400, 'w:gutter': 0 }),
  );
  return element('w:body', {}, ...drawn, section);
}

function blockOf(block: Block, under: string, written: Written): string {
  switch (block.is) {
    case 'heading':
      return paragraph(`Heading${block.level}`, [block.text]);
    case 'warning':
      return paragraph('Warning', [block.text]);
    case 'paragraph':
      return paragraph('Normal', piecesOf(block.line, written));
    case 'list':
      return block.items.map((item) => paragraph('ListBullet', piecesOf(item, written))).join('');
    case 'table':
      // Word needs a paragraph between two tables, or takes them for one.
      return tableOf(block, under, written) + paragraph('AfterTable', []);
  }
}

const paragraph = (style: string, pieces: readonly Piece[]): string =>
  element('w:p', {}, element('w:pPr', {}, element('w:pStyle', { 'w:val': style })), ...pieces.map(run));

const run = (piece: Piece): string =>
  element(
    'w:r',
    {},
    typeof piece === 'string'
      ? ''
      : element('w:rPr', {}, element('w:rStyle', { 'w:val': 'strong' in piece ? 'Strong' : 'Code' })),
    element('w:t', { 'xml:space': 'preserve' }, escaped(textOf(piece))),
  );

/** The first row is told to be of headers, and is repeated on every page; the first column names what a row is of. */
function tableOf(table: Table, under: string, written: Written): string {
  const { heads, rows } = table;
  const widths = widthsOf(table, written);
  const cells = (style: string, of: readonly Cell[]): readonly string[] =>
    of.map((cell, column) =>
      element(
        'w:tc',
        {},
        element('w:tcPr', {}, element('w:tcW', { 'w:w': widths[column], 'w:type': 'dxa' })),
        paragraph(heads[column]?.right === true ? `${style}Right` : style, piecesOf(cell, written)),
      ),
    );
  const look = {
    'w:firstRow': 1,
    'w:lastRow': 0,
    'w:firstColumn': 1,
    'w:lastColumn': 0,
    'w:noHBand': 1,
    'w:noVBand': 1,
  };
  const columns = heads.map(({ text }) => plainText(text)).join(', ');
  return element(
    'w:tbl',
    {},
    element(
      'w:tblPr',
      {},
      element('w:tblStyle', { 'w:val': 'Figures' }),
      element('w:tblW', { 'w:w': LINE, 'w:type': 'dxa' }),
      element('w:tblLook', { 'w:val': '06A0', ...look }),
      element('w:tblCaption', { 'w:val': under }),
      element('w:tblDescription', { 'w:val': `${under}: ${columns}` }),
    ),
    element('w:tblGrid', {}, ...widths.map((width) => element('w:gridCol', { 'w:w': width }))),
    element(
      'w:tr',
      {},
      element('w:trPr', {}, element('w:cantSplit'), element('w:tblHeader')),
      ...cells(
        'TableHead',
        heads.map(({ text }) => text),
      ),
    ),
    ...rows.map((row) =>
      element('w:tr', {}, element('w:trPr', {}, element('w:cantSplit')), ...cells('TableCell', row)),
    ),
  );
}

/** The line shared out by how much the columns hold, so that none starves. */
function widthsOf(table: Table, written: Written): readonly number[] {
  const longest = longestOf(table, written);
  const weights = table.heads.map((head, column) =>
    Math.min(50, Math.max(8, longestWord(head) + 2, longest[column] ?? 0)),
  );
  const sum = weights.reduce((total, each) => total + each, 0);
  return weights.map((weight) => Math.floor((weight / sum) * LINE));
}

/** As of when it is, on every page, and which page of how many. */
function footerOf({ standing, language }: Paper): string {
  const field = (code: string): string => element('w:fldSimple', { 'w:instr': ` ${code} ` }, run('1'));
  const [page, of] = language === 'pl-PL' ? (['Strona ', ' z '] as const) : (['Page ', ' of '] as const);
  return element(
    'w:ftr',
    { 'xmlns:w': W },
    paragraph('Footer', [standing.join(' · ')]),
    element(
      'w:p',
      {},
      element('w:pPr', {}, element('w:pStyle', { 'w:val': 'Footer' })),
      run(page),
      field('PAGE'),
      run(of),
      field('NUMPAGES'),
    ),
  );
}

/** Without the first of these Word takes the document for one of 2007, and leaves out what came since. */
const settingsOf = ({ language }: Paper): string =>
  element(
    'w:settings',
    { 'xmlns:w': W },
    element(
      'w:compat',
      {},
      element('w:compatSetting', {
        'w:name': 'compatibilityMode',
        'w:uri': 'http://schemas.microsoft.com/office/word',
        'w:val': 15,
      }),
    ),
    element('w:themeFontLang', { 'w:val': language }),
  );
