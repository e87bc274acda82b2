import type { Directory } from '../../application/queries/directory.js';

/** The year that is shown where none is asked: this one, or the last in which anything was recorded. */
export function yearShown({ day, lastDay }: Directory): number {
  return Number((lastDay !== null && lastDay < day ? lastDay : day).slice(0, 4));
}
