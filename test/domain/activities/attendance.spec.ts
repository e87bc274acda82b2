import { describe, expect, it } from '@jest/globals';
import { attendance } from '../../../src/domain/activities/attendance/attendance.js';
import { BODIES, FIELDS } from '../../support/bodies.js';
import { given, nothing, record, type Story, take } from '../../support/scenario.js';
import { followsTable } from '../../support/steps-table.js';

const body = BODIES.attendance;
const invited = record({ ...body, receivedOn: '2023-05-20', replyBy: '2023-06-01' }, 'invite');
const starosta = { representatives: [{ function: 'starosta' }] };
const wicestarosta = {
  representatives: [{ function: 'wicestarosta', inPlaceOf: 'starosta', parts: ['guest', 'speech'] }],
};

const whoCame = ({ activity }: Story): unknown => attendance.representatives?.(activity.taken);

describe('attendance (UD)', () => {
  followsTable(attendance, body, [
    ['record', ['*'], 'attended', FIELDS.representatives],
    ['invite', ['*'], 'invited'],
    ['confirm', ['invited'], 'confirmed', FIELDS.representatives],
    ['decline', ['invited', 'confirmed'], 'declined', FIELDS.reason],
    ['attend', ['invited', 'confirmed'], 'attended', FIELDS.representatives],
    ['miss', ['confirmed'], 'missed', FIELDS.reason],
    ['cancel', ['invited', 'confirmed'], 'cancelled', FIELDS.reason],
  ]);

  it('has its letters and path', () => {
    expect([attendance.letters, attendance.path]).toEqual(['UD', 'attendances']);
  });

  describe('who represents the county', () => {
    it('is told when an attendance is recorded and when an invitation is confirmed', () => {
      nothing(attendance).when(record(body)).faultsAt('/representatives');
      nothing(attendance)
        .when(record({ ...body, representatives: [] }))
        .faultsAt('/representatives');
      given(attendance, [invited]).when(take('confirm')).faultsAt('/representatives');
    });

    it('is told when somebody came to what nobody had confirmed', () => {
      given(attendance, [invited]).when(take('attend')).faultsAt('/representatives');
      given(attendance, [invited])
        .when(take('attend', wicestarosta))
        .records('EventAttended', { fields: wicestarosta });
    });

    it('need not be told again when those who confirmed came', () => {
      const story = given(attendance, [invited, take('confirm', starosta)])
        .when(take('attend'))
        .leadsTo('attended');
      expect(whoCame(story)).toEqual(starosta.representatives);
    });

    it('is whom the last step that names anybody names', () => {
      const story = given(attendance, [invited, take('confirm', starosta), take('attend', wicestarosta)]);
      expect(whoCame(story)).toEqual(wicestarosta.representatives);
      expect(whoCame(given(attendance, [invited]))).toEqual([]);
    });

    it('is an official or a function, each of them, at every step', () => {
      const nobody = { representatives: [{ function: 'starosta' }, { parts: ['guest'] }] };
      nothing(attendance)
        .when(record({ ...body, ...nobody }))
        .faultsAt('/representatives/1');
      given(attendance, [invited]).when(take('confirm', nobody)).faultsAt('/representatives/1');
      given(attendance, [invited]).when(take('attend', nobody)).faultsAt('/representatives/1');
    });

    it('does known things there, each once', () => {
      const standing = (parts: unknown) =>
        nothing(attendance).when(record({ ...body, representatives: [{ function: 'starosta', parts }] }));
      standing(['dance']).faultsAt('/representatives/0/parts/0');
      for (const parts of [['guest', 'guest'], 'guest']) standing(parts).faultsAt('/representatives/0/parts');
    });
  });

  it('waits for a reply while it is invited, until the day asked, if one was', () => {
    const dueOf = ({ activity }: Story): unknown =>
      attendance.due?.(activity.details, activity.taken, activity.taken.at(-1)!.status);
    const story = given(attendance, [invited]);
    expect(dueOf(story)).toEqual({ what: 'reply', by: '2023-06-01' });
    expect(dueOf(story.when(take('confirm', starosta)).story)).toBeNull();
    expect(dueOf(given(attendance, [record(body, 'invite')]))).toEqual({ what: 'reply', by: null });
  });

  it('may lie ahead while it is an invitation, not when it is attended', () => {
    const ahead = record({ ...body, occurredOn: '2024-02-10' }, 'invite');
    given(attendance, [ahead]).when(take('attend', wicestarosta)).refused('state', "can't lie after today");
    nothing(attendance)
      .when(record({ ...body, ...starosta, occurredOn: '2024-02-10' }))
      .faultsAt('/occurredOn');
  });

  it('names at least one organiser, and a time that a clock shows', () => {
    nothing(attendance)
      .when(record({ ...body, organisers: [], startsAt: '24:00' }, 'invite'))
      .faultsAt('/organisers', '/startsAt');
  });

  it.each(['decline', 'cancel'])('%s needs a reason', (step) => {
    given(attendance, [invited]).when(take(step)).faultsAt('/reason');
  });
});
