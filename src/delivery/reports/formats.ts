import type { Difference } from '../../application/difference/difference.js';
import type { Report } from '../../application/reports/report.js';
import { differenceCsv } from './difference-csv.js';
import { differenceMarkdown } from './difference-document.js';
import { reportMarkdown } from './document.js';
import { reportCsv } from './report-csv.js';

/** A way in which a report, or what became of it, leaves the house. */
export interface Format<T> {
  readonly mediaType: string;
  /** Of its file. */
  readonly extension: string;
  /** The whole content, of a type `mediaType` in UTF-8. */
  render(told: T): string;
}

/** By the name that the command line calls it; the first one is what whoever asks for nothing else gets. */
export const REPORT_FORMATS = {
  json: { mediaType: 'application/json', extension: 'json', render: (report) => JSON.stringify(report) },
  csv: { mediaType: 'text/csv', extension: 'csv', render: reportCsv },
  md: { mediaType: 'text/markdown', extension: 'md', render: reportMarkdown },
} as const satisfies Readonly<Record<string, Format<Report>>>;

/** The same for the difference. */
export const DIFFERENCE_FORMATS = {
  json: { ...REPORT_FORMATS.json, render: (difference) => JSON.stringify(difference) },
  csv: { ...REPORT_FORMATS.csv, render: differenceCsv },
  md: { ...REPORT_FORMATS.md, render: differenceMarkdown },
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
