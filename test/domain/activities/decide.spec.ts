import { describe, expect, it } from '@jest/globals';
import { attendance } from '../../../src/domain/activities/attendance/attendance.js';
import { campaign } from '../../../src/domain/activities/campaign/campaign.js';
import { contact } from '../../../src/domain/activities/contact/contact.js';
import { decide } from '../../../src/domain/activities/decide.js';
import { effectsOf } from '../../../src/domain/activities/kind.js';
import { STATUSES } from '../../../src/domain/activities/phase.js';
import { jointInvestment } from '../../../src/domain/activities/joint-investment/joint-investment.js';
import { KINDS, kindAt, kindNamed } from '../../../src/domain/catalogue.js';
import { fieldNames } from '../../../src/domain/kernel/check.js';
import { BODIES, FIELDS } from '../../support/bodies.js';
import {
  annul,
  by,
  COLLEAGUE,
  given,
  MANAGER,
  nothing,
  onDay,
  RECORDER,
  record,
  REGISTERS,
  restore,
  take,
  TODAY,
  undo,
} from '../../support/scenario.js';

const LINK = '018f3a6e-7b1c-7d2e-9a4f-5b6c7d8e9f00';

describe('the catalogue', () => {
  it('lists the nine kinds in the order of DOMAIN.md, with their letters and paths', () => {
    expect(KINDS.map(({ name, letters, path, polish }) => [name, letters, path, polish])).toEqual([
      ['contact', 'KT', 'contacts', 'kontakt'],
      ['attendance', 'UD', 'attendances', 'udział w wydarzeniu'],
      ['support-action', 'WS', 'support-actions', 'działanie wspierające'],
      ['campaign', 'KA', 'campaigns', 'kampania'],
      ['joint-investment', 'IN', 'joint-investments', 'wspólna inwestycja'],
      ['joint-initiative', 'IC', 'joint-initiatives', 'wspólna inicjatywa'],
      ['competition-entry', 'ZK', 'competition-entries', 'zgłoszenie do konkursu'],
      ['publication', 'PU', 'publications', 'publikacja'],
      ['media-coverage', 'ME', 'media-coverage', 'wzmianka w mediach'],
    ]);
  });

  it('finds a kind by its name and by its path', () => {
    for (const kind of KINDS) {
      expect(kindNamed(kind.name)).toBe(kind);
      expect(kindAt(kind.path)).toBe(kind);
    }
    expect(kindNamed('constructor')).toBeUndefined();
  });

  it('gives no two kinds an event of the same name', () => {
    const events = KINDS.flatMap((kind) => [...effectsOf(kind).keys()]);
    const steps = KINDS.flatMap((kind) => Object.keys(kind.steps));
    expect(new Set(events).size).toBe(events.length);
    // Four that every kind has, and one a step: none swallows another.
    expect(events).toHaveLength(steps.length + 4 * KINDS.length);
  });

  it.each(KINDS.map((kind) => [kind.name, kind] as const))(
    '%s: no field of a step hides what is kept of every step',
    (_name, kind) => {
      for (const { fields } of Object.values(kind.steps)) {
        for (const name of ['step', 'status', 'by']) expect(fieldNames(fields)).not.toContain(name);
        expect(fieldNames(fields)).toContain('on');
      }
      // A body holds the details and a step's fields side by side.
      for (const { fields, starts } of Object.values(kind.steps)) {
        if (starts) expect([...fieldNames(fields)].filter((name) => fieldNames(kind.details).has(name))).toEqual([]);
      }
    },
  );

  it.each(KINDS.map((kind) => [kind.name, kind] as const))('%s: its example can be recorded', (_name, kind) => {
    const { step, ...body } = kind.example as { step?: string };
    const named = JSON.parse(JSON.stringify(body), (key, value: unknown) =>
      // The interface finds ids for names; here the register is asked by kind.
      isReference(value) && key !== 'example' ? { ...value, id: IDS[value.kind] } : value,
    ) as object;
    const { activity } = given(kind, [record(named, step)]);
    expect(STATUSES).toContain(activity.taken[0]?.status);
    expect(activity.details.strategy).toBe('2022-2024');
  });
});

