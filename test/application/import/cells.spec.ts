import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { membersOf, readCell } from '../../../src/application/import/cells.js';
import type { Unit } from '../../../src/application/import/columns.js';
import { readDate } from '../../../src/application/import/dates.js';
import type { CellType, Leaf } from '../../../src/application/import/leaves.js';
import { lastOf } from '../../../src/domain/kernel/day.js';

const leaf = (type: CellType, name = 'x'): Leaf => ({
  path: [name],
  into: [name],
  type,
  rows: false,
  list: false,
  required: false,
});
const read = (type: CellType, text: string, unit?: Unit): unknown => {
  const found = readCell('contact', leaf(type), text, unit);
  return 'fault' in found ? null : found.value;
};

describe('a date', () => {
  it.each([
    ['14.06.2023', '2023-06-14'],
    ['4.6.2023', '2023-06-04'],
    ['14-06-2023', '2023-06-14'],
    ['14/06/2023', '2023-06-14'],
    ['2023-06-14', '2023-06-14'],
    ['2023-06-14 00:00:00', '2023-06-14'],
    ['14.06.2023 r.', '2023-06-14'],
    ['14 czerwca 2023', '2023-06-14'],
    ['14 czerwca 2023 roku', '2023-06-14'],
    ['29.02.2024', '2024-02-29'],
  ])('may be written %s', (text, day) => {
    expect(readDate(text)).toEqual({ from: day, until: day, precision: 'day' });
  });

  it.each([
    ['maj 2022', '2022-05', 'month'],
    ['Październik 2022', '2022-10', 'month'],
    ['pazdziernika 2022', '2022-10', 'month'],
    ['05.2022', '2022-05', 'month'],
    ['2022-05', '2022-05', 'month'],
    ['luty 2024 r.', '2024-02', 'month'],
  ])('may be a month: %s', (text, month, precision) => {
    expect(readDate(text)).toEqual({ from: `${month}-01`, until: lastOf(month), precision });
  });

  it('may be a year', () => {
    expect(readDate('2022')).toEqual({ from: '2022-01-01', until: '2022-12-31', precision: 'year' });
    expect(readDate('2022 r.')?.precision).toBe('year');
  });

  it.each([
    '31.02.2023',
    '14.06.23',
    '14.13.2023',
    'wiosna 2022',
    '0',
    '45091',
    '14.06',
    '2022/23',
    'maj',
    '1.1.1800',
    '14 kota 2023',
  ])('is none: %s', (text) => {
    expect(readDate(text)).toBeNull();
  });

  it('comes back from every day as Polish Excel writes it', () => {
    fc.assert(
      fc.property(
        fc.date({ min: new Date('1900-01-01'), max: new Date('2199-12-31'), noInvalidDate: true }),
        (date) => {
          const day = date.toISOString().slice(0, 10);
          const [y, m, d] = day.split('-');
          expect([readDate(`${d!}.${m!}.${y!}`)?.from, readDate(day)?.from]).toEqual([day, day]);
        },
      ),
    );
  });

  it('of a step is a day, not a month', () => {
    expect(read('day', 'maj 2022')).toBeNull();
    expect(read('day', '14.06.2022')).toBe('2022-06-14');
  });
});

describe('money', () => {
  it.each([
    ['1 234,56', 123456],
    ['1\u00a0234\u202f567,8 zł', 123456780],
    ['1234.56', 123456],
    ['1.234,56', 123456],
    ['1,234.56', 123456],
    ['4500', 450000],
    ['4 500,00 PLN', 450000],
    ['0', 0],
    ['0,01', 1],
    ['12,500', 1250],
    ['99 gr', 99],
  ])('%s is %d grosze', (text, grosze) => {
    expect(read('money', text)).toBe(grosze);
  });

  it.each(['1.234', '-5', '12,345', 'dużo', '1 2,3,4', '12 zł 50 gr', '1e5', '€5'])('is none: %s', (text) => {
    expect(read('money', text)).toBeNull();
  });

  it('counts in thousands or grosze where the header says so', () => {
    expect(read('money', '13,3', { of: 'money', worth: 100_000 })).toBe(1_330_000);
    expect(read('money', '450000', { of: 'money', worth: 1 })).toBe(450_000);
    expect(read('money', '4,5', { of: 'money', worth: 1 })).toBeNull();
  });

  it('comes back from every amount, to the grosz', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 1_000_000_000_000 }), (grosze) => {
        const [whole, part] = [String(Math.floor(grosze / 100)), String(grosze % 100).padStart(2, '0')];
        const grouped = whole.replace(/\B(?=(\d{3})+$)/g, '\u00a0');
        expect(read('money', `${grouped},${part} zł`)).toBe(grosze);
      }),
    );
  });
});

describe('lengths, numbers, words', () => {
  const km: Unit = { of: 'metres', worth: 1000 };
  it.each([
    ['4,15', km, 4150],
    ['2.08', km, 2080],
    ['7 km', undefined, 7000],
    ['4 150 m', km, 4150],
    ['900', undefined, 900],
    ['0,0005', km, null],
    ['4.150', km, null],
    ['1,5', undefined, null],
  ])('%s reads as metres', (text, unit, metres) => {
    expect(read('metres', text, unit)).toBe(metres);
  });

  it.each([
    ['quantity', '12,5', 12.5],
    ['quantity', '-3', -3],
    ['quantity', '4 200', 4200],
    ['quantity', '4.200', null],
    ['count', '1 200', 1200],
    ['count', '12,5', null],
    ['flag', 'Tak', true],
    ['flag', 'NIE', false],
    ['flag', 'może', null],
    ['time', '9.05', '09:05'],
    ['time', '17:30', '17:30'],
    ['time', '25:00', null],
    ['gmina', '415052', '0415052'],
    ['gmina', '0415052', '0415052'],
    ['text', 'a\r\nb', 'a\nb'],
  ] as const)('a %s of %s', (type, text, value) => {
    expect(read(type, text)).toBe(value);
  });

  it('knows coded values by their Polish words and codes, case and accents aside, and offers them otherwise', () => {
    const channel = (text: string): unknown => readCell('contact', leaf('codes', 'channel'), text, undefined);
    for (const text of ['telefon', 'Telefonicznie', 'TEL.', 'phone']) expect(channel(text)).toEqual({ value: 'phone' });
    for (const text of ['e-mail', 'mail', 'poczta  elektroniczna']) expect(channel(text)).toEqual({ value: 'email' });
    expect(channel('gołąb')).toEqual({
      fault: 'nie ma takiej wartości w polu „kanał”; napisz jedno z: telefon, e-mail, spotkanie, pismo, wideo, inne',
    });
  });

  it('parts a list at bars or lines, and only without those at commas and semicolons', () => {
    expect(membersOf('G1, G2;T1')).toEqual(['G1', 'G2', 'T1']);
    expect(membersOf('Nowa Wieś, kolonia|Górsk')).toEqual(['Nowa Wieś, kolonia', 'Górsk']);
    expect(membersOf('a, b|')).toEqual(['a, b']);
    expect(membersOf('a\nb')).toEqual(['a', 'b']);
  });
});
