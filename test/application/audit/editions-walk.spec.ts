import 'reflect-metadata';
import { describe, expect, it, jest } from '@jest/globals';
import { EditionsWalk } from '../../../src/application/audit/editions-walk.js';
import { Rejection } from '../../../src/domain/kernel/rejection.js';
import { Ledger } from '../../support/ledger.js';

/** Goes through all once, and on where it was broken off. @returns how often that was */
async function through(walk: EditionsWalk, segment: string): Promise<number> {
  for (let brokenOff = 0; ;) {
    await walk.step().catch((fault: unknown) => {
      expect(fault).toMatchObject({ code: 'unavailable' });
      brokenOff++;
    });
    if (walk.beginning(segment) !== null) return brokenOff;
  }
}

describe('the walk through all editions', () => {
  it('counts the same where a store was out of reach on the way', async () => {
    const ledger = await Ledger.open('2023-06-14');
    for (let nth = 0; nth < 3; nth++) await ledger.record('contact', { occurredOn: '2023-06-14' });
    const { store, views } = ledger;
    const { id } = await views.current();
    const [{ segment } = { segment: '' }] = await store.marks(id);
    // What begins with the newest segment may still come: there has to be a later one.
    ledger.clock.set('2023-06-15');
    await ledger.record('contact', { occurredOn: '2023-06-15' });
    const [quiet, disturbed] = [new EditionsWalk(store, id), new EditionsWalk(store, id)];
    expect(await through(quiet, segment)).toBe(0);
    expect(quiet.beginning(segment)?.get('register')).toBe(3);
    let batches = 0;
    const texts = store.editionTexts.bind(store);
    jest.spyOn(store, 'editionTexts').mockImplementation(async function* (generation, view, only) {
      for await (const batch of texts(generation, view, only)) {
        if ([2, 5, 20].includes(++batches)) throw new Rejection('unavailable', 'The view store is closed.');
        yield batch;
      }
    });
    expect(await through(disturbed, segment)).toBe(3);
    expect(disturbed.beginning(segment)).toEqual(quiet.beginning(segment));
  });
});
