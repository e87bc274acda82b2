import { DateTime } from 'luxon';
import { day, length, moment, month, number, zloty } from '../../polish/formats.js';
import type { Formats } from './formats.js';

const at = (iso: string): DateTime => DateTime.fromISO(iso, { zone: 'utc' }).setLocale('pl');

export const polishFormats: Formats = {
  number,
  zloty,
  length,
  day,
  longDay: (value) => at(value).toFormat('cccc, d MMMM yyyy'),
  month,
  shortMonth: (value) => at(value).toFormat('LLL'),
  weekdays: ['poniedziałek', 'wtorek', 'środa', 'czwartek', 'piątek', 'sobota', 'niedziela'],
  moment,
};
