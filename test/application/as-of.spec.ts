import 'reflect-metadata';
import { describe, expect, it, jest } from '@jest/globals';
import fc from 'fast-check';
import { AsOf, type Reading } from '../../src/application/as-of.js';
import { Placing } from '../../src/application/placing.js';
import { Clock } from '../../src/application/ports/clock.js';
import type { StoredEvent } from '../../src/application/ports/event-store.js';
import { Scratch } from '../../src/application/ports/scratch.js';
import type { ViewStore } from '../../src/application/ports/view-store.js';
import { Projection } from '../../src/application/projection.js';
import { goalFigures } from '../../src/application/queries/goals.js';
import { gminaFigures } from '../../src/application/queries/gminas.js';
import { annual, makeReport } from '../../src/application/reports/report.js';
import { Views } from '../../src/application/views.js';
import { Rejection } from '../../src/domain/kernel/rejection.js';
import { VIEWS } from '../../src/domain/views/catalogue.js';
import { MemoryEventStore } from '../../src/infrastructure/memory/memory-event-store.js';
import { MemoryViewStore } from '../../src/infrastructure/memory/memory-view-store.js';
import { randomLedger, turns } from '../support/random-ledger.js';
import { runs } from '../support/runs.js';

const G = 'g1';
const NOW = '2026-01-15T12:00:00.000Z';

class FixedClock extends Clock {
  now(): string {
    return NOW;
  }
}

class MemoryScratch extends Scratch {
  small(): ViewStore {
    return new MemoryViewStore();
  }
  large(): ReturnType<Scratch['large']> {
    return Promise.resolve({ store: new MemoryViewStore(), dispose: () => Promise.resolve() });
  }
}

interface Program {
  readonly asOf: AsOf;
  readonly store: MemoryViewStore;
  readonly projection: Projection;
  readonly ledger: MemoryEventStore;
}

async function program(events: readonly StoredEvent[]): Promise<Program> {
  const clock = new FixedClock();
  const ledger = new MemoryEventStore(clock);
  await ledger.restore(
    (async function* () {
      yield await Promise.resolve(events.map(({ cursor: _cursor, ...event }) => event));
    })(),
  );
  const store = new MemoryViewStore();
  await store.create(G, VIEWS);
  const projection = await Projection.resume(store, G);
  for await (const batch of ledger.readAll({ limit: 13 })) await projection.take(batch);
  await store.makeCurrent(G);
  return { asOf: new AsOf(ledger, store, new Views(store), new MemoryScratch(), clock), store, projection, ledger };
}

/** Everything that pages and reports are made from, all of it in one answer. */
const everything = async (reading: Reading): Promise<unknown> => ({
  rows: await gminaFigures(reading, { from: '2023-01', to: '2023-12' }),
  goals: await goalFigures(reading, { from: null, to: '2023-12' }),
  register: await reading.find('register', { descending: true }),
  page: await reading.find('register', { where: { gminas: '0415011' }, limit: 3, descending: true }),
  counted: await reading.count('register', { phase: 'done' }),
});

