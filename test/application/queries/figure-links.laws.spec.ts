import 'reflect-metadata';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { AsOf } from '../../../src/application/as-of.js';
import { SimulatedClock } from '../../../src/application/demo/simulated-clock.js';
import { ActivitiesHandler, ActivitiesQuery, type ActivityLine } from '../../../src/application/queries/activities.js';
import {
  CoverageHandler,
  CoverageQuery,
  GminaHandler,
  GminaQuery,
  GminasHandler,
  GminasQuery,
  GoalHandler,
  GoalQuery,
  GoalsHandler,
  GoalsQuery,
} from '../../../src/application/queries/figures.js';
import {
  OrganisationFiguresHandler,
  OrganisationFiguresQuery,
} from '../../../src/application/queries/organisation-figures.js';
import { annual, makeReport } from '../../../src/application/reports/report.js';
import { RegisterDesk } from '../../../src/application/registers.js';
import { Views } from '../../../src/application/views.js';
import type { RecordedEvent } from '../../../src/domain/kernel/event.js';
import { SqliteEventStore } from '../../../src/infrastructure/sqlite/sqlite-event-store.js';
import { SqliteViewStore } from '../../../src/infrastructure/sqlite/sqlite-view-store.js';
import { copyDemonstrationTo, eventsOf } from '../../support/demonstration.js';
import { type Answer, followLinks, type Register } from '../../support/figure-links.js';
import { Ledger, MemoryScratch } from '../../support/ledger.js';
import { randomLedger, turns } from '../../support/random-ledger.js';
import { year } from '../../support/year.js';
import { runs } from '../../support/runs.js';

/** The register of a ledger, page by page. @param position up to which its events are told */
function registerOf(asOf: AsOf, desk: RegisterDesk, events: readonly RecordedEvent[], position: number): Register {
  const handler = new ActivitiesHandler(asOf, desk);
  return {
    events: events.slice(0, position),
    list: async (params) => {
      const lines: ActivityLine[] = [];
      for (let cursor: string | null | undefined; cursor !== null;) {
        const page = { ...params, limit: '200', count: 'true', ...(cursor !== undefined && { cursor }) };
        const { value } = await handler.execute(new ActivitiesQuery(page));
        lines.push(...value.items);
        cursor = value.next;
        if (cursor === null) expect(value.total).toBe(lines.length);
      }
      return lines;
    },
  };
}

async function follow(ledger: Ledger, from: string, to: string, asOf: string | undefined): Promise<number> {
  const read = await ledger.asOf.read(asOf, (reading) => makeReport(reading, { report: 'period', from, to }, asOf));
  const register = registerOf(ledger.asOf, ledger.desk, await eventsOf(ledger.events), read.position);
  return (await followLinks(read.value, register)).counts;
}

describe('the links of a report', () => {
  it('list exactly what makes up each figure, for any ledger, period and point', async () => {
    const dice = fc.tuple(turns(25), turns(25)).map((rolled) => rolled.flat());
    const months = fc.constantFrom('2022-12', '2023-01', '2023-02', '2023-03', '2023-06');
    await fc.assert(
      fc.asyncProperty(dice, fc.nat(), months, months, async (rolled, anywhere, a, b) => {
        const events = randomLedger(rolled);
        const ledger = await Ledger.of(events, '2026-01-15');
        const [from, to] = a < b ? [a, b] : [b, a];
        await follow(ledger, from, to, String(1 + (anywhere % events.length)));
      }),
      runs(12),
    );
  }, 60_000);

  it('hold through corrections, merges, a new code of a gmina, what was annulled, and what was called off half-way', async () => {
    const { ledger } = await year();
    await ledger.record('contact', { occurredOn: '2023-06-30', on: null, followUpDue: '2023-08-31' });
    // Half of it was handed over, half of it built, when the rest was called off.
    const half = await ledger.record('support-action', { occurredOn: '2023-06-30', on: null, amount: 70_000 });
    await ledger.step(half, 'deliver', { amount: 30_000, final: false });
    await ledger.step(half, 'cancel', { reason: 'rezygnacja' });
    const road = await ledger.record('joint-investment', { occurredOn: '2023-06-30', on: null, units: [] });
    await ledger.step(road, 'agree', { partners: [{ gmina: '0415062', share: 7 }] });
    await ledger.step(road, 'contract', { contractor: { name: 'Spółka Zmyślona', kind: 'company' }, amount: 9 });
    await ledger.step(road, 'start-works');
    await ledger.step(road, 'accept', { length: 800, partial: true });
    await ledger.step(road, 'cancel', { reason: 'wykonawca zszedł z budowy' });
    // Now, too: long after the last entry more is overdue than on that entry's day.
    ledger.clock.set('2024-06-30');
    for (const asOf of ['2023-01-31', '2023-03-19', '2023-05-02', '2023-06-30', undefined]) {
      expect(await follow(ledger, '2022-01', '2023-12', asOf)).toBeGreaterThan(10);
    }
  });
});

