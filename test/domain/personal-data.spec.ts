import { describe, expect, it } from '@jest/globals';
import { contactFaults, peselFaults } from '../../src/domain/kernel/personal-data.js';

const pointers = (faults: readonly { readonly pointer: string }[]): string[] => faults.map(({ pointer }) => pointer);
const nobodys = (): boolean => false;

describe('personal data in free text', () => {
  it.each([
    ...['44051401359', 'nr 44051401359.', '440514 01359', '4-4-0-5-1-4-0-1-3-5-9', '4 4 0 5 1 4 0 1 3 5 9'],
    ...['440514.01359', '440514/01359', '440514\u00a001359', '440514–01359', '440514  01359', '440514\n01359'],
    'kod 87100 440514 01359',
  ])('finds the PESEL in %j', (text) => {
    expect(pointers(peselFaults({ title: 'Spotkanie', parts: [{ note: text }] }))).toEqual(['/parts/0/note']);
  });

  it.each(['44051401358', '144051401359', 'KT/2023/0417', 'Spotkanie', '11111111-1111-7111-8111-044051401359'])(
    'finds none in %j',
    (text) => {
      expect(peselFaults({ title: text })).toEqual([]);
    },
  );

  it.each([
    ...['pisać na jan@example.org', 'a@b.pl', 'tel. 56 662 88 00', '+48123456789', '600 700 800', '(56) 662-88-00'],
    ...['tel. 601234567', '+48 601234567', '0048601234567', '601.234.567', '601\u00a0234\u00a0567', '56 6628888'],
    'zadzwonić: 601 234 567.',
  ])('finds the address or number in %j', (text) => {
    expect(pointers(contactFaults({ description: text }, nobodys))).toEqual(['/description']);
  });

  it.each(['umowa 12/2023', 'PE.0541.12.2023', 'dom nr 7', 'bez cyfr', 'małpa @ bez domeny'])(
    'finds neither in %j',
    (text) => {
      expect(contactFaults({ description: text }, nobodys)).toEqual([]);
    },
  );

  it('looks through a megabyte in no time that anybody would notice', () => {
    for (const text of [`${'a'.repeat(1_000_000)} @ 12`, '1 '.repeat(500_000), '12.'.repeat(300_000)]) {
      expect(contactFaults({ text }, nobodys)).toEqual([]);
      expect(peselFaults({ text })).toEqual([]);
    }
  });

  it('lets an office’s own pass', () => {
    const isOffices = (contact: string): boolean => contact === 'urzad@gmina.example';
    expect(contactFaults({ text: 'urzad@gmina.example' }, isOffices)).toEqual([]);
    expect(pointers(contactFaults({ text: 'urzad@gmina.example, jan@example.org' }, isOffices))).toEqual(['/text']);
  });
});
