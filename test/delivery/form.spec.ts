import { describe, expect, it, jest } from '@jest/globals';
import type { FastifyRequest } from 'fastify';
import { MOST_FIELDS, readForm } from '../../src/delivery/http/form.js';

/** What is read of a form, or how it is refused. */
function read(body: string): unknown {
  let told: unknown;
  readForm({ url: '/logowanie' } as FastifyRequest, Buffer.from(body), (error, fields) => (told = error ?? fields));
  return told;
}

const fieldsNamed = (count: number, name: (nth: number) => string): string =>
  Array.from({ length: count }, (_, nth) => `${name(nth)}=${String(nth)}`).join('&');

describe('the fields of a form', () => {
  it('are each a text, or texts in their order, whatever their name is', () => {
    expect(read('a=1&b=x&a=2&c=&a=3')).toEqual({ a: ['1', '2', '3'], b: 'x', c: '' });
    expect(Object.entries(read('__proto__=x&constructor=y') as object)).toEqual([
      ['__proto__', 'x'],
      ['constructor', 'y'],
    ]);
  });

  it('are read in one pass, not in one for each name', () => {
    const searched = jest.spyOn(URLSearchParams.prototype, 'getAll');
    try {
      expect(Object.keys(read(fieldsNamed(MOST_FIELDS, (nth) => `f${String(nth)}`)) as object)).toHaveLength(
        MOST_FIELDS,
      );
      expect(searched).not.toHaveBeenCalled();
    } finally {
      searched.mockRestore();
    }
  });

  it.each([
    ['of names of their own', (nth: number) => `f${String(nth)}`],
    ['of one name', () => 'f'],
  ])('are refused where they are too many: %s', (_what, name) => {
    expect(read(fieldsNamed(MOST_FIELDS + 1, name))).toMatchObject({ statusCode: 413 });
  });
});
