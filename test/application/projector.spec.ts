import 'reflect-metadata';
import { describe, expect, it } from '@jest/globals';
import { Projection } from '../../src/application/projection.js';
import { Projector } from '../../src/application/projector.js';
import { Rebuild } from '../../src/application/rebuild.js';
import { Views } from '../../src/application/views.js';
import { Rejection } from '../../src/domain/kernel/rejection.js';
import { VIEWS } from '../../src/domain/views/catalogue.js';
import { register } from '../../src/domain/views/register.js';
import { MemoryEventStore } from '../../src/infrastructure/memory/memory-event-store.js';
import { MemoryViewStore } from '../../src/infrastructure/memory/memory-view-store.js';
import { all } from '../contract/view-store.fixture.js';
import { SetClock } from '../support/ledger.js';
import { randomLedger } from '../support/random-ledger.js';

const LEDGER = randomLedger(Array.from({ length: 12 }, (_, n) => ({ what: n, which: n, how: n, later: 1 })));

async function ledgerOf(events: typeof LEDGER): Promise<MemoryEventStore> {
  const ledger = new MemoryEventStore(new SetClock('2024-01-01T00:00:00.000Z'));
  await ledger.restore(
    (async function* () {
      yield await Promise.resolve(events.map(({ cursor: _cursor, ...event }) => event));
    })(),
  );
  return ledger;
}

const at = (version: number): typeof VIEWS => VIEWS.map((view) => ({ ...view, version: view.version + version }));

async function viewsOf(ledger: MemoryEventStore, shapes: typeof VIEWS): Promise<MemoryViewStore> {
  const views = new MemoryViewStore();
  await views.create('g1', shapes);
  await views.makeCurrent('g1');
  const projection = await Projection.resume(views, 'g1');
  for await (const batch of ledger.readAll()) await projection.take(batch);
  return views;
}

describe('views and the version of the program', () => {
  it('are built anew when an earlier version built them, and not read until then', async () => {
    const ledger = await ledgerOf(LEDGER);
    const views = await viewsOf(ledger, at(-1));
    await expect(new Views(views).current()).rejects.toMatchObject({ code: 'unsettled' });
    await new Projector(ledger, views).catchUp();
    expect(await new Views(views).current()).toMatchObject({ id: 'g2' });
    expect((await views.progress('g2')).position).toBe(LEDGER.length);
  });

  it('are left alone when a later version built them', async () => {
    const ledger = await ledgerOf(LEDGER);
    const views = await viewsOf(ledger, at(1));
    await expect(new Views(views).current()).rejects.toMatchObject({
      code: 'unavailable',
      message: expect.stringContaining('later version'),
    });
    await expect(new Projector(ledger, views).catchUp()).rejects.toMatchObject({ code: 'unavailable' });
    expect((await views.generations()).map(({ id }) => id)).toEqual(['g1']);
  });

  it('are left alone when a later version added one', async () => {
    const ledger = await ledgerOf(LEDGER);
    const views = await viewsOf(ledger, [...VIEWS, { ...register, name: 'further' }]);
    await expect(new Projector(ledger, views).catchUp()).rejects.toMatchObject({ code: 'unavailable' });
  });
});

/** Takes so many editions in one go, and counts what it refused. */
class SmallViewStore extends MemoryViewStore {
  refused = 0;

  constructor(private readonly most: number) {
    super();
  }

  override async commit(...asked: Parameters<MemoryViewStore['commit']>): Promise<void> {
    if (asked[3].length > this.most) {
      this.refused++;
      throw new Rejection('too-large', 'too many');
    }
    await super.commit(...asked);
  }
}

