import type { Cell } from '../paper/paper.js';
import { day, month, plainZloty } from '../polish/formats.js';
import { type FigureWords, figureWords } from '../polish/figures.js';
import {
  AHEAD_WORDS,
  GMINA_KIND_WORDS,
  INVESTMENT_KIND_WORDS,
  KINDS_MANY,
  PHASE_WORDS,
  REPORT_WORDS,
  type Shown,
  STATUS_WORDS,
  wordOf,
} from '../polish/glossary.js';
import type { Names } from './names.js';

/** The unit of a figure as a spreadsheet has it; nothing for a count or words. */
export const unitOf = (as: Shown): string => UNITS[as] ?? '';
const UNITS: Readonly<Partial<Record<Shown, string>>> = { grosze: 'zł', metres: 'm', day: 'data' };

/** Bare, a spreadsheet would take a code for a number and drop its zero. */
export const terc = (code: string): string => `TERC ${code}`;

/** A figure's words by its path within its subject; one that nobody has named goes by the path. */
export function labelOf(path: string): string {
  const named = figureWords(path);
  return named === undefined ? path : label(named, path.slice(path.lastIndexOf('/') + 1));
}

function label({ words: said, of }: FigureWords, last: string): string {
  switch (of) {
    case undefined:
      return said;
    case 'kind':
      return `${said}: ${wordOf(KINDS_MANY, last)}`;
    case 'phase':
      return `${said}: ${wordOf(PHASE_WORDS, last)}`;
    case 'status':
      return `${said}: ${wordOf(STATUS_WORDS, last)}`;
    case 'month':
      return `${said}: ${last === 'unknown' ? 'nieznany' : month(last)}`;
    case 'itself':
      return `${said}: ${last}`;
  }
}

/** A figure for a spreadsheet: numbers and days stay what they are. */
export function keptOf(value: string | number | boolean, as: Shown, names: Names): Cell {
  if (typeof value === 'number') return { as: as === 'grosze' || as === 'metres' ? as : 'plain', value };
  return typeof value === 'string' && as === 'day' ? { as, value } : cellOf(value, as, names);
}

/** A figure in words, as a Polish spreadsheet reads it. */
export function cellOf(value: string | number | boolean, as: Shown, names: Names): string {
  if (typeof value === 'boolean') return value ? 'tak' : 'nie';
  if (typeof value === 'number') return as === 'grosze' ? plainZloty(value) : String(value).replace('.', ',');
  switch (as) {
    case 'day':
      return day(value);
    case 'month':
      return month(value);
    case 'terc':
      return terc(value);
    case 'gminas':
      return /^\d/.test(value) ? `${names.gmina(value)} [${value}]` : names.gmina(value);
    case 'status':
      return wordOf(STATUS_WORDS, value);
    case 'gminaKind':
      return wordOf(GMINA_KIND_WORDS, value);
    case 'investmentKind':
      return wordOf(INVESTMENT_KIND_WORDS, value);
    case 'report':
      return wordOf(REPORT_WORDS, value);
    case 'ahead':
      return wordOf(AHEAD_WORDS, value);
    default:
      return value;
  }
}
