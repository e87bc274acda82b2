import type { Day, Month } from '../../../domain/kernel/day.js';

/** How figures and dates are written. Amounts are whole grosze, lengths whole metres. */
export interface Formats {
  number(value: number): string;
  zloty(grosze: number): string;
  length(metres: number): string;
  day(day: Day): string;
  /** With the weekday, for headings. */
  longDay(day: Day): string;
  month(month: Month): string;
  /** Of three letters, for charts. */
  shortMonth(month: Month): string;
  /** From Monday on. */
  readonly weekdays: readonly string[];
  moment(instant: string, zone: string): string;
}
