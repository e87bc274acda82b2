import 'reflect-metadata';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { IDLE_ITEM } from '../../src/application/demo/competition-entries.js';
import { SILENT } from '../../src/application/demo/contacts.js';
import { Dice } from '../../src/application/demo/dice.js';
import { COMPETITIONS, offerTitle } from '../../src/application/demo/grants.js';
import { FIRST_MORNING, loadDemonstration } from '../../src/application/demo/load-demonstration.js';
import { SeededIds } from '../../src/application/demo/seeded-ids.js';
import { SimulatedClock } from '../../src/application/demo/simulated-clock.js';
import { Opening } from '../../src/application/opening.js';
import { Scratch } from '../../src/application/ports/scratch.js';
import type { ViewStore } from '../../src/application/ports/view-store.js';
import { Verify } from '../../src/application/verify.js';
import { Views } from '../../src/application/views.js';
import { effectsOf, type Kind } from '../../src/domain/activities/kind.js';
import { PHASES, type Status } from '../../src/domain/activities/phase.js';
import { KINDS } from '../../src/domain/catalogue.js';
import { Calendar } from '../../src/domain/kernel/day.js';
import { UUID } from '../../src/domain/kernel/fields.js';
import type { Corrected } from '../../src/domain/activities/activity.js';
import { DAY_CLOSED, type DayDoc } from '../../src/domain/views/days.js';
import type { ActivityDoc } from '../../src/domain/views/register.js';
import { MemoryEventStore } from '../../src/infrastructure/memory/memory-event-store.js';
import { MemoryViewStore } from '../../src/infrastructure/memory/memory-view-store.js';
import { type Demonstration, demonstration } from '../support/demonstration.js';

const LOADING = 120_000;
const END = '2024-12-31';
const LATE = 30;

class MemoryScratch extends Scratch {
  small(): ViewStore {
    return new MemoryViewStore();
  }
  large(): ReturnType<Scratch['large']> {
    return Promise.resolve({ store: new MemoryViewStore(), dispose: () => Promise.resolve() });
  }
}

let demo: Demonstration;
const titled = (title: string): ActivityDoc => {
  const found = demo.activities.filter(({ details }) => details.title === title);
  expect(found).toHaveLength(1);
  return found[0]!;
};
const ofKind = (kind: string): ActivityDoc[] => demo.activities.filter((each) => each.kind === kind);
const eventsOfType = (type: RegExp): Demonstration['events'] => demo.events.filter((event) => type.test(event.type));
const steps = ({ taken }: ActivityDoc): string[] => taken.map(({ step }) => step);
/** Kinds' own fields, which the shared type of details does not tell. */
const field = (doc: ActivityDoc, name: string): unknown => (doc.details as unknown as Record<string, unknown>)[name];

beforeAll(async () => {
  demo = await demonstration();
}, LOADING);

