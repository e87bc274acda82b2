import { describe, expect, it } from '@jest/globals';
import { findItem, isAuthorityFunction, itemRef, strategyMeant } from '../../src/domain/activities/rules.js';
import { defaultStart } from '../../src/domain/activities/decide.js';
import { kindNamed, KIND_FIELDS } from '../../src/domain/catalogue.js';
import { COUNTY_STRATEGY_2022_2024 } from '../../src/domain/strategy/county-strategy-2022-2024.js';
import { ancestorsOf, readStrategy } from '../../src/domain/strategy/strategy.js';
import { BODIES, FIELDS } from '../support/bodies.js';
import {
  correct,
  given,
  NEXT_STRATEGY,
  nothing,
  type Outcome,
  record,
  REGISTERS,
  type Story,
  take,
  type World,
} from '../support/scenario.js';

const kinds = KIND_FIELDS;
const ROAD = '018f3a6e-7b1c-7d2e-9a4f-5b6c7d8e9f00';
const WORLD: World = { linked: { [ROAD]: 'joint-investment', '018f3a6e-7b1c-7d2e-9a4f-5b6c7d8e9f01': 'contact' } };
const TWO = ['0415052', '0415062'];

type Name = keyof typeof BODIES;

/** Fields that the default start of a kind cannot do without. */
const START: Partial<Record<Name, object>> = { attendance: FIELDS.representatives };

const naming = (item: string, kind: Name, more: object = {}): Outcome =>
  nothing(kindNamed(kind)!, WORLD).when(record({ ...BODIES[kind], ...START[kind], ...more, strategyItems: [item] }));

describe('the strategy 2022-2024', () => {
  const { items } = COUNTY_STRATEGY_2022_2024;

  it('passes the check of any strategy file', () => {
    const { strategy, faults } = readStrategy(JSON.parse(JSON.stringify(COUNTY_STRATEGY_2022_2024)), kinds);
    expect(faults).toEqual([]);
    expect(strategy).toEqual(COUNTY_STRATEGY_2022_2024);
  });

  it('is the period and the tree of DOMAIN.md section 1', () => {
    expect(COUNTY_STRATEGY_2022_2024).toMatchObject({ id: '2022-2024', from: '2022-01-01', until: '2024-12-31' });
    const tree = items.map(({ code, parent }) => [code, parent]);
    expect(tree).toEqual([
      ['S', undefined],
      ['G1', 'S'],
      ...['T1', 'T2', 'T3', 'G1.1', 'G1.2', 'G1.3', 'G1.4'].map((code) => [code, 'G1']),
      ['G2', 'S'],
      ...['G2.1', 'G2.2', 'G2.3', 'G2.4'].map((code) => [code, 'G2']),
      ['G3', 'S'],
      ...['G3.1', 'G3.2', 'G3.3', 'G3.4'].map((code) => [code, 'G3']),
    ]);
    expect(ancestorsOf(COUNTY_STRATEGY_2022_2024, 'G1.1')).toEqual(['G1', 'S']);
    expect(ancestorsOf(COUNTY_STRATEGY_2022_2024, 'S')).toEqual([]);
    expect(ancestorsOf(COUNTY_STRATEGY_2022_2024, 'X')).toEqual([]);
  });

  it('reads as the seed does, its scanner’s faults mended', () => {
    const textOf = (code: string): string => items.find((item) => item.code === code)?.text ?? '';
    for (const { text } of items) {
      expect(text).toMatch(/^[\p{L}][\p{L} ,-]*\p{L}$/u);
      expect(text).not.toMatch(/\p{L}\d|\d\p{L}|graniach| {2}| ,/u);
    }
    expect(textOf('S')).toContain('gmin leżących w granicach powiatu');
    expect(textOf('G1.3')).toContain('poszczególnym miejscowościom');
    expect(textOf('G3.3')).toBe(
      'udział w regionalnych i ogólnopolskich konkursach na najlepszy projekt budowlany, realizację',
    );
  });
});

