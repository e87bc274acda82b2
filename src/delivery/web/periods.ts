import type { Directory } from '../../application/queries/directory.js';
import { type Period, readYear } from '../../application/queries/period.js';

/** The year asked for; else this one, or the last in which anything was recorded. @throws Rejection `bad-query` */
export function yearOf({ day, lastDay }: Directory, asked: string | undefined): Period & { readonly year: number } {
  const usual = (lastDay !== null && lastDay < day ? lastDay : day).slice(0, 4);
  const year = readYear(asked ?? usual);
  return { year, from: `${String(year)}-01`, to: `${String(year)}-12` };
}
