import { describe, expect, it } from '@jest/globals';
import { campaign } from '../../../src/domain/activities/campaign/campaign.js';
import { BODIES, FIELDS } from '../../support/bodies.js';
import { correct, given, nothing, record, take, undo } from '../../support/scenario.js';
import { followsTable } from '../../support/steps-table.js';

const body = BODIES.campaign;

describe('campaign (KA)', () => {
  followsTable(campaign, body, [
    ['plan', ['*'], 'planned'],
    ['launch', ['planned'], 'running'],
    ['measure', ['running'], 'running', { value: 5100 }],
    ['conclude', ['running'], 'concluded', FIELDS.conclude],
    ['evaluate', ['concluded'], 'evaluated', { assessment: 'powtórzyć za rok' }],
    ['cancel', ['planned', 'running'], 'cancelled', FIELDS.reason],
  ]);

  it('has its letters and path', () => {
    expect([campaign.letters, campaign.path]).toEqual(['KA', 'campaigns']);
  });

  describe('launching (P/19/072)', () => {
    it.each(['aim', 'measure', 'target'] as const)('is refused without %s, and tells what to do', (missing) => {
      const { [missing]: _, ...lacking } = body;
      const story = given(campaign, [record(lacking)]);
      const [fault, ...others] = story.when(take('launch')).refused('state', 'correct the entry first');
      expect([fault?.pointer, others]).toEqual([`/${missing}`, []]);
      story
        .when(correct({ [missing]: body[missing] }))
        .story.when(take('launch'))
        .leadsTo('running');
    });

    it('tells of all three at once', () => {
      const { aim: _aim, measure: _measure, target: _target, ...lacking } = body;
      const faults = given(campaign, [record(lacking)])
        .when(take('launch'))
        .refused('state');
      expect(faults.map(({ pointer }) => pointer)).toEqual(['/aim', '/measure', '/target']);
    });

    it('does with a target of nought, and without a baseline', () => {
      const { baseline: _, ...lacking } = { ...body, target: 0 };
      given(campaign, [record(lacking)])
        .when(take('launch'))
        .leadsTo('running');
    });

    it('is not made undone by clearing what it needed', () => {
      const running = given(campaign, [record(body), take('launch')]);
      running.when(correct({ aim: null })).faultsAt('/changes/aim');
      given(campaign, [record(body)])
        .when(correct({ aim: null }))
        .records('CampaignCorrected');
    });
  });

  it('keeps every reading', () => {
    const readings = [
      take('measure', { value: 4800 }),
      take('measure', { value: 5100.5 }),
      take('measure', { value: -1 }),
    ];
    const { taken } = given(campaign, [record(body), take('launch'), ...readings]).activity;
    expect(taken.filter(({ step }) => step === 'measure').map((each) => each['value'])).toEqual([4800, 5100.5, -1]);
  });

  it('undone, its last reading is gone and it runs on', () => {
    const story = given(campaign, [record(body), take('launch'), take('measure', { value: 1 })]).when(undo()).story;
    expect(story.status).toBe('running');
    expect(story.activity.taken.map(({ step }) => step)).toEqual(['plan', 'launch']);
  });

  it('concludes with its result and cost', () => {
    given(campaign, [record(body), take('launch')])
      .when(take('conclude'))
      .faultsAt('/result', '/cost');
  });

  it('says through what channels it reaches whom', () => {
    const { channels: _channels, audience: _audience, ...lacking } = body;
    nothing(campaign).when(record(lacking)).faultsAt('/channels', '/audience');
    nothing(campaign)
      .when(record({ ...body, channels: ['radio', 'radio'] }))
      .faultsAt('/channels');
  });

  it.each(['4200', null, Number.NaN, Infinity, true])('does not take %p for a reading', (value) => {
    given(campaign, [record(body), take('launch')])
      .when(take('measure', { value }))
      .faultsAt('/value');
  });
});
