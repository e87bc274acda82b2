import { beforeEach, describe, expect, it } from '@jest/globals';
import { MemoryEventStore } from '../../src/infrastructure/memory/memory-event-store.js';
import { WatchedClock } from '../../src/infrastructure/system/watched-clock.js';
import { everything, HandClock, newEvents, REFUSED } from '../contract/event-store.fixture.js';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const LIMITS = { leap: HOUR, silence: 21 * DAY };
const MORNING = '2024-03-01T08:00:00.000Z';

describe('a clock that is watched', () => {
  let wall: HandClock;
  let passed: number;
  let clock: WatchedClock;
  let ledger: MemoryEventStore;
  let appended: number;

  /** The program starts, over the same ledger. */
  const start = (): void => {
    clock = new WatchedClock(wall, LIMITS, () => passed);
  };
  /** Somebody, or something, sets the clock. */
  const setClock = (by: number): void => {
    wall.instant = new Date(Date.parse(wall.instant) + by).toISOString();
  };
  const timePasses = (by: number): void => {
    passed += by;
    setClock(by);
  };
  const record = async (): Promise<void> => {
    await ledger.append(`contact-${appended}`, 'none', newEvents(1));
    appended++;
  };
  const lastTime = async (): Promise<string | undefined> => (await everything(ledger)).at(-1)?.metadata.recordedAt;
  const refused = async (says: RegExp): Promise<void> => {
    const recording = record();
    await expect(recording).rejects.toMatchObject(REFUSED.unavailable);
    await expect(recording).rejects.toThrow(says);
  };

  beforeEach(async () => {
    wall = new HandClock();
    wall.instant = MORNING;
    passed = 500 * DAY;
    appended = 0;
    start();
    // The ledger outlives the program's starts, and asks whichever clock there is.
    ledger = new MemoryEventStore(
      new (class extends HandClock {
        override now = (): string => clock.now();
        override stamp = (latest: string | null): string => clock.stamp(latest);
      })(),
    );
    await record();
  });

  it('is believed as time goes by, however long nobody writes anything', async () => {
    for (const quiet of [MINUTE, 5 * HOUR, 14 * DAY, 100 * DAY]) {
      timePasses(quiet);
      await record();
      expect(await lastTime()).toBe(wall.instant);
    }
  });

  it('is believed when it is put right by less than the leap, forth and back and forth', async () => {
    for (const by of [50 * MINUTE, -HOUR, HOUR, -3 * DAY, 3 * DAY]) {
      setClock(by);
      timePasses(MINUTE);
      await record();
    }
    expect(await lastTime()).toBe(wall.instant);
  });

  it('stamps the last time again where it was set back, until it has caught up', async () => {
    setClock(-HOUR);
    await record();
    expect(await lastTime()).toBe(MORNING);
    timePasses(61 * MINUTE);
    await record();
    expect(await lastTime()).toBe('2024-03-01T08:01:00.000Z');
  });

  it('is not believed when it leaps ahead while the program runs, also long after the last event', async () => {
    timePasses(2 * DAY);
    setClock(61 * MINUTE);
    await refused(
      /^Nothing is recorded: the clock leapt ahead: it says 2024-03-03T09:01:00.000Z where 2024-03-03T08:00:00.000Z was expected\. .*kronika clock accept$/,
    );
    timePasses(30 * DAY);
    await refused(/leapt ahead/);
    expect(await everything(ledger)).toHaveLength(1);
  });

  it('is believed again once it is set right', async () => {
    timePasses(2 * DAY);
    setClock(300 * DAY);
    await refused(/leapt ahead/);
    setClock(-300 * DAY);
    await record();
    expect(await lastTime()).toBe('2024-03-03T08:00:00.000Z');
  });

  it('is believed again on an administrator’s word, here or beside', async () => {
    setClock(300 * DAY);
    await refused(/leapt ahead/);
    clock.accept();
    await record();
    expect(await lastTime()).toBe(wall.instant);

    setClock(300 * DAY);
    const server = clock;
    start();
    clock.accept();
    await record();
    clock = server;
    await record();
    expect(appended).toBe(4);
  });

  it('is believed at the start within the silence that an office may keep', async () => {
    timePasses(20 * DAY);
    start();
    await record();
    expect(await lastTime()).toBe(wall.instant);
  });

  it('is not believed at the start when it is farther ahead, until somebody says that it is right', async () => {
    timePasses(22 * DAY);
    start();
    await refused(/the clock says 2024-03-23T08:00:00.000Z, and the last event is of 2024-03-01T08:00:00.000Z/);
    timePasses(MINUTE);
    await refused(/kronika clock accept/);
    clock.accept();
    await record();
    expect(await lastTime()).toBe(wall.instant);
  });

  it('is not believed when it stood behind at the start and then leaps far beyond the last event', async () => {
    setClock(-3000 * DAY);
    start();
    await record();
    setClock(3000 * DAY + 2 * DAY);
    await record();
    setClock(-3000 * DAY);
    start();
    setClock(3000 * DAY + 22 * DAY);
    await refused(/the last event is of/);
  });

  it('is asked about nothing by an empty ledger', async () => {
    setClock(900 * DAY);
    ledger = new MemoryEventStore(clock);
    await record();
    expect(await lastTime()).toBe(wall.instant);
  });
});
