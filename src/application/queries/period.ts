import { type Day, firstOf, isDay, isMonth, lastOf, type Month, monthOf } from '../../domain/kernel/day.js';
import { type Fault, queryFault, refuseQuery } from '../../domain/kernel/rejection.js';

/** Whole months, both included. */
export interface Period {
  readonly from: Month;
  readonly to: Month;
}

/** How much of a period lies ahead of a day: of that nothing is known but what was going on, or is planned. */
export type Ahead = 'none' | 'part' | 'all';

export function aheadOf({ from, to }: Period, day: Day): Ahead {
  if (day < firstOf(from)) return 'all';
  return day < lastOf(to) ? 'part' : 'none';
}

/**
 * Reads a period as the interface writes it: months, or days that begin and end whole months; null where nothing is
 * given.
 *
 * @param given what else is wrong with the question, told together with the period's own
 * @throws Rejection `bad-query`
 */
export function readPeriod(
  from: string | undefined,
  to: string | undefined,
  given: readonly Fault[] = [],
): { readonly from: Month | null; readonly to: Month | null } {
  const faults: Fault[] = [...given];
  const read = (name: string, value: string | undefined, edge: (month: Month) => string): Month | null => {
    if (value === undefined) return null;
    if (isMonth(value)) return value;
    if (isDay(value) && value === edge(monthOf(value))) return monthOf(value);
    faults.push({
      pointer: name,
      detail: `${name}: must be a month (2023-01) or the ${name === 'from' ? 'first' : 'last'} day of one`,
    });
    return null;
  };
  const period = { from: read('from', from, firstOf), to: read('to', to, lastOf) };
  if (period.from !== null && period.to !== null && period.to < period.from)
    faults.push({ pointer: 'to', detail: 'to: must not be before from' });
  refuseQuery(faults);
  return period;
}

/** A period with both ends: what is left open reaches as far as there are figures. */
export function spanned(
  period: { readonly from: Month | null; readonly to: Month | null },
  months: readonly Month[],
  today: Month,
): Period {
  const known = months.filter((month) => month <= today);
  const first = known.reduce((least, month) => (month < least ? month : least), today);
  const from = period.from ?? (period.to !== null && period.to < first ? period.to : first);
  return { from, to: period.to ?? (from > today ? from : today) };
}

/**
 * The months of a report, which has to name both.
 *
 * @param given what else is wrong with the question
 * @throws Rejection `bad-query`
 */
export function readMonths(from: string | undefined, to: string | undefined, given: readonly Fault[] = []): Period {
  const missing = [from === undefined ? ['from'] : [], to === undefined ? ['to'] : []].flat();
  const period = readPeriod(from, to, [
    ...given,
    // One that stands there twice is missing here, too.
    ...missing
      .filter((name) => !given.some(({ pointer }) => pointer === name))
      .map((name) => queryFault(name, 'must be a month of the report, such as 2023-01')),
  ]);
  // Either end is there, or was refused.
  return { from: period.from ?? '', to: period.to ?? '' };
}

/**
 * A year of the calendar.
 *
 * @param given what else is wrong with the question
 * @throws Rejection `bad-query`
 */
export function readYear(year: string | undefined, given: readonly Fault[] = []): number {
  const isYear = year !== undefined && /^(19|20|21)\d{2}$/.test(year);
  const told = isYear || given.some(({ pointer }) => pointer === 'year');
  refuseQuery(told ? given : [queryFault('year', 'must be a year, such as 2023'), ...given]);
  return Number(year);
}
