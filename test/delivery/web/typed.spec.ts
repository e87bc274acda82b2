import 'reflect-metadata';
import { describe, expect, it, jest } from '@jest/globals';
import { FormReader } from '../../../src/delivery/web/forms/reading.js';
import { rowsOf, sentIn } from '../../../src/delivery/web/forms/typed.js';
import { kindNamed } from '../../../src/domain/catalogue.js';
import { LONGEST } from '../../../src/domain/kernel/check.js';
import { PLAIN } from '../../support/plain-names.js';

describe('what is typed into a form', () => {
  it.each([
    '/counterparts/1000000000/function',
    '/counterparts/1000/function',
    '/counterparts/9999/x/0/y',
    '/counterparts/0/x/9999/y',
    '/counterparts/9999',
    `/counterparts/0/${'x'.repeat(200)}`,
    `${'/0/a'.repeat(250_000)}\n`,
  ])('names no row that no list has, and no field at length: %.40s', (name) => {
    const { typed } = sentIn({ [name]: 'x', '/counterparts/999/function': 'sekretarz' });
    expect([...typed.keys()]).toEqual(['/counterparts/0/function']);
  });

  it('is of no more rows than a list may have, whatever a row is called', () => {
    const kind = kindNamed('contact')!;
    for (const nth of ['1000000000', '4294967296', '99999999999999999999']) {
      const typed = new Map([[`/counterparts/${nth}/function`, ['x']]]);
      expect(rowsOf(typed, '/counterparts')).toBe(LONGEST);
      expect(new FormReader('contact', PLAIN).value(kind.details, 'counterparts', typed, '/')).toHaveLength(LONGEST);
    }
  });

  it('moves up over the rows in which nothing stands', () => {
    const { typed } = sentIn({
      '/counterparts/2/function': 'wójt',
      '/counterparts/10/function': 'sekretarz',
      '/counterparts/10/organisation/name': 'Gmina Łubianka',
      '/counterparts/3/function': ' ',
      '/counterparts/4/organisation/id': 'x',
      '/parts/5/name': 'x',
      '/title': 'x',
    });
    expect(Object.fromEntries(typed)).toEqual({
      '/counterparts/0/function': ['wójt'],
      '/counterparts/1/function': ['sekretarz'],
      '/counterparts/1/organisation/name': ['Gmina Łubianka'],
      '/parts/0/name': ['x'],
      '/title': ['x'],
    });
  });

  it('has the rows of a list put in order once, not once for each field', () => {
    const names = ['a', 'b'].flatMap((list) =>
      Array.from({ length: 500 }, (_, nth) => [`/${list}/${String(nth)}/name`, `/${list}/${String(nth)}/kind`]).flat(),
    );
    const sent = Object.fromEntries(names.map((name) => [name, 'x']));
    const sorted = jest.spyOn(Array.prototype, 'sort');
    try {
      expect(sentIn(sent).typed.size).toBe(2000);
      expect(sorted).toHaveBeenCalledTimes(2);
    } finally {
      sorted.mockRestore();
    }
  });
});
