import { describe, expect, it } from '@jest/globals';
import { jointInvestment } from '../../../src/domain/activities/joint-investment/joint-investment.js';
import { BODIES, FIELDS } from '../../support/bodies.js';
import { type Act, correct, given, nothing, record, type Story, take, undo } from '../../support/scenario.js';
import { followsTable } from '../../support/steps-table.js';

const body = BODIES['joint-investment'];
const { reason } = FIELDS;

const proposed = [record(body)];
const agreed = [...proposed, take('agree', FIELDS.agree)];
const funded = [...agreed, take('fund', FIELDS.fund)];
const contracted = [...funded, take('contract', FIELDS.contract)];
const inWorks = [...contracted, take('start-works')];
const ways: Readonly<Record<string, readonly Act[]>> = { agreed, funded, contracted, 'in-works': inWorks };

const amountsOf = ({ activity }: Story): unknown => jointInvestment.amounts?.(activity.details, activity.taken);

describe('joint-investment (IN)', () => {
  followsTable(jointInvestment, body, [
    ['propose', ['*'], 'proposed'],
    ['agree', ['proposed', 'agreed'], 'agreed', FIELDS.agree],
    ['fund', ['proposed', 'agreed', 'funded'], 'funded', FIELDS.fund],
    ['contract', ['agreed', 'funded', 'contracted'], 'contracted', FIELDS.contract],
    ['start-works', ['contracted'], 'in-works'],
    ['accept', ['in-works'], 'accepted', { length: 2900 }],
    ['accept', ['in-works'], 'accepted', { partial: false }],
    ['accept', ['in-works'], 'in-works', { length: 1000, partial: true }],
    ['settle', ['accepted'], 'settled', { cost: 425_000_000 }],
    ['suspend', ['agreed', 'funded', 'contracted', 'in-works'], 'suspended', reason],
    ['resume', ['suspended'], null],
    ['cancel', ['proposed', 'agreed', 'funded', 'contracted', 'in-works', 'suspended'], 'cancelled', reason],
  ]);

  it('has its letters and path', () => {
    expect([jointInvestment.letters, jointInvestment.path]).toEqual(['IN', 'joint-investments']);
  });

  describe('suspended', () => {
    it.each(['agreed', 'funded', 'contracted', 'in-works'])('while %s, it resumes there', (status) => {
      const story = given(jointInvestment, [...ways[status]!, take('suspend', reason)]);
      story.when(take('resume')).records('InvestmentResumed', { status });
      expect(story.when(take('resume')).story.status).toBe(status);
      expect(story.when(undo()).story.status).toBe(status);
    });

    it('twice, it resumes where it was each time', () => {
      const twice = [
        take('suspend', reason),
        take('resume'),
        take('accept', { partial: true }),
        take('suspend', reason),
      ];
      given(jointInvestment, [...inWorks, ...twice])
        .when(take('resume'))
        .leadsTo('in-works');
    });

    it('with its resumption undone, it is suspended again', () => {
      given(jointInvestment, [...contracted, take('suspend', reason), take('resume')])
        .when(undo())
        .leadsTo('suspended');
    });
  });

  it('is accepted in parts before it is accepted', () => {
    const story = given(jointInvestment, [...inWorks, take('accept', { length: 900, partial: true })]);
    expect(story.status).toBe('in-works');
    expect(story.when(take('accept', { length: 2000 })).story.status).toBe('accepted');
    // Corrected to have been the whole, and no longer so once a step followed.
    story.when(correct({ 'steps.accept.partial': null })).leadsTo('accepted');
    story
      .when(take('accept', { length: 2000 }))
      .story.when(correct({ 'steps.accept.0.partial': false }))
      .refused('state', 'accept is not possible');
  });

  it('corrected under a suspension, it resumes where the corrected step led', () => {
    const story = given(jointInvestment, [...inWorks, take('accept', { partial: true })]);
    const suspended = story.when(take('suspend', reason)).story;
    suspended.when(correct({ 'steps.accept.partial': false })).refused('state', 'suspend is not possible');
  });

  describe('partners', () => {
    const agree = (...partners: object[]): Act => take('agree', { partners });

    it('are either an organisation or a gmina', () => {
      const story = given(jointInvestment, proposed);
      story.when(agree({ share: 1 })).faultsAt('/partners/0');
      story
        .when(
          agree({ gmina: '0415052', share: 1 }, { gmina: '0415062', organisation: { id: 'ngo-przyklad' }, share: 1 }),
        )
        .faultsAt('/partners/1');
      story.when(agree({ organisation: { id: 'ngo-przyklad' }, share: 1 })).leadsTo('agreed');
    });

    it('are named once in an agreement', () => {
      given(jointInvestment, proposed)
        .when(agree({ gmina: '0415052', share: 1 }, { gmina: '0415052', share: 2 }))
        .faultsAt('/partners/1');
      const ngo = { organisation: { id: 'ngo-przyklad', name: 'Stowarzyszenie' } };
      given(jointInvestment, proposed)
        .when(agree({ ...ngo, share: 1 }, { ...ngo, share: 2 }))
        .faultsAt('/partners/1');
    });

    it('may be a gmina of another county', () => {
      given(jointInvestment, proposed)
        .when(agree({ gmina: '0404052', share: 1 }))
        .leadsTo('agreed');
    });

    it('share money in whole grosze', () => {
      for (const share of [-1, 0.5, '100', null]) {
        given(jointInvestment, proposed)
          .when(agree({ gmina: '0415052', share }))
          .faultsAt('/partners/0/share');
      }
    });
  });

  it('counts plan, shares, contracts, lengths and cost on the day of each step', () => {
    const story = given(jointInvestment, [
      record({ ...body, on: '2023-01-16' }),
      take('agree', {
        partners: [
          { gmina: '0415052', share: 100 },
          { organisation: { id: 'ngo-przyklad' }, share: 50 },
          { gmina: '0415062', share: 200 },
        ],
        on: '2023-02-01',
      }),
      // An annex: one share is another, the other stays.
      take('agree', { partners: [{ gmina: '0415062', share: 250 }], on: '2023-03-01' }),
      take('fund', FIELDS.fund),
      take('contract', { contractor: { id: 'company-przyklad' }, amount: 1000 }),
      take('contract', { contractor: { id: 'company-przyklad' }, amount: 30 }),
      take('start-works'),
      take('accept', { length: 900, partial: true }),
      take('accept', { length: 2000 }),
      take('settle', { cost: 1010 }),
    ]);
    const on = '2023-12-15';
    expect(amountsOf(story)).toEqual([
      { figure: 'investments.planned', on: '2023-01-16', value: 430_000_000 },
      { figure: 'investments.share', on: '2023-02-01', value: 100, gmina: '0415052' },
      { figure: 'investments.share', on: '2023-03-01', value: 250, gmina: '0415062' },
      { figure: 'investments.contracted', on, value: 1000 },
      { figure: 'investments.contracted', on, value: 30 },
      { figure: 'length', on, value: 900 },
      { figure: 'length', on, value: 2000 },
      { figure: 'investments.cost', on, value: 1010 },
    ]);
  });

  it('names its partners and contractors among its organisations', () => {
    const { activity } = given(jointInvestment, [
      ...proposed,
      take('agree', { partners: [{ organisation: { id: 'ngo-przyklad' }, share: 1 }] }),
      take('contract', FIELDS.contract),
    ]);
    const named = jointInvestment.organisations?.(activity.details, activity.taken) ?? [];
    expect(named.map((each) => each?.id)).toEqual(['ngo-przyklad', 'company-przyklad']);
  });

  it('names G2 unless told otherwise, and nothing when told nothing', () => {
    expect(given(jointInvestment, proposed).activity.details.strategyItems).toEqual(['G2']);
    expect(given(jointInvestment, [record({ ...body, strategyItems: [] })]).activity.details.strategyItems).toEqual([]);
    expect(
      given(jointInvestment, [record({ ...body, strategyItems: ['G3.2'] })]).activity.details.strategyItems,
    ).toEqual(['G3.2']);
  });

  it.each(['2020C', '551', '100123C'])('is of road %s', (roadNumber) => {
    expect(nothing(jointInvestment).when(record({ ...body, roadNumber })).accepted).toBe(true);
  });

  it.each(['2020 C', 'C2020', '2020c', '1234567C'])('is not of road %s', (roadNumber) => {
    nothing(jointInvestment)
      .when(record({ ...body, roadNumber }))
      .faultsAt('/roadNumber');
  });
});
