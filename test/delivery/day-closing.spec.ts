import 'reflect-metadata';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { kindNamed } from '../../src/domain/catalogue.js';
import { SetClock } from '../support/ledger.js';
import { type Answer, Served } from '../support/served.js';

const CONTACT = { ...kindNamed('contact')?.example, occurredOn: '2024-03-04', followUpDue: null };
/** It looks for a day to close this often, in milliseconds, instead of twice a minute. */
const LOOK = 30;

interface Closed {
  readonly day: unknown;
  readonly recordedAt: string;
}

describe('a day that is over', () => {
  let clock: SetClock;
  let served: Served;

  beforeEach(async () => {
    // The last minutes of 4 March in Warsaw.
    clock = new SetClock('2024-03-04T22:50:00.000Z');
    served = await Served.start({ KRONIKA_AUTH: 'off' }, { listen: false, clock, look: LOOK });
  });
  afterEach(() => served.discard());

  const record = async (): Promise<void> => {
    expect((await served.write('/v1/contacts', CONTACT)).statusCode).toBe(201);
  };
  const closed = async (): Promise<Closed[]> =>
    (await served.events())
      .filter(({ type }) => type === 'DayClosed')
      .map(({ data, metadata }) => ({ day: data['day'], recordedAt: metadata.recordedAt }));
  const pause = (looks: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, looks * LOOK));
  const untilClosed = async (days: number): Promise<Closed[]> => {
    const deadline = performance.now() + 10_000;
    for (;;) {
      const now = await closed();
      if (now.length >= days || performance.now() > deadline) return now;
      await pause(1);
    }
  };

  it('is closed while the program runs, once, as of its own midnight', async () => {
    await record();
    await pause(4);
    expect(await closed()).toEqual([]);
    clock.set('2024-03-04T23:00:00.500Z');
    expect(await untilClosed(1)).toEqual([{ day: '2024-03-04', recordedAt: '2024-03-04T23:00:00.000Z' }]);
    await pause(4);
    expect(await closed()).toHaveLength(1);
  });

  it('is closed at the next start when nobody ran the program that night; a day without events never is', async () => {
    await record();
    await served.stop();
    clock.set('2024-03-07T08:00:00.000Z');
    served = await Served.start({ KRONIKA_AUTH: 'off' }, { listen: false, clock, look: LOOK }, served.directory);
    expect(await untilClosed(1)).toEqual([{ day: '2024-03-04', recordedAt: '2024-03-04T23:00:00.000Z' }]);
    await record();
    clock.set('2024-03-31T22:30:00.000Z');
    // 7 March is over; what closed 4 March gave no day events of its own.
    expect(await untilClosed(2)).toEqual([
      { day: '2024-03-04', recordedAt: '2024-03-04T23:00:00.000Z' },
      { day: '2024-03-07', recordedAt: '2024-03-07T23:00:00.000Z' },
    ]);
  });

  it('takes in nothing any more: what is recorded at its last moment by a slow clock falls into the next', async () => {
    await record();
    clock.set('2024-03-04T23:00:01.000Z');
    await untilClosed(1);
    clock.set('2024-03-04T22:59:59.000Z');
    await record();
    const itemsOf = (answer: Answer): unknown[] => answer.json<{ items: unknown[] }>().items;
    clock.set('2024-03-05T10:00:00.000Z');
    expect(itemsOf(await served.read('/v1/activities'))).toHaveLength(2);
    expect(itemsOf(await served.read('/v1/activities?asOf=2024-03-04'))).toHaveLength(1);
  });
});