describe('as of', () => {
  it('a position: what the ledger up to it tells, whichever way it is asked', async () => {
    await fc.assert(
      fc.asyncProperty(turns(50), fc.nat(), async (rolled, anywhere) => {
        const events = randomLedger(rolled);
        const upTo = 1 + (anywhere % events.length);
        const whole = await program(events);
        const prefix = await program(events.slice(0, upTo));
        const { value, position } = await whole.asOf.read(String(upTo), everything);
        expect(position).toBe(upTo);
        // The day on which one stands is that of the position, not today: ask the prefix the same way.
        expect(value).toEqual((await prefix.asOf.read(String(upTo), everything)).value);
      }),
      runs(40),
    );
  });

  it('an instant: the longest stretch of the ledger whose effective time is not after it', async () => {
    await fc.assert(
      fc.asyncProperty(turns(40), fc.nat(), fc.integer({ min: -1, max: 1 }), async (rolled, anywhere, shift) => {
        const events = randomLedger(rolled);
        const placing = new Placing();
        const placed = events.map((event) => placing.place(event));
        const near = placed[anywhere % placed.length]?.effectiveAt ?? '';
        const instant = new Date(Date.parse(near) + shift).toISOString();
        const { position } = await (
          await program(events)
        ).asOf.read(instant, (reading) => Promise.resolve(reading.day));
        expect(position).toBe(placed.filter(({ effectiveAt }) => effectiveAt <= instant).length);
      }),
      runs(60),
    );
  });

  it('a day: its end; today: now; before the first event: nothing', async () => {
    const events = randomLedger([
      { what: 1, which: 0, how: 5, later: 2000 },
      { what: 2, which: 1, how: 6, later: 3000 },
    ]);
    const { asOf } = await program(events);
    const numbers = (reading: Reading): Promise<unknown[]> =>
      reading.find('register').then((docs) => docs.map((doc) => doc['number']));
    expect(await asOf.read('2020-01-01', numbers)).toEqual({ value: [], position: 0 });
    expect(await asOf.read('0', numbers)).toEqual({ value: [], position: 0 });
    expect(await asOf.read('2023-03-01', numbers)).toEqual({ value: [], position: events.length - 2 });
    expect((await asOf.read('2023-03-02', numbers)).value).toHaveLength(1);
    expect(await asOf.read('2026-01-15', numbers)).toEqual(await asOf.read(undefined, numbers));
    expect(
      (await asOf.read('2020-01-01', (reading) => makeReport(reading, annual(2019), '2020-01-01'))).value.totals
        .activities.total,
    ).toBe(0);
  });

  it('what lies ahead or is no point of the ledger: refused', async () => {
    const { asOf } = await program(randomLedger([{ what: 1, which: 0, how: 5, later: 10 }]));
    for (const wrong of ['2026-01-16', '2026-01-15T12:00:00.001Z', '99', 'yesterday', '2023-02-30', '2023-1-1', '']) {
      await expect(asOf.read(wrong, () => Promise.resolve(1))).rejects.toMatchObject({ code: 'bad-query' });
    }
  });

  it('gives an answer of several reads at one position, though events arrive between them', async () => {
    const events = randomLedger(
      Array.from({ length: 40 }, (_, index) => ({ what: index % 39, which: index, how: index * 3, later: 5 })),
    );
    const { asOf, store, projection, ledger } = await program(events.slice(0, -10));
    const rest = events.slice(-10);
    const { value, position } = await asOf.read(undefined, async (reading) => {
      const first = await reading.count('register');
      const [next] = rest.splice(0, 1);
      if (next !== undefined) {
        await ledger.append(next.stream, next.revision === 0 ? 'none' : next.revision - 1, [next]);
        for await (const batch of ledger.readAll({ after: projection.progress.cursor })) await projection.take(batch);
      }
      const trail = await reading.find('trail', { descending: true, limit: 1 });
      return { first, second: await reading.count('register'), last: trail[0]?.['position'] };
    });
    expect(value.second).toBe(value.first);
    expect(value.last).toBe(position);
    expect((await store.progress(G)).position).toBeGreaterThan(position);
  });

  it('asks the new generation when a rebuild takes over midway', async () => {
    const { asOf, store, ledger } = await program(randomLedger([{ what: 1, which: 0, how: 5, later: 10 }]));
    let swapped = false;
    const { value } = await asOf.read(undefined, async (reading) => {
      if (!swapped) {
        swapped = true;
        await store.create('g2', VIEWS);
        const next = await Projection.resume(store, 'g2');
        for await (const batch of ledger.readAll()) await next.take(batch);
        await store.makeCurrent('g2');
      }
      return reading.count('register').catch((fault: unknown) => {
        throw fault instanceof Rejection ? fault : new Rejection('unsettled', String(fault));
      });
    });
    expect(value).toBe(1);
  });

  it('keeps an answer at hand as long as the ledger says the same', async () => {
    const events = randomLedger(
      Array.from({ length: 40 }, (_, index) => ({ what: index % 39, which: index, how: index * 3, later: 900 })),
    );
    const { asOf, projection, ledger } = await program(events.slice(0, -1));
    let reckoned = 0;
    const count = async (reading: Reading): Promise<number> => {
      reckoned++;
      return reading.count('trail');
    };
    const ask = async (point: string | undefined, ...asked: readonly unknown[]): Promise<readonly number[]> => {
      const before = reckoned;
      const { value, position } = await asOf.read(point, count, asked);
      return [value, position, reckoned - before];
    };
    const reached = events.length - 1;
    expect(await ask(undefined, 'trail')).toEqual([reached, reached, 1]);
    expect(await ask(undefined, 'trail')).toEqual([reached, reached, 0]);
    // Another question, and another point.
    expect(await ask(undefined, 'trail', { of: '0415011' })).toEqual([reached, reached, 1]);
    expect(await ask('5', 'trail')).toEqual([5, 5, 1]);
    expect(await ask('5', 'trail')).toEqual([5, 5, 0]);
    const [last] = events.slice(-1);
    if (last === undefined) throw new Error('no events');
    await ledger.append(last.stream, last.revision === 0 ? 'none' : last.revision - 1, [last]);
    for await (const batch of ledger.readAll({ after: projection.progress.cursor })) await projection.take(batch);
    expect(await ask(undefined, 'trail')).toEqual([reached + 1, reached + 1, 1]);
    expect(await ask('5', 'trail')).toEqual([5, 5, 0]);
    // Of many, those asked last.
    for (let position = 6; position < 37; position++) await ask(String(position), 'trail');
    expect(await ask('5', 'trail')).toEqual([5, 5, 0]);
    expect(await ask(undefined, 'trail')).toEqual([reached + 1, reached + 1, 1]);
  });

  it('keeps a count at hand, and where segments begin, as long as the ledger says the same', async () => {
    const events = randomLedger(
      Array.from({ length: 40 }, (_, index) => ({ what: index % 39, which: index, how: index * 3, later: 900 })),
    );
    const reached = events.length - 2;
    const { asOf, store, projection, ledger } = await program(events.slice(0, reached));
    const rest = events.slice(reached);
    const arrives = async (): Promise<void> => {
      const [next] = rest.splice(0, 1);
      if (next === undefined) return;
      await ledger.append(next.stream, next.revision === 0 ? 'none' : next.revision - 1, [next]);
      for await (const batch of ledger.readAll({ after: projection.progress.cursor })) await projection.take(batch);
    };
    const [counted, marked] = [jest.spyOn(store, 'count'), jest.spyOn(store, 'marks')];
    const times = (): readonly number[] =>
      [counted, marked].map((spy) => {
        const { length } = spy.mock.calls;
        spy.mockClear();
        return length;
      });
    const count = (reading: Reading): Promise<number> => reading.count('trail');
    expect((await asOf.read(undefined, count)).value).toBe(reached);
    expect(times()).toEqual([1, 1]);
    expect((await asOf.read(undefined, count)).value).toBe(reached);
    expect((await asOf.read(String(reached), count)).value).toBe(reached);
    expect(times()).toEqual([0, 0]);
    await asOf.read(undefined, (reading) => reading.count('trail', { stream: 'none' }));
    expect(times()).toEqual([1, 0]);
    await arrives();
    expect((await asOf.read(undefined, count)).value).toBe(reached + 1);
    expect(times()).toEqual([1, 1]);
    // What was counted while the ledger moved on is not kept for the position at which the reading began.
    const all = (reading: Reading): Promise<number> => reading.count('trail', { position: { $gte: 1 } });
    const moved = await asOf.read(undefined, async (reading) => {
      await arrives();
      return all(reading);
    });
    expect(moved).toEqual({ value: reached + 2, position: reached + 2 });
    expect((await asOf.read(String(reached + 1), all)).value).toBe(reached + 1);
  });

  it('keeps a short list at hand, as long as the ledger says the same, and no long one', async () => {
    const events = randomLedger(
      Array.from({ length: 40 }, (_, index) => ({ what: index % 39, which: index, how: index * 3, later: 900 })),
    );
    const { asOf, store, projection, ledger } = await program(events.slice(0, -1));
    const finding = jest.spyOn(store, 'find');
    const last = (limit: number) => async (reading: Reading) => {
      const found = await reading.find('trail', { sort: 'position', descending: true, limit });
      return found.map(({ position }) => position);
    };
    const asked = async (limit: number): Promise<readonly [unknown, number]> => {
      finding.mockClear();
      const { value } = await asOf.read(undefined, last(limit));
      return [value, finding.mock.calls.length];
    };
    const reached = events.length - 1;
    expect(await asked(2)).toEqual([[reached, reached - 1], 1]);
    expect(await asked(2)).toEqual([[reached, reached - 1], 0]);
    expect(await asked(3)).toEqual([[reached, reached - 1, reached - 2], 1]);
    await asked(21);
    expect((await asked(21))[1]).toBe(1);
    const next = events.at(-1)!;
    await ledger.append(next.stream, next.revision === 0 ? 'none' : next.revision - 1, [next]);
    for await (const batch of ledger.readAll({ after: projection.progress.cursor })) await projection.take(batch);
    expect(await asked(2)).toEqual([[reached + 1, reached], 1]);
  });
});
