import { describe, expect, it } from '@jest/globals';
import { targetOf } from '../../../src/domain/activities/activity.js';
import { campaign } from '../../../src/domain/activities/campaign/campaign.js';
import { contact } from '../../../src/domain/activities/contact/contact.js';
import { attendance } from '../../../src/domain/activities/attendance/attendance.js';
import { supportAction } from '../../../src/domain/activities/support-action/support-action.js';
import type { JsonObject } from '../../../src/domain/kernel/json.js';
import { BODIES, FIELDS } from '../../support/bodies.js';
import { by, COLLEAGUE, correct, given, record, take, TODAY, undo } from '../../support/scenario.js';

const running = given(campaign, [
  record({ ...BODIES.campaign, place: 'Łubianka' }),
  take('launch', { on: '2023-07-01' }),
  take('measure', { value: 1, on: '2023-08-01' }),
  take('measure', { value: 2, on: '2023-09-01' }),
]);
const granted = given(supportAction, [record(BODIES['support-action'], 'request'), take('grant', FIELDS.grant)]);

const refusedAt = (story: typeof running, changes: JsonObject, ...pointers: string[]): void => {
  story.when(correct(changes)).faultsAt(...pointers);
};

describe('a correction', () => {
  it('changes fields of the details, keeps what it does not name, and says why', () => {
    const { activity } = running
      .when(correct({ title: 'Inny tytuł', target: 7000 }))
      .records('CampaignCorrected', { changes: { title: 'Inny tytuł', target: 7000 }, reason: 'pomyłka w zapisie' });
    expect(activity.details).toMatchObject({ ...BODIES.campaign, title: 'Inny tytuł', target: 7000 });
    expect(activity.taken).toEqual(running.activity.taken);
  });

  it('changes a field of a step taken once', () => {
    const { activity } = granted
      .when(correct({ 'steps.grant.amount': 1, 'steps.grant.promisedBy': '2024-01-31' }))
      .records('SupportActionCorrected');
    expect(activity.taken[1]).toMatchObject({ ...FIELDS.grant, amount: 1, promisedBy: '2024-01-31' });
    granted.when(correct({ 'steps.grant.0.amount': 1 })).records('SupportActionCorrected');
  });

  it('says which when a step was taken several times, counting from nought', () => {
    refusedAt(running, { 'steps.measure.value': 5 }, '/changes/steps.measure.value');
    const { taken } = running.when(correct({ 'steps.measure.1.value': 5 })).story.activity;
    expect(taken.map((each) => each['value'])).toEqual([undefined, undefined, 1, 5]);
    refusedAt(running, { 'steps.measure.2.value': 5 }, '/changes/steps.measure.2.value');
  });

  it('clears with null what may be empty', () => {
    const { activity } = running.when(correct({ place: null, baseline: null })).story;
    expect(activity.details).not.toHaveProperty('place');
    expect(activity.details).not.toHaveProperty('baseline');
    const { taken } = granted.when(correct({ 'steps.grant.amount': null })).story.activity;
    expect(taken[1]).not.toHaveProperty('amount');
  });

  it('puts back what goes without saying when that is cleared', () => {
    const story = given(contact, [
      record({ ...BODIES.contact, occurredPrecision: 'month', strategyItems: ['T1'], scope: 'gminas' }),
    ]);
    const { details } = story.when(correct({ occurredPrecision: null, strategyItems: null, scope: null })).story
      .activity;
    expect(details).toMatchObject({ occurredPrecision: 'day', strategyItems: [], scope: 'gminas' });
    refusedAt(story, { gminas: null }, '/changes/gminas');
    story.when(correct({ gminas: null, scope: 'county' })).records('ContactCorrected', { changes: { gminas: [] } });
    const county = story.when(correct({ gminas: [], scope: 'county' })).story;
    refusedAt(county, { scope: null }, '/changes/gminas');
  });

  it('does not clear what must be there', () => {
    refusedAt(running, { title: null, channels: null }, '/changes/title', '/changes/channels');
    refusedAt(running, { 'steps.measure.0.value': null }, '/changes/steps.measure.0.value');
    refusedAt(running, { 'steps.launch.on': null }, '/changes/steps.launch.on');
  });

  it.each([
    'nothing',
    'steps',
    'steps.launch',
    'steps.measure.0',
    'steps.conclude.result',
    'steps.launch.reason',
    'steps.launch.step',
    'steps.launch.status',
    'steps.launch.by',
    'steps.measure..value',
    'steps.measure.01.value',
    'steps.measure.-1.value',
    'steps.measure.1e0.value',
    'steps.measure. 1.value',
    'steps.measure.0.value.more',
    'details.title',
    'kind',
    '',
    '.',
    '__proto__',
    'constructor',
    'steps.measure.0.__proto__',
  ])('finds no place named %j', (path) => {
    const changes = JSON.parse(`{ ${JSON.stringify(path)}: "x" }`) as JsonObject;
    const [fault] = running.when(correct(changes)).faultsAt(`/changes/${path}`);
    expect(fault?.detail).toBe('is not a field that can be corrected');
  });

  it('writes the path of no place as a JSON Pointer', () => {
    refusedAt(running, { 'a/b~c': 1 }, '/changes/a~1b~0c');
  });

  it('names something, and nothing twice', () => {
    refusedAt(running, {}, '/changes');
    refusedAt(granted, { 'steps.grant.amount': 1, 'steps.grant.0.amount': 2 }, '/changes/steps.grant.0.amount');
  });

  it('gives a field what the field may hold, and points at what it may not', () => {
    refusedAt(
      running,
      { title: '', target: '7000', occurredOn: '2023-02-30', documents: [{ title: 'x' }, { sign: 5 }] },
      '/changes/title',
      '/changes/occurredOn',
      '/changes/documents/1/title',
      '/changes/documents/1/sign',
      '/changes/target',
    );
    refusedAt(
      granted,
      { 'steps.grant.decision': { organ: 'Zarząd', number: '1' }, 'steps.grant.0.amount': -1 },
      '/changes/steps.grant.decision/date',
      '/changes/steps.grant.0.amount',
    );
  });

  it('never fails on a wild value, it refuses it', () => {
    for (const value of [5, true, [], {}, [[]], '']) {
      for (const field of ['occurredOn', 'gminas', 'strategyItems', 'links', 'occurredPrecision']) {
        const wild = {
          occurredPrecision: 'month',
          [field]: value,
          ...(field === 'strategyItems' ? {} : { strategyItems: ['G2.4'] }),
        };
        const outcome = running.when(correct(wild));
        if (!outcome.accepted) outcome.refused('invalid');
      }
    }
  });

  it('records no empty field within a value', () => {
    const { details } = running
      .when(correct({ performedBy: { official: null, function: 'sekretarz' } }))
      .records('CampaignCorrected').activity;
    expect(details.performedBy).toStrictEqual({ function: 'sekretarz' });
  });

  it('is held to the rules that it would break', () => {
    refusedAt(running, { occurredUntil: '2023-01-01' }, '/changes/occurredUntil');
    refusedAt(running, { gminas: ['0415052', '0401011'] }, '/changes/gminas/1');
    refusedAt(running, { strategyItems: ['T1'] }, '/changes/strategyItems/0');
    refusedAt(running, { 'steps.launch.on': '2023-06-01' }, '/changes/steps.launch.on');
    refusedAt(running, { 'steps.launch.on': '2023-08-02' }, '/changes/steps.measure.0.on');
    refusedAt(running, { 'steps.measure.1.on': '2023-12-16' }, '/changes/steps.measure.1.on');
  });

  it('is held to what the steps taken needed', () => {
    refusedAt(running, { measure: null }, '/changes/measure');
    const attended = given(attendance, [record({ ...BODIES.attendance, ...FIELDS.representatives })]);
    refusedAt(
      attended,
      { 'steps.record.representatives': [{ parts: ['guest'] }] },
      '/changes/steps.record.representatives/0',
    );
    const confirmed = given(attendance, [
      record(BODIES.attendance, 'invite'),
      take('confirm', FIELDS.representatives),
      take('attend', FIELDS.representatives),
    ]);
    confirmed.when(correct({ 'steps.attend.representatives': null })).records('AttendanceCorrected');
  });

  it('is not held to what was broken before it', () => {
    const links = ['018f3a6e-7b1c-7d2e-9a4f-5b6c7d8e9f00'];
    const story = given(campaign, [record({ ...BODIES.campaign, links })], { linked: { [links[0]!]: 'campaign' } });
    // What it links to is no longer known.
    const alone = story.where({});
    alone.when(correct({ place: 'Łubianka' })).records('CampaignCorrected');
    alone.when(take('launch')).leadsTo('running');
    refusedAt(alone, { links: [...links, '018f3a6e-7b1c-7d2e-9a4f-5b6c7d8e9f01'] }, '/changes/links/1');
  });

  it('of an occurrence moves the date within what its items allow', () => {
    const story = given(contact, [record({ ...BODIES.contact, strategyItems: ['T1'] })]);
    story.when(correct({ occurredOn: '2022-01-01' })).records('ContactCorrected');
    refusedAt(story, { occurredOn: '2021-12-31', 'steps.record.on': '2021-12-31' }, '/changes/strategyItems/0');
  });

  it('by a colleague, of an own entry of long ago: both may', () => {
    running.when(by(COLLEAGUE, correct({ place: 'Pigża' }))).records('CampaignCorrected');
  });

  it('comes after another, and an undone step takes its corrections with it', () => {
    const twice = running
      .when(correct({ 'steps.measure.1.value': 5 }))
      .story.when(correct({ 'steps.measure.1.value': 6 })).story;
    expect(twice.activity.taken.at(-1)).toMatchObject({ value: 6 });
    const again = twice.when(undo()).story.when(take('measure', { value: 9 })).story;
    expect(again.activity.taken.at(-1)).toMatchObject({ value: 9, on: TODAY });
    expect(again.activity.taken).toHaveLength(4);
  });
});