const IDS: Readonly<Record<string, string>> = {
  gmina: 'gmina-lubianka',
  'rural-housewives-circle': 'kgw-pigza',
  school: 'school-przyklad',
  media: 'media-przyklad',
  ngo: 'ngo-przyklad',
};
const isReference = (value: unknown): value is { name: string; kind: string } =>
  typeof value === 'object' && value !== null && 'name' in value && 'kind' in value;

describe('recording', () => {
  const body = BODIES.contact;

  it('says what was left unsaid', () => {
    nothing(contact)
      .when(record(body))
      .records('ContactRecorded', {
        step: 'record',
        status: 'recorded',
        details: {
          scope: 'gminas',
          gminas: ['0415052'],
          occurredPrecision: 'day',
          strategyItems: [],
          strategy: '2022-2024',
        },
      });
  });

  it('records nothing that was not said: no field is empty', () => {
    const { details } = given(contact, [record({ ...body, place: null, performedBy: null })]).activity;
    expect(Object.keys(details).sort()).toEqual(
      [...Object.keys(body), 'scope', 'occurredPrecision', 'strategyItems', 'strategy'].sort(),
    );
  });

  it('keeps who recorded it and when', () => {
    const { activity } = given(contact, [by(COLLEAGUE, record(body))]);
    expect(activity).toMatchObject({ recordedBy: 'colleague', recordedAt: `${TODAY}T10:00:00.000Z`, revision: 0 });
    expect(activity.taken[0]).toMatchObject({ by: 'colleague' });
  });

  it('begins only with a step that begins, and tells which do', () => {
    for (const step of ['close-follow-up', 'constructor', 'toString', '__proto__', '']) {
      nothing(contact)
        .when(record({ ...body, ...(step === 'close-follow-up' ? { outcome: 'x' } : {}) }, step))
        .faultsAt('/step');
    }
    const [fault] = nothing(attendance).when(record(BODIES.attendance, 'attend')).faultsAt('/step');
    expect(fault?.detail).toBe('must be one of record, invite');
  });

  it('tells every fault at once', () => {
    nothing(contact)
      .when(record({ ...body, occurredOn: '2023-12-16', gminas: ['0401011'], links: [LINK], strategyItems: ['G9'] }))
      .faultsAt('/occurredOn', '/gminas/0', '/links/0', '/strategyItems/0');
  });

  describe('where', () => {
    it('is in gminas of the county, at least one', () => {
      nothing(contact)
        .when(record({ ...body, gminas: [] }))
        .faultsAt('/gminas');
      nothing(contact)
        .when(record({ ...body, gminas: ['0415052', '0415102'] }))
        .faultsAt('/gminas/1');
    });

    it('is in none of them when it is of the whole county, and in those it names when it is outside', () => {
      nothing(contact)
        .when(record({ ...body, scope: 'county' }))
        .faultsAt('/gminas');
      nothing(contact)
        .when(record({ ...body, scope: 'outside' }))
        .records('ContactRecorded', { details: { scope: 'outside', gminas: body.gminas } });
      for (const scope of ['county', 'outside']) {
        const { gminas: _, ...elsewhere } = body;
        nothing(contact)
          .when(record({ ...elsewhere, scope }))
          .records('ContactRecorded', { details: { gminas: [] } });
      }
    });

    it('names a gmina of the county as one, and others beside', () => {
      nothing(contact)
        .when(record({ ...body, otherGminas: ['0404052'] }))
        .records('ContactRecorded');
      nothing(contact)
        .when(record({ ...body, otherGminas: ['0404052', '0415062'] }))
        .faultsAt('/otherGminas/1');
    });
  });

  describe('when', () => {
    const ended = { ...body, occurredUntil: '2023-06-10' };

    it('does not end before it begins', () => {
      nothing(contact).when(record(ended)).faultsAt('/occurredUntil');
      nothing(contact)
        .when(record({ ...ended, occurredUntil: body.occurredOn }))
        .records('ContactRecorded');
    });

    it.each([
      ['a day', { occurredOn: TODAY }, []],
      ['tomorrow', { occurredOn: '2023-12-16' }, ['/occurredOn']],
      ['this month', { occurredOn: '2023-12-31', occurredPrecision: 'month' }, []],
      ['next month', { occurredOn: '2024-01-01', occurredPrecision: 'month' }, ['/occurredOn']],
      ['this year', { occurredOn: '2023-12-31', occurredPrecision: 'year' }, []],
      ['next year', { occurredOn: '2024-01-01', occurredPrecision: 'year' }, ['/occurredOn']],
      ['until tomorrow', { occurredUntil: '2023-12-16' }, ['/occurredUntil']],
      ['until this month', { occurredUntil: '2023-12-31', occurredPrecision: 'month' }, []],
      ['until next month', { occurredUntil: '2024-01-01', occurredPrecision: 'month' }, ['/occurredUntil']],
    ])('is not recorded as done ahead of today: %s', (_what, days, pointers) => {
      const outcome = nothing(contact).when(record({ ...body, ...days }));
      if (pointers.length === 0) outcome.records('ContactRecorded');
      else outcome.faultsAt(...pointers);
    });

    it('is planned for any day', () => {
      nothing(campaign)
        .when(record({ ...BODIES.campaign, occurredOn: '2024-05-01', occurredUntil: '2024-09-30' }))
        .leadsTo('planned');
    });
  });

  describe('the day of its first step', () => {
    it.each([
      ['the day it happened', {}, '2023-06-14'],
      ['its last day', { occurredUntil: '2023-06-16' }, '2023-06-16'],
      ['the end of the month that is known', { occurredPrecision: 'month' }, '2023-06-30'],
      ['the end of the year that is known, or today', { occurredPrecision: 'year' }, TODAY],
      ['the day given', { on: '2023-07-01' }, '2023-07-01'],
    ])('is %s', (_what, said, on) => {
      nothing(contact)
        .when(record({ ...body, ...said }))
        .records('ContactRecorded', { fields: { on } });
    });

    it('is the first day of what has further steps to come', () => {
      nothing(campaign)
        .when(record({ ...BODIES.campaign, occurredUntil: '2023-08-31' }))
        .records('CampaignPlanned', { fields: { on: '2023-06-14' } });
    });

    it('is today for what lies ahead', () => {
      nothing(campaign)
        .when(record({ ...BODIES.campaign, occurredOn: '2024-05-01' }))
        .records('CampaignPlanned', { fields: { on: TODAY } });
    });

    it('is not after today', () => {
      nothing(contact)
        .when(record({ ...body, on: '2023-12-16' }))
        .faultsAt('/on');
    });
  });

  it('links to activities that exist', () => {
    const linking = record({ ...body, links: [LINK] });
    nothing(contact).when(linking).faultsAt('/links/0');
    nothing(contact, { linked: { [LINK]: 'campaign' } })
      .when(linking)
      .records('ContactRecorded');
  });
});

