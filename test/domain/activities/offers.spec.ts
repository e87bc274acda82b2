import { describe, expect, it } from '@jest/globals';
import { attendance } from '../../../src/domain/activities/attendance/attendance.js';
import { offersOf } from '../../../src/domain/activities/offers.js';
import { publication } from '../../../src/domain/activities/publication/publication.js';
import type { Actor } from '../../../src/domain/kernel/event.js';
import { BODIES, FIELDS } from '../../support/bodies.js';
import {
  annul,
  by,
  COLLEAGUE,
  given,
  MANAGER,
  onDay,
  record,
  RECORDER,
  REGISTERS,
  restore,
  type Story,
  take,
  TODAY,
  undo,
} from '../../support/scenario.js';

const LATER = '2023-12-16';

const offered = (story: Story, actor: Actor, today = TODAY): ReturnType<typeof offersOf> =>
  offersOf(story.kind, story.activity, {
    today,
    actor,
    alone: false,
    registers: REGISTERS,
    linked: new Map(),
    subject: null,
    recordedOn: TODAY,
  });

describe('what is offered', () => {
  const invited = given(attendance, [record(BODIES.attendance, 'invite')]);
  const stories: readonly (readonly [string, Story])[] = [
    ['one that was attended', given(attendance, [record({ ...BODIES.attendance, ...FIELDS.representatives })])],
    ['an invitation', invited],
    ['a declined one', given(attendance, [record(BODIES.attendance, 'invite'), take('decline', FIELDS.reason)])],
    ['an annulled one', given(attendance, [record(BODIES.attendance, 'invite'), annul()])],
  ];

  it.each(stories)('of %s is what would not be refused for who asks or how it stands', (_name, story) => {
    for (const actor of [RECORDER, COLLEAGUE, MANAGER])
      for (const today of [TODAY, LATER]) {
        const accepted = [annul(), undo(), restore()].map((done) => story.when(by(actor, onDay(today, done))).accepted);
        const { annul: annulled, undo: undone, restore: restored } = offered(story, actor, today);
        expect([actor.id, today, annulled, undone, restored]).toEqual([actor.id, today, ...accepted]);
      }
  });

  it('is every possible step, whatever its form will ask, and an approval to who may approve', () => {
    expect(offered(invited, RECORDER).steps).toEqual(['confirm', 'decline', 'attend', 'cancel']);
    const draft = given(publication, [record(BODIES.publication, 'draft')]);
    expect(offered(draft, COLLEAGUE).steps).toEqual(['publish', 'abandon']);
    expect(offered(draft, MANAGER).steps).toEqual(['approve', 'publish', 'abandon']);
    const managers = given(publication, [by(MANAGER, record(BODIES.publication, 'draft'))]);
    expect(offered(managers, MANAGER).steps).toEqual(['publish', 'abandon']);
  });

  it('is a correction of whatever is not annulled', () => {
    expect(offered(invited, COLLEAGUE).correct).toBe(true);
    expect(offered(given(attendance, [record(BODIES.attendance, 'invite'), annul()]), MANAGER)).toEqual({
      steps: [],
      correct: false,
      undo: false,
      annul: false,
      restore: true,
    });
  });
});
