import 'reflect-metadata';
import { beforeAll, describe, expect, it } from '@jest/globals';
import {
  CoverageHandler,
  CoverageQuery,
  type FiguresAsked,
  GminaHandler,
  GminaQuery,
  GminasHandler,
  GminasQuery,
  GoalHandler,
  GoalQuery,
  GoalsHandler,
  GoalsQuery,
  ReportHandler,
  ReportQuery,
} from '../../../src/application/queries/figures.js';
import type { GminaList, GminasShown, OneGmina } from '../../../src/application/queries/gmina-list.js';
import type { GminaRow } from '../../../src/application/queries/gminas.js';
import { readMonths, readYear } from '../../../src/application/queries/period.js';
import { annual, type Report } from '../../../src/application/reports/report.js';
import { Rejection } from '../../../src/domain/kernel/rejection.js';
import { STRATEGY } from '../../../src/domain/registers/registers.js';
import type { Done } from '../../support/ledger.js';
import { Ledger } from '../../support/ledger.js';

const YEAR = { from: '2023-01', to: '2023-12' };

describe('the figures', () => {
  let ledger: Ledger;

  /** Support that was delivered in full, somewhere. */
  const support = async (amount: number, where: object): Promise<Done> => {
    const given = { step: 'record', amount, occurredOn: '2023-06-19', on: '2023-06-19', strategyItems: [], ...where };
    return ledger.record('support-action', { ...given, decision: null, promisedBy: null, requestedAmount: null });
  };
  const list = async (asked: FiguresAsked, shown: GminasShown = {}): Promise<GminaList> =>
    (await new GminasHandler(ledger.asOf).execute(new GminasQuery(asked, shown))).value;
  const one = async (terc: string, asked: FiguresAsked = YEAR): Promise<OneGmina> =>
    (await new GminaHandler(ledger.asOf).execute(new GminaQuery(terc, asked))).value;
  const report = async (asOf?: string): Promise<Report> =>
    (await new ReportHandler(ledger.asOf).execute(new ReportQuery(annual(2023), asOf))).value;
  const gmina = ({ gminas }: Pick<Report, 'gminas'>, terc: string): GminaRow =>
    gminas.find((each) => each.terc === terc)!;

  beforeAll(async () => {
    ledger = await Ledger.open('2023-07-01');
    await support(100_000, { gminas: ['0415052'] });
    await support(300_000, { gminas: ['0415052', '0415062'] });
    // The stand of a gmina at a fair in another county, and one of the county alone.
    await support(40_000, { scope: 'outside', gminas: ['0415052'], place: 'Bydgoszcz' });
    await support(5_000, { scope: 'outside', gminas: null });
  });

  it('count what was done outside for a gmina in both rows, and once in the totals', async () => {
    const { totals, outside, countyWide, gminas } = await report();
    expect(outside.activities.total).toBe(2);
    expect(outside.money.support).toMatchObject({ delivered: 45_000, shared: 0 });
    expect(gmina({ gminas }, '0415052').money.support.delivered).toBe(440_000);
    expect(countyWide.activities.total).toBe(0);
    expect(totals.activities.total).toBe(4);
    expect(totals.money.support.delivered).toBe(445_000);
    const { rows } = (await new CoverageHandler(ledger.asOf).execute(new CoverageQuery(YEAR))).value;
    const cells = rows.map(({ terc, items }) => [terc, items['none']]);
    expect(cells.filter(([, count]) => count !== 0)).toEqual([
      ['0415052', 3],
      ['0415062', 1],
      ['outside', 2],
    ]);
  });

  it('tell how much several gminas share: in full in the row of each, and once in the totals', async () => {
    const { totals, gminas } = await report();
    const shared = gminas.map(({ terc, money }) => [terc, money.support.shared]).filter(([, amount]) => amount !== 0);
    expect(shared.sort()).toEqual([
      ['0415052', 300_000],
      ['0415062', 300_000],
    ]);
    expect(totals.money.support.shared).toBe(300_000);
  });

  it('tell each gmina’s part of all, and per 1,000 residents', async () => {
    const { residents, percentOfAll, perThousand } = (await one('0415052')) as GminaRow;
    expect(residents).toBe(7_769);
    expect(percentOfAll).toEqual({ activities: 75, supportDelivered: 98.88, investmentShare: 0 });
    expect(perThousand).toEqual({ activities: 0.39, supportDelivered: 56_635, investmentShare: 0 });
  });

  it('keep what had been handed over, signed and built when the rest is called off; not what was asked and promised', async () => {
    const half = await Ledger.open('2023-03-01');
    half.clock.set('2023-08-01');
    const report = async (): Promise<Report> =>
      (await new ReportHandler(half.asOf).execute(new ReportQuery(annual(2023), undefined))).value;
    const given = await half.record('support-action', {
      ...{ occurredOn: '2023-03-01', on: '2023-03-01', gminas: ['0415052', '0415062'], strategyItems: [] },
      ...{ requestedAmount: 12_000, amount: 10_000 },
    });
    await half.step(given, 'deliver', { on: '2023-04-01', amount: 4_000, final: false });
    const road = await half.record('joint-investment', { occurredOn: '2023-03-01', on: '2023-03-01' });
    await half.step(road, 'agree', { on: '2023-03-02', partners: [{ gmina: '0415052', share: 500 }] });
    const contractor = { name: 'Spółka Zmyślona', kind: 'company' };
    await half.step(road, 'contract', { on: '2023-03-03', contractor, amount: 9_000 });
    await half.step(road, 'start-works', { on: '2023-03-04' });
    await half.step(road, 'accept', { on: '2023-05-01', length: 800, partial: true });
    const both = await report();
    expect(both.totals.money.support).toMatchObject({ requested: 12_000, granted: 10_000, delivered: 4_000 });
    expect(both.totals.money.investments).toMatchObject({ planned: 430_000_000, contracted: 9_000, share: 500 });
    await half.step(given, 'cancel', { reason: 'rezygnacja' });
    await half.step(road, 'cancel', { reason: 'wykonawca zszedł z budowy' });
    const { totals, gminas } = await report();
    const left = { requested: 0, granted: 0, delivered: 4_000, settled: 0, returned: 0, shared: 4_000 };
    expect(totals.money.support).toEqual(left);
    expect(totals.money.investments).toEqual({ planned: 0, contracted: 9_000, cost: 0, share: 0 });
    expect([totals.length, totals.activities.total]).toEqual([800, 0]);
    expect(gmina({ gminas }, '0415052').money.support).toEqual(left);
    expect(gmina({ gminas }, '0415052').percentOfAll.supportDelivered).toBe(100);
    for (const each of [given, road]) {
      await half.undo(each);
      await half.annul(each);
    }
    const none = await report();
    expect(none.totals.money.support.delivered).toBe(0);
    expect([none.totals.money.investments.contracted, none.totals.length]).toEqual([0, 0]);
  });

  it('name no last contact ahead, and put what is known by its year alone in no month', async () => {
    const vague = await Ledger.open('2023-05-10');
    const row = async (): Promise<Report['totals']> =>
      (await new ReportHandler(vague.asOf).execute(new ReportQuery(annual(2023), undefined))).value.totals;
    const met = { on: '2023-05-10', followUpDue: null };
    await vague.record('contact', { ...met, occurredOn: '2023-12-31', occurredPrecision: 'year' });
    expect((await row()).lastContactOn).toBe('2023-01-01');
    await vague.record('contact', { ...met, occurredOn: '2023-05-31', occurredPrecision: 'month' });
    expect((await row()).lastContactOn).toBe('2023-05-01');
    await vague.record('contact', { ...met, occurredOn: '2023-05-08' });
    expect((await row()).lastContactOn).toBe('2023-05-08');
    const open = { on: '2023-05-10', followUpDue: '2023-06-30', occurredOn: '2023-06-30', occurredPrecision: 'year' };
    await vague.record('contact', open);
    const { total, byMonth } = (await row()).activities;
    expect([total, byMonth['unknown'], byMonth['2023-01'], byMonth['2023-05']]).toEqual([4, 2, 0, 2]);
  });

  it('of one gmina or item alone say of which period they are', async () => {
    expect(await one('0415052', {})).toMatchObject({ terc: '0415052', from: '2023-06', to: '2023-07' });
    expect(await one('outside')).toMatchObject({ terc: 'outside', ...YEAR, activities: { total: 2 } });
    await expect(one('0415102')).rejects.toMatchObject({ code: 'not-found' });
    const goals = new GoalHandler(ledger.asOf);
    const { value } = await goals.execute(new GoalQuery('none', YEAR));
    expect(value).toMatchObject({ code: 'none', ...YEAR, strategy: { id: '2022-2024' }, activities: { total: 4 } });
    await expect(goals.execute(new GoalQuery('G9', YEAR))).rejects.toMatchObject({ code: 'not-found' });
  });

  it('are listed in the order asked', async () => {
    const tercs = async (shown: GminasShown): Promise<string[]> =>
      (await list(YEAR, shown)).gminas.map(({ terc }) => terc);
    expect((await tercs({})).slice(0, 2)).toEqual(['0415052', '0415062']);
    expect((await tercs({ sort: 'activities' })).at(-1)).toBe('0415052');
    expect((await tercs({ sort: 'terc' }))[0]).toBe('0415011');
    expect(await tercs({ without: 'support-action' })).not.toContain('0415052');
    expect(await tercs({ without: 'contact' })).toHaveLength(9);
  });

  it('of one point are told apart by all that was asked, the second time too', async () => {
    const ask = async (from: string, to: string): Promise<readonly unknown[]> => {
      const period = { from, to };
      const asked = { report: 'period', from, to } as const;
      return [
        (await list(period)).to,
        (await list(period, { sort: 'terc' })).gminas.map(({ terc }) => terc),
        (await one('0415052', period)).to,
        (await one('0415062', period)).activities.total,
        (await new GoalsHandler(ledger.asOf).execute(new GoalsQuery(period, 'true'))).value.goals.length,
        (await new GoalsHandler(ledger.asOf).execute(new GoalsQuery(period, undefined))).value.goals.length,
        (await new GoalHandler(ledger.asOf).execute(new GoalQuery('G1', period))).value.code,
        (await new GoalHandler(ledger.asOf).execute(new GoalQuery('none', period))).value.code,
        (await new CoverageHandler(ledger.asOf).execute(new CoverageQuery(period))).value.to,
        (await new ReportHandler(ledger.asOf).execute(new ReportQuery(asked, undefined))).value.to,
        (await new ReportHandler(ledger.asOf).execute(new ReportQuery(asked, '2023-06-30'))).value.asOf,
      ];
    };
    // Today is now, and yet each says what it was asked for.
    const [now, today] = [(await report()).asOf, (await report(ledger.asOf.today())).asOf];
    expect([now, today]).toEqual([(await report()).position, ledger.asOf.today()]);
    const [may, june] = [await ask('2023-01', '2023-05'), await ask('2023-01', '2023-06')];
    expect([may[0], may[2], may[8], may[9]]).toEqual(Array(4).fill('2023-05'));
    expect([june[0], june[2], june[8], june[9]]).toEqual(Array(4).fill('2023-06'));
    for (const told of [may, june]) {
      expect(told[1]).toEqual((told[1] as string[]).toSorted());
      expect(told[4]).toBeLessThan(told[5] as number);
      expect([told[6], told[7], told[10]]).toEqual(['G1', 'none', '2023-06-30']);
    }
    expect(june[3]).toBeGreaterThan(may[3] as number);
    expect([await ask('2023-01', '2023-05'), await ask('2023-01', '2023-06')]).toEqual([may, june]);
  });

  it('are not asked for in words that mean nothing; all of them are told at once', async () => {
    const faults = async (asking: () => unknown): Promise<string[]> => {
      const rejection = await Promise.resolve()
        .then(asking)
        .catch((fault: unknown) => fault);
      if (!(rejection instanceof Rejection)) throw new Error('was answered');
      expect(rejection.code).toBe('bad-query');
      return rejection.faults.map(({ pointer }) => pointer).sort();
    };
    const wrong = { from: '2023-13', to: 'x', asOf: '2999-01-01' };
    expect(await faults(() => list(wrong, { sort: 'size', without: 'phone' }))).toEqual([
      'asOf',
      'from',
      'sort',
      'to',
      'without',
    ]);
    const goals = new GoalsHandler(ledger.asOf);
    expect(await faults(() => goals.execute(new GoalsQuery({ ...YEAR, asOf: '?' }, 'perhaps')))).toEqual([
      'asOf',
      'gaps',
    ]);
    expect(await faults(() => goals.execute(new GoalsQuery({ ...YEAR, strategy: 'x' }, undefined)))).toEqual([
      'strategy',
    ]);
    expect(await faults(() => readMonths(undefined, undefined))).toEqual(['from', 'to']);
    expect(await faults(() => readMonths('2023-05', '2023-04'))).toEqual(['to']);
    expect(await faults(() => readYear('23'))).toEqual(['year']);
  });
});

