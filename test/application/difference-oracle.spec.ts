import 'reflect-metadata';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { canonical } from '../../src/application/canonical.js';
import { Freeze, FreezeHandler } from '../../src/application/commands/freeze.js';
import { hashedId } from '../../src/application/commands/request.js';
import type { Difference } from '../../src/application/difference/difference.js';
import { type Because, type Differing, exact } from '../../src/application/difference/figure.js';
import { isSet, type Leaves, leavesOf } from '../../src/application/difference/leaves.js';
import type { StoredEvent } from '../../src/application/ports/event-store.js';
import { annual, type ReportAsked } from '../../src/application/reports/report.js';
import { KINDS } from '../../src/domain/catalogue.js';
import type { Json, JsonObject } from '../../src/domain/kernel/json.js';
import { GMINA, MEASURE, STRATEGY } from '../../src/domain/registers/registers.js';
import { GMINAS } from '../../src/domain/registers/torun.js';
import { COUNTY_STRATEGY_2022_2024 } from '../../src/domain/strategy/county-strategy-2022-2024.js';
import { UuidIds } from '../../src/infrastructure/system/uuid-ids.js';
import { ADMINISTRATOR } from '../support/actors.js';
import { difference, differenceFromFrozen, reportAt } from '../support/difference.js';
import { Ledger } from '../support/ledger.js';
import { randomLedger, turns } from '../support/random-ledger.js';
import { runs } from '../support/runs.js';

/**
 * The causes of a difference against reports made at every event between the two points: there what an event did to a
 * figure can be read off. All is recorded on one day, because between days a report also tells of time that passed.
 */
const TODAY = '2030-01-01';
const LONG = 600_000;
const REPORTS: readonly ReportAsked[] = [annual(2023), { report: 'period', from: '2023-01', to: '2023-03' }];
/** The ledger, the strategy and the gminas: before them there is nothing to report. */
const BEGUN = 2 + GMINAS.length;

/** What registers may say on the way: a stream, and one event after another. */
const { id: STRATEGY_ID, ...STRATEGY_DETAILS } = COUNTY_STRATEGY_2022_2024;
const measure = `measure-${hashedId('measure')}`;
const residents = (count: number): object => ({
  changes: { populations: [{ year: 2023, residents: count, source: 'GUS' }] },
  reason: 'nowe dane',
});
const SAID: readonly (readonly [string, string, object])[] = [
  [measure, MEASURE.made, { ...MEASURE.example, item: 'T1' }],
  ['gmina-0415052', 'GminaCorrected', residents(10_000)],
  [
    `strategy-${STRATEGY_ID}`,
    'StrategyAmended',
    {
      ...STRATEGY_DETAILS,
      items: [...STRATEGY_DETAILS.items, { code: 'G4', parent: 'S', text: 'Cel dodany' }],
      reason: 'uchwała',
    },
  ],
  [measure, 'MeasureRead', { value: 310.5, on: '2023-03-01' }],
  ['gmina-0415052', 'GminaCorrected', residents(9_000)],
  [
    'strategy-2023',
    STRATEGY.made,
    {
      id: '2023',
      title: 'Nowa',
      from: '2022-12-01',
      until: '2023-12-31',
      items: [
        { code: 'S', text: 'Nowy cel' },
        { code: 'G1', parent: 'S', text: 'Nowy pierwszy' },
      ],
    },
  ],
  [measure, 'MeasureRead', { value: 100, on: '2023-03-01' }],
];

/** A ledger with what registers say in between, in its order, and every third entry from a spreadsheet. */
function mixed(events: readonly StoredEvent[], places: readonly number[]): StoredEvent[] {
  const at = places.map((place) => BEGUN + (place % (events.length - BEGUN + 1))).sort((a, b) => a - b);
  const all = events.map((event, index): StoredEvent =>
    index < BEGUN || index % 3 > 0
      ? event
      : { ...event, metadata: { ...event.metadata, origin: { file: 'a'.repeat(64), row: index } } },
  );
  for (const [index, place] of [...at.entries()].reverse()) {
    const [stream, type, data] = SAID[index]!;
    const before = SAID.slice(0, index).filter(([other]) => other === stream).length;
    const begun = events.slice(0, BEGUN).some((event) => event.stream === stream) ? 1 : 0;
    const { metadata } = events[Math.min(place, events.length - 1)]!;
    all.splice(place, 0, {
      id: hashedId(stream, type, String(index)),
      stream,
      revision: before + begun,
      type,
      schema: 1,
      data: JSON.parse(JSON.stringify(data)) as JsonObject,
      metadata: { recordedAt: metadata.recordedAt, actor: metadata.actor },
      cursor: '',
    });
  }
  return all;
}

const counted = (value: Json | undefined): value is number | undefined =>
  value === undefined || typeof value === 'number';
const members = (value: Json | undefined): readonly string[] => (Array.isArray(value) ? (value as string[]) : []);

