import 'reflect-metadata';
import { describe, expect, it } from '@jest/globals';
import { OFFICIAL } from '../../../src/domain/registers/registers.js';
import type { ActivityDoc } from '../../../src/domain/views/register.js';
import { type Done, Ledger } from '../../support/ledger.js';

const docOf = (ledger: Ledger, { id }: Done): Promise<ActivityDoc> =>
  // The register holds activities only.
  ledger.read(undefined, async (reading) => (await reading.get('register', [id]))[0] as ActivityDoc);

describe('recording', () => {
  it('turns the names of officials into ids, of whom they stood in for too, and leaves functions as they are', async () => {
    const ledger = await Ledger.open('2023-06-19');
    const deputy = await ledger.enter(OFFICIAL, { name: 'Zofia Wymyślona', function: 'wicestarosta' });
    const head = await ledger.enter(OFFICIAL, { name: 'Jan Zmyślony', function: 'starosta' });
    const representatives = [
      { official: 'Zofia Wymyślona', inPlaceOf: 'jan zmyslony' },
      { official: deputy, inPlaceOf: head },
      { function: 'radny', inPlaceOf: 'przewodniczący rady' },
    ];
    const feast = await ledger.record('attendance', { representatives });
    const { taken, representatives: found } = await docOf(ledger, feast);
    expect(taken[0]?.['representatives']).toEqual([
      { official: deputy, inPlaceOf: head },
      { official: deputy, inPlaceOf: head },
      { function: 'radny', inPlaceOf: 'przewodniczący rady' },
    ]);
    expect(found).toEqual([deputy, head, 'radny', 'przewodniczący rady']);
    await ledger.correct(feast, { 'steps.record.representatives': [{ function: 'radny', inPlaceOf: 'Jan Zmyślony' }] });
    expect((await docOf(ledger, feast)).representatives).toEqual(['radny', head]);
  });

  it('replaces no activity by itself, and links none to itself', async () => {
    const ledger = await Ledger.open('2023-06-19');
    const contact = await ledger.record('contact');
    await expect(ledger.annul(contact, contact.id)).rejects.toMatchObject({
      code: 'invalid',
      faults: [{ pointer: '/replacedBy', detail: 'must be another activity' }],
    });
    await expect(ledger.correct(contact, { links: [contact.id] })).rejects.toMatchObject({
      code: 'invalid',
      faults: [{ pointer: '/changes/links/0', detail: 'must be another activity' }],
    });
    const other = await ledger.record('contact');
    await ledger.correct(contact, { links: [other.id] });
    await ledger.annul(contact, other.id);
    expect((await docOf(ledger, contact)).annulment).toMatchObject({ replacedBy: other.id });
  });
});
