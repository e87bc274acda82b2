import { describe, expect, it } from '@jest/globals';
import { supportAction } from '../../../src/domain/activities/support-action/support-action.js';
import { BODIES, FIELDS } from '../../support/bodies.js';
import {
  by,
  COLLEAGUE,
  correct,
  given,
  nothing,
  onDay,
  RECORDER,
  record,
  type Story,
  take,
} from '../../support/scenario.js';
import { followsTable } from '../../support/steps-table.js';

const body = BODIES['support-action'];
const asked = record(body, 'request');
const granted = take('grant', { ...FIELDS.grant, on: '2023-07-01', promisedBy: '2023-09-30' });
const tranche = (amount: number, on: string, final: boolean): ReturnType<typeof take> =>
  take('deliver', { amount, on, tranche: 1, final });

const amountsOf = ({ activity }: Story): unknown => supportAction.amounts?.(activity.details, activity.taken);
const dueOf = ({ activity }: Story): unknown =>
  supportAction.due?.(activity.details, activity.taken, activity.taken.at(-1)!.status);

describe('support-action (WS)', () => {
  followsTable(supportAction, body, [
    ['record', ['*'], 'delivered', { amount: 450_000 }],
    ['request', ['*'], 'requested'],
    ['grant', ['*', 'requested'], 'granted', FIELDS.grant],
    ['refuse', ['requested'], 'refused', FIELDS.reason],
    ['deliver', ['granted', 'in-delivery'], 'delivered', { amount: 450_000 }],
    ['deliver', ['granted', 'in-delivery'], 'delivered', { amount: 450_000, final: true }],
    ['deliver', ['granted', 'in-delivery'], 'in-delivery', { amount: 200_000, tranche: 1, final: false }],
    ['settle', ['delivered'], 'settled', { accepted: 400_000, returned: 50_000 }],
    ['cancel', ['requested', 'granted', 'in-delivery'], 'cancelled', FIELDS.reason],
  ]);

  it('has its letters and path', () => {
    expect([supportAction.letters, supportAction.path]).toEqual(['WS', 'support-actions']);
  });

  it('counts what was requested, granted, delivered, settled and returned, each on the day of its step', () => {
    const story = given(supportAction, [
      record({ ...body, on: '2023-06-20' }, 'request'),
      granted,
      tranche(200_000, '2023-08-01', false),
      tranche(250_000, '2023-09-01', true),
      take('settle', { accepted: 430_000, returned: 20_000, on: '2023-10-01' }),
    ]);
    expect(amountsOf(story)).toEqual([
      { figure: 'support.requested', on: '2023-06-20', value: 500_000 },
      { figure: 'support.granted', on: '2023-07-01', value: 450_000 },
      { figure: 'support.delivered', on: '2023-08-01', value: 200_000 },
      { figure: 'support.delivered', on: '2023-09-01', value: 250_000 },
      { figure: 'support.settled', on: '2023-10-01', value: 430_000 },
      { figure: 'support.returned', on: '2023-10-01', value: 20_000 },
    ]);
  });

  it('counts what was asked on the first step where nobody wrote the request down', () => {
    expect(amountsOf(given(supportAction, [record({ ...body, amount: 300_000, on: '2023-06-30' })]))).toEqual([
      { figure: 'support.requested', on: '2023-06-30', value: 500_000 },
      { figure: 'support.delivered', on: '2023-06-30', value: 300_000 },
    ]);
  });

  it('counts nothing where no sum is known', () => {
    const { requestedAmount: _, ...inKind } = { ...body, form: 'in-kind' };
    expect(amountsOf(given(supportAction, [record(inKind)]))).toEqual([]);
  });

  it('is an open promise from the request until it is delivered or dropped, due on the day promised', () => {
    const story = given(supportAction, [asked]);
    expect(dueOf(story)).toEqual({ what: 'promise', by: null });
    const after = story.when(granted).story;
    expect(dueOf(after)).toEqual({ what: 'promise', by: '2023-09-30' });
    expect(dueOf(after.when(tranche(1, '2023-08-01', false)).story)).toEqual({ what: 'promise', by: '2023-09-30' });
    expect(dueOf(after.when(tranche(1, '2023-08-01', true)).story)).toBeNull();
    expect(dueOf(story.when(take('refuse', FIELDS.reason)).story)).toBeNull();
  });

  describe('settling', () => {
    const delivered = given(supportAction, [
      asked,
      granted,
      tranche(200_000, '2023-08-01', false),
      tranche(250_000, '2023-09-01', true),
    ]);

    it('may account for all that was delivered, and no more', () => {
      delivered.when(take('settle', { accepted: 400_000, returned: 50_000 })).leadsTo('settled');
      delivered.when(take('settle', { accepted: 400_000, returned: 50_001 })).faultsAt('/accepted');
      delivered.when(take('settle', { accepted: 450_001 })).faultsAt('/accepted');
    });

    it('is not held against a sum that nobody knows', () => {
      given(supportAction, [record(body)])
        .when(take('settle', { accepted: 999_999 }))
        .leadsTo('settled');
      given(supportAction, [
        asked,
        granted,
        tranche(200_000, '2023-08-01', false),
        take('deliver', { on: '2023-09-01' }),
      ])
        .when(take('settle', { accepted: 999_999 }))
        .leadsTo('settled');
    });

    it('holds after a correction, too', () => {
      const settled = delivered.when(take('settle', { accepted: 450_000 })).story;
      settled.when(correct({ 'steps.settle.accepted': 450_001 })).faultsAt('/changes/steps.settle.accepted');
      settled.when(correct({ 'steps.deliver.1.amount': 249_999 })).refused('invalid', 'must not exceed');
      settled
        .when(correct({ 'steps.deliver.1.amount': 300_000, 'steps.settle.accepted': 500_000 }))
        .records('SupportActionCorrected');
    });
  });

  it('corrected to have been the last tranche after all, it is delivered', () => {
    const story = given(supportAction, [asked, granted, tranche(200_000, '2023-08-01', false)]);
    const corrected = story.when(correct({ 'steps.deliver.final': true })).records('SupportActionCorrected', {
      statuses: ['requested', 'granted', 'delivered'],
    });
    expect(corrected.status).toBe('delivered');
    const settled = corrected.when(take('settle', { accepted: 200_000 })).story;
    settled.when(correct({ 'steps.deliver.final': false })).refused('state', 'settle is not possible');
  });

  it('is granted by a decision with its organ, number and date', () => {
    given(supportAction, [asked])
      .when(take('grant', { decision: { organ: 'Zarząd Powiatu' } }))
      .faultsAt('/decision/number', '/decision/date');
    given(supportAction, [asked]).when(take('grant')).faultsAt('/decision');
  });

  it('may be granted by whoever recorded it, which is shown, not refused', () => {
    expect(supportAction.steps['grant']?.approves).toBe('anyone');
    for (const who of [RECORDER, COLLEAGUE]) given(supportAction, [asked]).when(by(who, granted)).leadsTo('granted');
  });

  it.each([
    ['921-92105-4210', true],
    ['921-92105-421', true],
    ['92-92105-4210', false],
    ['921.92105.4210', false],
    ['921-92105-4210 ', false],
  ])('takes the budget classification %s: %s', (budgetClass, accepted) => {
    expect(nothing(supportAction).when(record({ ...body, budgetClass })).accepted).toBe(accepted);
  });

  it('is not granted before it was requested', () => {
    given(supportAction, [asked])
      .when(onDay('2023-12-15', take('grant', { ...FIELDS.grant, on: '2023-06-13' })))
      .faultsAt('/on');
  });
});
