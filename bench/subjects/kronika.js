/** Kronika's parts as the composition root puts them together, on the files of one data directory. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  ActHandler,
  ActivitiesHandler,
  AsOf,
  MemoryViewStore,
  Recording,
  RegisterDesk,
  ReportHandler,
  Scratch,
  SqliteEventStore,
  SqliteViewStore,
  SystemClock,
  UuidIds,
  Views,
} from '../product.js';

/** Where the program replays beside itself. */
export class ScratchFiles extends Scratch {
  small() {
    return new MemoryViewStore();
  }

  async large() {
    const directory = await mkdtemp(join(tmpdir(), 'kronika-bench-'));
    const store = SqliteViewStore.openThreaded(join(directory, 'views.sqlite'));
    return { store, dispose: async () => (await store.close(), rm(directory, { recursive: true, force: true })) };
  }
}

/** @param ledgerPath and @param viewsPath may lie apart: what is appended to is a copy */
export function openKronika(ledgerPath, viewsPath) {
  const clock = new SystemClock();
  const ids = new UuidIds();
  const ledger = SqliteEventStore.open(ledgerPath, clock);
  const store = SqliteViewStore.openThreaded(viewsPath);
  const views = new Views(store);
  const desk = new RegisterDesk(store, views);
  const asOf = new AsOf(ledger, store, views, new ScratchFiles(), clock);
  return {
    ledger,
    store,
    views,
    asOf,
    acts: new ActHandler(ledger, views, store, desk, clock, ids),
    register: new ActivitiesHandler(asOf, desk),
    report: new ReportHandler(asOf),
    close: async () => {
      await ledger.close();
      await store.close();
    },
  };
}

/** Fills an empty file with a ledger. */
export async function fillKronika(path, ledger) {
  const store = SqliteEventStore.open(path, new SystemClock());
  await store.restore(
    (async function* () {
      yield* ledger;
    })(),
  );
  await store.close();
}

/** Brings in rows that an import has checked and decided, as it does: the whole file is checked before anything is recorded. */
export async function importRows(kronika, rows) {
  const IN_FLIGHT = 500;
  const recording = new Recording(kronika.ledger, () => false);
  for (let at = 0; at < rows.length; at += IN_FLIGHT) {
    for (const row of rows.slice(at, at + IN_FLIGHT)) recording.add(row);
    await recording.settle();
  }
}
