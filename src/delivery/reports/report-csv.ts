import { stringify } from 'csv-stringify/sync';
import type { Report } from '../../application/reports/report.js';
import { type ReportRow, reportRows } from './report-rows.js';

const HEADER = ['Część', 'Kod', 'Nazwa', 'Wskaźnik', 'Wartość', 'Jednostka', 'Ścieżka w JSON', 'Zapytanie do rejestru'];

/** What a spreadsheet would take for a formula (OWASP, CSV injection); full-width signs too. */
const FORMULA = /^\s*[=+\-@\uff1d\uff0b\uff0d\uff20]/;

/** Somebody's words as a cell that no spreadsheet runs: an apostrophe before them makes them text. */
export const guarded = (text: string): string => (FORMULA.test(text) ? `'${text}` : text);

const cells = ({ part, code, name, figure, value, written, unit, pointer, link }: ReportRow): readonly string[] => [
  part,
  guarded(code),
  guarded(name),
  guarded(figure),
  written ? guarded(value) : value,
  unit,
  pointer,
  link,
];

/**
 * A report as a table that Polish Excel opens right: UTF-8 with BOM, `;`, CRLF, decimal comma, zł, metres, dd.mm.rrrr;
 * one figure a row, each with its path in the JSON report and the register query behind it.
 */
export function reportCsv(report: Report): string {
  const rows = [HEADER, ...reportRows(report).map(cells)];
  return stringify(rows, { delimiter: ';', record_delimiter: 'windows', bom: true });
}
