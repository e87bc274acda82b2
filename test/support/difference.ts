import { canonical } from '../../src/application/canonical.js';
import {
  type Difference,
  type DifferenceAsked,
  DifferenceHandler,
  DifferenceQuery,
} from '../../src/application/difference/difference.js';
import { type Because, type Differing, exact } from '../../src/application/difference/figure.js';
import { ledgerAt, makeReport, type Report, type ReportAsked } from '../../src/application/reports/report.js';
import type { Ledger } from './ledger.js';

const handlerOf = ({ asOf, events, store, views }: Ledger): DifferenceHandler =>
  new DifferenceHandler(asOf, events, store, views);

export async function difference(
  ledger: Ledger,
  asked: ReportAsked,
  asOf: string | undefined,
  comparedTo?: string,
  path?: string,
): Promise<Difference> {
  const points: DifferenceAsked = {
    ...(asOf !== undefined && { asOf }),
    ...(comparedTo !== undefined && { comparedTo }),
    ...(path !== undefined && { path }),
  };
  return (await handlerOf(ledger).execute(new DifferenceQuery(asked, points))).value;
}

/** What differs from a frozen report at a point. */
export async function differenceFromFrozen(
  ledger: Ledger,
  { report }: ReportAsked,
  freezing: string,
  comparedTo: string,
): Promise<Difference> {
  return (await handlerOf(ledger).execute(new DifferenceQuery(report, { freezing, comparedTo }))).value;
}

export async function reportAt(ledger: Ledger, asked: ReportAsked, asOf: string | undefined): Promise<Report> {
  const opened = await ledger.read(undefined, ledgerAt);
  return ledger.read(asOf, (reading) => makeReport(reading, asked, asOf, opened));
}

const zero = (value: unknown): number => (typeof value === 'number' ? value : 0);
const sum = (because: readonly Because[]): number =>
  exact(because.reduce((total, { delta }) => total + (delta as number), 0));
const isNumber = ({ before, after }: Differing): boolean =>
  [before, after].every((value) => value === null || typeof value === 'number') && before !== after;

/** What the numbers of a difference add up to, by path. */
export const sums = ({ figures }: Difference): Map<string, number> =>
  new Map(figures.filter(isNumber).map(({ path, because }) => [path, sum(because)]));

const membersOf = (value: unknown): readonly string[] => (Array.isArray(value) ? (value as readonly string[]) : []);
const less = (these: readonly string[], those: readonly string[]): string[] =>
  these.filter((each) => !those.includes(each)).sort();

/** The causes of a figure, and what they have to come to. */
function made(figure: Differing): readonly [unknown, unknown] {
  const { before, after, because } = figure;
  if (isNumber(figure)) return [sum(because), exact(zero(after) - zero(before))];
  const moves = because.flatMap(({ delta }) => (typeof delta === 'object' && delta !== null ? [delta] : []));
  if (moves.length === 0) return [because.map(({ delta }) => delta), [null]];
  return [
    [moves.flatMap(({ came }) => came).sort(), moves.flatMap(({ went }) => went).sort()],
    [less(membersOf(after), membersOf(before)), less(membersOf(before), membersOf(after))],
  ];
}

/** The figures whose causes do not make them what they are. */
export function unmade({ figures }: Difference): unknown[] {
  const told = figures.map((figure) => [figure.path, figure.because.length > 0, ...made(figure)] as const);
  return told.filter(([, some, causes, due]) => !some || canonical(causes) !== canonical(due));
}