it('the links of gminas, goals and their matrix list what makes up each figure, in whatever order they are shown', async () => {
  const { ledger, kgw } = await year();
  const { asOf, desk } = ledger;
  const asked = { from: '2022-05', to: '2023-06', asOf: '2023-06-29' };
  const events = await eventsOf(ledger.events);
  const followed = async (answer: Promise<{ value: Answer; position: number }>): Promise<number> => {
    const { value, position } = await answer;
    return (await followLinks(value, registerOf(asOf, desk, events, position))).counts;
  };
  const gminas = new GminasHandler(asOf);
  expect(await followed(gminas.execute(new GminasQuery(asked, { sort: 'name' })))).toBeGreaterThan(20);
  await followed(gminas.execute(new GminasQuery(asked, { sort: 'activities', without: 'contact' })));
  for (const terc of ['0415053', '0415022', 'outside'])
    expect(await followed(new GminaHandler(asOf).execute(new GminaQuery(terc, asked)))).toBeGreaterThanOrEqual(5);
  expect(await followed(new GoalsHandler(asOf).execute(new GoalsQuery(asked, undefined)))).toBeGreaterThan(20);
  for (const code of ['S', 'G1', 'none'])
    expect(await followed(new GoalHandler(asOf).execute(new GoalQuery(code, asked)))).toBeGreaterThanOrEqual(5);
  // What others of its kind got is no activity's: it leads to those others.
  const { value, position } = await new OrganisationFiguresHandler(asOf).execute(
    new OrganisationFiguresQuery(kgw, { from: asked.from, to: asked.to }, asked.asOf),
  );
  const { ofItsKind: _others, ...own } = value;
  expect((await followLinks(own, registerOf(asOf, desk, events, position))).sums).toBeGreaterThanOrEqual(1);
  expect(await followed(new CoverageHandler(asOf).execute(new CoverageQuery(asked)))).toBeGreaterThanOrEqual(5);
});

describe('on the demonstration ledger', () => {
  let home: string;
  let ledger: SqliteEventStore;
  let views: SqliteViewStore;
  let asOf: AsOf;
  let register: (position: number) => Register;

  // On disk, because a report has a thousand links and the views in memory have no index.
  beforeAll(async () => {
    home = await mkdtemp(join(tmpdir(), 'kronika-links-'));
    await copyDemonstrationTo(home);
    const clock = new SimulatedClock('2025-01-02T06:00:00.000Z');
    ledger = SqliteEventStore.open(join(home, 'ledger.sqlite'), clock);
    views = SqliteViewStore.open(join(home, 'views.sqlite'));
    const current = new Views(views);
    asOf = new AsOf(ledger, views, current, new MemoryScratch(), clock);
    const desk = new RegisterDesk(views, current);
    const events = await eventsOf(ledger);
    register = (position) => registerOf(asOf, desk, events, position);
  }, 120_000);

  afterAll(async () => {
    await ledger.close();
    await views.close();
    await rm(home, { recursive: true, force: true });
  });

  it.each([
    [2022, '2023-03-31'],
    [2023, '2024-03-31'],
    [2024, undefined],
  ])(
    'every figure of the annual report %d is made up by what its link lists, as of the same point (%s)',
    async (of, at) => {
      const { value, position } = await asOf.read(at, (reading) => makeReport(reading, annual(of), at));
      const { counts, sums } = await followLinks(value, register(position));
      expect(counts).toBeGreaterThan(500);
      expect(sums).toBeGreaterThan(50);
    },
    300_000,
  );
});
