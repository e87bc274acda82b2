import 'reflect-metadata';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Enter, EnterHandler, type Entered } from '../../../src/application/commands/enter.js';
import type { Request } from '../../../src/application/commands/request.js';
import type { Clock } from '../../../src/application/ports/clock.js';
import type { EventStore } from '../../../src/application/ports/event-store.js';
import { Rejection } from '../../../src/domain/kernel/rejection.js';
import { GMINA, STRATEGY } from '../../../src/domain/registers/registers.js';
import { readConnection } from '../../../src/infrastructure/eventstoredb/connection.js';
import { EventStoreDbEventStore } from '../../../src/infrastructure/eventstoredb/eventstoredb-event-store.js';
import { SqliteEventStore } from '../../../src/infrastructure/sqlite/sqlite-event-store.js';
import { UuidIds } from '../../../src/infrastructure/system/uuid-ids.js';
import { StandIn } from '../../support/eventstoredb/stand-in.js';
import { Ledger } from '../../support/ledger.js';

const CLERK: Request = { actor: { id: 'administrator', roles: ['administrator'] }, alone: false };

interface Engine {
  readonly engine: string;
  /** Makes ledgers; undefined: in memory. */
  readonly start: () => Promise<readonly [on: ((clock: Clock) => EventStore) | undefined, stop: () => Promise<void>]>;
}
const ENGINES: readonly Engine[] = [
  { engine: 'memory', start: () => Promise.resolve([undefined, () => Promise.resolve()]) },
  {
    engine: 'SQLite',
    start: async () => {
      const home = await mkdtemp(join(tmpdir(), 'kronika-enter-'));
      const on = (clock: Clock): EventStore => SqliteEventStore.open(join(home, 'ledger.sqlite'), clock);
      return [on, () => rm(home, { recursive: true })];
    },
  },
  {
    engine: 'a stand-in for EventStoreDB',
    start: async () => {
      const server = await StandIn.start();
      const on = (clock: Clock): EventStore =>
        EventStoreDbEventStore.open(readConnection(server.address('torunski')), clock);
      const stop = async (): Promise<void> => {
        await server.stop();
        expect([...server.refusals]).toEqual([]);
      };
      return [on, stop];
    },
  },
];