describe('a correction of what decides where a step led', () => {
  it('moves the status with it', () => {
    const story = given(contact, [record(BODIES.contact)]);
    const open = story
      .when(correct({ followUpDue: '2023-07-01' }))
      .records('ContactCorrected', { statuses: ['follow-up-open'] });
    expect(open.status).toBe('follow-up-open');
    open.when(correct({ followUpDue: null })).leadsTo('recorded');
  });

  it('is refused where the steps taken since would not follow', () => {
    const closed = given(contact, [
      record({ ...BODIES.contact, followUpDue: '2023-07-01' }),
      take('close-follow-up', { outcome: 'x' }),
    ]);
    closed.when(correct({ followUpDue: null })).refused('state', 'close-follow-up is not possible');
    expect(closed.when(correct({ followUpDue: '2023-07-02' })).story.status).toBe('closed');
  });

  it('says no statuses where none moves', () => {
    const story = given(contact, [record(BODIES.contact)]);
    const changes = { place: 'Łubianka' };
    expect(story.then(correct(changes)).events[0]?.data).toStrictEqual({ changes, reason: 'pomyłka w zapisie' });
  });
});

describe('the place of a path', () => {
  it('is a field of the details, or of the nth time that a step was taken', () => {
    expect(targetOf(running.activity, 'place')).toEqual({ of: 'details', field: 'place' });
    expect(targetOf(running.activity, 'steps.launch.on')).toEqual({ of: 'step', index: 1, field: 'on' });
    expect(targetOf(running.activity, 'steps.measure.1.value')).toEqual({ of: 'step', index: 3, field: 'value' });
    expect(targetOf(running.activity, 'steps.measure.value')).toBeNull();
  });
});
