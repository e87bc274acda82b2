import 'reflect-metadata';
import { beforeEach, describe, expect, it, jest } from '@jest/globals';
import {
  type Difference,
  type DifferenceAsked,
  DifferenceHandler,
  DifferenceQuery,
} from '../../src/application/difference/difference.js';
import type { Differing } from '../../src/application/difference/figure.js';
import { MOST } from '../../src/application/difference/figure.js';
import { annual } from '../../src/application/reports/report.js';
import { GMINA, MEASURE, STRATEGY } from '../../src/domain/registers/registers.js';
import { COUNTY_STRATEGY_2022_2024 } from '../../src/domain/strategy/county-strategy-2022-2024.js';
import { additions } from '../../src/domain/views/additions.js';
import { difference, reportAt, unmade } from '../support/difference.js';
import { type Done, Ledger } from '../support/ledger.js';

const YEAR = annual(2023);
const TOTAL = '/totals/activities/total';
const IN_LUBIANKA = { occurredOn: '2023-06-14', gminas: ['0415052'], strategyItems: ['T1'], followUpDue: null };

let ledger: Ledger;
let contact: Done;
beforeEach(async () => {
  ledger = await Ledger.open('2023-06-14');
  contact = await ledger.record('contact', IN_LUBIANKA);
});

/** What differs since a point, each figure made by its causes. */
async function since(point: number | string, to?: string, path?: string): Promise<Difference> {
  const told = await difference(ledger, YEAR, String(point), to, path);
  expect(unmade(told)).toEqual([]);
  return told;
}

function figure({ figures }: Difference, path: string): Differing {
  const found = figures.find((each) => each.path === path);
  if (found === undefined)
    throw new Error(`${path} does not differ; these do: ${figures.map((each) => each.path).join()}`);
  return found;
}

describe('a difference', () => {
  it('is kept at hand as long as both its points say the same', async () => {
    const { asOf, events, store, views } = ledger;
    const handler = new DifferenceHandler(asOf, events, store, views);
    const read = jest.spyOn(store, 'find');
    const walks = (): number => read.mock.calls.filter(([, view]) => view === additions.name).length;
    const before = String(ledger.position);
    const ask = async (asked: DifferenceAsked): Promise<readonly [number | undefined, number]> => {
      const { value } = await handler.execute(new DifferenceQuery(YEAR, asked));
      const walked = walks();
      read.mockClear();
      return [value.figures.find(({ path }) => path === TOTAL)?.because.length, walked];
    };
    await ledger.record('contact', IN_LUBIANKA);
    read.mockClear();
    expect(await ask({ asOf: before })).toEqual([1, 1]);
    expect(await ask({ asOf: before })).toEqual([1, 0]);
    // Another question, and what was recorded since.
    expect((await ask({ asOf: before, path: TOTAL }))[1]).toBeGreaterThan(0);
    await ledger.record('contact', IN_LUBIANKA);
    expect((await ask({ asOf: before }))[0]).toBe(2);
  });
});

