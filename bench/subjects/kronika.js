/** Kronika's parts as the composition root puts them together, on the files of one data directory. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  ActHandler,
  ActivitiesHandler,
  AsOf,
  MemoryViewStore,
  RegisterDesk,
  ReportHandler,
  Scratch,
  SqliteEventStore,
  SqliteViewStore,
  SystemClock,
  UuidIds,
  Views,
} from '../product.js';

class ScratchFiles extends Scratch {
  small() {
    return new MemoryViewStore();
  }

  async large() {
    const directory = await mkdtemp(join(tmpdir(), 'kronika-bench-'));
    const store = SqliteViewStore.open(join(directory, 'views.sqlite'));
    return { store, dispose: async () => (await store.close(), rm(directory, { recursive: true, force: true })) };
  }
}

/** @param ledgerPath and @param viewsPath may lie apart: what is appended to is a copy */
export function openKronika(ledgerPath, viewsPath) {
  const clock = new SystemClock();
  const ids = new UuidIds();
  const ledger = SqliteEventStore.open(ledgerPath, clock);
  const store = SqliteViewStore.open(viewsPath);
  const views = new Views(store);
  const desk = new RegisterDesk(store, views);
  const asOf = new AsOf(ledger, store, views, new ScratchFiles(), clock);
  return {
    ledger,
    store,
    views,
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

/**
 * Brings in validated rows, all or none of each, many in flight. The importer's own path belongs here once it can be
 * called with rows that are checked already; until then the rows go through the handler as an import's would.
 */
export async function importRows(kronika, commands) {
  const IN_FLIGHT = 500;
  for (let at = 0; at < commands.length; at += IN_FLIGHT)
    await Promise.all(commands.slice(at, at + IN_FLIGHT).map((command) => kronika.acts.execute(command)));
}