describe('a batch that the view store does not take in one go', () => {
  it('is taken in halves, with the same editions and marks', async () => {
    const ledger = await ledgerOf(LEDGER);
    const small = new SmallViewStore(30);
    await new Projector(ledger, small).catchUp();
    expect(small.refused).toBeGreaterThan(1);
    const whole = await viewsOf(ledger, VIEWS);
    for (const { name } of VIEWS) {
      const [found, expected] = await Promise.all([small, whole].map((each) => all(each.editions('g1', name))));
      expect(found).toEqual(expected);
    }
    expect(await small.marks('g1')).toEqual(await whole.marks('g1'));
    expect(await small.progress('g1')).toEqual(await whole.progress('g1'));
  });

  it('is taken in halves also where the next was folded meanwhile, which then is folded again', async () => {
    // Two batches and more.
    const long = randomLedger(Array.from({ length: 1_600 }, (_, n) => ({ what: n % 100, which: n, how: n, later: 1 })));
    expect(long.length).toBeGreaterThan(1_100);
    const ledger = await ledgerOf(long);
    const small = new SmallViewStore(600);
    await new Projector(ledger, small).catchUp();
    expect(small.refused).toBeGreaterThan(1);
    const whole = await viewsOf(ledger, VIEWS);
    for (const { name } of VIEWS) {
      const [found, expected] = await Promise.all([small, whole].map((each) => all(each.editions('g1', name))));
      expect(found).toEqual(expected);
    }
    expect(await small.progress('g1')).toEqual(await whole.progress('g1'));
  });

  it('is told of where a single event is too much', async () => {
    const ledger = await ledgerOf(LEDGER);
    await expect(new Projector(ledger, new SmallViewStore(1)).catchUp()).rejects.toMatchObject({ code: 'too-large' });
  });
});

describe('views of another ledger', () => {
  it('are built anew when an older copy of the ledger was put in place', async () => {
    const views = await viewsOf(await ledgerOf(LEDGER), VIEWS);
    const older = await ledgerOf(LEDGER.slice(0, -3));
    await new Projector(older, views).catchUp();
    const { id } = await new Views(views).current();
    expect(id).toBe('g2');
    expect((await views.progress(id)).position).toBe(LEDGER.length - 3);
  });

  it('are kept when the ledger only went on', async () => {
    const views = await viewsOf(await ledgerOf(LEDGER.slice(0, -3)), VIEWS);
    await new Projector(await ledgerOf(LEDGER), views).catchUp();
    const { id } = await new Views(views).current();
    expect(id).toBe('g1');
    expect((await views.progress(id)).position).toBe(LEDGER.length);
  });
});

describe('a rebuild', () => {
  /** Reads from a ledger until it breaks. @returns after which cursors reading began */
  const readings = (ledger: MemoryEventStore, breaksAfter: number): (string | null)[] => {
    const began: (string | null)[] = [];
    const readAll = ledger.readAll.bind(ledger);
    let left = breaksAfter;
    ledger.readAll = async function* (options) {
      began.push(options?.after ?? null);
      for await (const batch of readAll({ ...options, limit: 2 })) {
        if (left-- === 0) throw new Rejection('unavailable', 'the disk is gone');
        yield batch;
      }
    };
    return began;
  };

  it('goes on where it was broken off', async () => {
    const ledger = await ledgerOf(LEDGER);
    const views = await viewsOf(ledger, VIEWS);
    const began = readings(ledger, 2);
    await expect(new Rebuild(ledger, views).run()).rejects.toMatchObject({ code: 'unavailable' });
    const { position, cursor } = await views.progress('g2');
    expect(position).toBe(4);
    expect(await new Rebuild(ledger, views).run()).toEqual({ events: LEDGER.length, generation: 'g2' });
    expect(began.slice(0, 2)).toEqual([null, cursor]);
    expect(await new Views(views).current()).toMatchObject({ id: 'g2' });
  });

  it('begins anew where what was begun is another ledger’s', async () => {
    const ledger = await ledgerOf(LEDGER);
    const views = await viewsOf(ledger, VIEWS);
    readings(ledger, 2);
    await expect(new Rebuild(ledger, views).run()).rejects.toMatchObject({ code: 'unavailable' });
    const other = await ledgerOf(LEDGER.map((event) => ({ ...event, id: `another ${event.id}` })));
    expect((await new Rebuild(other, views).run()).generation).toBe('g3');
  });

  it('takes in what is recorded while it swaps', async () => {
    const ledger = await ledgerOf(LEDGER.slice(0, -3));
    const whole = await ledgerOf(LEDGER);
    const views = await viewsOf(ledger, VIEWS);
    // The generation in use has gone on by the time that the new one is to take over.
    const making = views.makeCurrent.bind(views);
    let first = true;
    views.makeCurrent = async (generation) => {
      if (first) {
        first = false;
        await new Projector(whole, views).catchUp();
      }
      await making(generation);
    };
    const readAll = ledger.readAll.bind(ledger);
    ledger.readAll = (options) => (first ? readAll(options) : whole.readAll(options));
    expect(await new Rebuild(ledger, views).run()).toEqual({ events: LEDGER.length, generation: 'g2' });
    expect((await views.progress('g2')).position).toBe(LEDGER.length);
  });
});
