import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { Allowance, GrowingWaits } from '../../../src/application/access/limits.js';

describe('an allowance', () => {
  it('is so much at once, and then so much a second', () => {
    const allowance = new Allowance(3, 2);
    expect([1, 2, 3, 4].map(() => allowance.take('a', 0))).toEqual([0, 0, 0, 1]);
    expect(allowance.take('b', 0)).toBe(0);
    expect([1, 2, 3].map(() => allowance.take('a', 1000))).toEqual([0, 0, 1]);
    expect([1, 2, 3, 4].map(() => allowance.take('a', 60_000))).toEqual([0, 0, 0, 1]);
  });

  it('gives nothing to whoever puts the clock back', () => {
    const allowance = new Allowance(1, 1);
    expect(allowance.take('a', 100_000)).toBe(0);
    expect(allowance.take('a', 0)).toBe(1);
  });

  it('never lets more through than it says, however they come', () => {
    const gaps = fc.array(fc.integer({ min: 0, max: 3000 }), { minLength: 1, maxLength: 200 });
    fc.assert(
      fc.property(gaps, (each) => {
        const allowance = new Allowance(5, 2);
        let [now, taken] = [0, 0];
        for (const gap of each) {
          now += gap;
          if (allowance.take('a', now) === 0) taken++;
        }
        expect(taken).toBeLessThanOrEqual(5 + (2 * now) / 1000);
      }),
    );
  });
});

describe('growing waits', () => {
  /** The waits that somebody meets who tries again as soon as they may. */
  const met = (waits: GrowingWaits, tries: number): number[] => {
    let now = 0;
    return Array.from({ length: tries }, () => {
      const wait = waits.begin('a', now);
      now += wait * 1000;
      if (wait > 0) expect(waits.begin('a', now)).toBe(0);
      return wait;
    });
  };

  it('begin after five tries, double, and end at a quarter of an hour', () => {
    const longest = [1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 900, 900];
    expect(met(new GrowingWaits(), 18)).toEqual([0, 0, 0, 0, 0, 0, ...longest]);
  });

  it('begin anew after a success, and when nobody tried for a quarter of an hour', () => {
    const waits = new GrowingWaits();
    for (let each = 0; each < 6; each++) waits.begin('a', 0);
    expect(waits.begin('a', 0)).toBe(1);
    expect(waits.begin('b', 0)).toBe(0);
    waits.succeeded('a');
    expect([1, 2, 3, 4, 5, 6, 7].map(() => waits.begin('a', 0))).toEqual([0, 0, 0, 0, 0, 0, 1]);
    expect([1, 2, 3, 4, 5, 6, 7].map(() => waits.begin('a', 901_000))).toEqual([0, 0, 0, 0, 0, 0, 1]);
  });

  it('remember ten thousand, and forget first whom they have not heard of for longest', () => {
    const waits = new GrowingWaits();
    for (let each = 0; each < 6; each++) for (const key of ['a', 'b']) waits.begin(key, 0);
    for (let each = 0; each < 9_998; each++) waits.begin(String(each), 0);
    expect([waits.begin('a', 0), waits.begin('b', 0)]).toEqual([1, 1]);
    waits.begin('one more', 0);
    expect([waits.begin('b', 0), waits.begin('a', 0)]).toEqual([1, 0]);
  });
});
