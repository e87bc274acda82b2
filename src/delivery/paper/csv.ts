import { stringify } from 'csv-stringify/sync';
import { ZONE } from '../../application/placing.js';
import { plainZloty } from '../polish/formats.js';
import { type Cell, isFigure, plainText, type Table, type Written } from './paper.js';

/** What a spreadsheet would take for a formula (OWASP, CSV injection); full-width signs too. */
const FORMULA = /^\s*[=+\-@\uff1d\uff0b\uff0d\uff20]/;

/** Words as a cell that no spreadsheet runs: an apostrophe before them makes them text. */
const guarded = (text: string): string => (FORMULA.test(text) ? `'${text}` : text);

type Dates = Pick<Written, 'day' | 'moment'>;

/** A table as Polish Excel opens it right: UTF-8 with BOM, `;`, CRLF, decimal comma, zł, metres. */
export const csv = ({ heads, rows }: Table, dates: Dates): string =>
  csvRows([heads.map(({ text }) => text), ...rows], dates, { bom: true });

/** Rows of such a table. @param bom whether they are the first ones of a file */
export const csvRows = (rows: readonly (readonly Cell[])[], dates: Dates, { bom }: { readonly bom: boolean }): string =>
  stringify(
    rows.map((cells) => cells.map((cell) => textOf(cell, dates))),
    { delimiter: ';', record_delimiter: 'windows', bom },
  );

function textOf(cell: Cell, { day, moment }: Dates): string {
  if (!isFigure(cell)) return guarded(plainText(cell));
  switch (cell.as) {
    case 'grosze':
      return plainZloty(cell.value);
    case 'day':
      return day(cell.value);
    case 'moment':
      return moment(cell.value, ZONE);
    default:
      return String(cell.value).replace('.', ',');
  }
}
