import type { Day } from '../../domain/kernel/day.js';
import { LEDGER, LedgerDetails } from '../../domain/registers/registers.js';
import type { Entry } from '../../domain/registers/register.js';
import { viewVersions } from '../../domain/views/catalogue.js';
import { registers } from '../../domain/views/registers.js';
import type { Reading } from '../as-of.js';
import { digestOf } from '../canonical.js';
import type { FigureLinks } from '../queries/figure-links.js';
import { type Ahead, aheadOf, type Period } from '../queries/period.js';
import { detailsOf } from '../registers.js';
import { type CountedDocs, countedDocs, countedFigures, summaryOfAll } from './counted.js';
import { campaignLines, investmentLines } from './lines.js';
import { reportLinks } from './links.js';
import type { ReportFigures } from './report-figures.js';

export interface Report extends ReportFigures {
  /** As of which point it was asked: a date, an instant or a position. */
  readonly asOf: string;
  readonly position: string;
  /** The day on which that point stands: what was due before it is overdue. */
  readonly day: Day;
  /** How much of the period lies ahead of that day. */
  readonly ahead: Ahead;
  readonly viewVersions: Readonly<Record<string, number>>;
  /** SHA-256 of the RFC 8785 form of the figures: of all but `asOf`, `position`, `day`, `ahead`, `viewVersions`, `links` and itself. */
  readonly digest: string;
  readonly links: FigureLinks;
}

export interface ReportAsked extends Period {
  readonly report: ReportFigures['report'];
  readonly strategy?: string;
}

/** The report on a year: what the board reports on by 31 May (art. 30a of the county self-government act). */
export const annual = (year: number): ReportAsked => ({
  report: 'annual',
  from: `${String(year)}-01`,
  to: `${String(year)}-12`,
});

/** Whose ledger it is, and whether it is a demonstration; null before its first event. */
export async function ledgerAt(reading: Reading): Promise<LedgerDetails | null> {
  const [ledger] = (await reading.get(registers.name, [`${LEDGER.name}/main`])) as unknown as readonly Entry[];
  return ledger === undefined ? null : detailsOf(ledger, LedgerDetails);
}

/**
 * What a report says, from the views alone.
 *
 * @param known what the ledger said when it was opened: it holds for every point, the days before that included
 * @param at what its figures are counted from, where that is at hand
 */
export async function reportFigures(
  reading: Reading,
  asked: ReportAsked,
  known: LedgerDetails | null = null,
  at?: CountedDocs,
): Promise<ReportFigures> {
  const period = { from: asked.from, to: asked.to };
  const opened = known ?? (await ledgerAt(reading));
  const docs = at ?? (await countedDocs(reading));
  const all = summaryOfAll(docs, period);
  const { gaps, ...counted } = countedFigures(docs, period, asked.strategy, { rows: reading.day, goals: reading.day });
  return {
    report: asked.report,
    ...period,
    county: opened?.county ?? null,
    demonstration: opened?.demonstration ?? false,
    ...counted,
    investments: await investmentLines(reading, period, all),
    campaigns: await campaignLines(reading, period, all),
    gaps,
  };
}

/** A report with where it stands. @param known see {@link reportFigures} */
export async function makeReport(
  reading: Reading,
  asked: ReportAsked,
  asOf: string | undefined,
  known: LedgerDetails | null = null,
): Promise<Report> {
  const figures = await reportFigures(reading, asked, known);
  const standing = { position: String(reading.position), day: reading.day, viewVersions: viewVersions() };
  return reportOf(figures, { asOf: asOf ?? standing.position, ...standing, digest: digestOf(figures) }, reading.again);
}

/** Figures as a report. @param again the `asOf` by which its links ask for the point at which it stands */
export function reportOf(
  figures: ReportFigures,
  standing: Pick<Report, 'asOf' | 'position' | 'day' | 'viewVersions' | 'digest'>,
  again: string,
): Report {
  const { day } = standing;
  return { ...figures, ...standing, ahead: aheadOf(figures, day), links: reportLinks(figures, { again, day }) };
}