describe('the demonstration ledger', () => {
  it('holds three years of work: 3,000 events and more, on 400 days and more', async () => {
    const worked = demo.events.filter(({ type }) => type !== DAY_CLOSED);
    expect(worked.length).toBeGreaterThanOrEqual(3000);
    const days = (await demo.views.find('g1', 'days', { at: 'now' })) as readonly DayDoc[];
    const recorded = days.filter(({ events }) => events > 0);
    expect(recorded.length).toBeGreaterThanOrEqual(400);
    expect(recorded.map(({ id }) => id.slice(0, 4))).toEqual(expect.arrayContaining(['2022', '2023', '2024']));
    expect(recorded.filter(({ closed }) => closed === 'false')).toEqual([]);
    expect(recorded.at(-1)!.id <= END).toBe(true);
  });

  it('says in its first event that it is a demonstration, under an id that never changes', () => {
    expect(demo.events[0]).toMatchObject({
      type: 'LedgerOpened',
      data: { demonstration: true, county: { terc: '0415' }, ledger: '017e1e85-eb00-7000-8328-a6471385774a' },
    });
  });

  it('is recorded on working days, in working hours', () => {
    const calendar = new Calendar('Europe/Warsaw');
    const clock = new Intl.DateTimeFormat('pl-PL', { timeZone: 'Europe/Warsaw', timeStyle: 'short' });
    for (const { type, metadata } of demo.events) {
      if (type === DAY_CLOSED) continue;
      expect([0, 6]).not.toContain(new Date(calendar.dayOf(metadata.recordedAt)).getUTCDay());
      const at = clock.format(new Date(metadata.recordedAt)).padStart(5, '0');
      expect(at >= '07:00' && at <= '15:30').toBe(true);
    }
  });

  it(
    'has views that equal a replay, folded in other batches',
    async () => {
      const { ledger, views } = demo;
      const verdict = await new Verify(ledger, views, new Views(views), new MemoryScratch()).run();
      expect(verdict).toMatchObject({ events: demo.events.length, differences: [] });
    },
    LOADING,
  );

  it('is loaded into an empty ledger only', async () => {
    const { ledger, clock } = demo;
    const loading = loadDemonstration({ ledger, views: new MemoryViewStore(), clock });
    await expect(loading).rejects.toMatchObject({ code: 'state' });
  });

  it('is the only ledger that takes a simulated clock', async () => {
    const clock = new SimulatedClock(FIRST_MORNING);
    const ledger = new MemoryEventStore(clock);
    const opening = new Opening(ledger, new SeededIds(clock, new Dice('test')), clock);
    await expect(opening.open({ demonstration: false })).rejects.toThrow('demonstration ledgers only');
    expect(await opening.first()).toBeNull();
  });
});

/** The statuses to which a kind's steps lead. */
function statusesOf({ steps }: Kind): Status[] {
  const all = Object.values(steps).flatMap(({ to }): readonly Status[] =>
    typeof to === 'object' ? to.among : to === 'back' ? [] : [to],
  );
  return [...new Set(all)];
}

describe('every thing that can be recorded', () => {
  it.each(KINDS)('$name: every status is where an activity ended up, annulled too', (kind) => {
    const found = new Set(ofKind(kind.name).map(({ status }) => status));
    expect([...found].sort()).toEqual([...statusesOf(kind), 'annulled'].sort());
  });

  it.each(KINDS)('$name: every step, correction, undoing, annulment and restoration happens', (kind) => {
    const recorded = new Set(demo.events.map(({ type }) => type));
    // The first step of an activity can't be undone, and a mention in the media has no other.
    const possible = [...effectsOf(kind).keys()].filter((type) => type !== 'MediaCoverageStepUndone');
    expect(possible.filter((type) => !recorded.has(type))).toEqual([]);
  });

  it('every phase', () => {
    expect(new Set(demo.activities.map(({ phase }) => phase))).toEqual(new Set([...Object.keys(PHASES), null]));
  });

  it('details and fields of steps are corrected', () => {
    const paths = eventsOfType(/^(?!Organisation|Official).*Corrected$/).flatMap(({ data }) =>
      Object.keys((data as unknown as Corrected).changes),
    );
    expect(paths).toEqual(expect.arrayContaining(['occurredOn', 'steps.grant.amount', 'steps.measure.1.value']));
  });

  it('entries are annulled with and without another in their place', () => {
    const annulments = eventsOfType(/Annulled$/).map(({ data }) => data['replacedBy']);
    expect(annulments.filter((by) => by === undefined).length).toBeGreaterThan(0);
    const ids = new Set(demo.activities.map(({ id }) => id));
    const replaced = annulments.filter((by) => by !== undefined);
    expect(replaced.length).toBeGreaterThan(0);
    expect(replaced.every((by) => ids.has(by as string))).toBe(true);
  });
});

