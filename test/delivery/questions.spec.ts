import 'reflect-metadata';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { SimulatedClock } from '../../src/application/demo/simulated-clock.js';
import type { Difference } from '../../src/application/difference/difference.js';
import { EventStore } from '../../src/application/ports/event-store.js';
import { Verify } from '../../src/application/verify.js';
import { readConfig } from '../../src/config.js';
import { textOf } from '../../src/domain/kernel/json.js';
import { KINDS } from '../../src/domain/catalogue.js';
import type { RecordedEvent } from '../../src/domain/kernel/event.js';
import { type Kronika, serve } from '../../src/serve.js';
import { copyDemonstrationTo, eventsOf } from '../support/demonstration.js';
import { movedBy } from '../support/entry-amounts.js';
import { holds, readPage } from '../support/questions-page.js';
import { countsIn, dayOf, firstDayOf, phaseOf, statusOf, type Told, toldAt, upTo } from '../support/told.js';

/** An entry of the register, as far as it is looked at here. */
interface Line {
  readonly id: string;
  readonly number: string;
  readonly details: Readonly<Record<string, unknown>>;
  readonly taken: readonly { readonly step: string; readonly [field: string]: unknown }[];
}

interface Page {
  readonly items: readonly Line[];
  readonly total: number;
}

/** A request of the page as it was sent, and what came. */
interface Asked<T> {
  readonly asOf: string;
  readonly params: Readonly<Record<string, string>>;
  readonly body: T;
}

const END = '2025-01-02T09:00:00.000Z';
const numbers = (told: readonly { readonly number: string }[]): string[] => told.map(({ number }) => number).sort();
const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);
const text = (value: unknown): string => JSON.stringify(value);

