import 'reflect-metadata';
import { describe, expect, it } from '@jest/globals';
import { check } from '../../src/domain/kernel/check.js';
import type { JsonObject } from '../../src/domain/kernel/json.js';
import { PERSON, PersonDetails } from '../../src/domain/registers/person.js';
import {
  decideCorrection,
  decideErasure,
  decideRegistration,
  type PersonDecided,
  type Seal,
} from '../../src/domain/registers/person-deciding.js';
import { type Entry, evolveEntry } from '../../src/domain/registers/register.js';

const ID = '018f3a6e-7b1c-7d2e-9a4f-5b6c7d8e9f01';
const OFFICE = { id: '018f3a6e-7b1c-7d2e-9a4f-5b6c7d8e9f00', name: 'Gmina Łubianka' };
const ANNA = {
  organisation: OFFICE,
  function: 'sekretarz gminy',
  name: 'Anna Wymyślona',
  phone: '56 662 87 00 wewn. 12',
  email: 'anna@gmina.example',
};
const PESEL = '44051401359';

/** Shows where a text was sealed, so that a test sees what would be. */
const seal: Seal = (field, text) => `<${field}:${text}>`;

const told = (fields: object): PersonDetails => {
  const { value, faults } = check(PersonDetails, fields);
  if (value === null) throw new Error(JSON.stringify(faults));
  return value;
};

/** The person after these decisions. */
const given = (...decided: readonly PersonDecided[]): Entry => {
  const events = decided.map(({ type, data }, revision) => ({
    id: String(revision),
    stream: `person-${ID}`,
    revision,
    type,
    schema: 1,
    data,
    metadata: { recordedAt: '2024-03-04T10:00:00.000Z', actor: { id: 'x', roles: [] } },
  }));
  return events.reduce<Entry | null>((before, event) => evolveEntry(PERSON, ID, before, event, 0), null)!;
};
const registered = (): PersonDecided => decideRegistration(told(ANNA), seal);
const correcting = (before: Entry, fields: JsonObject, reason = 'nowe dane'): PersonDecided =>
  decideCorrection(before, told({ ...ANNA, ...fields }), Object.keys(fields), reason, seal);

const refused = (decide: () => unknown): unknown => {
  try {
    decide();
    return null;
  } catch (fault) {
    const { code, faults } = fault as { readonly code: string; readonly faults: readonly { pointer: string }[] };
    return [code, ...faults.map(({ pointer }) => pointer)];
  }
};

