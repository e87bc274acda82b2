import 'reflect-metadata';
import { beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { readBody, readRecording, readStep } from '../../../src/application/commands/bodies.js';
import { CorrectionBody } from '../../../src/delivery/http/bodies.js';
import { KINDS } from '../../../src/domain/catalogue.js';
import type { Kind } from '../../../src/domain/activities/kind.js';
import { Rejection } from '../../../src/domain/kernel/rejection.js';
import { type Done, Ledger } from '../../support/ledger.js';
import { runs } from '../../support/runs.js';

const NOBODY = '018f3a6e-7b1c-7d2e-9a4f-5b6c7d8e9f00';
const PESEL = '44051401359';

/** Fields that are wrong in one way each, of their form or by a rule; what one says touches no other. */
const WRONG: readonly (readonly [what: string, fields: object, faults: number])[] = [
  ['a title that is a number', { title: 5 }, 1],
  ['a PESEL', { description: `zob. ${PESEL}` }, 1],
  ['a phone number', { place: 'tel. 601 234 567' }, 1],
  ['one gmina mistyped, one unknown', { gminas: ['0415062', 7, '0415992'] }, 2],
  ['a gmina of the county among the others', { otherGminas: ['0415062'] }, 1],
  ['an item that is none', { strategyItems: ['G99'] }, 1],
  ['one unit unknown, one that is no text', { units: ['Nikt', 5] }, 2],
  ['an activity that is none, and an id that is none', { links: [NOBODY, 'x'] }, 2],
  ['an official that is none', { performedBy: { official: 'Nikt Nieznany' } }, 1],
  ['a paper without its title, with a day that is none', { documents: [{ date: '2023-02-30' }] }, 2],
  ['case signs, one of them none', { caseSigns: ['PE.0541.12.2023', '?'] }, 1],
  ['a field that is none', { colour: 'red' }, 1],
  ['a name that every object has', { constructor: 1 }, 1],
];

const SOMEWHERE = { scope: 'gminas', gminas: ['0415062', '0415042'] };

/** Nothing is acknowledged: contact data is told too. */
const SAYS_NOTHING = { acknowledged: [] };

const faultsOf = async (work: Promise<unknown>): Promise<readonly string[]> => {
  const refused: unknown = await work.then(
    () => null,
    (fault: unknown) => fault,
  );
  if (refused === null) return [];
  if (!(refused instanceof Rejection)) throw new Error('not refused, but failed', { cause: refused });
  expect(refused.code).toBe('invalid');
  return refused.faults.map(({ pointer, detail }) => `${pointer}: ${detail}`).sort();
};

describe.each(KINDS.map((kind) => [kind.name, kind] as const))('what is wrong with a %s', (_name, kind: Kind) => {
  let ledger: Ledger;
  let done: Done;

  beforeAll(async () => {
    ledger = await Ledger.open('2024-06-01');
    done = await ledger.record(kind.name, SOMEWHERE);
  });

  const recording = (fields: object): Promise<readonly string[]> => {
    const { value, faults } = readRecording(kind, { ...kind.example, ...SOMEWHERE, ...fields });
    return faultsOf(ledger.act(kind, null, value, SAYS_NOTHING, faults));
  };
  const correcting = (changes: object): Promise<readonly string[]> => {
    const { value, faults } = readBody(CorrectionBody, {
      changes: { title: 'Inny tytuł', ...changes },
      reason: 'pomyłka',
    });
    return faultsOf(
      ledger.act(kind, done.id, { do: 'correct', changes: value.changes, reason: value.reason }, SAYS_NOTHING, faults),
    );
  };

  it.each([
    ['when it is recorded', recording],
    ['when it is corrected', correcting],
  ])('is told at once, whatever else is wrong: %s', async (_when, send) => {
    const alone = new Map<string, readonly string[]>();
    for (const [what, fields, faults] of WRONG) {
      const told = await send(fields);
      expect([what, told]).toEqual([what, Array.from({ length: faults }, () => expect.any(String))]);
      alone.set(what, told);
    }
    await fc.assert(
      fc.asyncProperty(fc.subarray([...WRONG]), async (some) => {
        const together = await send(Object.assign({}, ...some.map(([, fields]) => fields)) as object);
        expect(together).toEqual(some.flatMap(([what]) => alone.get(what) ?? []).sort());
      }),
      runs(25),
    );
  });

  it('does not accuse what depends on a field that is wrong', async () => {
    // The last day is before the first that is meant, or not: who knows.
    expect(await recording({ occurredOn: 'jutro', occurredUntil: '1999-01-01' })).toHaveLength(1);
    expect(await recording({ scope: 'nowhere', gminas: [] })).toHaveLength(1);
    expect(await recording({ strategy: 5, strategyItems: ['G99'] })).toHaveLength(1);
  });

  it('is told of each step, and of a step that is none', async () => {
    for (const [step, row] of Object.entries(kind.steps)) {
      if (row.from.length === 0) continue;
      const { value, faults } = readStep(kind, step, { ...row.example, on: 'jutro', colour: 'red' });
      const told = await faultsOf(ledger.act(kind, done.id, value, SAYS_NOTHING, faults));
      expect(told.filter((fault) => fault.startsWith('/on: ') || fault.startsWith('/colour: '))).toHaveLength(2);
    }
    const told = await recording({ step: 'dance', gminas: ['0415992'], title: 5 });
    expect(told.map((fault) => fault.split(':')[0])).toEqual(['/gminas/0', '/step', '/title']);
  });
});

describe('what is wrong', () => {
  let ledger: Ledger;
  const kinds = new Map(KINDS.map((kind) => [kind.name, kind]));
  const kindOf = (name: string): Kind => kinds.get(name) ?? KINDS[0]!;

  beforeAll(async () => {
    ledger = await Ledger.open('2024-06-01');
  });

  const placesIn = (told: readonly string[]): string[] =>
    told.map((fault) => fault.slice(0, fault.indexOf(': '))).sort();
  const recording = async (name: string, fields: object): Promise<string[]> => {
    const kind = kindOf(name);
    const { value, faults } = readRecording(kind, { ...kind.example, ...fields });
    return placesIn(await faultsOf(ledger.act(kind, null, value, SAYS_NOTHING, faults)));
  };
  const correcting = async (done: Done, changes: object): Promise<string[]> => {
    const { value, faults } = readBody(CorrectionBody, { changes, reason: 'pomyłka' });
    const command = { do: 'correct', changes: value.changes, reason: value.reason } as const;
    return placesIn(await faultsOf(ledger.act(done.kind, done.id, command, SAYS_NOTHING, faults)));
  };
  const of = (organisers: object[], strategyItems: string[]): object => ({
    step: 'record',
    scope: 'county',
    gminas: [],
    representatives: [{ function: 'starosta' }],
    organisers,
    strategyItems,
  });

  it('in a body of more fields than any is told as that', async () => {
    const many = Object.fromEntries(Array.from({ length: 1001 }, (_each, index) => [`a${String(index)}`, index]));
    expect(() => readBody(CorrectionBody, many)).toThrow('must have at most 1000 fields');
    expect(() => readRecording(kindOf('contact'), many)).toThrow('must have at most 1000 fields');
  });

  it('in one part of a name does not make it nobody’s', async () => {
    const circle = { name: 'KGW Nowe', kind: 'rural-housewives-circle', gmina: '123' };
    expect(await recording('attendance', of([circle], ['G1.4']))).toEqual(['/organisers/0/gmina']);
    expect(await recording('contact', { counterparts: [{ organisation: { name: 'Nieznana' }, function: 5 }] })).toEqual(
      ['/counterparts/0/function', '/counterparts/0/organisation/name'],
    );
  });

  it('keeps its place, whatever stands twice before it', async () => {
    const gminas = ['0415062', '0415062', '0415992'];
    expect(await recording('contact', { scope: 'gminas', gminas })).toEqual(['/gminas', '/gminas/2']);
  });

  it('with a link is not told again as a link that is wanting', async () => {
    const campaign = { strategyItems: ['G3.4'], links: [NOBODY] };
    expect(await recording('campaign', { ...campaign, scope: 'county', gminas: [] })).toEqual(['/links/0']);
  });

  it('with the step is not told of fields that belong to another', async () => {
    expect(await recording('attendance', { step: 'decline' })).toEqual(['/step']);
  });

  it('in a part of a name is not corrected in silence', async () => {
    const done = await ledger.record('attendance', of([{ name: 'Gmina Łubianka' }], []));
    const name = 'Gmina Łubianka';
    for (const [organiser, place] of [
      [{ name, kind: 5 }, '/kind'],
      [{ name, gmina: 'abc' }, '/gmina'],
      [{ name, locality: '' }, '/locality'],
      [{ name, colour: 'red' }, '/colour'],
    ] as const)
      expect(await correcting(done, { organisers: [organiser] })).toEqual([`/changes/organisers/0${place}`]);
    expect(await correcting(done, { gminas: ['0415062', '0415062'], scope: 'gminas' })).toEqual(['/changes/gminas']);
    expect(await correcting(done, { links: [NOBODY, NOBODY] })).toEqual([
      '/changes/links',
      '/changes/links/0',
      '/changes/links/1',
    ]);
  });

  it('with a link is told whatever stands there', async () => {
    const done = await ledger.record('contact', SOMEWHERE);
    for (const link of [{ a: 1 }, true, ['x'], 7]) {
      expect((await correcting(done, { links: [link] })).length).toBeGreaterThan(0);
      expect((await correcting(done, { links: link })).length).toBeGreaterThan(0);
    }
  });
});
