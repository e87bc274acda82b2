import 'reflect-metadata';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { Folding } from '../../src/application/folding.js';
import { Placing } from '../../src/application/placing.js';
import { Projection } from '../../src/application/projection.js';
import { canonical } from '../../src/application/canonical.js';
import type { StoredEvent } from '../../src/application/ports/event-store.js';
import { concerns, concernsWhere } from '../../src/application/queries/register-where.js';
import { isDay } from '../../src/domain/kernel/day.js';
import type { LedgerEvent } from '../../src/domain/kernel/event.js';
import type { Change, Doc } from '../../src/domain/kernel/view.js';
import { subjectOf } from '../../src/domain/subjects.js';
import { additions, type AdditionsDoc, blockOf, inFull } from '../../src/domain/views/additions.js';
import { VIEWS } from '../../src/domain/views/catalogue.js';
import type { Counters } from '../../src/domain/views/counters.js';
import { cellKey, coverage, inCells } from '../../src/domain/views/coverage.js';
import { gminaMonths, inRows } from '../../src/domain/views/gmina-months.js';
import { inItems, itemMonths } from '../../src/domain/views/item-months.js';
import { type ActivityDoc, isActivity, type Listing, register } from '../../src/domain/views/register.js';
import { MemoryViewStore } from '../../src/infrastructure/memory/memory-view-store.js';
import { type Turn, randomLedger, turns } from '../support/random-ledger.js';
import { runs } from '../support/runs.js';

const G = 'g1';
const RUNS = runs(60);

/** The views after a ledger, projected in batches of these lengths, over and over. */
async function project(events: readonly StoredEvent[], batches: readonly number[]): Promise<MemoryViewStore> {
  const store = new MemoryViewStore();
  await store.create(G, VIEWS);
  let projection = await Projection.resume(store, G);
  for (let at = 0, turn = 0; at < events.length; turn++) {
    const length = batches[turn % batches.length] ?? 1;
    await projection.take(events.slice(at, at + length));
    at += length;
    // Now and then another process takes over, with nothing in memory.
    if (turn % 3 === 2) projection = await Projection.resume(store, G);
  }
  return store;
}

async function editions(store: MemoryViewStore): Promise<string[]> {
  const all: string[] = [];
  for (const { name } of VIEWS) {
    for await (const batch of store.editions(G, name)) for (const each of batch) all.push(`${name} ${canonical(each)}`);
  }
  return all;
}

const place = (events: readonly StoredEvent[]): LedgerEvent[] => {
  const placing = new Placing();
  return events.map((event) => placing.place(event));
};

/** All changes of a ledger, folded in one go with nothing before. */
async function changesOf(events: readonly StoredEvent[]): Promise<Change[]> {
  const changes: Change[] = [];
  const nothing = new Folding({ inForce: () => Promise.resolve(new Map()), strategies: () => Promise.resolve([]) });
  await nothing.fold(place(events), (change) => changes.push(change));
  return changes;
}

const isActivityStream = (stream: string): boolean => subjectOf(stream)?.of === 'activity';

/** Of a document of the register, what tells which periods it concerns. */
const listing = (doc: Doc | null): Listing | null => {
  if (!isActivity(doc)) return null;
  const { countsFrom, countsUntil, phase, occurredOn } = doc;
  return { countsFrom, countsUntil, phase, occurredOn };
};

const dice = turns(60);
const lengths = fc.array(fc.integer({ min: 1, max: 25 }), { minLength: 1, maxLength: 6 });