/** DOMAIN.md section 1: which kinds realise an item, and what they then need besides. */
const REALISED: readonly (readonly [item: string, by: Partial<Record<Name, object>>])[] = [
  ['T1', { contact: {} }],
  ['T2', { attendance: {} }],
  ['T3', { 'support-action': {}, campaign: {}, publication: {} }],
  [
    'G1.1',
    {
      campaign: { units: ['PZD'] },
      publication: { units: ['PZD'] },
      'media-coverage': { units: ['PZD'] },
      'joint-initiative': { units: ['PZD'] },
    },
  ],
  ['G1.2', { 'support-action': {}, 'joint-initiative': {} }],
  ['G1.3', { publication: {} }],
  ['G1.4', { 'support-action': {}, attendance: { organisers: [{ id: 'osp-gorsk' }] } }],
  ['G2.1', { campaign: { gminas: TWO } }],
  ['G2.2', { 'joint-initiative': {}, attendance: {} }],
  ['G2.3', { 'media-coverage': { jointMessage: true }, publication: { form: 'press-release' } }],
  ['G2.4', { campaign: {}, publication: {}, 'joint-initiative': {} }],
  ['G3.1', { campaign: {}, publication: {}, 'media-coverage': {} }],
  ['G3.2', { 'joint-investment': {} }],
  ['G3.3', { 'competition-entry': {} }],
  ['G3.4', { campaign: { links: [ROAD] } }],
];
const GOALS = ['S', 'G1', 'G2', 'G3'];
const EVERY = Object.keys(BODIES) as Name[];

describe('who realises an item', () => {
  it('is told of every item', () => {
    expect([...GOALS, ...REALISED.map(([code]) => code)].sort()).toEqual(
      COUNTY_STRATEGY_2022_2024.items.map(({ code }) => code).sort(),
    );
  });

  describe.each(REALISED)('%s', (item, realising) => {
    it.each(EVERY)('%s', (kind) => {
      const its = realising[kind];
      if (its === undefined) {
        // Given all that any kind needs, it is refused for its kind.
        const all = { units: ['PZD'], gminas: TWO, links: [ROAD] };
        const [fault] = naming(item, kind, all).faultsAt('/strategyItems/0');
        expect(fault?.detail).toContain(`${item} is realised by`);
      } else {
        naming(item, kind, its).records(kindNamed(kind)!.steps[defaultStart(kindNamed(kind)!)]!.event);
      }
    });
  });

  it.each(GOALS)('%s is named directly by any kind', (goal) => {
    for (const kind of EVERY) expect(naming(goal, kind).accepted).toBe(true);
  });
});

