import { describe, expect, it } from '@jest/globals';
import { competitionEntry } from '../../../src/domain/activities/competition-entry/competition-entry.js';
import { BODIES, FIELDS } from '../../support/bodies.js';
import { correct, given, nothing, record, take } from '../../support/scenario.js';
import { followsTable } from '../../support/steps-table.js';

const body = BODIES['competition-entry'];
const PATH = '018f3a6e-7b1c-7d2e-9a4f-5b6c7d8e9f00';

describe('competition-entry (ZK)', () => {
  followsTable(competitionEntry, body, [
    ['prepare', ['*'], 'prepared'],
    ['submit', ['*', 'prepared'], 'submitted'],
    ['shortlist', ['submitted'], 'shortlisted'],
    ['announce', ['submitted', 'shortlisted'], 'awarded', { award: 'II miejsce' }],
    ['announce', ['submitted', 'shortlisted'], 'not-awarded'],
    ['withdraw', ['prepared', 'submitted'], 'withdrawn', FIELDS.reason],
  ]);

  it('has its letters and path', () => {
    expect([competitionEntry.letters, competitionEntry.path]).toEqual(['ZK', 'competition-entries']);
  });

  it('was awarded, or was not, as its corrected result says', () => {
    const story = given(competitionEntry, [record(body, 'submit'), take('announce')]);
    const awarded = story.when(correct({ 'steps.announce.award': 'wyróżnienie' })).leadsTo('awarded');
    awarded.when(correct({ 'steps.announce.award': null })).leadsTo('not-awarded');
    const other = awarded.when(correct({ 'steps.announce.award': 'II miejsce' })).records('CompetitionEntryCorrected');
    expect(other.status).toBe('awarded');
  });

  it('tells of its subject in words, or by the id of an activity that exists', () => {
    const linking = record({ ...body, subject: PATH });
    nothing(competitionEntry).when(linking).faultsAt('/subject');
    nothing(competitionEntry, { linked: { [PATH]: 'joint-investment' } })
      .when(linking)
      .leadsTo('prepared');
  });

  it('says what it competes in, and with whom', () => {
    const { competition: _competition, organisers: _organisers, ...lacking } = body;
    nothing(competitionEntry)
      .when(record({ ...lacking, competitionScope: 'local' }))
      .faultsAt('/competition', '/organisers', '/competitionScope');
  });
});