describe('taking a step', () => {
  const investment = [record(BODIES['joint-investment'])];

  it('needs an activity', () => {
    nothing(contact)
      .when(take('close-follow-up', { outcome: 'x' }))
      .refused('not-found');
  });

  it.each(['fly', 'constructor', 'toString', '__proto__'])('is not %s, which no kind has', (step) => {
    given(contact, [record(BODIES.contact)])
      .when(take(step))
      .refused('not-found', `no step ${step}`);
  });

  it('is today unless told otherwise', () => {
    given(jointInvestment, investment)
      .when(take('agree', FIELDS.agree))
      .records('SharesAgreed', { fields: { on: TODAY } });
  });

  it('is not after today, and not before the step before it', () => {
    const story = given(jointInvestment, [...investment, take('agree', { ...FIELDS.agree, on: '2023-08-01' })]);
    story.when(take('fund', { ...FIELDS.fund, on: '2023-12-16' })).faultsAt('/on');
    const [fault] = story.when(take('fund', { ...FIELDS.fund, on: '2023-07-31' })).faultsAt('/on');
    expect(fault?.detail).toContain('agree on 2023-08-01');
    story.when(take('fund', { ...FIELDS.fund, on: '2023-08-01' })).leadsTo('funded');
  });

  it('does not finish what lies ahead', () => {
    const ahead = record({ ...BODIES.attendance, occurredOn: '2024-02-10' }, 'invite');
    const story = given(attendance, [ahead, take('confirm', FIELDS.representatives)]);
    story.when(take('attend')).refused('state', "can't lie after today");
    story.when(onDay('2024-02-10', take('attend'))).leadsTo('attended');
  });

  it('keeps who took it', () => {
    const { taken } = given(jointInvestment, [...investment, by(COLLEAGUE, take('agree', FIELDS.agree))]).activity;
    expect(taken.map((each) => [each.step, each.by])).toEqual([
      ['propose', 'recorder'],
      ['agree', 'colleague'],
    ]);
  });
});

