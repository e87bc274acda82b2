import { ZONE } from '../../application/placing.js';
import type { Report } from '../../application/reports/report.js';
import { isDay } from '../../domain/kernel/day.js';
import { day, moment, month, number } from '../polish/formats.js';

/** A report's period, as it follows "za". */
export function periodOf({ report, from, to }: Pick<Report, 'report' | 'from' | 'to'>): string {
  if (report === 'annual') return `rok ${from.slice(0, 4)}`;
  return from === to ? month(from) : `okres ${month(from)} – ${month(to)}`;
}

/** As of what: a day to its end, an instant, or a position on its day. */
export function standing({ asOf, day: its, position }: Pick<Report, 'asOf' | 'day' | 'position'>): string {
  if (isDay(asOf)) return `Stan na dzień: ${day(asOf)}`;
  if (/^\d+$/.test(asOf)) return `Stan: po zdarzeniu nr ${number(Number(position))} dziennika (${day(its)})`;
  return `Stan na chwilę: ${moment(asOf, ZONE)} czasu polskiego`;
}
