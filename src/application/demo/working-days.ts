import { type Day, plusDays, startOfDay } from '../../domain/kernel/day.js';
import { ZONE } from '../placing.js';

/** Days off by law in 2022-2024 that fall on a Monday to Friday, Easter Mondays and Corpus Christi among them. */
const HOLIDAYS: ReadonlySet<Day> = new Set([
  ...['2022-01-06', '2022-04-18', '2022-05-03', '2022-06-16', '2022-08-15', '2022-11-01', '2022-11-11', '2022-12-26'],
  ...['2023-01-06', '2023-04-10', '2023-05-01', '2023-05-03', '2023-06-08', '2023-08-15', '2023-11-01'],
  ...['2023-12-25', '2023-12-26', '2024-01-01', '2024-04-01', '2024-05-01', '2024-05-03', '2024-05-30', '2024-08-15'],
  ...['2024-11-01', '2024-11-11', '2024-12-25', '2024-12-26'],
]);

/** Monday is 1, Sunday 7. */
const weekday = (day: Day): number => new Date(day).getUTCDay() || 7;

const isWorkingDay = (day: Day): boolean => weekday(day) <= 5 && !HOLIDAYS.has(day);

/** The day itself, or the next on which the office is open. */
export function workingDay(day: Day): Day {
  let found = day;
  while (!isWorkingDay(found)) found = plusDays(found, 1);
  return found;
}

/** The first such weekday on or after a day: events are held on Saturdays and Sundays. */
export const nextWeekday = (day: Day, wanted: number): Day => plusDays(day, (wanted - weekday(day) + 7) % 7);

const midnights = new Map<Day, number>();

/** The instant of a wall-clock time (milliseconds since midnight) in the ledger's zone; no day on which clocks change. */
export function instantAt(day: Day, time: number): string {
  let midnight = midnights.get(day);
  if (midnight === undefined) midnights.set(day, (midnight = Date.parse(startOfDay(day, ZONE))));
  return new Date(midnight + time).toISOString();
}
