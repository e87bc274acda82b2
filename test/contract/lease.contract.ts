import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { Lease } from '../../src/application/ports/lease.js';
import { REFUSED } from './event-store.fixture.js';

/** What an adapter brings: a lease that nobody holds, and as many others as one likes for the same. */
export interface LeaseAdapter {
  readonly name: string;
  readonly open: () => Promise<{ readonly another: () => Promise<Lease>; readonly discard: () => Promise<void> }>;
}

/** Longer than any of these tests takes. */
const LONG = 600_000;

/** Every adapter of the lease passes this. */
export function leaseContract({ name, open }: LeaseAdapter): void {
  describe(`a lease (${name})`, () => {
    let one: Lease;
    let other: Lease;
    let another: () => Promise<Lease>;
    let discard: () => Promise<void>;

    beforeEach(async () => {
      ({ another, discard } = await open());
      [one, other] = [await another(), await another()];
    });
    afterEach(async () => {
      await one.close();
      await other.close();
      await discard();
    });

    it('is held by who took it first, as long as they say so', async () => {
      expect(await one.take(LONG)).toBe(true);
      expect(await other.take(LONG)).toBe(false);
      expect(await one.take(LONG)).toBe(true);
      expect(await other.take(LONG)).toBe(false);
    });

    it('is taken by one of those who ask at the same time', async () => {
      const many = await Promise.all(Array.from({ length: 6 }, another));
      const taken = await Promise.all(many.map((each) => each.take(LONG)));
      expect(taken.filter((each) => each)).toHaveLength(1);
      for (const each of many) await each.close();
    });

    it('is free at once when it is given up', async () => {
      await one.take(LONG);
      expect(await other.take(LONG)).toBe(false);
      await one.close();
      expect(await other.take(LONG)).toBe(true);
      const third = await another();
      expect(await third.take(LONG)).toBe(false);
      await third.close();
    });

    it('stays with its holder when another gives up waiting', async () => {
      await one.take(LONG);
      await other.take(LONG);
      await other.close();
      const third = await another();
      expect(await third.take(LONG)).toBe(false);
      await third.close();
    });

    it('is not to be had any more when it was closed, which may be done twice', async () => {
      await one.close();
      await one.close();
      await expect(one.take(LONG)).rejects.toMatchObject(REFUSED.unavailable);
    });
  });
}
