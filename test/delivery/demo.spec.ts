import 'reflect-metadata';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { digestOf } from '../../src/application/canonical.js';
import { SeededIds } from '../../src/application/demo/seeded-ids.js';
import { SimulatedClock } from '../../src/application/demo/simulated-clock.js';
import { Dice } from '../../src/application/demo/dice.js';
import { Opening } from '../../src/application/opening.js';
import type { Clock } from '../../src/application/ports/clock.js';
import { Scratch } from '../../src/application/ports/scratch.js';
import type { ViewStore } from '../../src/application/ports/view-store.js';
import { Verify } from '../../src/application/verify.js';
import { Views } from '../../src/application/views.js';
import { type DemoEngines, prepareDemo, type Stores } from '../../src/delivery/cli/demo.js';
import { showProgress } from '../../src/delivery/cli/progress.js';
import { MemoryEventStore } from '../../src/infrastructure/memory/memory-event-store.js';
import { MemoryViewStore } from '../../src/infrastructure/memory/memory-view-store.js';
import { SqliteEventStore } from '../../src/infrastructure/sqlite/sqlite-event-store.js';
import { SqliteViewStore } from '../../src/infrastructure/sqlite/sqlite-view-store.js';
import { SystemClock } from '../../src/infrastructure/system/system-clock.js';
import { UuidIds } from '../../src/infrastructure/system/uuid-ids.js';
import { copyDemonstrationTo, eventsOf } from '../support/demonstration.js';

const LOADING = 300_000;

const onDisk = (directory: string, clock: Clock): Stores => ({
  ledger: SqliteEventStore.open(join(directory, 'ledger.sqlite'), clock),
  views: SqliteViewStore.open(join(directory, 'views.sqlite')),
});

const ENGINES: DemoEngines = {
  inMemory: (clock) => ({ ledger: new MemoryEventStore(clock), views: new MemoryViewStore() }),
  inDirectory: onDisk,
};
/** Nothing may be loaded with these. */
const NONE: DemoEngines = {
  ...ENGINES,
  inMemory: () => {
    throw new Error('loaded all the same');
  },
};
const quiet = (): ReturnType<typeof showProgress> => ({ report: () => undefined, stop: () => undefined });

/** Can be read after it was closed. */
class LastingLedger extends MemoryEventStore {
  override async close(): Promise<void> {
    // Nothing is let go of.
  }
}

class LastingViews extends MemoryViewStore {
  override async close(): Promise<void> {
    // Nothing is let go of.
  }
}

class BreakingLedger extends MemoryEventStore {
  private appends = 0;

  override async append(...given: Parameters<MemoryEventStore['append']>): ReturnType<MemoryEventStore['append']> {
    if (++this.appends > 60) throw new Error('the lights went out');
    return super.append(...given);
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

describe('preparing the demonstration', () => {
  let home = '';
  const directory = (name: string): string => join(home, name);
  beforeAll(async () => {
    home = await mkdtemp(join(tmpdir(), 'kronika-demo-'));
  });
  afterAll(async () => {
    await rm(home, { recursive: true, force: true });
  });

  it(
    'loads it once, whole, the same in every byte as whenever else, with views that equal a replay',
    async () => {
      const told: string[] = [];
      const stream = { write: (text: string) => told.push(text) };
      const data = directory('data');
      const played: Stores[] = [];
      const engines: DemoEngines = {
        ...ENGINES,
        inMemory: (clock) => {
          const stores = { ledger: new LastingLedger(clock), views: new LastingViews() };
          played.push(stores);
          return stores;
        },
      };
      expect(await prepareDemo(data, engines, (what) => showProgress(what, stream))).toEqual({ loaded: true });
      expect(told.length).toBeGreaterThan(10);
      expect(await prepareDemo(data, NONE, quiet)).toEqual({ loaded: false });
      expect(await readdir(home)).toEqual(['data']);

      // Played at another time, and mostly by another process.
      await copyDemonstrationTo(directory('earlier'));
      const [loaded, earlier] = [onDisk(data, new SystemClock()), onDisk(directory('earlier'), new SystemClock())];
      try {
        const digest = digestOf(await eventsOf(loaded.ledger));
        for (const { ledger } of [...played, earlier]) expect(digestOf(await eventsOf(ledger))).toBe(digest);
        // Folded entry by entry while it was played, and in one go on the disk.
        for (const { ledger, views } of [...played, loaded]) {
          const verdict = await new Verify(ledger, views, new Views(views), new MemoryScratch()).run();
          expect(verdict.differences).toEqual([]);
        }
      } finally {
        for (const { ledger, views } of [loaded, earlier]) {
          await ledger.close();
          await views.close();
        }
      }
    },
    LOADING,
  );

  it('leaves nothing behind that could be taken for a ledger when it is broken off', async () => {
    const data = directory('broken');
    const broken: DemoEngines = {
      ...ENGINES,
      inMemory: (clock) => ({ ledger: new BreakingLedger(clock), views: new MemoryViewStore() }),
    };
    await expect(prepareDemo(data, broken, quiet)).rejects.toMatchObject({ cause: { message: 'the lights went out' } });
    expect(existsSync(data)).toBe(false);
    expect((await readdir(home)).filter((name) => name.startsWith('broken'))).toEqual([]);
  });

  it('refuses a directory that holds something else', async () => {
    const [real, other] = [directory('real'), directory('other')];
    await mkdir(real);
    const clock = new SystemClock();
    const stores = onDisk(real, clock);
    await new Opening(stores.ledger, new UuidIds(), clock).open({ demonstration: false });
    await stores.ledger.close();
    await stores.views.close();
    await mkdir(other);
    await writeFile(join(other, 'note.txt'), 'not a ledger');
    for (const taken of [real, other])
      await expect(prepareDemo(taken, NONE, quiet)).rejects.toThrow('something else than a demonstration');
  });
});

describe('seeded ids', () => {
  it('are UUIDv7 of the time told, each later than the one before', () => {
    const clock = new SimulatedClock('2023-05-01T10:00:00.000Z');
    const [ids, again] = [new SeededIds(clock, new Dice('a')), new SeededIds(clock, new Dice('a'))];
    const given = Array.from({ length: 1000 }, () => ids.next());
    expect([...given].sort()).toEqual(given);
    expect(
      given.every((id) => /^0187d6[0-9a-f]{2}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/.test(id)),
    ).toBe(true);
    expect(given).toEqual(Array.from({ length: 1000 }, () => again.next()));
  });
});
