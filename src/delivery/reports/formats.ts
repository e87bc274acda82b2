import type { Difference } from '../../application/difference/difference.js';
import type { Report } from '../../application/reports/report.js';
import { csv } from '../paper/csv.js';
import { docx } from '../paper/docx.js';
import { markdown } from '../paper/markdown.js';
import { xlsx } from '../paper/xlsx.js';
import * as polish from '../polish/formats.js';
import { differencePaper, differenceSummary } from './difference-document.js';
import { differenceTable } from './difference-table.js';
import { reportPaper } from './document.js';
import { reportTable } from './report-table.js';

/** A way in which a report, or what became of it, leaves the house. */
export interface Format<T> {
  readonly mediaType: string;
  /** Of its file. */
  readonly extension: string;
  /** The whole content, of a type `mediaType`: text, which is in UTF-8, or a file. */
  render(told: T): string | Buffer;
}

/** Of Office Open XML, as IANA lists them. */
export const DOCX = 'application/vnd.openxmlformats-officedocument.wordprocessingml.document';
export const XLSX = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';

/** By the name that the command line calls it; the first one is what whoever asks for nothing else gets. */
export const REPORT_FORMATS = {
  json: { mediaType: 'application/json', extension: 'json', render: (report) => JSON.stringify(report) },
  csv: { mediaType: 'text/csv', extension: 'csv', render: (report) => csv(reportTable(report), polish) },
  md: { mediaType: 'text/markdown', extension: 'md', render: (report) => markdown(reportPaper(report)) },
  docx: { mediaType: DOCX, extension: 'docx', render: (report) => docx(reportPaper(report)) },
  xlsx: {
    mediaType: XLSX,
    extension: 'xlsx',
    render: (report) => xlsx(reportPaper(report), [{ name: 'Wskaźniki', ...reportTable(report) }]),
  },
} as const satisfies Readonly<Record<string, Format<Report>>>;

/** The same for the difference. */
export const DIFFERENCE_FORMATS = {
  json: { ...REPORT_FORMATS.json, render: (difference) => JSON.stringify(difference) },
  csv: { ...REPORT_FORMATS.csv, render: (difference) => csv(differenceTable(difference), polish) },
  md: { ...REPORT_FORMATS.md, render: (difference) => markdown(differencePaper(difference)) },
  docx: { ...REPORT_FORMATS.docx, render: (difference) => docx(differencePaper(difference)) },
  xlsx: {
    ...REPORT_FORMATS.xlsx,
    render: (difference) => xlsx(differenceSummary(difference), [{ name: 'Zmiany', ...differenceTable(difference) }]),
  },
} as const satisfies Readonly<Record<ReportFormatName, Format<Difference>>>;

export type ReportFormatName = keyof typeof REPORT_FORMATS;

/** What a report's file is called: `raport-2023-stan-2024-03-31.csv`; ASCII letters, digits and hyphens only. */
export function reportFileName(
  report: Pick<Report, 'report' | 'from' | 'to' | 'asOf'>,
  { extension }: Pick<Format<Report>, 'extension'>,
): string {
  return `raport-${periodIn(report)}-stan-${ascii(report.asOf)}.${extension}`;
}

/** What a difference's file is called: `zmiany-2023-od-2024-03-31-do-2024-06-30.csv`. */
export function differenceFileName(difference: Difference, { extension }: Format<Difference>): string {
  const { before, after } = difference;
  return `zmiany-${periodIn(difference)}-od-${ascii(before.asOf)}-do-${ascii(after.asOf)}.${extension}`;
}

const periodIn = ({ report, from, to }: Pick<Report, 'report' | 'from' | 'to'>): string =>
  report === 'annual' ? from.slice(0, 4) : from === to ? from : `${from}-${to}`;

const ascii = (text: string): string => text.replace(/[^0-9A-Za-z]+/g, '-');
