import { DateTime } from 'luxon';

/** A calendar day, `2024-03-31`; a month, `2024-03`. Both compare as text. */
export type Day = string;
export type Month = string;

/**
 * A stretch of one day: `2024-03-31.0000`. A day starts in segment 0 and a new one begins every
 * {@link SEGMENT_EVENTS} events, so that a day of a hundred thousand imported rows is as quick to read as any.
 * Segments compare as text.
 */
export type Segment = string;

export const SEGMENT_EVENTS = 10_000;

/** The `to` of an edition still in force. Later than every segment. */
export const OPEN: Segment = '9999-12-31';

export const segmentOf = (day: Day, ordinal: number): Segment => `${day}.${String(ordinal).padStart(4, '0')}`;

/** The last segment that a day can have. */
export const endOf = (day: Day): Segment => `${day}.9999`;

const DAY = /^\d{4}-\d{2}-\d{2}$/;
const MONTH = /^\d{4}-(0[1-9]|1[0-2])$/;

/** A day of the calendar from 1900 to 2199: what lies outside is a slip of the pen. */
export function isDay(text: string): boolean {
  if (!DAY.test(text) || text < '1900' || text >= '2200') return false;
  const instant = Date.parse(text);
  // The 31st of February is read as a day of March.
  return !Number.isNaN(instant) && new Date(instant).toISOString().startsWith(text);
}

export const isMonth = (text: string): boolean => MONTH.test(text) && text >= '1900' && text < '2200';

export const monthOf = (day: Day): Month => day.slice(0, 7);
export const firstOf = (month: Month): Day => `${month}-01`;

export function lastOf(month: Month): Day {
  const [year = 0, ordinal = 0] = month.split('-').map(Number);
  return `${month}-${String(new Date(Date.UTC(year, ordinal, 0)).getUTCDate()).padStart(2, '0')}`;
}

export const earlier = (a: Day, b: Day): Day => (a < b ? a : b);
export const later = (a: Day, b: Day): Day => (a > b ? a : b);

/** Whole days from `a` to `b`; negative when `b` comes first. */
export const daysBetween = (a: Day, b: Day): number => Math.round((Date.parse(b) - Date.parse(a)) / 86_400_000);

export function plusDays(day: Day, days: number): Day {
  return new Date(Date.parse(day) + days * 86_400_000).toISOString().slice(0, 10);
}

/** Every month from `from` to `to`, both included. */
export function monthsBetween(from: Month, to: Month): Month[] {
  const months: Month[] = [];
  let [year = 0, ordinal = 0] = from.split('-').map(Number);
  for (let month = from; month <= to; month = `${String(year)}-${String(ordinal).padStart(2, '0')}`) {
    months.push(month);
    if (++ordinal > 12) [year, ordinal] = [year + 1, 1];
  }
  return months;
}

/** Days whose start is remembered; beyond that all are forgotten, which costs no more than reckoning them again. */
const STARTS = 4_000;
/** By zone, then by day: reckoning with zones is slow. */
const starts = new Map<string, Map<Day, string>>();

/** The instant at which a day begins in a zone, as the ledger writes instants. */
export function startOfDay(day: Day, zone: string): string {
  let known = starts.get(zone);
  if (known === undefined) starts.set(zone, (known = new Map<Day, string>()));
  let start = known.get(day);
  if (start === undefined) {
    if (known.size >= STARTS) known.clear();
    known.set(day, (start = reckonedStart(day, zone)));
  }
  return start;
}

function reckonedStart(day: Day, zone: string): string {
  const start = DateTime.fromISO(day, { zone }).toUTC().toISO();
  if (start === null) throw new RangeError(`not a day: ${day}`);
  return start;
}

/** Tells the day of an instant in one zone. */
export class Calendar {
  private day: Day = '';
  private from = '';
  private until = '';

  constructor(readonly zone: string) {}

  /** @param instant RFC 3339 in UTC, as the ledger writes instants */
  dayOf(instant: string): Day {
    if (instant < this.from || instant >= this.until) {
      const startOf = (day: Day): string => startOfDay(day, this.zone);
      // A zone is at most a day ahead of UTC, or behind it.
      let day = plusDays(instant.slice(0, 10), 1);
      while (startOf(day) > instant) day = plusDays(day, -1);
      [this.day, this.from, this.until] = [day, startOf(day), startOf(plusDays(day, 1))];
    }
    return this.day;
  }
}
