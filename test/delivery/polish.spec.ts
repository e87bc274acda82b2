import { describe, expect, it } from '@jest/globals';
import {
  counted,
  day,
  length,
  moment,
  month,
  NBSP,
  number,
  plainZloty,
  zloty,
} from '../../src/delivery/polish/formats.js';
import { ACTIVITIES, itemLevel, KINDS_MANY } from '../../src/delivery/polish/glossary.js';
import { KINDS } from '../../src/domain/catalogue.js';

const spaced = (text: string): string => text.replaceAll(' ', NBSP);

describe('figures in Polish', () => {
  it('write amounts with groups of three, grosze, and spaces that do not break', () => {
    expect([0, 5, 100, 99_999, 123_456_789, -3_800_000, 9_007_199_254_740_991].map((grosze) => zloty(grosze))).toEqual(
      [
        '0,00 zł',
        '0,05 zł',
        '1,00 zł',
        '999,99 zł',
        '1 234 567,89 zł',
        '−38 000,00 zł',
        '90 071 992 547 409,91 zł',
      ].map(spaced),
    );
  });

  it('write amounts for a spreadsheet with a decimal comma and nothing else', () => {
    expect([0, 5, 123_456_789, -50, -3_800_001].map(plainZloty)).toEqual([
      '0,00',
      '0,05',
      '1234567,89',
      '-0,50',
      '-38000,01',
    ]);
  });

  it('write lengths in metres, from a kilometre on in kilometres', () => {
    expect([0, 640, 999, 1000, 2080, 4150, 1_234_567].map(length)).toEqual(
      ['0 m', '640 m', '999 m', '1 km', '2,08 km', '4,15 km', '1 234,567 km'].map(spaced),
    );
  });

  it('group from a thousand on', () => {
    expect([8.44, 999, 1000, 13_906, -22].map(number)).toEqual(['8,44', '999', '1 000', '13 906', '−22'].map(spaced));
  });

  it('write days, months and instants as the office does', () => {
    expect(day('2024-03-31')).toBe('31.03.2024');
    expect(['2023-01', '2023-05', '2023-12'].map(month)).toEqual(['styczeń 2023', 'maj 2023', 'grudzień 2023']);
    // Summer time, and the instant's own offset forgotten.
    expect(moment('2024-07-01T22:30:00Z', 'Europe/Warsaw')).toBe('02.07.2024, godz. 00:30:00');
  });

  it('count in one, few and many', () => {
    expect(
      [0, 1, 2, 4, 5, 11, 12, 14, 21, 22, 25, 101, 102, 112, 1002].map((count) => counted(count, ACTIVITIES)),
    ).toEqual(
      [
        '0 działań',
        '1 działanie',
        '2 działania',
        '4 działania',
        '5 działań',
        '11 działań',
        '12 działań',
        '14 działań',
        '21 działań',
        '22 działania',
        '25 działań',
        '101 działań',
        '102 działania',
        '112 działań',
        '1 002 działania',
      ].map(spaced),
    );
  });
});

describe('the glossary', () => {
  it('has words for every kind of activity', () => {
    expect(Object.keys(KINDS_MANY)).toEqual(KINDS.map(({ name }) => name));
  });

  it('calls the items of the strategy what the strategy calls them', () => {
    expect([
      itemLevel('S', 0),
      itemLevel('G1', 1),
      itemLevel('T1', 2),
      itemLevel('G1.1', 2),
      itemLevel('none', 0),
    ]).toEqual(['cel strategiczny', 'cel szczegółowy', 'zadanie', 'sposób realizacji', 'poza strategią']);
  });
});