describe('the causes of a difference', () => {
  it('are the events, with the activity and what each adds', async () => {
    const before = ledger.position;
    const added = await ledger.record('contact', IN_LUBIANKA);
    const told = figure(await since(before), '/gminas/0415052/activities/total');
    expect(told).toEqual({
      path: '/gminas/0415052/activities/total',
      before: 1,
      after: 2,
      because: [
        {
          position: String(ledger.position),
          event: (await ledger.all()).at(-1)?.id,
          activity: added.id,
          number: 'KT/2023/0002',
          class: 'new',
          delta: 1,
        },
      ],
    });
  });

  it.each([
    ['late', () => ledger.record('contact', { ...IN_LUBIANKA, occurredOn: '2023-02-01' }), TOTAL, 1],
    [
      'backfilled',
      () =>
        ledger.record(
          'contact',
          { ...IN_LUBIANKA, occurredOn: '2023-02-01' },
          { origin: { file: 'a'.repeat(64), row: 1 } },
        ),
      TOTAL,
      1,
    ],
    ['step', () => ledger.step(contact, 'plan-follow-up', { due: '2023-07-01' }), '/totals/openFollowUps/count', 1],
    ['corrected', () => ledger.correct(contact, { gminas: ['0415011'] }), '/gminas/0415052/activities/total', -1],
    ['annulled', () => ledger.annul(contact), TOTAL, -1],
  ] as const)('are classed: %s', async (its, does, path, delta) => {
    const before = ledger.position;
    await does();
    expect(figure(await since(before), path).because).toMatchObject([{ class: its, delta }]);
  });

  it('are classed: undone and restored', async () => {
    const start = ledger.position;
    const { position: planned } = await ledger.step(contact, 'plan-follow-up', { due: '2023-07-01' });
    await ledger.undo(contact);
    expect(figure(await since(planned), '/totals/openFollowUps/count').because).toMatchObject([
      { class: 'undone', delta: -1 },
    ]);
    const { position: annulled } = await ledger.annul(contact);
    await ledger.restore(contact);
    expect(figure(await since(annulled), TOTAL).because).toMatchObject([{ class: 'restored', delta: 1 }]);
    // What was done and undone in between leaves no difference.
    expect((await since(start)).figures).toEqual([]);
  });

  it('tell of a date which event decided it, and of a set what came and went', async () => {
    const before = ledger.position;
    ledger.clock.set('2023-06-20');
    await ledger.record('contact', { ...IN_LUBIANKA, occurredOn: '2023-06-16', strategyItems: ['G3'] });
    const last = await ledger.record('contact', {
      ...IN_LUBIANKA,
      occurredOn: '2023-06-18',
      gminas: ['0415011'],
      strategyItems: ['G2'],
    });
    const told = await since(before);
    expect(figure(told, '/totals/lastContactOn')).toMatchObject({
      before: '2023-06-14',
      after: '2023-06-18',
      because: [{ activity: last.id, class: 'new', delta: null }],
    });
    expect(figure(told, '/gaps').because.map(({ delta }) => delta)).toEqual([
      { came: [], went: ['G3'] },
      { came: [], went: ['G2'] },
    ]);
    expect(figure(told, '/items/G2/gminas')).toMatchObject({ before: [], after: ['0415011'] });
  });

  it('are a due date that passed, told with the activity that waits', async () => {
    const { position } = await ledger.step(contact, 'plan-follow-up', { due: '2023-07-01' });
    ledger.clock.set('2023-07-02');
    expect((await since(position)).figures).toEqual(
      ['/totals', '/gminas/0415052'].map((row) => ({
        path: `${row}/openFollowUps/overdue`,
        before: 0,
        after: 1,
        because: [
          { position: null, event: null, class: 'time', activity: contact.id, number: 'KT/2023/0001', delta: 1 },
        ],
      })),
    );
  });

  it('are what registers say: a measure, the residents of a gmina', async () => {
    const measure = await ledger.enter(MEASURE, { item: 'T1' });
    const before = ledger.position;
    await ledger.change(MEASURE, measure, 'MeasureRead', { value: 310.5, on: '2023-06-14' });
    const populations = [{ year: 2023, residents: 10_000, source: 'GUS' }];
    await ledger.change(GMINA, '0415052', 'GminaCorrected', { changes: { populations }, reason: 'nowe dane' });
    const told = await since(before);
    expect(figure(told, `/items/T1/measures/${measure}/reached/value`)).toMatchObject({
      before: null,
      after: 310.5,
      because: [{ class: 'reference', delta: 310.5 }],
    });
    expect(figure(told, '/gminas/0415052/residents').because).toMatchObject([
      { class: 'reference', delta: 10_000 - 7769 },
    ]);
    expect(figure(told, '/gminas/0415052/residentsSource').because).toMatchObject([
      { class: 'reference', delta: null },
    ]);
    expect(figure(told, '/gminas/0415052/perThousand/activities').because).toMatchObject([{ class: 'reference' }]);
  });

  it('are what a strategy says: further items, and another strategy in its place, between activities', async () => {
    const before = ledger.position;
    const { id: _id, ...strategy } = COUNTY_STRATEGY_2022_2024;
    const items = [...strategy.items, { code: 'G4', parent: 'S', text: 'Cel dodany' }];
    await ledger.record('contact', IN_LUBIANKA);
    await ledger.change(STRATEGY, COUNTY_STRATEGY_2022_2024.id, 'StrategyAmended', {
      ...strategy,
      items,
      reason: 'uchwała',
    });
    await ledger.record('contact', { ...IN_LUBIANKA, strategyItems: ['G4'] });
    const amended = await since(before);
    expect(figure(amended, '/items').because).toMatchObject([
      { class: 'reference', delta: { came: ['G4'], went: [] } },
    ]);
    expect(figure(amended, '/items/G4/activities/total')).toMatchObject({ before: null, after: 1 });
    const own = [
      { code: 'S', text: 'Nowy cel' },
      { code: 'G1', parent: 'S', text: 'Nowy pierwszy' },
    ];
    await ledger.enter(STRATEGY, { id: '2023', items: own, title: 'Nowa', from: '2022-12-01', until: '2023-12-31' });
    await ledger.record('contact', { ...IN_LUBIANKA, strategy: '2023', strategyItems: ['G1'] });
    await ledger.record('contact', { ...IN_LUBIANKA, strategy: '2023', strategyItems: ['G1'] });
    const replaced = await since(before);
    expect(figure(replaced, '/strategy/id').because).toMatchObject([{ class: 'reference', delta: null }]);
    expect(figure(replaced, '/items/T1/activities/total')).toMatchObject({ before: 1, after: null });
    expect(figure(replaced, '/items/G1/activities/total').because.map((each) => each.class)).toContain('reference');
  });

  it('of a list are told line by line', async () => {
    const investment = await ledger.record('joint-investment', { occurredOn: '2023-05-01' });
    const before = ledger.position;
    await ledger.correct(investment, { plannedCost: 1_000_000 });
    const other = await ledger.record('joint-investment', { occurredOn: '2023-05-02' });
    const told = await since(before);
    expect(figure(told, `/investments/lines/${investment.id}/plannedCost`).because).toMatchObject([
      { class: 'corrected' },
    ]);
    expect(figure(told, '/investments/lines').because).toMatchObject([
      { activity: other.id, delta: { came: [other.id], went: [] } },
    ]);
    expect(figure(told, '/investments/total').because).toMatchObject([{ activity: other.id, delta: 1 }]);
    expect(told.figures.some(({ path }) => path.startsWith(`/investments/lines/${other.id}/`))).toBe(false);
  });

  it('stand the same whichever point is named first', async () => {
    const before = String(ledger.position);
    await ledger.record('contact', IN_LUBIANKA);
    const now = String(ledger.position);
    expect(await difference(ledger, YEAR, now, before)).toEqual(await difference(ledger, YEAR, before, now));
  });

  it('are told one by one up to so many, the rest together; all of them of one figure alone', async () => {
    const before = ledger.position;
    for (let i = 0; i < MOST + 5; i++) await ledger.record('contact', IN_LUBIANKA);
    const { because } = figure(await since(before), TOTAL);
    expect(because).toHaveLength(MOST + 1);
    expect(because.at(-1)).toEqual({ position: null, event: null, class: 'new', delta: 5, events: 5 });
    const alone = await since(before, undefined, TOTAL);
    expect(alone.figures.map(({ path }) => path)).toEqual([TOTAL]);
    expect(alone.figures[0]?.because).toHaveLength(MOST + 5);
  });

  it("are told together from each figure's own hundredth on, through a change of a register, too", async () => {
    const before = ledger.position;
    const record = async (count: number, kind: string): Promise<void> => {
      for (let i = 0; i < count; i++) await ledger.record(kind, kind === 'contact' ? IN_LUBIANKA : {});
    };
    await record(30, 'publication');
    // All figures of contacts are on one way: those of all activities are told by the 70th, those of contacts alone later.
    await record(MOST + 10, 'contact');
    const populations = [{ year: 2023, residents: 10_000, source: 'GUS' }];
    await ledger.change(GMINA, '0415052', 'GminaCorrected', { changes: { populations }, reason: 'nowe dane' });
    await record(15, 'contact');
    const told = await since(before);
    const together = (path: string): unknown => figure(told, path).because.slice(MOST);
    expect(together('/totals/activities/started')).toEqual([
      { position: null, event: null, class: 'new', delta: 55, events: 55 },
    ]);
    expect(together('/totals/activities/byKind/contact')).toEqual([
      { position: null, event: null, class: 'new', delta: 25, events: 25 },
    ]);
  });

  it('make no difference from before the ledger began to its first day', async () => {
    const told = await since(0);
    expect(told.before.digest).toBe((await reportAt(ledger, YEAR, '0')).digest);
    expect(figure(told, '/gminas').because).toHaveLength(9);
  });
});
