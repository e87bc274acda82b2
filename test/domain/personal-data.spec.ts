import { describe, expect, it } from '@jest/globals';
import { contactFaults, peselFaults } from '../../src/domain/kernel/personal-data.js';

const pointers = (faults: readonly { readonly pointer: string }[]): string[] => faults.map(({ pointer }) => pointer);
const nobodys = (): boolean => false;

describe('personal data in free text', () => {
  it.each([
    ...['44051401359', 'nr 44051401359.', '440514 01359', '4-4-0-5-1-4-0-1-3-5-9', '4 4 0 5 1 4 0 1 3 5 9'],
    ...['440514.01359', '440514/01359', '440514\u00a001359', '440514–01359', '440514  01359', '440514\n01359'],
    ...['kod 87100 440514 01359', 'x44051401359x', '４４０５１４０１３５９'],
    // Born in 2002, and in 1899.
    ...['02270803624', '99923134567'],
  ])('finds the PESEL in %j', (text) => {
    expect(pointers(peselFaults({ title: 'Spotkanie', parts: [{ note: text }] }))).toEqual(['/parts/0/note']);
  });

  it.each([
    ...['44051401358', '144051401359', '440514013590', 'KT/2023/0417', 'Spotkanie'],
    // A month 13, the days 32 and 0, and the month 0, each with its checksum.
    ...['44131401350', '44053201353', '44050001352', '44001401354'],
    '11111111-1111-7111-8111-a44051401359',
  ])('finds none in %j', (text) => {
    expect(peselFaults({ title: text })).toEqual([]);
  });

  it.each([
    ...['pisać na jan@example.org', 'a@b.pl', 'tel. 56 662 88 00', '+48123456789', '600 700 800', '(56) 662-88-00'],
    ...['tel. 601234567', '+48 601234567', '0048601234567', '601.234.567', '601\u00a0234\u00a0567', '56 6628888'],
    'zadzwonić: 601 234 567.',
  ])('finds the address or number in %j', (text) => {
    expect(pointers(contactFaults({ description: text }, nobodys))).toEqual(['/description']);
  });

  it.each([
    ['pisać: jan.nowak+x@poczta.urzad.example!', 'jan.nowak+x@poczta.urzad.example'],
    ['Żaneta_Łąka@żółw.example', 'Żaneta_Łąka@żółw.example'],
    ['a%b-c@d-e.example', 'a%b-c@d-e.example'],
    ['jan＠example.org', 'jan@example.org'],
    ['tel. +48 600 700 800.', '+48 600 700 800'],
    ['tel. 0048 600-700-800', '0048 600-700-800'],
    ['tel. 56 662 88 00, w. 12', '56 662 88 00'],
    ['(56) 662-88-00', '(56) 662-88-00'],
    ['601.234.567', '601.234.567'],
    ['tel. ６０１２３４５６７', '601234567'],
  ])('finds in %j the whole of it', (text, whole) => {
    const found: string[] = [];
    contactFaults({ text }, (contact) => found.push(contact) > 0);
    expect(found).toEqual([whole]);
  });

  it.each([
    ...['jan@localhost', 'dz. 601/2-123/45-678', 'nr 12.600 700 800', '600 700 800/2023', '600.700.800.900'],
    ...['1600 700 800', '600 700 8001', '11111111-1111-7111-8111-a601234567bc'],
  ])('takes %j for neither', (text) => {
    expect(contactFaults({ text }, nobodys)).toEqual([]);
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
