import 'reflect-metadata';
import { describe, expect, it } from '@jest/globals';
import type { Rejection } from '../../../src/domain/kernel/rejection.js';
import { GMINA, OFFICIAL, ORGANISATION } from '../../../src/domain/registers/registers.js';
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

  describe('who shares the cost of an investment', () => {
    const agreed = async (ledger: Ledger, ...organisations: (string | object)[]): Promise<unknown> => {
      const road = await ledger.record('joint-investment');
      const partners = organisations.map((organisation) => ({ organisation, share: 100 }));
      // As the interface reads it: a text is a name.
      await ledger.step(road, 'agree', { partners });
      const { taken } = await docOf(ledger, road);
      return (taken[1]?.['partners'] as Record<string, unknown>[]).map(({ share: _share, ...partner }) => partner);
    };
    const refused = async (ledger: Ledger, organisation: string | object): Promise<string> => {
      const fault: unknown = await agreed(ledger, organisation).catch((error: unknown) => error);
      const { faults } = fault as Rejection;
      expect(faults.map(({ pointer }) => pointer)).toEqual(['/partners/0/organisation']);
      return faults[0]?.detail ?? '';
    };

    it('is a gmina, whether named by its name, its office, the id of its office or its code', async () => {
      const ledger = await Ledger.open('2023-06-19');
      const office = (await ledger.desk.current()).named('organisation', 'Urząd Gminy Lubicz')[0]!.key;
      expect(
        await agreed(
          ledger,
          'Łubianka',
          { name: 'gmina obrowo' },
          { name: 'Urząd Gminy Czernikowo' },
          { id: office },
          { name: 'Chełmża', gmina: '0415022' },
          { name: 'Miasto Chełmża' },
          '0404052',
          { name: 'Gmina Unisław', kind: 'gmina', gmina: '0404072' },
        ),
      ).toEqual(
        ['0415052', '0415072', '0415032', '0415042', '0415022', '0415011', '0404052', '0404072'].map((gmina) => ({
          gmina,
        })),
      );
    });

    it('goes by the first of its codes', async () => {
      const ledger = await Ledger.open('2023-06-19');
      const recoding = { terc: '0415043', kind: 'urban-rural', from: '2023-01-01' };
      await ledger.change(GMINA, '0415042', 'GminaRecoded', recoding);
      expect(await agreed(ledger, 'Lubicz')).toEqual([{ gmina: '0415042' }]);
    });

    it('is no gmina where another organisation is meant', async () => {
      const ledger = await Ledger.open('2023-06-19');
      await ledger.enter(ORGANISATION, { name: 'Obrowo', aliases: null, kind: 'company', gmina: null });
      expect(await agreed(ledger, { name: 'Obrowo', kind: 'company' }, { name: 'Lubicz', kind: 'ngo' })).toEqual([
        { organisation: { id: expect.any(String), name: 'Obrowo' } },
        { organisation: { id: expect.any(String), name: 'Lubicz' } },
      ]);
    });

    it('is refused where nobody can tell which gmina is meant, and told what to write', async () => {
      const ledger = await Ledger.open('2023-06-19');
      await ledger.enter(ORGANISATION, { name: 'Obrowo', aliases: null, kind: 'company', gmina: null });
      const far = await ledger.enter(ORGANISATION, { name: 'Gmina Daleka', aliases: null, kind: 'gmina', gmina: null });
      expect(await refused(ledger, 'Chełmża')).toBe(
        'Chełmża is the name of 2 gminas: write "Chełmża (miasto)" or "Chełmża (gmina)", or the TERC',
      );
      expect(await refused(ledger, 'Obrowo')).toContain('of a gmina and of another organisation');
      expect(await refused(ledger, { name: 'Gmina Unisław', kind: 'gmina' })).toContain('by its TERC');
      expect(await refused(ledger, { id: far })).toBe(
        'Gmina Daleka is no gmina of this county: name one of another county by its TERC, as gmina',
      );
    });

    it('is corrected the same way', async () => {
      const ledger = await Ledger.open('2023-06-19');
      const road = await ledger.record('joint-investment');
      await ledger.step(road, 'agree', { partners: [{ gmina: '0415052', share: 100 }] });
      await ledger.correct(road, { 'steps.agree.partners': [{ organisation: 'Gmina Lubicz', share: 5 }] });
      expect((await docOf(ledger, road)).taken[1]?.['partners']).toEqual([{ gmina: '0415042', share: 5 }]);
    });
  });

  it('brings an organisation along under an id of its own, though another that was renamed had its name', async () => {
    const ledger = await Ledger.open('2023-06-19');
    const give = (): Promise<Done> =>
      ledger.record('support-action', { beneficiary: { name: 'KGW Nowe', kind: 'rural-housewives-circle' } });
    const nowOf = async (done: Done): Promise<unknown> => (await docOf(ledger, done)).details['beneficiary' as never];
    const first = await give();
    const { id } = (await nowOf(first)) as { readonly id: string };
    await ledger.change(ORGANISATION, id, 'OrganisationCorrected', { changes: { name: 'KGW Dawne' }, reason: 'x' });
    expect(await nowOf(await give())).toEqual({ id: expect.not.stringMatching(id), name: 'KGW Nowe' });
    expect((await ledger.desk.current()).named('organisation', 'KGW Nowe')).toHaveLength(1);
  });

  it('brings no organisation along whose gmina is none of the county, as its register would not take it', async () => {
    const ledger = await Ledger.open('2023-06-19');
    const beneficiary = { name: 'KGW Obce', kind: 'rural-housewives-circle', gmina: '0404072' };
    await expect(ledger.record('support-action', { beneficiary })).rejects.toMatchObject({
      code: 'invalid',
      faults: [{ pointer: '/beneficiary/gmina', detail: '0404072 is not the TERC of a gmina of this county' }],
    });
    expect((await ledger.desk.current()).named('organisation', 'KGW Obce')).toEqual([]);
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