describe('a report', () => {
  it('says that the ledger is a demonstration as of every day, those before it began included', async () => {
    const { ledger } = await opened(true);
    for (const asOf of ['2019-12-31', '2022-01-03', undefined]) {
      const { value } = await new ReportHandler(ledger.asOf).execute(new ReportQuery(annual(2022), asOf));
      expect([asOf, value.demonstration, value.county?.terc]).toEqual([asOf, true, '0415']);
      expect(value.totals.activities.total).toBe(0);
    }
    const real = (await opened(false)).ledger;
    const { value } = await new ReportHandler(real.asOf).execute(new ReportQuery(annual(2022), '2019-12-31'));
    expect(value.demonstration).toBe(false);
    // A strategy that was adopted later is nothing wrong to ask for.
    const asked = { ...annual(2022), strategy: '2022-2024' };
    const early = await new ReportHandler(real.asOf).execute(new ReportQuery(asked, '2019-12-31'));
    expect(early.value.strategy).toBeNull();
  });

  it('tells how much of its period lies ahead of the day on which it stands', async () => {
    const ledger = await Ledger.open('2023-01-02');
    ledger.clock.set('2024-06-30');
    const ahead = async (asOf: string): Promise<unknown> => {
      const { value } = await new ReportHandler(ledger.asOf).execute(new ReportQuery(annual(2023), asOf));
      return [value.day, value.ahead];
    };
    expect(await ahead('2022-12-31')).toEqual(['2022-12-31', 'all']);
    expect(await ahead('2023-01-01')).toEqual(['2023-01-01', 'part']);
    expect(await ahead('2023-12-30')).toEqual(['2023-12-30', 'part']);
    expect(await ahead('2023-12-31')).toEqual(['2023-12-31', 'none']);
    expect(await ahead(String(ledger.position))).toEqual(['2023-01-02', 'part']);
  });

  it('says that its strategy has run out where the period goes on past its end, not where only the question does', async () => {
    const ledger = await Ledger.open('2023-01-02');
    ledger.clock.set('2026-02-01');
    const ranOut = async (from: string, to: string, asOf?: string, strategy?: string): Promise<unknown> => {
      const asked = { report: 'period', from, to, ...(strategy !== undefined && { strategy }) } as const;
      const { value } = await new ReportHandler(ledger.asOf).execute(new ReportQuery(asked, asOf));
      return [value.strategy?.id, value.strategy?.ranOut];
    };
    const old = '2022-2024';
    expect(await ranOut('2023-01', '2023-12')).toEqual([old, false]);
    expect(await ranOut('2024-01', '2024-12')).toEqual([old, false]);
    expect(await ranOut('2024-06', '2025-05')).toEqual([old, true]);
    expect(await ranOut('2025-01', '2025-12')).toEqual([old, true]);
    // Of what is still to come nobody knows: another may be adopted.
    expect(await ranOut('2025-01', '2025-12', '2024-12-31')).toEqual([old, false]);
    await ledger.enter(STRATEGY, {});
    expect(await ranOut('2025-01', '2025-12')).toEqual(['2025-2027', false]);
    expect(await ranOut('2025-01', '2025-12', undefined, old)).toEqual([old, false]);
    expect(await ranOut('2024-06', '2025-05')).toEqual([old, false]);
  });

  it('shows the shares that partners hold now, what was planned and what it cost, and leads to the entry', async () => {
    const ledger = await Ledger.open('2023-12-01');
    const road = await ledger.record('joint-investment', { occurredOn: '2023-01-16', on: '2023-01-16' });
    const company = { organisation: { name: 'Spółka Zmyślona', kind: 'company' }, share: 7 };
    await ledger.step(road, 'agree', { on: '2023-02-01', partners: [{ gmina: '0415052', share: 100 }, company] });
    const more = [
      { gmina: '0415052', share: 150 },
      { gmina: '0415062', share: 30 },
    ];
    await ledger.step(road, 'agree', { on: '2023-03-01', partners: more });
    await ledger.step(road, 'fund', { on: '2023-04-01', sources: [{ name: 'RFRD', amount: 500 }] });
    const contractor = { name: 'Spółka Zmyślona' };
    await ledger.step(road, 'contract', { on: '2023-05-01', contractor, amount: 430_000_100 });
    const { value } = await new ReportHandler(ledger.asOf).execute(new ReportQuery(annual(2023), undefined));
    expect(value.investments).toMatchObject({
      total: 1,
      lines: [{ id: road.id, plannedCost: 430_000_000, contracted: 430_000_100, cost: null, overPlan: 100 }],
    });
    expect(value.investments.lines[0]?.partners).toEqual([
      { gmina: '0415052', share: 150 },
      { organisation: 'Spółka Zmyślona', share: 7 },
      { gmina: '0415062', share: 30 },
    ]);
    expect(value.totals.money.investments.share).toBe(180);
    expect(value.links['/investments/lines/0']).toContain('number=IN%2F2023%2F0001');
  });

  async function opened(demonstration: boolean): Promise<{ ledger: Ledger }> {
    const ledger = await Ledger.open('2022-01-03');
    if (!demonstration) return { ledger };
    const events = (await ledger.all()).map((event) =>
      event.type === 'LedgerOpened' ? { ...event, data: { ...event.data, demonstration: true } } : event,
    );
    return { ledger: await Ledger.of(events, '2024-06-30') };
  }
});
