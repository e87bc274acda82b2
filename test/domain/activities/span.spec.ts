import { describe, expect, it } from '@jest/globals';
import { campaign } from '../../../src/domain/activities/campaign/campaign.js';
import { contact } from '../../../src/domain/activities/contact/contact.js';
import { attendance } from '../../../src/domain/activities/attendance/attendance.js';
import { jointInvestment } from '../../../src/domain/activities/joint-investment/joint-investment.js';
import { PHASES, phaseOf, STATUSES } from '../../../src/domain/activities/phase.js';
import { spanOf } from '../../../src/domain/activities/span.js';
import { KINDS } from '../../../src/domain/catalogue.js';
import { BODIES, FIELDS } from '../../support/bodies.js';
import {
  type Act,
  annul,
  by,
  given,
  MANAGER,
  record,
  restore,
  type Story,
  take,
  undo,
} from '../../support/scenario.js';

const span = ({ activity }: Story): unknown => spanOf(activity);
const met = (more: object = {}): Story => given(contact, [record({ ...BODIES.contact, ...more })]);

describe('the phases', () => {
  it('hold every status that a kind can reach, each once', () => {
    expect(new Set(STATUSES).size).toBe(STATUSES.length);
    const reached = KINDS.flatMap((kind) =>
      Object.values(kind.steps).flatMap(({ to }) => (typeof to === 'object' ? to.among : to === 'back' ? [] : [to])),
    );
    expect([...new Set(reached)].sort()).toEqual([...STATUSES].sort());
    for (const kind of KINDS) {
      for (const { from } of Object.values(kind.steps)) for (const status of from) expect(reached).toContain(status);
    }
  });

  it('are those of DOMAIN.md section 3', () => {
    expect(PHASES).toEqual({
      ahead: 'invited confirmed requested granted planned proposed agreed funded prepared draft approved'.split(' '),
      underway: 'follow-up-open in-delivery running contracted in-works suspended submitted shortlisted'.split(' '),
      done: 'recorded closed attended delivered settled concluded evaluated accepted held awarded not-awarded published'.split(
        ' ',
      ),
      dropped: 'declined missed refused cancelled withdrawn abandoned'.split(' '),
    });
    expect(phaseOf('annulled')).toBeNull();
  });
});

describe('the span of what was done at once', () => {
  it('is the day that it happened', () => {
    expect(span(met())).toEqual({ from: '2023-06-14', until: '2023-06-14', yearOnly: false });
  });

  it('lasts until the last day told', () => {
    expect(span(met({ occurredUntil: '2023-07-02' }))).toEqual({
      from: '2023-06-14',
      until: '2023-07-02',
      yearOnly: false,
    });
  });

  it('is the whole month, or the whole year and no month of it, where no more is known', () => {
    expect(span(met({ occurredPrecision: 'month' }))).toEqual({
      from: '2023-06-01',
      until: '2023-06-30',
      yearOnly: false,
    });
    expect(span(met({ occurredPrecision: 'year' }))).toEqual({
      from: '2023-01-01',
      until: '2023-12-31',
      yearOnly: true,
    });
  });
});