describe('the oddities that it is there to show', () => {
  it('entries recorded late, and a handful that came with an import on the first morning', () => {
    expect(demo.activities.filter(({ lateDays }) => lateDays > LATE).length).toBeGreaterThan(10);
    const imported = demo.events.filter(({ metadata }) => metadata.origin !== undefined);
    expect(new Set(imported.map(({ metadata }) => metadata.origin!.row)).size).toBeGreaterThan(5);
    expect(imported.every(({ metadata }) => metadata.recordedAt.startsWith('2022-01-03'))).toBe(true);
    expect(imported.every(({ metadata }) => /^[0-9a-f]{64}$/.test(metadata.origin!.file))).toBe(true);
    const backfilled = demo.activities.filter(({ backfilledDays }) => backfilledDays > LATE);
    expect(backfilled.length).toBeGreaterThan(5);
    expect(backfilled.every(({ recordedOn }) => recordedOn === '2022-01-03')).toBe(true);
  });

  it('one gmina, and no other, has no contact for a quarter', () => {
    const inQuarter = ofKind('contact').filter(
      ({ countsFrom, countsUntil, marks }) =>
        marks.includes('monthKnown') && (countsFrom ?? '9999') <= SILENT.to && (countsUntil ?? '0000') >= SILENT.from,
    );
    const gminas = demo.entries.filter(({ register }) => register === 'gmina').map(({ key }) => key);
    const without = gminas.filter((terc) => !inQuarter.some((each) => each.gminas.includes(terc)));
    expect(without).toEqual([SILENT.terc]);
  });

  it('one strategy item has no activity in a whole year', async () => {
    const months = await demo.views.find('g1', 'item-months', {
      at: 'now',
      where: { item: `2022-2024/${IDLE_ITEM.code.replace('.', '_')}` },
    });
    const years = new Set(months.map((doc) => (doc['month'] as string).slice(0, 4)));
    expect([...years].sort()).toEqual(['2023', '2024']);
    expect(IDLE_ITEM.year).toBe('2022');
  });

  it('county-wide and outside activities; some known by month or by year; some outside the strategy', () => {
    const some = (test: (doc: ActivityDoc) => boolean): void => {
      expect(demo.activities.some(test)).toBe(true);
    };
    some(({ gminas }) => gminas.includes('county'));
    some(({ gminas }) => gminas.includes('outside'));
    some(({ details }) => (details.otherGminas ?? []).length > 0);
    some(({ details }) => details.occurredPrecision === 'month');
    some(({ details }) => details.occurredPrecision === 'year');
    some(({ items }) => items.includes('none'));
  });

  it('several departments and actors; approvals by a manager; a grant recorded and approved by one person', () => {
    expect(new Set(demo.events.map(({ metadata }) => metadata.actor.department)).size).toBeGreaterThan(4);
    expect(new Set(demo.events.map(({ metadata }) => metadata.actor.id)).size).toBeGreaterThan(7);
    const approvals = eventsOfType(/^PublicationApproved$/);
    expect(approvals.length).toBeGreaterThan(10);
    expect(approvals.every(({ metadata }) => metadata.actor.roles.includes('manager'))).toBe(true);
    const selfApproved = demo.activities.filter((each) => each.selfApproved === 'true');
    expect(selfApproved.map(({ kind }) => kind)).toContain('support-action');
    expect(selfApproved.length).toBeLessThan(10);
  });

  it('follow-ups, promises and replies that are overdue at its end', () => {
    for (const what of ['followUp', 'promise', 'reply']) {
      const overdue = demo.activities.filter(({ waitsFor, due }) => waitsFor === what && (due ?? '9999') <= END);
      expect(overdue.length).toBeGreaterThan(0);
    }
  });

  it('links: a campaign for new investments, news of an activity, an entry about one', () => {
    const kinds = new Map(demo.activities.map(({ id, kind }) => [id, kind]));
    const promoting = ofKind('campaign').filter(({ items }) => items.includes('2022-2024/G3_4'));
    expect(promoting.length).toBeGreaterThan(0);
    for (const { links } of promoting) expect(links.map((id) => kinds.get(id))).toContain('joint-investment');
    const prompted = ofKind('media-coverage').map((doc) => kinds.get(field(doc, 'promptedBy') as string));
    expect(prompted).toEqual(expect.arrayContaining(['attendance', 'joint-investment']));
    const subjects = ofKind('competition-entry').map((doc) => field(doc, 'subject') as string);
    expect(subjects.filter((each) => UUID.test(each)).map((id) => kinds.get(id))).toContain('joint-investment');
  });

  it('measures set and read', () => {
    const measures = demo.entries.filter(({ register }) => register === 'measure');
    expect(measures.length).toBeGreaterThan(2);
    expect(measures.every(({ details }) => (details['readings'] as readonly unknown[]).length === 3)).toBe(true);
  });

  it('organisations registered on the way, known by an alias, put right, merged', () => {
    const organisations = demo.entries.filter(({ register }) => register === 'organisation');
    expect(organisations.length).toBeGreaterThan(100);
    expect(organisations.filter(({ mergedInto }) => mergedInto !== undefined)).toHaveLength(2);
    expect(eventsOfType(/^OrganisationCorrected$/).length).toBeGreaterThan(0);
    const circle = organisations.find(({ name }) => name === 'KGW Zmyślewo')!;
    expect(circle.details['aliases']).toContain('Zmyślewianki');
    expect(titled('Baner i namiot promocyjny na festyn Zmyślewianek').organisations).toEqual([circle.key]);
    // Named by what was merged away, and found under what it became.
    const urojewo = organisations.find(({ name }) => name === 'KGW Urojewo')!;
    const after = demo.activities.filter(
      ({ details, organisations: its }) =>
        details.title.includes('Koło Gospodyń Wiejskich Urojewo') && its[0] === urojewo.key,
    );
    expect(after).toHaveLength(1);
  });

  it('officials of plainly made-up names, and a change among them in 2024', () => {
    const vices = demo.entries.filter(({ register, kind }) => register === 'official' && kind === 'wicestarosta');
    const terms = vices.map(({ name, details }) => [name, details['from'], details['until']]);
    expect(terms).toEqual([
      ['Wincenty Nieprawdziwy', '2024-05-07', undefined],
      ['Zofia Wymyślona', '2018-11-20', '2024-05-06'],
    ]);
  });

  it('a next strategy, adopted in December 2024 and in force from 2025', () => {
    const [, adopted] = eventsOfType(/^StrategyAdopted$/);
    expect(adopted!.metadata.recordedAt.slice(0, 7)).toBe('2024-12');
    expect(adopted!.data).toMatchObject({ id: '2025-2027', from: '2025-01-01', until: '2027-12-31' });
    expect(demo.activities.some(({ details }) => details.strategy === '2025-2027')).toBe(true);
  });

  it('an address in a text that was seen and accepted', () => {
    expect(demo.events.some(({ metadata }) => metadata.acknowledged?.includes('contact-data'))).toBe(true);
  });
});

