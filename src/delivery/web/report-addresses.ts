import { readMonths, readYear } from '../../application/queries/period.js';
import { annual, type ReportAsked } from '../../application/reports/report.js';
import type { ReportFigures } from '../../application/reports/report-figures.js';
import { Rejection } from '../../domain/kernel/rejection.js';

type Params = Readonly<Record<string, string | undefined>>;

/** The reports by their names in addresses. */
export const REPORTS = {
  roczny: 'annual',
  okresowy: 'period',
} as const satisfies Readonly<Record<string, ReportFigures['report']>>;

export type ReportAddress = keyof typeof REPORTS;

/** What the page of each is asked by. */
export const REPORT_PARAMS = { roczny: ['year', 'strategy'], okresowy: ['from', 'to', 'strategy'] } as const;

/** @throws Rejection `not-found` */
export function reportAddress(name: string): ReportAddress {
  if (name === 'roczny' || name === 'okresowy') return name;
  throw new Rejection('not-found', `there is no report ${name}`);
}

/** Which report an address names, also as a file: `roczny.csv`. @throws Rejection `not-found` */
export const reportOf = (name: string): ReportFigures['report'] => REPORTS[reportAddress(name.split('.')[0] ?? '')];

/** @throws Rejection `bad-query` */
export function askedFor(address: ReportAddress, { year, from, to, strategy }: Params): ReportAsked {
  const chosen = strategy === undefined ? {} : { strategy };
  return address === 'roczny'
    ? { ...annual(readYear(year)), ...chosen }
    : { report: 'period', ...readMonths(from, to), ...chosen };
}

/** A report as its address asks for it. */
export type Addressed = Pick<ReportFigures, 'report' | 'from' | 'to'> & {
  readonly strategy?: string | null | undefined;
};

export const reportPath = (report: ReportFigures['report']): string =>
  `/raporty/${report === 'annual' ? 'roczny' : 'okresowy'}`;

export const differencePath = (report: ReportFigures['report']): string => `${reportPath(report)}/roznica`;

export const freezingPath = (report: ReportFigures['report'], id: string): string =>
  `${reportPath(report)}/zamrozone/${id}`;

/** What the address of a report says of it. */
export const reportParams = ({ report, from, to, strategy }: Addressed): Params => ({
  ...(report === 'annual' ? { year: from.slice(0, 4) } : { from, to }),
  ...(typeof strategy === 'string' && { strategy }),
});
