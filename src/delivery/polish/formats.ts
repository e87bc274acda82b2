import { DateTime } from 'luxon';
import type { Day, Month } from '../../domain/kernel/day.js';
import type { Forms } from './glossary.js';

/** Holds a number and what belongs to it on one line. */
export const NBSP = '\u00a0';

const grouped = new Intl.NumberFormat('pl', { useGrouping: 'always', maximumFractionDigits: 10 });
const rules = new Intl.PluralRules('pl');

/** A number with groups of three and a decimal comma: `13 906`, `8,44`. Spaces do not break. */
export const number = (value: number): string => grouped.format(value).replace(/^-/, '−');

/** @param grosze whole grosze; `1 234 567,89 zł` */
export function zloty(grosze: number): string {
  const [sign, positive] = grosze < 0 ? ['−', -grosze] : ['', grosze];
  return `${sign}${grouped.format(Math.trunc(positive / 100))},${cents(positive)}${NBSP}zł`;
}

/** The same for a machine: `1234567,89`. */
export function plainZloty(grosze: number): string {
  const [sign, positive] = grosze < 0 ? ['-', -grosze] : ['', grosze];
  return `${sign}${String(Math.trunc(positive / 100))},${cents(positive)}`;
}

const cents = (grosze: number): string => String(grosze % 100).padStart(2, '0');

/** @param metres whole metres; `640 m`, and from a kilometre on `4,15 km` */
export const length = (metres: number): string =>
  metres < 1000 ? `${number(metres)}${NBSP}m` : `${number(metres / 1000)}${NBSP}km`;

/** `31.03.2024` */
export const day = (value: Day): string => value.split('-').reverse().join('.');

/** `styczeń 2023` */
export const month = (value: Month): string =>
  DateTime.fromISO(value, { zone: 'utc' }).setLocale('pl').toFormat('LLLL yyyy');

/** An instant in a zone: `31.03.2024, godz. 14:05:00`. */
export const moment = (instant: string, zone: string): string =>
  DateTime.fromISO(instant, { zone }).toFormat("dd.MM.yyyy, 'godz.' HH:mm:ss");

/** `1 działanie`, `2 działania`, `5 działań` */
export const counted = (count: number, forms: Forms): string => `${number(count)}${NBSP}${form(count, forms)}`;

function form(count: number, [one, few, many]: Forms): string {
  const rule = rules.select(count);
  return rule === 'one' ? one : rule === 'few' ? few : many;
}
