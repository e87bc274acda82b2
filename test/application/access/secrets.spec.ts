import { describe, expect, it } from '@jest/globals';
import { isProofOf, newSecret, proofOf } from '../../../src/application/access/secrets.js';

describe('what a form proves', () => {
  it('is another text on each page, and holds for the session whose page it is', () => {
    const [mine, another] = [newSecret(), newSecret()];
    const [first, second] = [proofOf(mine), proofOf(mine)];
    expect(first).not.toBe(second);
    for (const proof of [first, second]) {
      expect(isProofOf(mine, proof)).toBe(true);
      expect(isProofOf(another, proof)).toBe(false);
      expect(proof).not.toContain(mine.slice(0, 8));
    }
  });

  it('is not made of parts of others, nor of what is none', () => {
    const mine = newSecret();
    const [first, second] = [proofOf(mine), proofOf(mine)];
    for (const wrong of [
      first.slice(0, 43) + second.slice(43),
      first.slice(1),
      `${first}AAAA`,
      '',
      undefined,
      1,
      [first],
    ])
      expect([wrong, isProofOf(mine, wrong)]).toEqual([wrong, false]);
  });
});
