import { describe, expect, it } from '@jest/globals';
import { jointInitiative } from '../../../src/domain/activities/joint-initiative/joint-initiative.js';
import { BODIES, FIELDS } from '../../support/bodies.js';
import { given, nothing, record, take } from '../../support/scenario.js';
import { followsTable } from '../../support/steps-table.js';

const body = BODIES['joint-initiative'];

describe('joint-initiative (IC)', () => {
  followsTable(jointInitiative, body, [
    ['record', ['*'], 'held', { participants: 400, cost: 350_000 }],
    ['plan', ['*'], 'planned'],
    ['hold', ['planned'], 'held', { participants: 0, cost: 0 }],
    ['cancel', ['planned'], 'cancelled', FIELDS.reason],
  ]);

  it('has its letters and path', () => {
    expect([jointInitiative.letters, jointInitiative.path]).toEqual(['IC', 'joint-initiatives']);
  });

  it('may be recorded, and held, without knowing how many came', () => {
    given(jointInitiative, [record(body)]);
    given(jointInitiative, [record(body, 'plan')])
      .when(take('hold'))
      .leadsTo('held');
  });

  it('is planned ahead, and not held before its day', () => {
    const ahead = { ...body, occurredOn: '2024-01-20' };
    given(jointInitiative, [record(ahead, 'plan')])
      .when(take('hold'))
      .refused('state', "can't lie after today");
    nothing(jointInitiative).when(record(ahead)).faultsAt('/occurredOn');
  });

  it('counts people in whole numbers', () => {
    for (const participants of [-1, 1.5, '400']) {
      nothing(jointInitiative)
        .when(record({ ...body, participants }))
        .faultsAt('/participants');
    }
  });

  it('names its co-organisers among its organisations, if it has any', () => {
    const { coOrganisers: _, ...alone } = body;
    for (const [each, expected] of [
      [body, ['school-przyklad']],
      [alone, []],
    ] as const) {
      const { details, taken } = given(jointInitiative, [record(each)]).activity;
      expect(jointInitiative.organisations?.(details, taken).map((organisation) => organisation?.id)).toEqual(expected);
    }
  });
});
