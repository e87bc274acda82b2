import 'reflect-metadata';
import { beforeEach, describe, expect, it } from '@jest/globals';
import { Enter, EnterHandler, type Entered } from '../../../src/application/commands/enter.js';
import type { Request } from '../../../src/application/commands/request.js';
import { GMINA, STRATEGY } from '../../../src/domain/registers/registers.js';
import { UuidIds } from '../../../src/infrastructure/system/uuid-ids.js';
import { Ledger } from '../../support/ledger.js';

const CLERK: Request = { actor: { id: 'administrator', roles: ['administrator'] }, alone: false };

describe('entering in a register', () => {
  let ledger: Ledger;
  beforeEach(async () => {
    ledger = await Ledger.open('2024-06-19');
  });

  /** Another process: it has its own queue, and views that know nothing of what the others recorded since. */
  const process = (): EnterHandler => new EnterHandler(ledger.events, ledger.desk, ledger.clock, new UuidIds());
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
    faults: [{ pointer: '/from', detail: expect.stringContaining('begins on that day') }],
  };
  const starts = async (): Promise<readonly string[]> =>
    (await ledger.desk.current()).strategies().map(({ id, from }) => `${id} ${from}`);

  it('adopts one of two strategies that two processes let begin on one day', async () => {
    const [first, second] = await atOnce(adopting('a', '2025-01-01'), adopting('b', '2025-01-01'));
    expect([first, second]).toMatchObject([{ id: 'a' }, begins]);
    expect(await starts()).toEqual(['2022-2024 2022-01-01', 'a 2025-01-01']);
    expect(await atOnce(adopting('b', '2025-01-01'))).toMatchObject([begins]);
  });

  it('adopts one of them under a key, too, and says what the matter is', async () => {
    const key = { ...CLERK, key: { route: 'POST /v1/strategies', key: 'jeden', digest: 'aa' } };
    const [, second] = await atOnce(adopting('a', '2025-01-01'), adopting('b', '2025-01-01', key));
    expect(second).toMatchObject({ faults: expect.any(Array) });
    expect(await starts()).toHaveLength(2);
    await expect(process().execute(adopting('b', '2025-01-01', key))).rejects.toMatchObject(begins);
  });

  it('amends none so that it begins when another does that was adopted at the same moment', async () => {
    await atOnce(adopting('a', '2025-01-01'));
    const [, amended] = await atOnce(adopting('b', '2026-01-01'), amending('a', '2026-01-01'));
    expect(amended).toMatchObject(begins);
    expect(await starts()).toEqual(['2022-2024 2022-01-01', 'a 2025-01-01', 'b 2026-01-01']);
  });

  it('lets a day that a strategy has left be taken again, by one', async () => {
    await atOnce(adopting('a', '2025-01-01'));
    await atOnce(amending('a', '2026-01-01'));
    const [first, second] = await atOnce(adopting('b', '2025-01-01'), adopting('c', '2025-01-01'));
    expect([first, second]).toMatchObject([{ id: 'b' }, begins]);
    await atOnce(amending('b', '2027-01-01'));
    expect(await atOnce(amending('a', '2025-01-01'))).toMatchObject([{ id: 'a' }]);
    expect(await starts()).toEqual(['2022-2024 2022-01-01', 'a 2025-01-01', 'b 2027-01-01']);
  });

  it('answers a repeated adoption or amendment as the first time', async () => {
    const key = { ...CLERK, key: { route: 'POST /v1/strategies', key: 'jeden', digest: 'aa' } };
    const first = await process().execute(adopting('a', '2025-01-01', key));
    await ledger.settle();
    await atOnce(amending('a', '2026-01-01'), adopting('b', '2025-06-01'));
    expect(await process().execute(adopting('a', '2025-01-01', key))).toEqual(first);
    expect(first).toMatchObject({ revision: 1 } satisfies Partial<Entered>);
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