describe('a person', () => {
  it('given nobody, when registered, then only where they work and what they do there is not sealed', () => {
    expect(registered()).toEqual({
      type: 'PersonRegistered',
      data: {
        organisation: OFFICE,
        function: 'sekretarz gminy',
        sealed: {
          name: '<name:Anna Wymyślona>',
          phone: '<phone:56 662 87 00 wewn. 12>',
          email: '<email:anna@gmina.example>',
        },
      },
    });
    expect(given(registered()).details).toEqual(registered().data);
    expect(given(registered()).name).toBe(ID);
  });

  it('given one, when corrected, then what became different is sealed anew, and so is the reason', () => {
    const decided = correcting(given(registered()), { phone: '56 662 87 01', email: null, function: null });
    expect(decided).toEqual({
      type: 'PersonCorrected',
      data: {
        changes: { function: null, sealed: { phone: '<phone:56 662 87 01>', email: null } },
        reason: '<reason:nowe dane>',
      },
    });
    expect(given(registered(), decided).details).toEqual({
      organisation: OFFICE,
      sealed: { name: '<name:Anna Wymyślona>', phone: '<phone:56 662 87 01>' },
    });
  });

  it('given one, when another office is named, then nothing sealed is touched', () => {
    const other = { ...OFFICE, name: 'Gmina Lubicz' };
    const decided = correcting(given(registered()), { organisation: other });
    expect(decided.data['changes']).toEqual({ organisation: other });
    expect(given(registered(), decided).details['sealed']).toEqual(registered().data['sealed']);
  });

  it('given one, when erased, then nothing sealed is left but that it was', () => {
    const erased = decideErasure(given(registered()), null, { reason: 'wniosek' });
    expect(erased).toEqual({ type: 'PersonErased', data: { reason: 'wniosek' } });
    expect(given(registered(), erased).details).toEqual({
      organisation: OFFICE,
      function: 'sekretarz gminy',
      erased: { reason: 'wniosek' },
    });
  });

  it('given one who was erased, when anything is done, then it is refused', () => {
    const gone = given(registered(), decideErasure(given(registered()), null, { reason: 'wniosek' }));
    expect(refused(() => correcting(gone, { phone: '56 662 87 01' }))).toEqual(['state']);
    expect(refused(() => decideErasure(gone, null, { reason: 'znowu' }))).toEqual(['state']);
  });

  it.each([
    ['the name', 'Pani Wymyslona odeszła'],
    ['the number', 'numer 5666287 00-12 wygasł'],
    ['the address', 'skrzynka ANNA@gmina.example'],
  ])('given one, when erased for a reason that tells %s, then it is refused', (_what, reason) => {
    const { name, phone, email } = ANNA;
    expect(refused(() => decideErasure(given(registered()), { name, phone, email }, { reason }))).toEqual([
      'invalid',
      '/reason',
    ]);
  });

  it('given one, when erased for a reason that tells nothing of it, then it is erased', () => {
    const { name, phone, email } = ANNA;
    const reason = 'Wniosek z 3 marca; obowiązek archiwalny ustał.';
    expect(decideErasure(given(registered()), { name, phone, email }, { reason }).type).toBe('PersonErased');
  });

  it.each([
    ['Jan Kowalski', 'na wniosek Kowalskiego', true],
    ['Anna Kowalska', 'na wniosek Kowalskiej', true],
    ['Jan Kot', 'wniosek Kota', true],
    ['Jan Lis', 'wniosek złożył Lis', true],
    ['Jan Marek', 'wniosek Marka', true],
    ['Anna Sroka', 'prośba o Sroce', true],
    ['Anna Duda', 'na wniosek Dudy', true],
    ['Piotr Nowak', 'na wniosek Piotra', true],
    ['Piotr Nowak', 'nowa osoba na stanowisku', false],
    ['Jan Kot', 'koterie i janowiec, lista', false],
    ['Jan de Lis', 'wniosek do urzędu, de facto', false],
  ])('given %s, when erased for the reason "%s", then it tells who it was: %s', (name, reason, tells) => {
    const decide = () => decideErasure(given(registered()), { name }, { reason });
    expect(refused(decide)).toEqual(tells ? ['invalid', '/reason'] : null);
  });

  it('when the function, which is not sealed, says who it is, then it is refused', () => {
    const its = { function: 'sekretarz Anna Wymyślona' };
    expect(refused(() => decideRegistration(told({ ...ANNA, ...its }), seal))).toEqual(['invalid', '/function']);
    expect(refused(() => correcting(given(registered()), its))).toEqual(['invalid', '/changes/function']);
  });

  it('when any text holds a PESEL, then it is refused; eleven digits after a country’s code are a number', () => {
    expect(refused(() => decideRegistration(told({ ...ANNA, name: `Anna ${PESEL}` }), seal))).toEqual([
      'invalid',
      '/name',
    ]);
    expect(refused(() => decideRegistration(told({ ...ANNA, phone: PESEL }), seal))).toEqual(['invalid', '/phone']);
    expect(refused(() => correcting(given(registered()), { function: PESEL }))).toEqual([
      'invalid',
      '/changes/function',
    ]);
    expect(refused(() => correcting(given(registered()), {}, PESEL))).toEqual(['invalid', '/reason']);
    expect(refused(() => decideErasure(given(registered()), null, { reason: PESEL }))).toEqual(['invalid', '/reason']);
    expect(decideRegistration(told({ ...ANNA, phone: `+${PESEL}` }), seal).type).toBe('PersonRegistered');
  });
});
