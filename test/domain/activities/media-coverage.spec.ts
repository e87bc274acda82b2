import { describe, expect, it } from '@jest/globals';
import { mediaCoverage } from '../../../src/domain/activities/media-coverage/media-coverage.js';
import { BODIES } from '../../support/bodies.js';
import { correct, given, nothing, record } from '../../support/scenario.js';
import { followsTable } from '../../support/steps-table.js';

const body = BODIES['media-coverage'];
const EVENT = '018f3a6e-7b1c-7d2e-9a4f-5b6c7d8e9f00';

describe('media-coverage (ME)', () => {
  followsTable(mediaCoverage, body, [['record', ['*'], 'recorded']]);

  it('has its letters and path', () => {
    expect([mediaCoverage.letters, mediaCoverage.path]).toEqual(['ME', 'media-coverage']);
  });

  it('came of an activity that exists, if it came of one', () => {
    const prompted = record({ ...body, promptedBy: EVENT });
    nothing(mediaCoverage).when(prompted).faultsAt('/promptedBy');
    nothing(mediaCoverage, { linked: { [EVENT]: 'attendance' } })
      .when(prompted)
      .leadsTo('recorded');
    given(mediaCoverage, [record(body)])
      .when(correct({ promptedBy: EVENT }))
      .faultsAt('/changes/promptedBy');
    expect(mediaCoverage.linked?.(given(mediaCoverage, [record(body)]).activity.details)).toEqual([]);
  });

  it.each(['promptedBy', 'jointMessage', 'tone', 'medium', 'url'])('does not take anything for its %s', (field) => {
    for (const value of ['nie wiadomo', 7, {}]) {
      const faults = nothing(mediaCoverage)
        .when(record({ ...body, [field]: value }))
        .refused('invalid');
      expect(faults.map(({ pointer }) => pointer)).toEqual([`/${field}`]);
    }
  });

  it('names its outlet as an organisation, or in short by its name', () => {
    nothing(mediaCoverage)
      .when(record({ ...body, outlet: 7 }))
      .faultsAt('/outlet');
    nothing(mediaCoverage)
      .when(record({ ...body, outlet: 'Radio PiK' }))
      .records('MediaCoverageRecorded', { details: { outlet: { name: 'Radio PiK' } } });
  });

  it('says whether it carries the joint message, even when it does not', () => {
    const { jointMessage: _, ...silent } = body;
    nothing(mediaCoverage).when(record(silent)).faultsAt('/jointMessage');
  });
});