describe('the laws of the views', () => {
  it('writes a ledger worth testing with: all kinds, most statuses, days and corrections', async () => {
    let seed = 7;
    const roll = (below: number): number => (seed = (seed * 48_271) % 2_147_483_647) % below;
    const rolled = Array.from({ length: 4000 }, (): Turn => ({
      what: roll(100),
      which: roll(1000),
      how: roll(1000),
      later: roll(600),
    }));
    const written = randomLedger(rolled);
    const types = new Set(written.map(({ type }) => type));
    expect(types.size).toBeGreaterThan(50);
    const changes = await changesOf(written);
    expect(new Set(changes.map(({ after }) => after?.['status'])).size).toBeGreaterThan(25);
  });

  it('makes the same editions whatever the batches', async () => {
    await fc.assert(
      fc.asyncProperty(dice, lengths, async (rolled, batches) => {
        const events = randomLedger(rolled);
        const whole = await editions(await project(events, [events.length]));
        expect(await editions(await project(events, batches))).toEqual(whole);
      }),
      RUNS,
    );
  });

  it('answers as of any position as a fold of the ledger up to it', async () => {
    await fc.assert(
      fc.asyncProperty(dice, fc.nat(), async (rolled, anywhere) => {
        const events = randomLedger(rolled);
        const upTo = 1 + (anywhere % events.length);
        const placed = place(events);
        const last = placed[upTo - 1];
        if (last === undefined) return;
        const store = await project(events, [7]);
        const before = { before: last.segment } as const;
        const prefix = await project(events.slice(0, upTo), [events.length]);
        // Over the editions of the evening before, the events of the day up to the position.
        const folding = new Folding({
          inForce: (view, ids) => store.inForce(G, view, ids, before),
          strategies: async () =>
            (await store.find(G, 'registers', { where: { register: 'strategy' }, at: before })) as never,
        });
        const overlay = await folding.fold(placed.slice(0, upTo).filter(({ segment }) => segment === last.segment));
        for (const { name } of VIEWS) {
          const touched = new Map(overlay.filter(({ view }) => view === name).map(({ doc }) => [doc.id, doc]));
          const under = await store.find(G, name, { at: before, without: [...touched.keys()] });
          const there = [...under, ...touched.values()].map((doc) => canonical(doc)).sort();
          const expected = (await prefix.find(G, name, { at: 'now' })).map((doc) => canonical(doc)).sort();
          expect(there).toEqual(expected);
        }
      }),
      RUNS,
    );
  });

  it('answers as of the end of any day as a fold of the ledger up to it', async () => {
    await fc.assert(
      fc.asyncProperty(dice, fc.nat(), async (rolled, anywhere) => {
        const events = randomLedger(rolled);
        const placed = place(events);
        const day = placed[anywhere % placed.length]?.day ?? '';
        const store = await project(events, [5]);
        const prefix = await project(events.slice(0, placed.filter((event) => event.day <= day).length), [50]);
        for (const { name } of VIEWS) {
          const there = await store.find(G, name, { at: { through: `${day}.9999` } });
          expect(there).toEqual(await prefix.find(G, name, { at: 'now' }));
        }
      }),
      RUNS,
    );
  });

  it('adds up: the counters of two stretches of a ledger are those of the whole', async () => {
    await fc.assert(
      fc.asyncProperty(dice, fc.nat(), async (rolled, anywhere) => {
        const changes = await changesOf(randomLedger(rolled));
        const cut = anywhere % changes.length;
        for (const view of [gminaMonths, itemMonths, coverage]) {
          const alone = (stretch: readonly Change[]): Map<string, Counters> => {
            const docs = new Map<string, Doc>();
            for (const change of stretch)
              for (const doc of view.fold(change).apply((id) => docs.get(id))) docs.set(doc.id, doc);
            return docs as Map<string, Counters>;
          };
          const [first, second, whole] = [alone(changes.slice(0, cut)), alone(changes.slice(cut)), alone(changes)];
          const sums = new Map<string, number>();
          for (const [id, doc] of [...first, ...second]) {
            for (const [key, value] of Object.entries(doc.counters))
              sums.set(`${id} ${key}`, (sums.get(`${id} ${key}`) ?? 0) + value);
          }
          const added = [...sums].filter(([, value]) => value !== 0).sort();
          const counted = [...whole]
            .flatMap(([id, doc]) =>
              Object.entries(doc.counters).map(([key, value]) => [`${id} ${key}`, value] as const),
            )
            .sort();
          expect(added).toEqual(counted);
        }
      }),
      RUNS,
    );
  });

  it('adds up: what each event is said to have added makes the counters', async () => {
    await fc.assert(
      fc.asyncProperty(dice, lengths, async (rolled, batches) => {
        const events = randomLedger(rolled);
        const store = await project(events, batches);
        const changes = await changesOf(events);
        const docs = (await store.find(G, additions.name, { at: 'now' })) as readonly AdditionsDoc[];
        const sums = new Map<string, number>();
        const add = (counter: string, value: number): void => void sums.set(counter, (sums.get(counter) ?? 0) + value);
        const positions: number[] = [];
        for (const doc of docs)
          for (const line of doc.lines) {
            positions.push(line.position);
            expect(blockOf(line.position)).toBe(doc.block);
            expect(line.event).toBe(events[line.position - 1]?.id);
            if ('stream' in line) continue;
            const { before, after } = changes[line.position - 1]!;
            if (line.listed !== undefined)
              expect(line.listed).toEqual({ kind: after?.['kind'], was: listing(before), is: listing(after) });
            for (const { rows, parts } of line.added.map((each) => inFull(doc, each))) {
              inRows(rows, parts, (row, { month, key, value }) => {
                add(`${gminaMonths.name} ${row}/${month} ${key}`, value);
              });
              inItems(rows, parts, (item, { month, key, value }) => {
                add(`${itemMonths.name} ${item}/${month} ${key}`, value);
              });
              inCells(rows, parts, (row, item, { month, key, value }) => {
                add(`${coverage.name} ${row}/${month} ${cellKey(key, item)}`, value);
              });
            }
          }
        const counted = new Map<string, number>();
        for (const { name } of [gminaMonths, itemMonths, coverage])
          for (const { id, counters } of (await store.find(G, name, { at: 'now' })) as readonly Counters[])
            for (const [key, value] of Object.entries(counters)) counted.set(`${name} ${id} ${key}`, value);
        expect(new Map([...sums].filter(([, value]) => value !== 0).sort())).toEqual(new Map([...counted].sort()));
        // Every event of an activity, strategy, gmina or measure has its line, in the ledger's order.
        const told = place(events).filter(
          ({ stream }) => isActivityStream(stream) || /^(strategy|gmina|measure)-/.test(stream),
        );
        expect(positions).toEqual(told.map(({ position }) => position));
      }),
      RUNS,
    );
  });

  it('says of an activity at hand that it concerns a period as the register says it', async () => {
    await fc.assert(
      fc.asyncProperty(dice, fc.nat(), fc.nat(), async (rolled, one, other) => {
        const store = await project(randomLedger(rolled), [9]);
        const all = (await store.find(G, register.name, { at: 'now' })) as readonly ActivityDoc[];
        // Periods that begin and end on the very days of activities.
        const days = all
          .flatMap(({ countsFrom, countsUntil, occurredOn }) => [countsFrom, countsUntil, occurredOn])
          .filter((day) => day !== null && isDay(day));
        const [from = '', to = ''] = [one, other].map((nth) => days[nth % days.length] ?? '2023-01-01').sort();
        const found = await store.find(G, register.name, { at: 'now', where: concernsWhere(from, to) });
        expect(all.filter((doc) => concerns(doc, from, to)).map(({ id }) => id)).toEqual(found.map(({ id }) => id));
      }),
      RUNS,
    );
  });

  it('never counts less than nothing', async () => {
    await fc.assert(
      fc.asyncProperty(dice, async (rolled) => {
        const store = await project(randomLedger(rolled), [9]);
        for (const { name } of [gminaMonths, itemMonths, coverage]) {
          for (const { counters } of (await store.find(G, name, { at: 'now' })) as readonly Counters[]) {
            expect(Object.values(counters).every((value) => value > 0)).toBe(true);
          }
        }
      }),
      RUNS,
    );
  });
});
