import { type Day, isDay, lastOf } from '../../domain/kernel/day.js';
import { fold } from '../../domain/kernel/words.js';

/** The days that a date may mean, and how precisely it is known. */
export interface Dated {
  readonly from: Day;
  readonly until: Day;
  readonly precision: 'day' | 'month' | 'year';
}

/** Nominative and genitive, folded. */
const MONTHS: readonly (readonly string[])[] = [
  ['styczen', 'stycznia'],
  ['luty', 'lutego'],
  ['marzec', 'marca'],
  ['kwiecien', 'kwietnia'],
  ['maj', 'maja'],
  ['czerwiec', 'czerwca'],
  ['lipiec', 'lipca'],
  ['sierpien', 'sierpnia'],
  ['wrzesien', 'wrzesnia'],
  ['pazdziernik', 'pazdziernika'],
  ['listopad', 'listopada'],
  ['grudzien', 'grudnia'],
];

const two = (text: string): string => text.padStart(2, '0');

/** `14.06.2023`, `2023-06-14`, `14 czerwca 2023`, `maj 2022`, `05.2022`, `2022`; null when it is none of these. */
export function readDate(text: string): Dated | null {
  const plain = fold(text)
    .replace(/\s+/g, ' ')
    .replace(/ ?(?:r\.?|roku)$/, '')
    // Excel writes midnight behind a day that it takes for an instant.
    .replace(/[ t]0{1,2}:00(?::00(?:\.0+)?)?z?$/, '')
    .trim();
  const polish = /^(\d{1,2})[./-](\d{1,2})[./-](\d{4})$/.exec(plain);
  if (polish !== null) return onDay(polish[3], polish[2], polish[1]);
  const iso = /^(\d{4})[-.](\d{1,2})[-.](\d{1,2})$/.exec(plain);
  if (iso !== null) return onDay(iso[1], iso[2], iso[3]);
  const month = /^(\d{1,2})[./-](\d{4})$/.exec(plain);
  if (month !== null) return inMonth(month[2], month[1]);
  const isoMonth = /^(\d{4})-(\d{1,2})$/.exec(plain);
  if (isoMonth !== null) return inMonth(isoMonth[1], isoMonth[2]);
  const worded = /^(?:(\d{1,2}) )?([a-z]+)[ ,]+(\d{4})$/.exec(plain);
  if (worded !== null) {
    const ordinal = MONTHS.findIndex((names) => names.includes(worded[2] ?? '')) + 1;
    if (ordinal === 0) return null;
    return worded[1] === undefined ? inMonth(worded[3], String(ordinal)) : onDay(worded[3], String(ordinal), worded[1]);
  }
  return /^\d{4}$/.test(plain) ? inYear(plain) : null;
}

function onDay(year = '', month = '', day = ''): Dated | null {
  const found = `${year}-${two(month)}-${two(day)}`;
  return isDay(found) ? { from: found, until: found, precision: 'day' } : null;
}

function inMonth(year = '', ordinal = ''): Dated | null {
  const month = `${year}-${two(ordinal)}`;
  return isDay(`${month}-01`) ? { from: `${month}-01`, until: lastOf(month), precision: 'month' } : null;
}

function inYear(year: string): Dated | null {
  return isDay(`${year}-01-01`) ? { from: `${year}-01-01`, until: `${year}-12-31`, precision: 'year' } : null;
}
