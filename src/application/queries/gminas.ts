import { type Day, type Month, monthOf } from '../../domain/kernel/day.js';
import { compareScalars } from '../ports/view-query.js';
import type { Entry } from '../../domain/registers/register.js';
import { GminaDetails } from '../../domain/registers/registers.js';
import { gminaMonths, type RowMonth } from '../../domain/views/gmina-months.js';
import { registers } from '../../domain/views/registers.js';
import { ALL, COUNTY, OUTSIDE } from '../../domain/views/rows.js';
import type { Reading } from '../as-of.js';
import { detailsOf } from '../registers.js';
import { type Period, spanned } from './period.js';
import {
  type ActivityFigures,
  type AttendanceFigures,
  grouped,
  type MoneyFigures,
  type MonthCounters,
  Summary,
  type Waiting,
} from './summary.js';

/** A gmina as it stands at the reading's point. */
export interface GminaFacts {
  /** The code in force. */
  readonly terc: string;
  /** The key of its rows: the code under which it was first registered. */
  readonly key: string;
  readonly name: string;
  readonly kind: string;
  /** Of the period's last year; else of the nearest earlier year known, else of the earliest. */
  readonly residents: number | null;
  readonly residentsYear: number | null;
  readonly residentsSource: string | null;
  readonly tile: { readonly row: number; readonly x: number } | null;
}

export interface RowFigures {
  readonly activities: ActivityFigures;
  readonly attendance: AttendanceFigures;
  readonly money: MoneyFigures;
  /** Metres accepted. */
  readonly length: number;
  readonly lastContactOn: string | null;
  readonly openFollowUps: Waiting;
  readonly openPromises: Waiting;
  readonly late: number;
  readonly backfilled: number;
}

export interface GminaRow extends GminaFacts, RowFigures {
  /** 1 for the most activities; gminas of the same number share a rank. */
  readonly rank: number;
  /** Percent of all activities and of all money, each counted once: what several gminas share stands in the row of each. */
  readonly percentOfAll: Shares;
  /** Per 1,000 residents; null where they are not known. Money in grosze. */
  readonly perThousand: Shares | null;
}

export interface Shares {
  readonly activities: number;
  readonly supportDelivered: number;
  /** Of what gminas agreed to carry of investments. */
  readonly investmentShare: number;
}

/** County-wide or outside activities: a row of its own, no gmina's. */
export interface OtherRow extends RowFigures {
  readonly terc: typeof COUNTY | typeof OUTSIDE;
  readonly name: string;
}

export interface GminaFigures {
  readonly from: Month;
  readonly to: Month;
  readonly gminas: readonly GminaRow[];
  readonly county: OtherRow;
  readonly outside: OtherRow;
  /** Every activity once. */
  readonly all: RowFigures;
}

export async function gminaEntries(reading: Reading): Promise<readonly Entry[]> {
  // The registers hold entries only.
  return (await reading.find(registers.name, { where: { register: 'gmina' } })) as unknown as readonly Entry[];
}

/** The figures of every row for a period (question 1 and 8 of DOMAIN.md section 5), gminas by activities, most first. */
export async function gminaFigures(
  reading: Reading,
  asked: { readonly from: Month | null; readonly to: Month | null },
): Promise<GminaFigures> {
  // The view holds nothing else.
  const docs = (await reading.find(gminaMonths.name)) as readonly RowMonth[];
  const period = spanned(
    asked,
    docs.map(({ month }) => month),
    monthOf(reading.day),
  );
  return figuresOfRows(docs, await gminaEntries(reading), period, reading.day);
}

