import { DateTime } from 'luxon';
import { ZONE } from '../../application/placing.js';
import { type Cell, type Figure, GAP, isFigure, type Line, type Piece, plainText, textOf } from './paper.js';
import { element, escaped } from './xml.js';

/** Cells of a workbook: numbers are numbers, days are dates, and words are words whatever they begin with. */

/** Number formats of our own; the first id that is free for them is 164. */
const FORMATS = {
  grosze: '#,##0.00" zł"',
  metres: '#,##0" m"',
  day: 'dd\\.mm\\.yyyy',
  moment: 'dd\\.mm\\.yyyy\\ hh:mm:ss',
  gap: `0"${GAP}"`,
} as const;
const FIRST_OF_OURS = 164;
/** `#,##0` */
const GROUPED = 3;

const formatOf = (name: keyof typeof FORMATS): number => FIRST_OF_OURS + Object.keys(FORMATS).indexOf(name);

const FONTS = {
  usual: element('font', {}, element('sz', { val: 11 }), element('name', { val: 'Calibri' })),
  bold: element('font', {}, element('b'), element('sz', { val: 11 }), element('name', { val: 'Calibri' })),
  title: element('font', {}, element('b'), element('sz', { val: 16 }), element('name', { val: 'Calibri' })),
  heading: element('font', {}, element('b'), element('sz', { val: 13 }), element('name', { val: 'Calibri' })),
  link: element(
    'font',
    {},
    element('u'),
    element('sz', { val: 11 }),
    element('color', { rgb: 'FF0B4F8A' }),
    element('name', { val: 'Calibri' }),
  ),
} as const;

interface Look {
  readonly font?: keyof typeof FONTS;
  readonly format?: number;
  readonly shaded?: true;
  readonly wrapped?: true;
  readonly right?: true;
}

const LOOKS = {
  plain: {},
  text: { wrapped: true },
  title: { font: 'title', wrapped: true },
  heading: { font: 'heading', wrapped: true },
  warning: { font: 'bold', wrapped: true },
  link: { font: 'link' },
  head: { font: 'bold', shaded: true, wrapped: true },
  headRight: { font: 'bold', shaded: true, wrapped: true, right: true },
  number: { format: GROUPED },
  grosze: { format: formatOf('grosze') },
  metres: { format: formatOf('metres') },
  day: { format: formatOf('day') },
  moment: { format: formatOf('moment') },
  gap: { format: formatOf('gap'), font: 'bold' },
} as const satisfies Readonly<Record<string, Look>>;

export type LookName = keyof typeof LOOKS;

const styleOf = (name: LookName): number => Object.keys(LOOKS).indexOf(name);

const counted = (name: string, elements: readonly string[]): string =>
  element(name, { count: elements.length }, ...elements);

/** `xl/styles.xml`, below its root. */
export const STYLES = [
  counted(
    'numFmts',
    Object.entries(FORMATS).map(([name, formatCode]) =>
      element('numFmt', { numFmtId: formatOf(name as keyof typeof FORMATS), formatCode }),
    ),
  ),
  counted('fonts', Object.values(FONTS)),
  counted('fills', [
    // The first two are the format's own.
    element('fill', {}, element('patternFill', { patternType: 'none' })),
    element('fill', {}, element('patternFill', { patternType: 'gray125' })),
    element('fill', {}, element('patternFill', { patternType: 'solid' }, element('fgColor', { rgb: 'FFE6E6E6' }))),
  ]),
  counted('borders', [
    element('border', {}, ...['left', 'right', 'top', 'bottom', 'diagonal'].map((side) => element(side))),
  ]),
  counted('cellStyleXfs', [element('xf', { numFmtId: 0, fontId: 0, fillId: 0, borderId: 0 })]),
  counted(
    'cellXfs',
    Object.values<Look>(LOOKS).map(({ font = 'usual', format = 0, shaded, wrapped, right }) =>
      element(
        'xf',
        {
          numFmtId: format,
          fontId: Object.keys(FONTS).indexOf(font),
          fillId: shaded ? 2 : 0,
          borderId: 0,
          xfId: 0,
          applyNumberFormat: 1,
          applyFont: 1,
          applyFill: 1,
          applyAlignment: 1,
        },
        element('alignment', {
          horizontal: right ? 'right' : undefined,
          vertical: 'top',
          wrapText: wrapped ? 1 : undefined,
        }),
      ),
    ),
  ),
  counted('cellStyles', [element('cellStyle', { name: 'Normal', xfId: 0, builtinId: 0 })]),
].join('');

/** `A`, `Z`, `AA`. @param column from 0 */
export const columnName = (column: number): string =>
  (column < 26 ? '' : columnName(Math.floor(column / 26) - 1)) + String.fromCharCode(65 + (column % 26));

/** A cell of a table; nothing for one that is empty. @param at such as `B2` */
export function cellXml(at: string, cell: Cell): string {
  if (isFigure(cell)) return figureXml(at, cell);
  return plainText(cell) === '' ? '' : wordsXml(at, cell, 'text');
}

/** Words, which are never a formula. */
export const wordsXml = (at: string, line: Line, look: LookName): string =>
  element(
    'c',
    { r: at, s: styleOf(look), t: 'inlineStr' },
    element('is', {}, ...(typeof line === 'string' ? [textXml(line)] : line.map(runXml))),
  );

const BOLD = element('rPr', {}, element('b'), element('sz', { val: 11 }), element('rFont', { val: 'Calibri' }));

const runXml = (piece: Piece): string =>
  element('r', {}, typeof piece === 'object' && 'strong' in piece ? BOLD : '', textXml(textOf(piece)));

/** `_x0041_` would be read as `A` (ECMA-376 part 1, section 22.9.2.19). */
const textXml = (text: string): string =>
  element('t', { 'xml:space': 'preserve' }, escaped(text.replace(/_(?=x[0-9A-Fa-f]{4}_)/g, '_x005F_')));

function figureXml(at: string, figure: Figure): string {
  const number = (value: number, look: LookName): string =>
    element('c', { r: at, s: styleOf(look) }, element('v', {}, String(value)));
  switch (figure.as) {
    case 'number':
      return number(figure.value, Number.isInteger(figure.value) ? 'number' : 'plain');
    case 'grosze':
      return number(figure.value / 100, 'grosze');
    case 'day':
      // Spreadsheets take 1900 for a leap year: what lies before its March is on another day there.
      return figure.value < '1900-03'
        ? wordsXml(at, figure.value, 'text')
        : number(serialOf(Date.parse(figure.value)), 'day');
    case 'moment':
      return number(serialOf(clockOf(figure.value)), 'moment');
    default:
      return number(figure.value, figure.as);
  }
}

/** What a clock on the wall showed, as if it were of UTC. */
const clockOf = (instant: string): number =>
  DateTime.fromISO(instant, { zone: ZONE }).startOf('second').setZone('utc', { keepLocalTime: true }).toMillis();

/** Days since the last of 1899. */
const serialOf = (milliseconds: number): number => milliseconds / 86_400_000 + EPOCH;
const EPOCH = 25_569;