describe('what an item needs', () => {
  const needs = (item: string, kind: Name, more: object, says: string): void => {
    const [fault] = naming(item, kind, more).faultsAt('/strategyItems/0');
    expect(fault?.detail).toContain(says);
  };

  it('T2: an organiser of kind gmina, and a representative who is an authority', () => {
    needs(
      'T2',
      'attendance',
      { organisers: [{ id: 'school-przyklad' }] },
      'needs an organiser or beneficiary of kind gmina',
    );
    needs('T2', 'attendance', { organisers: [{ name: 'Gmina Łubianka', kind: 'gmina' }] }, 'of kind gmina');
    needs('T2', 'attendance', { representatives: [{ function: 'dyrektor PCPR' }] }, 'who is an authority');
    needs('T2', 'attendance', { representatives: [{ official: 'official-director' }] }, 'who is an authority');
    const several = { representatives: [{ function: 'dyrektor PCPR' }, { official: 'official-authority' }] };
    expect(naming('T2', 'attendance', several).accepted).toBe(true);
  });

  it('T2: an authority on the day of the event', () => {
    const official = { representatives: [{ official: 'official-authority' }], strategyItems: ['T2'] };
    const attended = nothing(kindNamed('attendance')!).when(record({ ...BODIES.attendance, ...official }));
    expect(attended.accepted).toBe(true);
    attended.story
      .when(correct({ 'steps.record.representatives': [{ official: 'official-former' }] }))
      .refused('invalid', 'who is an authority');
  });

  it('T2: an invitation names nobody yet; whoever confirms or attends is held to it', () => {
    const story = given(kindNamed('attendance')!, [record({ ...BODIES.attendance, strategyItems: ['T2'] }, 'invite')]);
    const clerk = { representatives: [{ function: 'podinspektor' }] };
    story.when(take('confirm', clerk)).refused('state', 'who is an authority');
    story.when(take('attend', clerk)).refused('state', 'who is an authority');
    story.when(take('decline', FIELDS.reason)).leadsTo('declined');
    story.when(take('attend', FIELDS.representatives)).leadsTo('attended');
  });

  it('G1.1: a unit', () => {
    needs('G1.1', 'publication', {}, 'needs an organisational unit');
    needs('G1.1', 'publication', { units: [] }, 'needs an organisational unit');
  });

  it('G1.3: a gmina', () => {
    needs('G1.3', 'publication', { scope: 'outside', gminas: [] }, 'needs a gmina');
    expect(naming('G1.3', 'publication', { scope: 'outside', gminas: [], otherGminas: ['0404052'] }).accepted).toBe(
      true,
    );
  });

  it('G1.4: a beneficiary or organiser that is a sołectwo, KGW or OSP', () => {
    for (const id of ['gmina-lubianka', 'school-przyklad', 'ngo-przyklad']) {
      needs('G1.4', 'support-action', { beneficiary: { id } }, 'auxiliary-unit or rural-housewives-circle');
      needs('G1.4', 'attendance', { organisers: [{ id }] }, 'volunteer-fire-brigade');
    }
    for (const id of ['kgw-pigza', 'osp-gorsk', 'solectwo-brachnowo']) {
      expect(naming('G1.4', 'support-action', { beneficiary: { id } }).accepted).toBe(true);
    }
  });

  it('G2.1: two gminas or more, of this county or another; the whole county has them all', () => {
    needs('G2.1', 'campaign', {}, 'needs 2 gminas or more');
    expect(naming('G2.1', 'campaign', { otherGminas: ['0404052'] }).accepted).toBe(true);
    expect(naming('G2.1', 'campaign', { scope: 'county', gminas: [] }).accepted).toBe(true);
  });

  it('G2.3: the joint message of a mention, or a publication that the media read', () => {
    needs('G2.3', 'media-coverage', { jointMessage: false }, 'not by this media-coverage');
    for (const form of ['booklet', 'album', 'map', 'periodical', 'film', 'web', 'other']) {
      needs('G2.3', 'publication', { form }, 'not by this publication');
    }
    for (const form of ['press-release', 'conference', 'social-post']) {
      expect(naming('G2.3', 'publication', { form }).accepted).toBe(true);
    }
  });

  it('G3.4: a link to a joint investment', () => {
    needs('G3.4', 'campaign', {}, 'needs a link to an activity of kind joint-investment');
    needs('G3.4', 'campaign', { links: ['018f3a6e-7b1c-7d2e-9a4f-5b6c7d8e9f01'] }, 'joint-investment');
  });

  it('is told of each item named', () => {
    const items = { strategyItems: ['T1', 'G2.1', 'G9', 'G1'] };
    nothing(kindNamed('campaign')!)
      .when(record({ ...BODIES.campaign, ...items }))
      .faultsAt('/strategyItems/0', '/strategyItems/1', '/strategyItems/2');
  });

  it('is needed when a correction names the item', () => {
    given(kindNamed('campaign')!, [record(BODIES.campaign)])
      .when(correct({ strategyItems: ['G2.4', 'G2.1'] }))
      .faultsAt('/changes/strategyItems/1');
  });
});

describe('an authority', () => {
  it.each([
    'starosta',
    'Wicestarosta',
    'starosta toruński',
    'board-member',
    'członek zarządu',
    'członkini zarządu powiatu',
    'przewodnicząca rady powiatu',
    'wiceprzewodniczący rady powiatu toruńskiego',
    'radny powiatu',
    'councillor',
  ])('is the %s', (named) => {
    expect(isAuthorityFunction(named)).toBe(true);
  });

  it.each(['starosta dożynek', 'radny gminy', 'przewodniczący rady gminy', 'dyrektor', 'skarbnik', 'sekretarz', ''])(
    'is not the %s',
    (named) => {
      expect(isAuthorityFunction(named)).toBe(false);
    },
  );
});

