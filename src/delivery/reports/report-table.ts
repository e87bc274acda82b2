import type { Report } from '../../application/reports/report.js';
import { figures, type Table, table, words } from '../paper/paper.js';
import { type ReportRow, reportRows } from './report-rows.js';

/** A report as one table: one figure a row, each with its path in the JSON report and the register query behind it. */
export const reportTable = (report: Report): Table =>
  table<ReportRow>(
    [
      words('Część', ({ part }) => part),
      words('Kod', ({ code }) => code),
      words('Nazwa', ({ name }) => name),
      words('Wskaźnik', ({ figure }) => figure),
      figures('Wartość', ({ value }) => value),
      words('Jednostka', ({ unit }) => unit),
      words('Ścieżka w JSON', ({ pointer }) => pointer),
      words('Zapytanie do rejestru', ({ link }) => link),
    ],
    reportRows(report),
  );
