import type { Paper } from './paper.js';
import { element } from './xml.js';

/** How the paragraphs of a DOCX file look, and what they are: headings, items, headers of tables. */

export const W = 'http://schemas.openxmlformats.org/wordprocessingml/2006/main';

/** What makes a paragraph an item of a list. */
export const NUMBERING = element(
  'w:numbering',
  { 'xmlns:w': W },
  element(
    'w:abstractNum',
    { 'w:abstractNumId': 0 },
    element('w:multiLevelType', { 'w:val': 'singleLevel' }),
    element(
      'w:lvl',
      { 'w:ilvl': 0 },
      element('w:start', { 'w:val': 1 }),
      element('w:numFmt', { 'w:val': 'bullet' }),
      element('w:pStyle', { 'w:val': 'ListBullet' }),
      element('w:lvlText', { 'w:val': '•' }),
      element('w:lvlJc', { 'w:val': 'left' }),
      element('w:pPr', {}, element('w:ind', { 'w:left': 360, 'w:hanging': 240 })),
    ),
  ),
  element('w:num', { 'w:numId': 1 }, element('w:abstractNumId', { 'w:val': 0 })),
);

interface Style {
  readonly type?: 'paragraph' | 'character';
  readonly id: string;
  readonly name: string;
  /** Left out: the usual one. */
  readonly basedOn?: string;
  /** XML of the paragraph's properties, and of the text's. */
  readonly paragraph?: string;
  readonly text?: string;
}

const spaced = (before: number, after: number): string =>
  element('w:spacing', { 'w:before': before, 'w:after': after });
/** @param size in half points */
const sized = (size: number): string => element('w:sz', { 'w:val': size });
const BOLD = element('w:b');
const AT_RIGHT = element('w:jc', { 'w:val': 'right' });
const title = (level: number, size: number): Style => ({
  id: `Heading${String(level)}`,
  name: `heading ${String(level)}`,
  paragraph: `${element('w:keepNext')}${spaced(size * 9, 80)}${element('w:outlineLvl', { 'w:val': level - 1 })}`,
  text: `${BOLD}${sized(size)}`,
});

const STYLES: readonly Style[] = [
  title(1, 36),
  title(2, 28),
  title(3, 23),
  {
    id: 'ListBullet',
    name: 'List Bullet',
    paragraph: `${element('w:numPr', {}, element('w:ilvl', { 'w:val': 0 }), element('w:numId', { 'w:val': 1 }))}${spaced(0, 40)}`,
  },
  {
    id: 'Warning',
    name: 'Warning',
    paragraph: `${element('w:pBdr', {}, element('w:left', { 'w:val': 'single', 'w:sz': 24, 'w:space': 6, 'w:color': '7A1F1F' }))}${spaced(80, 120)}`,
    text: BOLD,
  },
  { id: 'TableCell', name: 'Table Cell', paragraph: spaced(20, 20), text: sized(16) },
  { id: 'TableCellRight', name: 'Table Cell Right', basedOn: 'TableCell', paragraph: AT_RIGHT },
  { id: 'TableHead', name: 'Table Head', basedOn: 'TableCell', paragraph: element('w:keepNext'), text: BOLD },
  { id: 'TableHeadRight', name: 'Table Head Right', basedOn: 'TableHead', paragraph: AT_RIGHT },
  { id: 'AfterTable', name: 'After Table', paragraph: spaced(0, 60), text: sized(8) },
  { id: 'Footer', name: 'footer', paragraph: spaced(0, 0), text: sized(14) },
  { id: 'Strong', name: 'Strong', type: 'character', text: BOLD },
  {
    id: 'Code',
    name: 'Code',
    type: 'character',
    text: element('w:rFonts', { 'w:ascii': 'Courier New', 'w:hAnsi': 'Courier New', 'w:cs': 'Courier New' }),
  },
];

/** The language of the whole document is a property of its usual text. */
export function stylesOf({ language }: Paper): string {
  const font = { 'w:ascii': 'Calibri', 'w:hAnsi': 'Calibri', 'w:eastAsia': 'Calibri', 'w:cs': 'Calibri' };
  const usual = `${element('w:rFonts', font)}${sized(20)}${element('w:lang', { 'w:val': language, 'w:eastAsia': language })}`;
  return element(
    'w:styles',
    { 'xmlns:w': W },
    element(
      'w:docDefaults',
      {},
      element('w:rPrDefault', {}, element('w:rPr', {}, usual)),
      element('w:pPrDefault', {}, element('w:pPr', {}, spaced(0, 100))),
    ),
    element(
      'w:style',
      { 'w:type': 'paragraph', 'w:default': 1, 'w:styleId': 'Normal' },
      element('w:name', { 'w:val': 'Normal' }),
    ),
    ...STYLES.map(styleOf),
    TABLE_STYLE,
  );
}

const styleOf = ({ type = 'paragraph', id, name, basedOn, paragraph: its = '', text = '' }: Style): string =>
  element(
    'w:style',
    { 'w:type': type, 'w:styleId': id },
    element('w:name', { 'w:val': name }),
    type === 'paragraph' ? element('w:basedOn', { 'w:val': basedOn ?? 'Normal' }) : '',
    its === '' ? '' : element('w:pPr', {}, its),
    text === '' ? '' : element('w:rPr', {}, text),
  );

const BORDER = { 'w:val': 'single', 'w:sz': 4, 'w:space': 0, 'w:color': '808080' };
const TABLE_STYLE = element(
  'w:style',
  { 'w:type': 'table', 'w:styleId': 'Figures' },
  element('w:name', { 'w:val': 'Figures' }),
  element(
    'w:tblPr',
    {},
    element(
      'w:tblBorders',
      {},
      ...['top', 'left', 'bottom', 'right', 'insideH', 'insideV'].map((side) => element(`w:${side}`, BORDER)),
    ),
    element(
      'w:tblCellMar',
      {},
      element('w:left', { 'w:w': 60, 'w:type': 'dxa' }),
      element('w:right', { 'w:w': 60, 'w:type': 'dxa' }),
    ),
  ),
  element(
    'w:tblStylePr',
    { 'w:type': 'firstRow' },
    element('w:tcPr', {}, element('w:shd', { 'w:val': 'clear', 'w:color': 'auto', 'w:fill': 'E6E6E6' })),
  ),
);