describe('the strategy of an activity', () => {
  const contact = kindNamed('contact')!;
  const investment = kindNamed('joint-investment')!;
  const detailsOf = (story: Story): unknown => {
    const { strategy, strategyItems } = story.activity.details;
    return { strategy, strategyItems };
  };
  const late = (kind: typeof contact, body: object): Outcome =>
    nothing(kind).when({ ...record(body), today: '2026-06-01' });

  it('is the one in force when it happened, past its own end until the next begins', () => {
    expect(detailsOf(given(contact, [record(BODIES.contact)]))).toMatchObject({ strategy: '2022-2024' });
    expect(detailsOf(late(contact, { ...BODIES.contact, occurredOn: '2024-12-31' }).story)).toMatchObject({
      strategy: '2022-2024',
    });
    expect(detailsOf(late(contact, { ...BODIES.contact, occurredOn: '2025-01-01' }).story)).toMatchObject({
      strategy: '2025-2027',
    });
  });

  it('is none before the first, and then no item is named', () => {
    const before = { ...BODIES.contact, occurredOn: '2021-12-31' };
    expect(detailsOf(given(contact, [record(before)]))).toEqual({ strategy: undefined, strategyItems: [] });
    nothing(contact)
      .when(record({ ...before, strategyItems: ['T1'] }))
      .faultsAt('/strategyItems/0');
  });

  it('is the first of its span that has what it names', () => {
    const spanning = { ...BODIES['joint-investment'], occurredOn: '2024-06-01', occurredUntil: '2025-06-01' };
    expect(detailsOf(late(investment, { ...spanning, strategyItems: ['G2'] }).story)).toMatchObject({
      strategy: '2022-2024',
    });
    expect(detailsOf(late(investment, { ...spanning, strategyItems: ['X1'] }).story)).toMatchObject({
      strategy: '2025-2027',
    });
    late(investment, { ...spanning, strategyItems: ['G3.2', '2025-2027/X1'] }).leadsTo('proposed');
    late(investment, { ...spanning, strategyItems: ['G3.2', 'X1'] }).faultsAt('/strategyItems/1');
  });

  it('may have begun after the activity: bike paths of 2020 became part of it', () => {
    const path = {
      ...BODIES['joint-investment'],
      investmentKind: 'bike-path',
      occurredOn: '2020-03-01',
      on: '2020-03-01',
    };
    const story = given(investment, [record({ ...path, strategyItems: ['G3.2'] })]);
    expect(detailsOf(story)).toEqual({ strategy: '2022-2024', strategyItems: ['G3.2'] });
    const finished = [
      take('agree', { ...FIELDS.agree, on: '2020-06-01' }),
      take('contract', { ...FIELDS.contract, on: '2021-02-01' }),
      take('start-works', { on: '2021-03-01' }),
      take('accept', { length: 7000, on: '2023-11-01' }),
    ];
    let going = story;
    for (const each of finished) going = going.when(each).story;
    expect(going.status).toBe('accepted');
    // Finished before the strategy began, it never was part of it.
    const early = story.when(take('agree', { ...FIELDS.agree, on: '2020-06-01' })).story;
    const contracted = early.when(take('contract', { ...FIELDS.contract, on: '2020-07-01' })).story;
    const works = contracted.when(take('start-works', { on: '2020-08-01' })).story;
    works
      .when(take('accept', { length: 7000, on: '2021-10-01' }))
      .refused('state', 'G3.2 is not an item of a strategy in force');
  });

  it('may end before the activity does', () => {
    const campaign = kindNamed('campaign')!;
    const story = nothing(campaign).when({
      ...record({ ...BODIES.campaign, occurredOn: '2024-11-01', strategyItems: ['2025-2027/X1', 'G2.4'] }),
      today: '2024-11-01',
    }).story;
    const running = story.when({ ...take('launch'), today: '2024-11-02' }).story;
    running.when({ ...take('conclude', FIELDS.conclude), today: '2025-02-01' }).leadsTo('concluded');
    running
      .when({ ...take('conclude', FIELDS.conclude), today: '2024-12-01' })
      .refused('state', '2025-2027/X1 is not an item of a strategy in force');
  });

  it('follows the items that a correction names, unless the correction says which', () => {
    const body = { ...BODIES['joint-investment'], occurredOn: '2024-06-01', strategyItems: ['G2'] };
    const story = late(investment, body).story;
    const correctLate = (changes: Parameters<typeof correct>[0]): Outcome =>
      story.when({ ...correct(changes), today: '2026-06-01' });
    expect(detailsOf(correctLate({ strategyItems: ['G3.2'] }).story)).toMatchObject({ strategy: '2022-2024' });
    expect(detailsOf(correctLate({ strategyItems: ['X1'] }).story)).toMatchObject({ strategy: '2025-2027' });
    correctLate({ strategyItems: ['X1'], strategy: '2022-2024' }).faultsAt('/changes/strategyItems/0');
  });

  it('gives what it names by default to those who name nothing', () => {
    const body = { ...BODIES['joint-investment'], occurredOn: '2025-03-01' };
    expect(detailsOf(late(investment, body).story)).toEqual({ strategy: '2025-2027', strategyItems: ['G2'] });
    expect(detailsOf(late(contact, { ...BODIES.contact, occurredOn: '2025-03-01' }).story)).toMatchObject({
      strategyItems: [],
    });
  });
});

