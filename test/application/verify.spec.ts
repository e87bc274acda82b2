import 'reflect-metadata';
import { describe, expect, it } from '@jest/globals';
import Database from 'better-sqlite3';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Clock } from '../../src/application/ports/clock.js';
import { Scratch } from '../../src/application/ports/scratch.js';
import type { Edition, ViewStore } from '../../src/application/ports/view-store.js';
import { Projection } from '../../src/application/projection.js';
import { Rebuild } from '../../src/application/rebuild.js';
import { Verify } from '../../src/application/verify.js';
import { Views } from '../../src/application/views.js';
import { VIEWS } from '../../src/domain/views/catalogue.js';
import { MemoryEventStore } from '../../src/infrastructure/memory/memory-event-store.js';
import { MemoryViewStore } from '../../src/infrastructure/memory/memory-view-store.js';
import { SqliteViewStore } from '../../src/infrastructure/sqlite/sqlite-view-store.js';
import { randomLedger } from '../support/random-ledger.js';

class FixedClock extends Clock {
  now(): string {
    return '2026-01-15T12:00:00.000Z';
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

const DICE = Array.from({ length: 60 }, (_, index) => ({ what: index % 70, which: index, how: index * 7, later: 300 }));

async function program(): Promise<{ ledger: MemoryEventStore; store: MemoryViewStore; verify: Verify }> {
  return programOn(new MemoryViewStore());
}

async function programOn<S extends ViewStore>(
  store: S,
): Promise<{ ledger: MemoryEventStore; store: S; verify: Verify }> {
  const ledger = new MemoryEventStore(new FixedClock());
  const events = randomLedger(DICE).map(({ cursor: _cursor, ...event }) => event);
  await ledger.restore(
    (async function* () {
      yield await Promise.resolve(events);
    })(),
  );
  await store.create('g1', VIEWS);
  const projection = await Projection.resume(store, 'g1');
  for await (const batch of ledger.readAll({ limit: 17 })) await projection.take(batch);
  await store.makeCurrent('g1');
  return { ledger, store, verify: new Verify(ledger, store, new Views(store), new MemoryScratch()) };
}

describe('verification', () => {
  it('finds no difference in views that the ledger made, before and after a rebuild', async () => {
    const { ledger, store, verify } = await program();
    const before = await verify.run();
    expect(before.differences).toEqual([]);
    expect(before.editions).toBeGreaterThan(100);
    expect((await new Rebuild(ledger, store).run()).generation).toBe('g2');
    expect(await verify.run()).toEqual(before);
  });

  it('is not misled by what is recorded while it compares', async () => {
    const { ledger } = await program();
    // The views go on, a few events at a time, whenever the comparison takes up the next view.
    const behind = new MemoryViewStore();
    await behind.create('g1', VIEWS);
    await behind.makeCurrent('g1');
    const projection = await Projection.resume(behind, 'g1');
    const batches = ledger.readAll({ limit: 9 })[Symbol.asyncIterator]();
    const goOn = async (): Promise<void> => {
      const batch = await batches.next();
      if (batch.done !== true) await projection.take(batch.value);
    };
    for (let n = 0; n < 3; n++) await goOn();
    const walk = behind.editions.bind(behind);
    behind.editions = async function* (generation, view, id) {
      await goOn();
      yield* walk(generation, view, id);
    };
    const verdict = await new Verify(ledger, behind, new Views(behind), new MemoryScratch()).run();
    expect(verdict.differences).toEqual([]);
    expect(projection.progress.position).toBeGreaterThan(27);
  });

  it('names the first document that differs', async () => {
    const { store, verify } = await program();
    const [doc] = await store.find('g1', 'register', { at: 'now', limit: 1 });
    if (doc === undefined) throw new Error('an empty register proves nothing');
    const previous = (await store.inForce('g1', 'register', [doc.id], 'now')).get(doc.id);
    if (previous === undefined) throw new Error('in force a moment ago');
    const progress = await store.progress('g1');
    const forged = { view: 'register', from: previous.from, doc: { ...doc, recordedBy: 'ktoś inny' }, previous };
    await store.commit('g1', progress.position, progress, [forged], []);
    expect((await verify.run()).differences).toEqual([
      { view: 'register', id: doc.id, from: previous.from, what: 'differs', documents: 1 },
    ]);
  });

  it('names the first document of each view that differs, and says how many do', async () => {
    const { store, verify } = await program();
    const forged: Edition[] = [];
    for (const [view, limit] of [
      ['register', 3],
      ['registers', 1],
    ] as const)
      for (const doc of await store.find('g1', view, { at: 'now', limit })) {
        const previous = (await store.inForce('g1', view, [doc.id], 'now')).get(doc.id)!;
        forged.push({ view, from: previous.from, doc: { ...doc, recordedBy: 'ktoś inny' }, previous });
      }
    const progress = await store.progress('g1');
    await store.commit('g1', progress.position, progress, forged, []);
    const { differences } = await verify.run();
    expect(differences).toHaveLength(2);
    for (const [view, documents] of Object.entries({ register: 3, registers: 1 })) {
      const [id] = forged.flatMap((each) => (each.view === view ? [each.doc.id] : [])).sort();
      expect(differences).toContainEqual({ view, id, from: expect.any(String), what: 'differs', documents });
    }
  });

  it.each<[string, string, string]>([
    [
      'a column by which documents are found',
      `UPDATE editions_1_register SET f_status = 'held' WHERE id = ?`,
      'register',
    ],
    ['a row of the index', `DELETE FROM open_1_trail WHERE id = ?`, 'trail'],
    [
      'a row of the index too many',
      `INSERT INTO open_1_registers VALUES (0, 'unit', 'x', ?, '2023-03-01.0000')`,
      'registers',
    ],
  ])('names the document whose content is right, but that %s says otherwise of', async (_, alter, view) => {
    const home = await mkdtemp(join(tmpdir(), 'kronika-verify-'));
    const { store, verify } = await programOn(SqliteViewStore.open(join(home, 'views.sqlite')));
    try {
      expect((await verify.run()).differences).toEqual([]);
      const [, doc] = await store.find('g1', view, { at: 'now', limit: 2 });
      const raw = new Database(join(home, 'views.sqlite'));
      expect(raw.prepare(alter).run(doc?.id).changes).toBeGreaterThan(0);
      raw.close();
      expect((await verify.run()).differences[0]).toMatchObject({ view, id: doc?.id, what: 'is filed wrongly' });
    } finally {
      await store.close();
      await rm(home, { recursive: true });
    }
  });
});