describe('the span of what took its time', () => {
  const plan: Act[] = [record(BODIES.campaign)];
  const launched: Act[] = [...plan, take('launch', { on: '2023-07-10' })];
  const concluded: Act[] = [...launched, take('conclude', { ...FIELDS.conclude, on: '2023-09-20' })];

  it('is none while it lies ahead', () => {
    expect(span(given(campaign, plan))).toBeNull();
  });

  it('begins on the day of the step that began it, and is open while it runs', () => {
    expect(span(given(campaign, launched))).toEqual({ from: '2023-07-10', until: null, yearOnly: false });
    const measured = given(campaign, [...launched, take('measure', { value: 1, on: '2023-08-01' })]);
    expect(span(measured)).toEqual({ from: '2023-07-10', until: null, yearOnly: false });
  });

  it('ends on the day of the step that ended it, whatever follows', () => {
    const whole = { from: '2023-07-10', until: '2023-09-20', yearOnly: false };
    expect(span(given(campaign, concluded))).toEqual(whole);
    expect(span(given(campaign, [...concluded, take('evaluate', { assessment: 'x', on: '2023-11-01' })]))).toEqual(
      whole,
    );
  });

  it('ends on the last day told, if one was', () => {
    const told = given(campaign, [record({ ...BODIES.campaign, occurredUntil: '2023-08-31' }), ...concluded.slice(1)]);
    expect(span(told)).toEqual({ from: '2023-07-10', until: '2023-08-31', yearOnly: false });
  });

  it('is known by more than its year once a step began it, whatever the plan said', () => {
    const vague = given(campaign, [record({ ...BODIES.campaign, occurredPrecision: 'year' }), ...concluded.slice(1)]);
    expect(span(vague)).toEqual({ from: '2023-07-10', until: '2023-09-20', yearOnly: false });
  });

  it('does not end before it begins', () => {
    const told = given(campaign, [record({ ...BODIES.campaign, occurredUntil: '2023-06-30' }), ...concluded.slice(1)]);
    expect(span(told)).toEqual({ from: '2023-07-10', until: '2023-07-10', yearOnly: false });
  });

  it('is open again with its end undone', () => {
    expect(span(given(campaign, [...concluded, undo()]))).toEqual({ from: '2023-07-10', until: null, yearOnly: false });
  });

  it('is none of what was dropped or annulled, and comes back with a restoration', () => {
    expect(span(given(campaign, [...launched, take('cancel', FIELDS.reason)]))).toBeNull();
    const annulled = given(campaign, [...concluded, by(MANAGER, annul())]);
    expect(span(annulled)).toBeNull();
    expect(span(annulled.when(by(MANAGER, restore())).story)).toEqual({
      from: '2023-07-10',
      until: '2023-09-20',
      yearOnly: false,
    });
  });
});

describe('the span of a contact with a follow-up', () => {
  const open = record({ ...BODIES.contact, followUpDue: '2023-07-01' });
  const close = take('close-follow-up', { outcome: 'x', on: '2023-07-05' });

  it('begins with the contact, and is open until the follow-up is closed', () => {
    expect(span(given(contact, [open]))).toEqual({ from: '2023-06-14', until: null, yearOnly: false });
    expect(span(given(contact, [open, close]))).toEqual({ from: '2023-06-14', until: '2023-07-05', yearOnly: false });
  });

  it('known by its year alone is in no month of it, open or closed', () => {
    const vague = record({ ...BODIES.contact, followUpDue: '2023-07-01', occurredPrecision: 'year' });
    expect(span(given(contact, [vague]))).toEqual({ from: '2023-01-01', until: null, yearOnly: true });
    expect(span(given(contact, [vague, close]))).toEqual({ from: '2023-01-01', until: '2023-07-05', yearOnly: true });
  });

  it('is open again while another follow-up is', () => {
    const again = given(contact, [open, close, take('plan-follow-up', { due: '2024-01-10', on: '2023-08-01' })]);
    expect(span(again)).toEqual({ from: '2023-06-14', until: null, yearOnly: false });
  });
});

describe('the span of an attendance', () => {
  it('of an invitation that was taken up is the day it was attended, and a plan that was suspended had not begun', () => {
    const invited = record({ ...BODIES.attendance, on: '2023-05-20' }, 'invite');
    const attended = given(attendance, [invited, take('attend', { ...FIELDS.representatives, on: '2023-06-14' })]);
    expect(span(attended)).toEqual({ from: '2023-06-14', until: '2023-06-14', yearOnly: false });

    const agreed = [record(BODIES['joint-investment']), take('agree', FIELDS.agree)];
    const suspended = given(jointInvestment, [...agreed, take('suspend', FIELDS.reason)]);
    expect(span(suspended)).toEqual({ from: '2023-12-15', until: null, yearOnly: false });
    expect(span(suspended.when(take('resume')).story)).toBeNull();
  });
});
