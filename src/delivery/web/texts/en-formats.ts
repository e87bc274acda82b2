import { DateTime } from 'luxon';
import { NBSP } from '../../polish/formats.js';
import type { Formats } from './formats.js';

const grouped = new Intl.NumberFormat('en-GB', { maximumFractionDigits: 10 });
const amount = new Intl.NumberFormat('en-GB', { minimumFractionDigits: 2, maximumFractionDigits: 2 });
const at = (iso: string, zone = 'utc'): DateTime => DateTime.fromISO(iso, { zone }).setLocale('en-GB');

export const englishFormats: Formats = {
  number: (value) => grouped.format(value),
  zloty: (grosze) => `${amount.format(grosze / 100)}${NBSP}zł`,
  length: (metres) =>
    metres < 1000 ? `${grouped.format(metres)}${NBSP}m` : `${grouped.format(metres / 1000)}${NBSP}km`,
  day: (value) => at(value).toFormat('d LLL yyyy'),
  longDay: (value) => at(value).toFormat('cccc, d LLLL yyyy'),
  month: (value) => at(value).toFormat('LLLL yyyy'),
  shortMonth: (value) => at(value).toFormat('LLL'),
  weekdays: ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'],
  moment: (instant, zone) => at(instant, zone).toFormat('d LLL yyyy, HH:mm:ss'),
};