/** What the reports, one an event, say of why a figure differs: positions, with what each did. */
function due(path: string, from: number, said: readonly (Json | undefined)[]): unknown[] {
  const [first, last] = [said[0], said.at(-1)];
  const changes = (index: number, differs: (a: Json | undefined, b: Json | undefined) => boolean): boolean =>
    index > 0 && differs(said[index - 1], said[index]);
  const lastOf = (differs: (a: Json | undefined, b: Json | undefined) => boolean): string =>
    String(from + said.findLastIndex((_, index) => changes(index, differs)));
  if (isSet(path)) {
    const moved = [...new Set([...members(first), ...members(last)])].filter(
      (name) => members(first).includes(name) !== members(last).includes(name),
    );
    return moved
      .sort()
      .map((name) => [
        name,
        lastOf((a, b) => members(a).includes(name) !== members(b).includes(name)),
        members(last).includes(name),
      ]);
  }
  if (counted(first) && counted(last))
    return said.flatMap((value, index) => {
      const before = said[index - 1];
      const delta = index === 0 || !counted(value) || !counted(before) ? 0 : exact((value ?? 0) - (before ?? 0));
      return delta === 0 ? [] : [[String(from + index), delta]];
    });
  return [[lastOf((a, b) => canonical(a ?? null) !== canonical(b ?? null)), null]];
}

/** What the difference says of it, in the same form. */
function told({ path, because }: Differing): unknown[] {
  if (!isSet(path)) return because.map(({ position, delta }) => [position, delta]);
  const moves = because.flatMap(({ position, delta }) => {
    const { came, went } = delta as Exclude<Because['delta'], number | null>;
    return [
      ...came.map((name): [string, string | null, boolean] => [name, position, true]),
      ...went.map((name): [string, string | null, boolean] => [name, position, false]),
    ];
  });
  return moves.sort(([a], [b]) => (a < b ? -1 : 1));
}

/** Lists are told line by line where both reports show the line, and not from event to event. */
const isLine = (path: string): boolean => path.includes('/lines');

function expectCauses(
  { figures }: Difference,
  events: readonly StoredEvent[],
  from: number,
  reports: readonly Leaves[],
): void {
  const paths = figures.filter(({ path }) => !isLine(path));
  expect(paths.map((figure) => [figure.path, told(figure)])).toEqual(
    paths.map(({ path }) => [
      path,
      due(
        path,
        from,
        reports.map((leaves) => leaves.get(path)),
      ),
    ]),
  );
  for (const { because } of figures)
    for (const { position, event, class: its } of because) {
      const of = events[Number(position) - 1];
      expect(event).toBe(of?.id);
      const register = [GMINA, MEASURE, STRATEGY].some(({ name }) => of?.stream.startsWith(`${name}-`));
      expect([its, its === 'reference']).toEqual([its, register]);
      if (its === 'late' || its === 'backfilled')
        expect([its, of?.metadata.origin !== undefined]).toEqual([its, its === 'backfilled']);
    }
}

describe('the causes of a difference, against a report at every event', () => {
  // Many contacts, so that what the latest of them decides is decided more than once.
  const contact = KINDS.findIndex(({ name }) => name === 'contact');
  const sameDay = turns(40).map((dice) =>
    dice.map((turn) => ({
      ...turn,
      later: 1,
      which: turn.how % 2 === 0 ? turn.which - (turn.which % KINDS.length) + contact : turn.which,
    })),
  );
  const places = fc.array(fc.nat(), { maxLength: SAID.length });
  const reportsOf = async (ledger: Ledger, asked: ReportAsked, from: number, to: number): Promise<Leaves[]> => {
    const reports: Leaves[] = [];
    for (let at = from; at <= to; at++) reports.push(leavesOf(await reportAt(ledger, asked, String(at))));
    return reports;
  };

  it(
    'are each event that changed a figure, with what it changed; of a text or a member, the last that did',
    async () => {
      await fc.assert(
        fc.asyncProperty(sameDay, places, fc.nat(), fc.constantFrom(...REPORTS), async (dice, at, start, asked) => {
          const events = mixed(randomLedger(dice), at);
          const ledger = await Ledger.of(events, TODAY);
          const from = BEGUN + (start % (events.length - BEGUN + 1));
          const said = await difference(ledger, asked, String(from), String(events.length));
          expectCauses(said, events, from, await reportsOf(ledger, asked, from, events.length));
        }),
        runs(20),
      );
    },
    LONG,
  );

  it(
    'are the same from a report that was frozen',
    async () => {
      await fc.assert(
        fc.asyncProperty(sameDay, places, fc.nat(), fc.constantFrom(...REPORTS), async (dice, at, start, asked) => {
          const events = mixed(randomLedger(dice), at);
          const from = BEGUN + (start % (events.length - BEGUN + 1));
          const then = await Ledger.of(events.slice(0, from), events[from - 1]!.metadata.recordedAt);
          const request = { actor: ADMINISTRATOR, alone: false };
          const { id } = await new FreezeHandler(then.asOf, then.events, new UuidIds()).execute(
            new Freeze(asked, request),
          );
          const all = [...(await then.all()), ...events.slice(from)];
          const ledger = await Ledger.of(all, TODAY);
          const said = await differenceFromFrozen(ledger, asked, id, String(all.length));
          expect([said.before.position, said.before.digest]).toEqual([
            String(from),
            (await reportAt(ledger, asked, String(from))).digest,
          ]);
          expectCauses(said, all, from, await reportsOf(ledger, asked, from, all.length));
        }),
        runs(8),
      );
    },
    LONG,
  );
});
