import { describe, expect, it } from '@jest/globals';
import { datedId, hashedId } from '../../../src/application/commands/request.js';

const UUID_8 = /^[\da-f]{8}-[\da-f]{4}-8[\da-f]{3}-[89ab][\da-f]{3}-[\da-f]{12}$/;

describe('an id made from names', () => {
  it('is a UUID of version 8, the same for the same names and another for others', () => {
    for (const make of [hashedId, (...names: string[]) => datedId('2023-06-14', ...names)]) {
      expect(make('a', 'b')).toMatch(UUID_8);
      expect(make('a', 'b')).toBe(make('a', 'b'));
      expect(new Set([make('a', 'b'), make('ab'), make('b', 'a')]).size).toBe(3);
    }
  });

  it('comes in the order of its days, known by month or year too, and first of all where there is none', () => {
    const days = ['', '1923-01-01', '2022', '2022-05', '2022-05-02', '2023-06-14', '2023-06-15'];
    const ids = days.map((day, index) => datedId(day, String(days.length - index)));
    expect(ids.slice(0, 2).map((id) => id.slice(0, 13))).toEqual(['00000000-0000', '00000000-0000']);
    expect(ids.slice(1)).toEqual(ids.slice(1).toSorted());
    expect(new Set(ids.slice(2).map((id) => id.slice(0, 13))).size).toBe(5);
  });
});