describe.each(ENGINES)('entering in a register, on $engine', ({ start }) => {
  let ledger: Ledger;
  let stop: () => Promise<void>;
  beforeEach(async () => {
    const [on, end] = await start();
    ledger = await Ledger.open('2024-06-19', on);
    stop = async () => {
      await ledger.events.close();
      await end();
    };
  });
  afterEach(() => stop());

  /** Another process: it has its own queue, and views that know nothing of what the others recorded since. */
  const process = (events = ledger.events): EnterHandler =>
    new EnterHandler(events, ledger.desk, ledger.clock, new UuidIds());
  const strategy = (id: string, from: string): object => ({ ...STRATEGY.example, id, from, until: '2029-12-31' });
  const adopting = (id: string, from: string, request = CLERK): Enter =>
    new Enter(STRATEGY, null, STRATEGY.made, strategy(id, from), request);
  const amending = (id: string, from: string): Enter => {
    const { id: _id, ...amended } = strategy(id, from) as Record<string, unknown>;
    return new Enter(STRATEGY, id, 'StrategyAmended', { ...amended, reason: 'zmiana' }, CLERK);
  };
  const atOnce = async (...enters: readonly Enter[]): Promise<readonly unknown[]> => {
    const answers = await Promise.allSettled(enters.map((each) => process().execute(each)));
    await ledger.settle();
    return answers.map((each) => (each.status === 'fulfilled' ? each.value : (each.reason as unknown)));
  };
  const begins = {
    code: 'invalid',
    faults: [{ pointer: '/from', detail: expect.stringMatching(/begins on that day|is about to begin on that day/) }],
  };
  /** One of two was recorded, the other refused, whichever was faster. */
  const expectOneOf = (answers: readonly unknown[], ...ids: readonly string[]): void => {
    expect(answers).toEqual(
      expect.arrayContaining([expect.objectContaining({ register: 'strategy' }), expect.objectContaining(begins)]),
    );
    expect(ids).toContain((answers.find((each) => 'id' in (each as object)) as Entered).id);
  };
  const starts = async (): Promise<readonly string[]> =>
    (await ledger.desk.current()).strategies().map(({ id, from }) => `${id} ${from}`);

  it('adopts one of two strategies that two processes let begin on one day', async () => {
    expectOneOf(await atOnce(adopting('a', '2025-01-01'), adopting('b', '2025-01-01')), 'a', 'b');
    const [, won, ...more] = await starts();
    expect(['a 2025-01-01', 'b 2025-01-01']).toContain(won);
    expect(more).toEqual([]);
    expect(await atOnce(adopting(won?.startsWith('a') === true ? 'b' : 'a', '2025-01-01'))).toMatchObject([begins]);
  });

  it('adopts one of many, under keys too, and says to the others what the matter is', async () => {
    const key = (name: string): Request => ({
      ...CLERK,
      key: { route: 'POST /v1/strategies', key: name, digest: name },
    });
    const ids = ['a', 'b', 'c', 'd', 'e'];
    const answers = await atOnce(...ids.map((id) => adopting(id, '2025-01-01', key(id))));
    expect(answers.filter((each) => 'revision' in (each as object))).toHaveLength(1);
    expectOneOf(answers, ...ids);
    expect(await starts()).toHaveLength(2);
  });

  it('amends none so that it begins when another does that was adopted at the same moment', async () => {
    await atOnce(adopting('a', '2025-01-01'));
    expectOneOf(await atOnce(adopting('b', '2026-01-01'), amending('a', '2026-01-01')), 'a', 'b');
    expect((await starts()).filter((each) => each.endsWith('2026-01-01'))).toHaveLength(1);
  });

  it('lets a day that a strategy has left be taken again, by one', async () => {
    await atOnce(adopting('a', '2025-01-01'));
    await atOnce(amending('a', '2026-01-01'));
    expectOneOf(await atOnce(adopting('b', '2025-01-01'), adopting('c', '2025-01-01')), 'b', 'c');
    const [, won = ''] = await starts();
    const [id = ''] = won.split(' ');
    await atOnce(amending(id, '2027-01-01'));
    expect(await atOnce(amending('a', '2025-01-01'))).toMatchObject([{ id: 'a' }]);
    expect(await starts()).toEqual(['2022-2024 2022-01-01', 'a 2025-01-01', `${id} 2027-01-01`]);
  });

  it('keeps a day for a strategy that was not recorded after it was taken, until it is recorded again', async () => {
    const gone = Object.assign(Object.create(ledger.events) as EventStore, {
      append: (...[stream, expected, events]: Parameters<EventStore['append']>) =>
        stream.startsWith('strategy-')
          ? Promise.reject(new Rejection('unavailable', 'away'))
          : ledger.events.append(stream, expected, events),
    });
    await expect(process(gone).execute(adopting('a', '2025-01-01'))).rejects.toMatchObject({ code: 'unavailable' });
    await ledger.settle();
    expect(await starts()).toHaveLength(1);
    expect(await atOnce(adopting('b', '2025-01-01'))).toMatchObject([begins]);
    expect(await atOnce(adopting('a', '2025-01-01'))).toMatchObject([{ id: 'a', revision: 0 }]);
    expect(await starts()).toEqual(['2022-2024 2022-01-01', 'a 2025-01-01']);
  });

  it('gives a day that was taken by one who fell asleep, and whose strategy has gone on, to another', async () => {
    await atOnce(adopting('a', '2025-01-01'));
    let wake = (): void => undefined;
    const woken = new Promise<void>((settle) => (wake = settle));
    let fellAsleep = (): void => undefined;
    const asleep = new Promise<void>((settle) => (fellAsleep = settle));
    const sleepy = Object.assign(Object.create(ledger.events) as EventStore, {
      append: async (...[stream, expected, events]: Parameters<EventStore['append']>) => {
        if (stream === 'strategy-a') {
          fellAsleep();
          await woken;
        }
        return ledger.events.append(stream, expected, events);
      },
    });
    const late = process(sleepy).execute(amending('a', '2026-01-01'));
    await asleep;
    expect(await atOnce(adopting('b', '2026-01-01'))).toMatchObject([begins]);
    expect(await atOnce(amending('a', '2027-01-01'))).toMatchObject([{ id: 'a' }]);
    expect(await atOnce(adopting('b', '2026-01-01'))).toMatchObject([{ id: 'b' }]);
    wake();
    await expect(late).rejects.toMatchObject(begins);
    await ledger.settle();
    expect(await starts()).toEqual(['2022-2024 2022-01-01', 'b 2026-01-01', 'a 2027-01-01']);
  });

  it('answers a repeated adoption or amendment as the first time', async () => {
    const key = { ...CLERK, key: { route: 'POST /v1/strategies', key: 'jeden', digest: 'aa' } };
    const first = await process().execute(adopting('a', '2025-01-01', key));
    await ledger.settle();
    await atOnce(amending('a', '2026-01-01'), adopting('b', '2025-06-01'));
    expect(await process().execute(adopting('a', '2025-01-01', key))).toEqual(first);
    expect(first).toMatchObject({ revision: 0 } satisfies Partial<Entered>);
  });

  it.each([
    ['a strategy', () => [adopting('a', '2025-01-01'), adopting('b', '2026-01-01')]],
    [
      'a gmina',
      () => ['0415102', '0415112'].map((terc) => new Enter(GMINA, null, GMINA.made, { ...GMINA.example, terc }, CLERK)),
    ],
  ] as const)('tells that a key was used with another body, of %s', async (_, bodies) => {
    const [first, second] = bodies().map(
      ({ register, key, type, payload }, index) =>
        new Enter(register, key, type, payload, {
          ...CLERK,
          key: { route: `POST /v1/${register.path}`, key: 'jeden', digest: String(index) },
        }),
    );
    await process().execute(first!);
    await ledger.settle();
    await expect(process().execute(second!)).rejects.toMatchObject({ code: 'key-reused' });
  });

  it('says that an entry is there already to the second who makes it at the same moment', async () => {
    const gmina = (): Enter => new Enter(GMINA, null, GMINA.made, { ...GMINA.example }, CLERK);
    expect((await atOnce(gmina(), gmina()))[1]).toMatchObject({ code: 'state' });
  });
});