/** The same of counters at hand. @param day on which they stand: what is due before it is overdue */
export function figuresOfRows(
  docs: readonly RowMonth[],
  entries: readonly Entry[],
  period: Period,
  day: Day,
): GminaFigures {
  const rows = grouped(docs, ({ row }) => row);
  const figures = (row: string): RowFigures => rowFigures(rows.get(row) ?? [], period, day);
  const all = figures(ALL);
  const gminas = entries
    .map((entry) => withShares({ ...gminaFacts(entry, Number(period.to.slice(0, 4))), ...figures(entry.key) }, all))
    .sort((a, b) => b.activities.total - a.activities.total || compareScalars(a.terc, b.terc));
  return {
    ...period,
    gminas: gminas.map((row) => ({
      ...row,
      rank: rankOf(
        row.activities.total,
        gminas.map(({ activities }) => activities.total),
      ),
    })),
    county: { terc: COUNTY, name: 'Cały powiat', ...figures(COUNTY) },
    outside: { terc: OUTSIDE, name: 'Poza powiatem', ...figures(OUTSIDE) },
    all,
  };
}

/** 1 for the most. */
export const rankOf = (total: number, totals: readonly number[]): number =>
  totals.reduce((rank, other) => (other > total ? rank + 1 : rank), 1);

export function rowFigures(docs: readonly MonthCounters[], period: Period, day: string): RowFigures {
  const summary = new Summary(docs, period);
  return {
    activities: summary.activities(),
    attendance: summary.attendance(),
    money: summary.money(),
    length: summary.length(),
    lastContactOn: summary.lastContactOn(),
    openFollowUps: summary.waiting('followUps', day),
    openPromises: summary.waiting('promises', day),
    ...summary.late(),
  };
}

/** @param year of which the residents are wanted */
export function gminaFacts(entry: Entry, year: number): GminaFacts {
  const { terc, label, kind, populations = [], tile } = detailsOf(entry, GminaDetails);
  const known = [...populations].sort((a, b) => a.year - b.year);
  const fitting = known.findLast((each) => each.year <= year) ?? known[0];
  return {
    terc,
    key: entry.key,
    name: label,
    kind,
    residents: fitting?.residents ?? null,
    residentsYear: fitting?.year ?? null,
    residentsSource: fitting?.source ?? null,
    tile: tile ?? null,
  };
}

function withShares(row: GminaFacts & RowFigures, all: RowFigures): Omit<GminaRow, 'rank'> {
  const own = sharesOf(row);
  return { ...row, percentOfAll: percentOf(own, sharesOf(all)), perThousand: perThousandOf(own, row.residents) };
}

const percentOf = (own: Shares, whole: Shares): Shares => ({
  activities: percent(own.activities, whole.activities),
  supportDelivered: percent(own.supportDelivered, whole.supportDelivered),
  investmentShare: percent(own.investmentShare, whole.investmentShare),
});

/** What there is of each share for a thousand residents: activities to a hundredth, money in grosze. */
export const PER_THOUSAND: { readonly [share in keyof Shares]: (amount: number, residents: number) => number } = {
  activities: (amount, residents) => Math.round((amount * 100_000) / residents) / 100,
  supportDelivered: (amount, residents) => Math.round((amount * 1000) / residents),
  investmentShare: (amount, residents) => Math.round((amount * 1000) / residents),
};

/** Whether there is anything for so many residents each: they are known, and there are some. */
export const isPopulated = (residents: number | null): residents is number => residents !== null && residents !== 0;

const perThousandOf = (own: Shares, residents: number | null): Shares | null =>
  isPopulated(residents)
    ? {
        activities: PER_THOUSAND.activities(own.activities, residents),
        supportDelivered: PER_THOUSAND.supportDelivered(own.supportDelivered, residents),
        investmentShare: PER_THOUSAND.investmentShare(own.investmentShare, residents),
      }
    : null;

const sharesOf = ({ activities, money }: RowFigures): Shares => ({
  activities: activities.total,
  supportDelivered: money.support.delivered,
  investmentShare: money.investments.share,
});

/** To a hundredth; nothing of nothing is nothing. */
export const percent = (part: number, whole: number): number =>
  whole === 0 ? 0 : Math.round((part * 10_000) / whole) / 100;