describe('the real examples', () => {
  it('the harvest festival in Łubianka: the wicestarosta came in the place of the starosta', () => {
    const festival = titled('Dożynki powiatowo-gminne w Łubiance');
    expect(festival.details).toMatchObject({ occurredOn: '2022-08-20', gminas: ['0415052'], place: 'Łubianka' });
    expect(festival.status).toBe('attended');
    expect(festival.taken.at(-1)).toMatchObject({
      step: 'attend',
      on: '2022-08-20',
      representatives: [{ function: 'wicestarosta', inPlaceOf: 'starosta' }],
    });
  });

  it('the bike path of Brąchnowo: 2.08 km with three gminas and the road fund', () => {
    const path = titled('Ścieżka rowerowa w Brąchnowie');
    expect(path.taken.find(({ step }) => step === 'accept')).toMatchObject({ length: 2080 });
    const partners = path.taken.find(({ step }) => step === 'agree')!['partners'] as readonly { gmina: string }[];
    expect(partners.map(({ gmina }) => gmina).sort()).toEqual(['0415022', '0415052', '0415062']);
    expect(JSON.stringify(path.taken.find(({ step }) => step === 'fund'))).toContain('Rządowy Fundusz Rozwoju Dróg');
  });

  it('Kończewice-Chełmża and Zalesie-Kiełbasin: 4.15 km', () => {
    const paths = titled('Ścieżki rowerowe Kończewice-Chełmża i Zalesie-Kiełbasin');
    const lengths = paths.taken.flatMap((each) => (typeof each['length'] === 'number' ? [each['length']] : []));
    expect(lengths).toEqual([4150]);
  });

  it('Złotoria-Lubicz: about 7 km, begun before the strategy, accepted in part, suspended, its gap open', () => {
    const path = titled('Ścieżka rowerowa Złotoria-Lubicz');
    expect(path.details).toMatchObject({ occurredOn: '2019-03-11', plannedLength: 7000, gminas: ['0415042'] });
    expect(path.backfilledDays).toBeGreaterThan(1000);
    expect(steps(path).filter((step) => step === 'suspend').length).toBeGreaterThan(2);
    expect(path.taken.filter(({ step, status }) => step === 'accept' && status === 'in-works')).toHaveLength(2);
    expect(path.status).toBe('suspended');
    const asked = titled('Luka w ścieżce rowerowej w Nowej Wsi: stan sprawy');
    expect(asked.details.occurredOn.slice(0, 7)).toBe('2024-02');
    expect(asked.links).toEqual([path.id]);
  });

  it('road 2020C Brąchnowo-Kowróz: 4.3 m zł, 2023', () => {
    const road = titled('Przebudowa drogi powiatowej 2020C Brąchnowo-Kowróz');
    expect(field(road, 'roadNumber')).toBe('2020C');
    expect(road.taken.at(-1)).toMatchObject({ step: 'settle', cost: 430_000_000 });
    expect(road.taken.at(-1)!.on.slice(0, 4)).toBe('2023');
  });

  it('Polski Ład: 13.3 m zł, partly in a gmina of another county', () => {
    const roads = titled('Polski Ład: drogi Trzebcz Szlachecki-Głuchowo i Świerczynki-Ostaszewo');
    const fund = roads.taken.find(({ step }) => step === 'fund')!;
    expect((fund['sources'] as readonly { amount: number }[]).map(({ amount }) => amount)).toEqual([1_330_000_000]);
    expect(roads.details.otherGminas).toEqual(['0404032']);
  });

  it('grants to NGOs: in 2023 more than 150 offers, 99 funded with 375,000 zł; in 2024 452,000 zł', () => {
    const results = COMPETITIONS.map(({ year }) => {
      const offers = demo.activities.filter(({ details }) => details.title.startsWith(`${offerTitle(year)},`));
      const granted = offers.flatMap(({ taken }) => taken.filter(({ step }) => step === 'grant'));
      const sum = granted.reduce((total, each) => total + (each['amount'] as number), 0);
      return { year, offers: offers.length, granted: granted.length, sum };
    });
    expect(results[1]).toMatchObject({ year: '2023', granted: 99, sum: 37_500_000 });
    expect(results[1]!.offers).toBeGreaterThan(150);
    expect(results[2]).toMatchObject({ year: '2024', sum: 45_200_000 });
  });

  it('the competitions: 14th edition with 400 works, January 2023; the quiz of June 2022', () => {
    const places = titled('Konkurs „Mieszkam w ciekawym miejscu”, edycja XIV');
    expect(places.details).toMatchObject({ occurredOn: '2023-01-01', occurredPrecision: 'month' });
    expect(places.taken.at(-1)).toMatchObject({ participants: 400 });
    const quiz = titled('Quiz „Co wiecie o powiecie?”');
    expect(quiz.details).toMatchObject({ occurredOn: '2022-06-01', occurredPrecision: 'month' });
    expect(quiz.status).toBe('held');
  });

  it('the monthly "Powiat Toruński", each month', () => {
    const issues = ofKind('publication').filter((doc) => field(doc, 'issn') === '1734-2066');
    expect(issues.every(({ status }) => status === 'published')).toBe(true);
    expect(new Set(issues.map(({ details }) => details.occurredOn.slice(0, 7))).size).toBe(36);
    expect(issues).toHaveLength(36);
  });

  it('the media by their names, and none of them unkind', () => {
    const coverage = ofKind('media-coverage');
    const outlets = new Set(coverage.map((doc) => (field(doc, 'outlet') as { name: string }).name));
    for (const name of ['Nowości', 'Poza Toruń', 'Ototoruń', 'TV Toruń', 'Radio PiK', 'Gazeta Pomorska'])
      expect(outlets).toContain(name);
    const unkind = coverage.filter((doc) => field(doc, 'tone') === 'negative');
    expect(new Set(unkind.map((doc) => (field(doc, 'outlet') as { name: string }).name))).toEqual(
      new Set(['Kurier Zmyślony']),
    );
  });
});