describe('the fifteen questions, as docs/questions.md asks them of the demonstration', () => {
  let data: string;
  let kronika: Kronika;
  let events: readonly RecordedEvent[];
  const answers = new Map<number, readonly Asked<unknown>[]>();

  const send = async (address: string): Promise<unknown> => {
    // As curl sends it: letters such as ż are written percent-encoded on the page.
    expect(address).toMatch(/^[\x21-\x7e]+$/);
    const { statusCode, body } = await kronika.app.inject({ method: 'GET', url: address });
    expect([address, statusCode]).toEqual([address, 200]);
    return JSON.parse(body) as unknown;
  };
  const days = new Map<string, readonly Told[]>();
  const told = (day: string): readonly Told[] => {
    const known = days.get(day) ?? toldAt(events, day);
    days.set(day, known);
    return known;
  };
  /** The nth request of a question, from 0. */
  const asked = <T>(question: number, nth: number): Asked<T> => {
    const found = answers.get(question)?.[nth];
    if (found === undefined) throw new Error(`question ${String(question)} has no request ${String(nth)}`);
    // What each answer holds is looked at field by field below.
    return found as Asked<T>;
  };
  const count = (question: number): number => answers.get(question)?.length ?? 0;

  beforeAll(async () => {
    data = await mkdtemp(join(tmpdir(), 'kronika-questions-'));
    await copyDemonstrationTo(data);
    const config = readConfig({ KRONIKA_DATA: data, KRONIKA_AUTH: 'off', KRONIKA_LOG: 'silent' });
    kronika = await serve(config, { listen: false, open: false, clock: new SimulatedClock(END) });
    events = await eventsOf(kronika.app.get(EventStore));
    for (const { number, requests } of await readPage()) {
      const found: Asked<unknown>[] = [];
      for (const { address, shown } of requests) {
        const [before] = (found.at(-1)?.body as Page | undefined)?.items ?? [];
        const url = address.replace('{id}', before?.id ?? '');
        const body = await send(url);
        if (shown !== undefined) expect([url, holds(body, shown) ? 'as shown' : body]).toEqual([url, 'as shown']);
        const params = Object.fromEntries(new URL(url, 'http://localhost').searchParams);
        found.push({ asOf: params['asOf'] ?? '', params, body });
      }
      answers.set(number, found);
    }
  }, 180_000);

  afterAll(async () => {
    await kronika.close();
    await rm(data, { recursive: true, force: true });
  });

  it('are all there; those that wait for something say for what', async () => {
    const page = await readPage();
    expect(page.map(({ number }) => number)).toEqual(Array.from({ length: 15 }, (_, index) => index + 1));
    expect(page.filter(({ requests }) => requests.length === 0).map(({ number }) => number)).toEqual([]);
    // Each says as of when, so that the answers stay what they are.
    for (const [, found] of answers) for (const { asOf } of found) expect(asOf).toMatch(/^\d{4}-\d{2}-\d{2}$/);
  });

  it('1: gminas without a contact in a quarter', () => {
    interface Row {
      readonly terc: string;
      readonly rank: number;
      readonly activities: { readonly total: number };
      readonly lastContactOn: string | null;
    }
    const TERCS = '0415011 0415022 0415032 0415042 0415052 0415062 0415072 0415082 0415092'.split(' ');
    const silent = (day: string): string[] =>
      TERCS.filter((terc) => !told(day).some((each) => each.kind === 'contact' && isIn(each, terc) && inQuarter(each)));
    const isIn = ({ details }: Told, terc: string): boolean => (details['gminas'] as string[]).includes(terc);
    const inQuarter = (each: Told): boolean => countsIn(each, '2023-07-01', '2023-09-30');
    for (const nth of [0, 1]) {
      const { asOf, body } = asked<{ gminas: readonly Row[] }>(1, nth);
      expect(body.gminas.map(({ terc }) => terc).sort()).toEqual(silent(asOf));
      for (const row of body.gminas) {
        const own = told(asOf).filter((each) => isIn(each, row.terc));
        expect([row.terc, row.activities.total]).toEqual([row.terc, own.filter(inQuarter).length]);
        const counting = own.filter((each) => each.kind === 'contact' && phaseOf(each) !== null);
        expect(row.lastContactOn).toBe(
          counting
            .map(({ details }) => firstDayOf(details))
            .sort()
            .at(-1),
        );
        const better = TERCS.filter((terc) => {
          const theirs = told(asOf).filter((each) => isIn(each, terc) && inQuarter(each));
          return theirs.length > row.activities.total;
        });
        expect(row.rank).toBe(better.length + 1);
      }
      const totals = body.gminas.map(({ activities }) => activities.total);
      expect(totals).toEqual([...totals].sort((a, b) => a - b));
    }
    expect(silent(asked(1, 0).asOf)).not.toEqual(silent(asked(1, 1).asOf));
  });

  it('2: what the report said then and says later, and what was recorded in between', () => {
    interface Report {
      readonly digest: string;
      readonly demonstration: boolean;
      readonly totals: { readonly activities: { readonly total: number } };
    }
    const of = (day: string): number => told(day).filter((each) => countsIn(each, '2022-01-01', '2022-12-31')).length;
    const [then, later] = [asked<Report>(2, 0), asked<Report>(2, 1)];
    for (const { asOf, body } of [then, later]) {
      expect(body.totals.activities.total).toBe(of(asOf));
      expect(body.demonstration).toBe(true);
    }
    expect(then.body.digest).not.toBe(later.body.digest);
    expect(of(then.asOf)).not.toBe(of(later.asOf));
    const { asOf, body } = asked<Page>(2, 2);
    const since = told(asOf).filter(
      ({ details, recordedOn }) => String(details['occurredOn']).startsWith('2022') && recordedOn >= '2023-04-01',
    );
    expect(since.length).toBeGreaterThan(0);
    expect(numbers(body.items)).toEqual(numbers(since));
    const [total] = asked<Difference>(2, 3).body.figures;
    expect(total).toMatchObject({ before: of(then.asOf), after: of(later.asOf) });
    const counting = (day: string): string[] =>
      numbers(told(day).filter((each) => countsIn(each, '2022-01-01', '2022-12-31')));
    const [before, after] = [counting(then.asOf), counting(later.asOf)];
    const moved = (delta: number): (string | undefined)[] =>
      (total?.because ?? []).filter((each) => each.delta === delta).map(({ number }) => number);
    expect(moved(1)).toEqual(after.filter((each) => !before.includes(each)));
    expect(moved(-1)).toEqual(before.filter((each) => !after.includes(each)));
  });

  it('3: who represented the county, in whose place, recorded by whom and when; and who was to', () => {
    const { asOf, body } = asked<Page>(3, 0);
    const feasts = told(asOf).filter(
      (each) => each.kind === 'attendance' && /dożynki.*łubiance/i.test(String(each.details['title'])),
    );
    const stoodIn = feasts.filter(({ steps }) => text(steps).includes('"function":"wicestarosta"'));
    expect(numbers(body.items)).toEqual(expect.arrayContaining(numbers(stoodIn)));
    const feast = stoodIn.find(({ number }) => number === body.items[0]?.number)!;
    expect(body.items[0]?.taken).toEqual(feast.steps);
    const history = asked<{ event: string; by: string; recordedAt: string; type: string }[]>(3, 1).body;
    const raw = upTo(events, asOf).filter(({ stream }) => stream === `attendance-${feast.id}`);
    expect(history.map(({ event, by, recordedAt, type }) => [event, by, recordedAt, type])).toEqual(
      raw.map(({ id, metadata, type }) => [id, metadata.actor.id, metadata.recordedAt, type]),
    );
    const before = asked<Page>(3, 2);
    const then = told(before.asOf).find(({ id }) => id === feast.id)!;
    expect(before.body.items[0]?.taken).toEqual(then.steps);
    expect(then.steps).not.toEqual(feast.steps);
  });

  it('4: what was recorded long after the fact, and after a report was made', () => {
    const late = ({ lateness }: Told): boolean => lateness.some(({ days, imported }) => !imported && days > 30);
    const all = asked<Page>(4, 0);
    expect(numbers(all.body.items)).toEqual(numbers(told(all.asOf).filter(late)));
    expect(all.body.total).toBe(all.body.items.length);
    const after = asked<Page>(4, 1);
    const since = told(after.asOf).filter(
      (each) => late(each) && String(each.details['occurredOn']) < '2023' && each.recordedOn >= '2023-04-01',
    );
    expect(since.length).toBeGreaterThan(0);
    expect(numbers(after.body.items)).toEqual(numbers(since));
  });

  it('5: what a correction changed, and why; the evening before, it still said what was wrong', () => {
    const { asOf, body } = asked<Page>(5, 0);
    const [entry] = body.items;
    const raw = upTo(events, asOf).filter(({ stream }) => stream === `support-action-${entry?.id ?? ''}`);
    const history = asked<
      { event: string; reason?: string; changes: { path: string; before: unknown; after: unknown }[] }[]
    >(5, 1).body;
    expect(history.map(({ event, reason }) => [event, reason])).toEqual(
      raw.map(({ id, data }) => [id, data['reason']]),
    );
    const index = raw.findIndex(({ type }) => type === 'SupportActionCorrected');
    const correction = raw[index]!;
    const evening = asked<Page>(5, 2);
    expect(evening.asOf < dayOf(correction.metadata.recordedAt)).toBe(true);
    const granted = (line: Line | undefined): unknown => line?.taken.find(({ step }) => step === 'grant')?.['amount'];
    expect(history[index]?.changes).toEqual([
      {
        path: 'steps.grant.amount',
        before: granted(evening.body.items[0]),
        after: (correction.data['changes'] as Readonly<Record<string, unknown>>)['steps.grant.amount'],
      },
    ]);
    expect(granted(entry)).not.toBe(granted(evening.body.items[0]));
  });

  it('6: strategy items without an activity', () => {
    const adopted = events.find(({ type, data: { id } }) => type === 'StrategyAdopted' && id === '2022-2024')!;
    const items = adopted.data['items'] as unknown as { code: string; parent?: string }[];
    const above = (code: string): string[] => {
      const parent = items.find((each) => each.code === code)?.parent;
      return [code, ...(parent === undefined ? [] : above(parent))];
    };
    const gaps = (day: string): string[] => {
      const counted = told(day).filter((each) => countsIn(each, '2022-01-01', '2022-12-31'));
      const named = new Set(counted.flatMap(({ details }) => (details['strategyItems'] as string[]).flatMap(above)));
      return items.map(({ code }) => code).filter((code) => !named.has(code));
    };
    for (const nth of [0, 1]) {
      const { asOf, body } = asked<{ goals: { code: string }[] }>(6, nth);
      expect(body.goals.map(({ code }) => code)).toEqual(gaps(asOf));
    }
    expect(gaps(asked(6, 0).asOf)).not.toEqual(gaps(asked(6, 1).asOf));
  });

  it('7: the activities behind a figure', () => {
    const report = asked<{
      links: Readonly<Record<string, string>>;
      totals: { money: { support: { granted: number } } };
    }>(7, 0);
    const behind = asked<Page>(7, 1);
    const link = report.body.links['/totals/money/support/granted'] ?? '';
    expect(Object.fromEntries(new URL(link, 'http://localhost').searchParams)).toEqual(
      Object.fromEntries(Object.entries(behind.params).filter(([name]) => name !== 'count')),
    );
    const in2023 = (each: Told): number[] =>
      phaseOf(each) === null || phaseOf(each) === 'dropped'
        ? []
        : each.steps.flatMap(({ step, on, ...fields }) =>
            each.kind === 'support-action' && step === 'grant' && on.startsWith('2023') && Number(fields['amount']) > 0
              ? [Number(fields['amount'])]
              : [],
          );
    const granted = told(report.asOf).filter((each) => in2023(each).length > 0);
    expect(behind.body.total).toBe(granted.length);
    const shown = numbers(behind.body.items);
    expect(shown).toEqual(numbers(granted).filter((number) => shown.includes(number)));
    expect(report.body.totals.money.support.granted).toBe(sum(granted.flatMap(in2023)));
  });

  it('8: each gmina\u2019s share, per 1,000 residents and in złoty', () => {
    interface Row {
      readonly terc: string;
      readonly residents: number;
      readonly money: { readonly support: { delivered: number }; readonly investments: { share: number } };
      readonly percentOfAll: Readonly<Record<string, number>>;
      readonly perThousand: Readonly<Record<string, number>>;
    }
    const figures = (day: string): readonly [string, object][] => {
      const counted = told(day).filter((each) => countsIn(each, '2023-01-01', '2023-12-31'));
      const moved = told(day)
        .filter((each) => phaseOf(each) !== null)
        .flatMap((each) =>
          movedBy({ kind: each.kind, details: each.details, taken: each.steps } as never)
            .filter(({ on }) => on.startsWith('2023'))
            .map((amount) => ({ ...amount, gminas: each.details['gminas'] as string[] })),
        );
      const delivered = moved.filter(({ figure }) => figure === 'support.delivered');
      const shares = moved.filter(({ figure }) => figure === 'investments.share');
      const of = (amounts: readonly { readonly value: number }[]): number => sum(amounts.map(({ value }) => value));
      const percent = (part: number, whole: number): number =>
        whole === 0 ? 0 : Number(((part / whole) * 100).toFixed(2));
      return asked<{ gminas: readonly Row[] }>(8, 0)
        .body.gminas.map(({ terc, residents }): [string, object] => {
          const activities = counted.filter(({ details }) => (details['gminas'] as string[]).includes(terc)).length;
          const support = of(delivered.filter(({ gminas }) => gminas.includes(terc)));
          const share = of(shares.filter(({ gmina }) => gmina === terc));
          return [
            terc,
            {
              delivered: support,
              share,
              percentOfAll: {
                activities: percent(activities, counted.length),
                supportDelivered: percent(support, of(delivered)),
                investmentShare: percent(share, of(shares)),
              },
              perThousand: {
                activities: Number(((activities * 1000) / residents).toFixed(2)),
                supportDelivered: Math.round((support * 1000) / residents),
                investmentShare: Math.round((share * 1000) / residents),
              },
            },
          ];
        })
        .sort(([a], [b]) => (a < b ? -1 : 1));
    };
    for (const nth of [0, 1]) {
      const { asOf, body } = asked<{ gminas: readonly Row[] }>(8, nth);
      const rows = [...body.gminas].sort((a, b) => (a.terc < b.terc ? -1 : 1));
      expect(
        rows.map(({ terc, money, percentOfAll, perThousand }) => [
          terc,
          { delivered: money.support.delivered, share: money.investments.share, percentOfAll, perThousand },
        ]),
      ).toEqual(figures(asOf));
    }
    expect(figures(asked(8, 0).asOf)).not.toEqual(figures(asked(8, 1).asOf));
  });

  it('9: planned against actual cost, shares and sources of investments', () => {
    interface Investment {
      readonly number: string;
      readonly plannedCost: number | null;
      readonly cost: number | null;
      readonly overPlan: number | null;
      readonly partners: readonly { readonly gmina?: string; readonly share: number }[];
      readonly sources: readonly object[];
    }
    const { asOf, body } = asked<{ investments: { total: number; lines: readonly Investment[] } }>(9, 0);
    const known = told(asOf).filter((each) => each.kind === 'joint-investment');
    const expected = known.filter(
      (each) =>
        countsIn(each, '2022-01-01', '2022-12-31') ||
        (phaseOf(each) === 'ahead' && String(each.details['occurredOn']) <= '2022-12-31'),
    );
    expect(numbers(body.investments.lines)).toEqual(numbers(expected));
    expect(body.investments.total).toBe(expected.length);
    for (const line of body.investments.lines) {
      const { details, steps } = expected.find(({ number }) => number === line.number)!;
      const plan = details['plannedCost'] as number | undefined;
      const last = (step: string, field: string): number | undefined =>
        steps.findLast((each) => each.step === step)?.[field] as number | undefined;
      const cost = last('settle', 'cost');
      const contracts = steps.filter(({ step }) => step === 'contract').map((each) => Number(each['amount']));
      const actual = cost ?? (contracts.length > 0 ? sum(contracts) : undefined);
      expect(line).toMatchObject({
        plannedCost: plan ?? null,
        cost: cost ?? null,
        overPlan: plan === undefined || actual === undefined ? null : actual - plan,
        sources: steps.flatMap((each) => (each['sources'] ?? []) as object[]),
      });
      const shares: Record<string, number> = {};
      for (const { gmina, share } of steps.flatMap(
        (each) => (each['partners'] ?? []) as { gmina?: string; share: number }[],
      ))
        if (gmina !== undefined) shares[gmina] = share;
      const shown = line.partners.flatMap(({ gmina, share }) => (gmina === undefined ? [] : [[gmina, share] as const]));
      expect(shown).toEqual(Object.entries(shares));
    }
    const before = asked<Page>(9, 1);
    const [entry] = before.body.items;
    expect(entry?.taken).toEqual(told(before.asOf).find(({ number }) => number === entry?.number)!.steps);
    expect(text(entry?.taken)).not.toContain('"cost"');
  });

  it('10: which KGW, OSP and sołectwa got support, how often, how much, under which decision', () => {
    interface Organisation {
      readonly id: string;
      readonly support?: {
        times: number;
        open: number;
        granted: number;
        delivered: number;
        decisionsTotal: number;
        decisions: { number: string; amount: number | null; activity: string }[];
      };
    }
    const got = (day: string): Readonly<Record<string, object>> => {
      const merged = new Map<string, string>();
      for (const { type, stream, data: fields } of upTo(events, day))
        if (type === 'OrganisationMerged') merged.set(stream.slice('organisation-'.length), textOf(fields['into']));
      const owner = (id: string): string => (merged.has(id) ? owner(merged.get(id)!) : id);
      const found: Record<
        string,
        { times: number; open: number; granted: number; delivered: number; decisions: string[] }
      > = {};
      for (const each of told(day)) {
        const phase = phaseOf(each);
        if (each.kind !== 'support-action' || phase === null) continue;
        const handedOver = each.steps.some(({ step }) => step === 'record' || step === 'deliver');
        if (phase === 'dropped' && !handedOver) continue;
        const whose = owner((each.details['beneficiary'] as { id: string }).id);
        const so = (found[whose] ??= { times: 0, open: 0, granted: 0, delivered: 0, decisions: [] });
        const open = ['requested', 'granted', 'in-delivery'].includes(statusOf(each));
        if (handedOver) so.times++;
        if (open) so.open++;
        for (const step of each.steps) {
          const amount = Number(step['amount'] ?? 0);
          if (step.step === 'grant') {
            if (phase !== 'dropped') so.granted += amount;
            so.decisions.push(
              `${(step['decision'] as unknown as { number: string }).number} ${text(step['amount'] ?? null)} ${each.number}`,
            );
          } else so.delivered += amount;
        }
        so.decisions.sort();
      }
      return found;
    };
    for (const nth of [0, 1]) {
      const { asOf, body } = asked<{ items: readonly Organisation[]; next: null }>(10, nth);
      expect(body.next).toBeNull();
      expect(body.items.length).toBeGreaterThan(50);
      const expected = got(asOf);
      const none = { times: 0, open: 0, granted: 0, delivered: 0, decisions: [] };
      for (const { id, support } of body.items) {
        if (support === undefined) continue;
        const { times, open, granted, delivered, decisions } = support;
        expect(support.decisionsTotal).toBe(decisions.length);
        const under = decisions.map(({ number, amount, activity }) => `${number} ${String(amount)} ${activity}`).sort();
        expect({ times, open, granted, delivered, decisions: under }).toEqual(expected[id] ?? none);
      }
      expect(body.items.filter(({ support }) => (support?.times ?? 0) > 0).length).toBeGreaterThan(10);
    }
    expect(got(asked(10, 0).asOf)).not.toEqual(got(asked(10, 1).asOf));
  });

  it('11: what was promised and is open or overdue', () => {
    const due = (each: Told): string | null => {
      const grant = each.steps.findLast(({ step }) => step === 'grant')?.['promisedBy'];
      const reply = each.details['replyBy'];
      const found = each.kind === 'support-action' ? grant : reply;
      return typeof found === 'string' ? found : null;
    };
    const promised = (each: Told): boolean =>
      each.kind === 'support-action' && ['requested', 'granted', 'in-delivery'].includes(statusOf(each));
    const waits = (each: Told): boolean =>
      promised(each) || (each.kind === 'attendance' && statusOf(each) === 'invited');
    const expected: readonly ((each: Told, day: string) => boolean)[] = [
      (each, day) => waits(each) && phaseOf(each) === 'ahead' && (due(each) ?? '9') < day,
      (each, day) => promised(each) && (due(each) ?? '9') < day,
      promised,
      (each) => promised(each) && (due(each) ?? '').startsWith('2024-06'),
    ];
    expect(count(11)).toBe(expected.length);
    expected.forEach((is, nth) => {
      const { asOf, body } = asked<Page>(11, nth);
      const found = told(asOf).filter((each) => is(each, asOf));
      expect([nth, numbers(body.items)]).toEqual([nth, numbers(found)]);
      expect(found.length).toBeGreaterThan(0);
    });
  });

  it('12: a campaign\u2019s aim, measure, baseline, target and result', () => {
    const { asOf, body } = asked<{ campaigns: { total: number; lines: readonly Readonly<Record<string, unknown>>[] } }>(
      12,
      0,
    );
    const expected = told(asOf)
      .filter((each) => each.kind === 'campaign')
      .filter(
        (each) =>
          countsIn(each, '2023-01-01', '2023-12-31') ||
          (phaseOf(each) === 'ahead' && String(each.details['occurredOn']) <= '2023-12-31'),
      )
      .map(({ number, details, steps }) => ({
        number,
        ...Object.fromEntries(
          ['aim', 'measure', 'baseline', 'target', 'budget'].map((name) => [name, details[name] ?? null]),
        ),
        measured: steps.findLast(({ step }) => step === 'measure')?.['value'] ?? null,
        result: steps.find(({ step }) => step === 'conclude')?.['result'] ?? null,
      }))
      .sort((a, b) => (a.number < b.number ? -1 : 1));
    const lines = [...body.campaigns.lines].sort((a, b) => (String(a['number']) < String(b['number']) ? -1 : 1));
    expect(lines).toMatchObject(expected);
    expect(body.campaigns.total).toBe(expected.length);
    const running = asked<Page>(12, 1);
    const then = told(running.asOf).find(({ number }) => number === running.body.items[0]?.number)!;
    expect(running.body.items[0]).toMatchObject({ details: then.details, taken: then.steps });
    expect(statusOf(then)).toBe('running');
  });

  it('13: who read personal data, and who ran reports', async () => {
    expect(asked<object>(13, 0).body).toEqual({ items: [], next: null });
    const reports = (await readPage()).flatMap(({ requests }) =>
      requests.filter(({ address }) => /\/reports\//.test(address)),
    );
    const { items } = (await send('/v1/access-log?action=report-run&limit=200')) as {
      readonly items: readonly { readonly subjects: readonly string[]; readonly details: { readonly year: string } }[];
    };
    expect(items.map(({ subjects, details }) => `${subjects.join()} ${details.year}`).reverse()).toEqual(
      reports.map(({ address }) => {
        const { pathname, searchParams } = new URL(address, 'http://localhost');
        return `${pathname.replace('/v1/reports/', 'report/')} ${searchParams.get('year') ?? ''}`;
      }),
    );
  });

  it('14: the ledger is whole, numbers are gapless', async () => {
    expect((await kronika.app.get(Verify).run()).differences).toEqual([]);
    const { asOf, body } = asked<Page>(14, 0);
    const contacts = told(asOf).filter((each) => each.kind === 'contact' && each.recordedOn.startsWith('2023'));
    expect(body.total).toBe(contacts.length);
    expect(body.items[0]?.number).toBe(numbers(contacts).at(-1));
    for (const { name, letters } of KINDS) {
      for (const year of ['2022', '2023', '2024']) {
        const address = `/v1/activities?kind=${name}&recordedFrom=${year}-01-01&recordedTo=${year}-12-31&sort=-number&count=true&limit=1`;
        const { items, total } = (await send(address)) as Page;
        expect([items[0]?.number]).toEqual([`${letters}/${year}/${String(total).padStart(4, '0')}`]);
      }
    }
  }, 120_000);

  it('15: what one person both recorded and approved', () => {
    const both = ({ steps, recordedBy }: Told): boolean =>
      steps.some(({ step, by }) => (step === 'grant' || step === 'approve') && by === recordedBy);
    for (const nth of [0, 1]) {
      const { asOf, body } = asked<Page>(15, nth);
      expect(numbers(body.items)).toEqual(numbers(told(asOf).filter(both)));
      expect(body.total).toBe(body.items.length);
    }
    expect(asked<Page>(15, 0).body.total).not.toBe(asked<Page>(15, 1).body.total);
  });
});
