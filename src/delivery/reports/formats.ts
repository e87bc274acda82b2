import type { Report } from '../../application/reports/report.js';
import { reportMarkdown } from './document.js';
import { reportCsv } from './report-csv.js';

/** A way in which a report leaves the house. */
export interface ReportFormat {
  readonly mediaType: string;
  /** Of its file. */
  readonly extension: string;
  /** The whole content, of a type `mediaType` in UTF-8. */
  render(report: Report): string;
}

/** By the name that the command line calls it; the first one is what whoever asks for nothing else gets. */
export const REPORT_FORMATS = {
  json: { mediaType: 'application/json', extension: 'json', render: (report) => JSON.stringify(report) },
  csv: { mediaType: 'text/csv', extension: 'csv', render: reportCsv },
  md: { mediaType: 'text/markdown', extension: 'md', render: reportMarkdown },
} as const satisfies Readonly<Record<string, ReportFormat>>;

export type ReportFormatName = keyof typeof REPORT_FORMATS;

/** What a report's file is called: `raport-2023-stan-2024-03-31.csv`; ASCII letters, digits and hyphens only. */
export function reportFileName(
  { report, from, to, asOf }: Pick<Report, 'report' | 'from' | 'to' | 'asOf'>,
  { extension }: Pick<ReportFormat, 'extension'>,
): string {
  const period = report === 'annual' ? from.slice(0, 4) : from === to ? from : `${from}-${to}`;
  return `raport-${period}-stan-${asOf.replace(/[^0-9A-Za-z]+/g, '-')}.${extension}`;
}
