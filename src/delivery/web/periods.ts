import { daysBetween, type Month, monthOf } from '../../domain/kernel/day.js';
import type { Directory } from '../../application/queries/directory.js';
import { type Period, readYear } from '../../application/queries/period.js';

/** The year asked for; else this one, or the last in which anything was recorded. @throws Rejection `bad-query` */
export function yearOf({ day, lastDay }: Directory, asked: string | undefined): Period & { readonly year: number } {
  const usual = (lastDay !== null && lastDay < day ? lastDay : day).slice(0, 4);
  const year = readYear(asked ?? usual);
  return { year, from: `${String(year)}-01`, to: `${String(year)}-12` };
}

/** The years that a report may be of, the last first: from the first strategy on. */
export function yearsOf({ day, strategies }: Directory): readonly string[] {
  const first = Number((strategies[0]?.from ?? day).slice(0, 4));
  const last = Number(day.slice(0, 4));
  return Array.from({ length: Math.max(1, last - first + 1) }, (_, index) => String(last - index));
}

/** Nobody's quarter goes by without an entry: after that, the last one is what people look for. */
const LONG_AGO = 92;

/** The month that is shown where none is asked: this one, or the last in which anything was recorded long ago. */
export function monthShown({ day, lastDay }: Directory): Month {
  return monthOf(lastDay !== null && daysBetween(lastDay, day) > LONG_AGO ? lastDay : day);
}
