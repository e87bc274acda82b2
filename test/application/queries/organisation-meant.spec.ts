import 'reflect-metadata';
import { beforeEach, describe, expect, it } from '@jest/globals';
import {
  type OrganisationMeant,
  OrganisationMeantHandler,
  OrganisationMeantQuery,
} from '../../../src/application/queries/organisation-meant.js';
import { ORGANISATION } from '../../../src/domain/registers/registers.js';
import { Ledger } from '../../support/ledger.js';

const KGW = { kind: 'rural-housewives-circle', gmina: '0415052' };

let ledger: Ledger;
let old: string;
let next: string;
beforeEach(async () => {
  ledger = await Ledger.open('2023-01-02');
  old = await ledger.enter(ORGANISATION, { ...KGW, name: 'KGW Zamek', aliases: ['Zamkowe Koło'] });
  next = await ledger.enter(ORGANISATION, { ...KGW, name: 'KGW Zamek Bierzgłowski', aliases: [] });
});

async function meant(said: string, asOf?: string): Promise<OrganisationMeant | null> {
  const handler = new OrganisationMeantHandler(ledger.asOf, ledger.desk);
  return (await handler.execute(new OrganisationMeantQuery(said, asOf))).value;
}

describe('the organisation that is meant', () => {
  it('is the one that went by the name at that point, whatever became of it since', async () => {
    const before = String(ledger.position);
    await ledger.change(ORGANISATION, old, 'OrganisationMerged', { into: next, reason: 'to samo koło' });
    const was = { key: old, name: 'KGW Zamek', said: 'KGW Zamek' };
    for (const said of ['kgw zamek', 'Zamkowe Koło', old]) expect(await meant(said, before)).toEqual(was);
    expect(await meant('KGW Zamek')).toEqual({
      key: next,
      name: 'KGW Zamek Bierzgłowski',
      said: 'KGW Zamek Bierzgłowski',
    });
    // By its id it still is itself; its name has come to mean another.
    expect(await meant(old)).toEqual({ ...was, said: old });
    expect(await meant('KGW Nigdzie')).toBeNull();
    // Nobody knew it then.
    expect(await meant('KGW Zamek', '1')).toMatchObject({ key: next });
  });

  it('is not guessed where several go by the name, and is then said by its id', async () => {
    const other = await ledger.enter(ORGANISATION, { ...KGW, gmina: '0415011', name: 'KGW Zamek', aliases: [] });
    await expect(meant('KGW Zamek')).rejects.toMatchObject({ code: 'bad-query' });
    expect(await meant(other)).toEqual({ key: other, name: 'KGW Zamek', said: other });
  });
});