describe('an item’s name', () => {
  it('is a code of the strategy meant, or says which strategy', () => {
    expect(itemRef('G1', '2022-2024')).toEqual({ strategy: '2022-2024', code: 'G1' });
    expect(itemRef('2025-2027/X1', '2022-2024')).toEqual({ strategy: '2025-2027', code: 'X1' });
    const both = REGISTERS.strategiesInForce('2022-01-01', null);
    expect(findItem(both, '2022-2024', 'X1')).toBeNull();
    expect(findItem(both, '2022-2024', '2025-2027/X1')?.code).toBe('X1');
    expect(findItem(both, undefined, 'G1')).toBeNull();
  });

  it('means the strategy said before, where that has it', () => {
    const both = [COUNTY_STRATEGY_2022_2024, NEXT_STRATEGY];
    expect(strategyMeant(['G2'], both, '2025-2027')).toBe('2025-2027');
    expect(strategyMeant(['G3.2'], both, '2025-2027')).toBe('2022-2024');
    expect(strategyMeant([], both)).toBe('2022-2024');
    expect(strategyMeant(['nowhere'], both)).toBe('2022-2024');
    expect(strategyMeant(['G2'], [])).toBeUndefined();
  });
});

describe('a strategy file', () => {
  const file = { id: 'next', title: 'Następna', from: '2025-01-01', until: '2027-12-31' };
  const faultsOf = (more: object): string[] =>
    readStrategy({ ...file, ...more }, kinds).faults.map(({ pointer }) => pointer);

  it.each([
    [
      'a parent that stands later',
      [
        { code: 'A', text: 'x', parent: 'B' },
        { code: 'B', text: 'x' },
      ],
      '/items/0/parent',
    ],
    ['a parent that is itself', [{ code: 'A', text: 'x', parent: 'A' }], '/items/0/parent'],
    [
      'a code twice',
      [
        { code: 'A', text: 'x' },
        { code: 'A', text: 'y' },
      ],
      '/items/1/code',
    ],
    ['a kind that is none', [{ code: 'A', text: 'x', realisedBy: [{ kind: 'party' }] }], '/items/0'],
    ['a default kind that is none', [{ code: 'A', text: 'x', defaultFor: ['party'] }], '/items/0'],
    ['a link to no kind', [{ code: 'A', text: 'x', needs: { linkedTo: 'party' } }], '/items/0'],
    [
      'a field that its kind does not have',
      [
        {
          code: 'A',
          text: 'x',
          realisedBy: [{ kind: 'contact' }, { kind: 'publication', field: 'tone', values: ['x'] }],
        },
      ],
      '/items/0/realisedBy/1/field',
    ],
    [
      'a field without values',
      [{ code: 'A', text: 'x', realisedBy: [{ kind: 'publication', field: 'form' }] }],
      '/items/0/realisedBy/0/values',
    ],
    [
      'values of no field',
      [{ code: 'A', text: 'x', realisedBy: [{ kind: 'publication', values: ['map'] }] }],
      '/items/0/realisedBy/0/field',
    ],
    ['a rule that is none', [{ code: 'A', text: 'x', needs: { mood: 'good' } }], '/items/0/needs/mood'],
    [
      'a kind of organisation that is none',
      [{ code: 'A', text: 'x', needs: { organisation: ['club'] } }],
      '/items/0/needs/organisation/0',
    ],
    ['a code of small letters', [{ code: 'a', text: 'x' }], '/items/0/code'],
    ['no items', [], '/items'],
  ])('is refused for %s', (_what, items, pointer) => {
    expect(faultsOf({ items })).toEqual([pointer]);
  });

  it('does not miss a goal before an item that could not be read', () => {
    expect(faultsOf({ items: [5, { code: 'G1.1', text: 'a', parent: 'G1' }] })).toEqual(['/items/0']);
    expect(
      faultsOf({
        items: [
          { code: 5, text: 'a' },
          { code: 'G1.1', text: 'a', parent: 'G1' },
        ],
      }),
    ).toEqual(['/items/0/code']);
  });

  it('is refused when it ends before it begins, or is no object', () => {
    expect(faultsOf({ items: [{ code: 'A', text: 'x' }], until: '2024-12-31' })).toEqual(['/until']);
    expect(readStrategy([], kinds).faults).toHaveLength(1);
    expect(readStrategy(null, kinds).faults).toHaveLength(1);
  });
});