describe('undoing, annulling and restoring', () => {
  const body = BODIES.contact;
  const recorded = given(contact, [record(body)]);

  it('keep their reasons', () => {
    recorded.when(annul()).records('ContactAnnulled', { reason: 'zapisane dwa razy' });
    given(contact, [record(body), by(MANAGER, annul())])
      .when(by(MANAGER, restore()))
      .records('ContactRestored', { reason: 'unieważnione omyłkowo' });
    given(contact, [record({ ...body, followUpDue: '2023-07-01' }), take('close-follow-up', { outcome: 'x' })])
      .when(undo())
      .records('ContactStepUndone', { reason: 'krok zapisany omyłkowo' });
  });

  it('annul what another activity replaces, if there is one', () => {
    recorded.when(annul(LINK)).faultsAt('/replacedBy');
    const [own] = recorded
      .where({ linked: { [LINK]: 'contact' }, subject: LINK })
      .when(annul(LINK))
      .refused('invalid');
    expect(own).toEqual({ pointer: '/replacedBy', detail: 'must be another activity' });
    given(contact, [record(body)], { linked: { [LINK]: 'contact' } })
      .when(annul(LINK))
      .records('ContactAnnulled', { replacedBy: LINK });
  });

  describe('a recorder', () => {
    it('annuls an own entry on the day it was recorded', () => {
      recorded.when(annul()).leadsTo('annulled');
      recorded.when(onDay('2023-12-16', annul())).refused('forbidden', 'same day');
    });

    it('does not annul a colleague’s', () => {
      recorded.when(by(COLLEAGUE, annul())).refused('forbidden');
    });

    it('restores nothing, not even what they annulled', () => {
      given(contact, [record(body), annul()])
        .when(restore())
        .refused('forbidden', 'only a manager');
    });
  });

  describe('a manager', () => {
    it('annuls and restores any entry, on any day', () => {
      const annulled = recorded.when(onDay('2024-03-01', by(MANAGER, annul()))).story;
      expect(annulled.status).toBe('annulled');
      annulled.when(onDay('2024-03-02', by(MANAGER, restore()))).leadsTo('recorded');
    });
  });

  it('undo several steps one by one, and no more than there are', () => {
    let story = given(jointInvestment, [
      record(BODIES['joint-investment']),
      take('agree', FIELDS.agree),
      take('fund', FIELDS.fund),
      take('cancel', FIELDS.reason),
    ]);
    for (const status of ['funded', 'agreed', 'proposed']) story = story.when(undo()).leadsTo(status);
    story.when(undo()).refused('state', 'annulled, not undone');
  });

  it('lead on from where an undone step leaves off', () => {
    given(campaign, [record(BODIES.campaign), take('cancel', FIELDS.reason), undo()])
      .when(take('launch'))
      .leadsTo('running');
  });
});

it('a decision changes nothing that it is given', () => {
  const { activity } = given(contact, [record(BODIES.contact)]);
  const before = JSON.stringify(activity);
  decide(contact, { do: 'correct', changes: { place: 'Łubianka' }, reason: 'x' }, activity, {
    today: TODAY,
    actor: RECORDER,
    registers: REGISTERS,
    linked: new Map(),
    subject: null,
    recordedOn: TODAY,
    alone: false,
  });
  expect(JSON.stringify(activity)).toBe(before);
});
