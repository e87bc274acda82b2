import type { Json } from '../../domain/kernel/json.js';
import { fieldWords, valueWords } from './glossary.js';
import { plain, type Unit } from './columns.js';
import { readDate } from './dates.js';
import type { Leaf } from './leaves.js';

/** What a cell's text says, in the form of the interface; or why it says nothing, in words for a clerk. */
export type Read = { readonly value: Json } | { readonly fault: string };

const value = (read: Json): Read => ({ value: read });
const fault = (says: string): Read => ({ fault: says });

/** Reads one value. The text is trimmed and not empty. Names of gminas and organisations stay names. */
export function readCell(kind: string, leaf: Leaf, text: string, unit: Unit | undefined): Read {
  switch (leaf.type) {
    case 'text':
      return value(text.replace(/\r\n?/g, '\n'));
    case 'gmina':
      return value(tercOf(text) ?? text);
    case 'codes':
      return readCode(kind, leaf, text);
    case 'day':
      return readDay(text);
    case 'time':
      return readTime(text);
    case 'money':
      return readAmount(text, unit ?? { of: 'money', worth: 100 });
    case 'metres':
      return readAmount(text, unit ?? { of: 'metres', worth: 1 });
    case 'count':
      return /^\d{1,12}$/.test(bare(text))
        ? value(Number(bare(text)))
        : fault('to nie jest liczba całkowita; napisz np. 400');
    case 'quantity':
      return readQuantity(text);
    case 'flag':
      return readFlag(text);
  }
}

/** A TERC, also where Excel took its leading zero for nothing; null when it is none. */
function tercOf(text: string): string | null {
  const digits = bare(text);
  return /^\d{6,7}$/.test(digits) ? digits.padStart(7, '0') : null;
}

const bare = (text: string): string => text.replace(/\s/g, '');

function readCode(kind: string, leaf: Leaf, text: string): Read {
  const name = leaf.path.at(-1) ?? '';
  const words = valueWords(kind, name);
  if (words === undefined) throw new Error(`the glossary has no words for the values of ${kind}.${name}`);
  const said = plain(text);
  const found = Object.entries(words).find(([code, each]) => [code, ...each].some((word) => plain(word) === said));
  if (found !== undefined) return value(found[0]);
  const shown = Object.values(words).map(([word]) => word);
  return fault(`nie ma takiej wartości w polu „${fieldWords(kind, name)[0]}”; napisz jedno z: ${shown.join(', ')}`);
}

function readDay(text: string): Read {
  const date = readDate(text);
  if (date === null) return fault('to nie jest data; napisz dd.mm.rrrr, np. 14.06.2023');
  return date.precision === 'day' ? value(date.from) : fault('podaj dzień: dd.mm.rrrr, np. 14.06.2023');
}

function readTime(text: string): Read {
  const [, hour = '', minutes = ''] = /^(\d{1,2})[:.](\d{2})(?::00)?$/.exec(text) ?? [];
  return hour === '' || Number(hour) > 23 || Number(minutes) > 59
    ? fault('to nie jest godzina; napisz np. 17:30')
    : value(`${hour.padStart(2, '0')}:${minutes}`);
}

/** Units that may stand in the cell itself, behind the number. */
const WRITTEN: readonly (readonly [RegExp, Unit])[] = [
  [/^(.*\d)(?:zł|zl|pln)\.?$/i, { of: 'money', worth: 100 }],
  [/^(.*\d)gr\.?$/i, { of: 'money', worth: 1 }],
  [/^(.*\d)km$/i, { of: 'metres', worth: 1000 }],
  [/^(.*\d)(?:m|mb)\.?$/i, { of: 'metres', worth: 1 }],
];

/** Money in grosze or a length in metres, reckoned on the digits: a tenth of a grosz is none, and nothing is rounded. */
function readAmount(text: string, inHeader: Unit): Read {
  const written = WRITTEN.find(([pattern, { of }]) => of === inHeader.of && pattern.test(bare(text)));
  const number = written === undefined ? bare(text) : (written[0].exec(bare(text))?.[1] ?? '');
  const { of, worth } = written?.[1] ?? inHeader;
  const example = of === 'money' ? '1 234,56' : worth === 1000 ? '4,15' : '4150';
  const digits = decimal(number);
  if (digits === null)
    return fault(`to nie jest ${of === 'money' ? 'kwota' : 'długość'}; napisz liczbę, np. ${example}`);
  const places = String(worth).length - 1;
  const [whole, part] = digits;
  if (part.length > places && /[1-9]/.test(part.slice(places))) {
    return fault(of === 'money' ? 'kwota ma więcej miejsc niż grosze' : 'długość ma być w pełnych metrach');
  }
  return value(Number(whole + part.slice(0, places).padEnd(places, '0')));
}

/** The digits before and behind the decimal sign of a number that is not negative; null where it is ambiguous or none. */
function decimal(number: string): readonly [whole: string, part: string] | null {
  // 1.234 may mean either.
  if (/^\d{1,3}\.\d{3}$/.test(number)) return null;
  // 1.234,56 and 1,234.56: the last sign is the decimal one.
  const grouped = /^\d{1,3}(?:\.\d{3})+,\d+$/.test(number)
    ? number.replaceAll('.', '')
    : /^\d{1,3}(?:,\d{3})+\.\d+$/.test(number)
      ? number.replaceAll(',', '')
      : number;
  const [, whole = '', part = ''] = /^(\d{1,13})(?:[.,](\d{1,6}))?$/.exec(grouped) ?? [];
  return whole === '' ? null : [whole, part];
}

function readQuantity(text: string): Read {
  const [, sign = '', number = ''] = /^([-−]?)(.*)$/.exec(bare(text)) ?? [];
  const digits = decimal(number);
  if (digits === null) return fault('to nie jest liczba; napisz np. 4200 albo 12,5');
  const [whole, part] = digits;
  return value(Number(`${sign === '' ? '' : '-'}${whole}.${part === '' ? '0' : part}`));
}

const YES = ['tak', 't', 'true', '1', 'prawda', 'x'];
const NO = ['nie', 'n', 'false', '0', 'falsz'];

function readFlag(text: string): Read {
  const said = plain(text);
  if (YES.includes(said)) return value(true);
  return NO.includes(said) ? value(false) : fault('napisz tak albo nie');
}

/** The members of a list in one cell: between bars or lines where there are any, else between commas or semicolons. */
export function membersOf(text: string): string[] {
  return text
    .split(/[|\n]/.test(text) ? /[|\n]/ : /[,;]/)
    .map((each) => each.trim())
    .filter((each) => each !== '');
}

/** What stands in a cell for each object of a list; an empty place says nothing of its object. */
export const placesOf = (text: string): string[] => text.split(/[|\n]/).map((each) => each.trim());
