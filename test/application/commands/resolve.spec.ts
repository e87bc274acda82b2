import 'reflect-metadata';
import { describe, expect, it } from '@jest/globals';
import { Resolver } from '../../../src/application/commands/resolve.js';
import type { RegisterBook } from '../../../src/application/registers.js';
import type { ActivityDetails } from '../../../src/domain/activities/details.js';

/** A county in which Łubianka had another code once. */
const BOOK = {
  gminaByTerc: (terc: string) => (['0415052', '0415053'].includes(terc) ? { id: '0415052' } : null),
} as RegisterBook;

const resolved = (gminas: string[]): readonly string[] => {
  const details = { gminas } as ActivityDetails;
  new Resolver(BOOK).details(details);
  return details.gminas ?? [];
};

describe('the gminas of an activity', () => {
  it('are each named once, by whichever of its codes', () => {
    expect(resolved(['0415053', '0415052'])).toEqual(['0415052']);
  });

  it('keep their places where one of them is unknown', () => {
    expect(resolved(['0415053', '9999999', '0415052'])).toEqual(['0415052', '9999999', '0415052']);
  });
});
