import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, rename, rm, stat } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import { copyDemonstration, FIRST_MORNING, loadDemonstration } from '../../application/demo/load-demonstration.js';
import { SeededIds } from '../../application/demo/seeded-ids.js';
import { Dice } from '../../application/demo/dice.js';
import { SimulatedClock } from '../../application/demo/simulated-clock.js';
import { Opening } from '../../application/opening.js';
import type { Clock } from '../../application/ports/clock.js';
import type { EventStore } from '../../application/ports/event-store.js';
import type { ViewStore } from '../../application/ports/view-store.js';
import type { OnProgress } from '../../application/projection.js';
import { type Progress, showProgress } from './progress.js';

export const DEMO_DATA = './.demo-data';

export interface Stores {
  readonly ledger: EventStore;
  readonly views: ViewStore;
}

/** The stores that a demonstration needs; who starts the program knows which. */
export interface DemoEngines {
  /**
   * In memory: there the story is played, event by event. On a disk each event would wait for a commit of its own,
   * twenty seconds in all where a finished ledger is copied in one.
   */
  inMemory(clock: Clock): Stores;
  /** The ledger and views of a data directory, as the server opens them. */
  inDirectory(directory: string, clock: Clock): Stores;
}

/** What a broken-off load leaves behind is taken away after this long, in milliseconds; a load takes seconds. */
const ABANDONED = 3_600_000;

/**
 * Sees to it that a data directory holds the demonstration. It is loaded beside the directory and moved there when it
 * is whole, so that a load that was broken off is never taken for one.
 *
 * @returns whether it had to be loaded
 * @throws Error when the directory holds something else
 */
export async function prepareDemo(
  data: string,
  engines: DemoEngines,
  show: (what: string) => Progress = showProgress,
): Promise<{ readonly loaded: boolean }> {
  const directory = resolve(data);
  if (await isThere(directory, engines)) return { loaded: false };
  const [parent, prefix] = [dirname(directory), `${basename(directory)}.loading-`];
  await mkdir(parent, { recursive: true });
  await sweep(parent, prefix);
  const beside = await mkdtemp(join(parent, prefix));
  try {
    await load(beside, engines, show);
    // An empty directory gives way; one that somebody else filled meanwhile does not.
    await rm(directory, { recursive: false, force: true }).catch(() => undefined);
    await rename(beside, directory);
    return { loaded: true };
  } catch (fault) {
    await rm(beside, { recursive: true, force: true });
    if (await isThere(directory, engines)) return { loaded: false };
    throw fault;
  }
}

async function isThere(directory: string, engines: DemoEngines): Promise<boolean> {
  if (!existsSync(directory) || (await readdir(directory)).length === 0) return false;
  const clock = new SimulatedClock(FIRST_MORNING);
  const stores = engines.inDirectory(directory, clock);
  try {
    const first = await new Opening(stores.ledger, new SeededIds(clock, new Dice('none')), clock).first();
    if (first?.demonstration === true) return true;
  } finally {
    await close(stores);
  }
  throw new Error(`${directory} holds something else than a demonstration ledger: choose another directory`);
}

async function load(directory: string, engines: DemoEngines, show: (what: string) => Progress): Promise<void> {
  const clock = new SimulatedClock(FIRST_MORNING);
  // First of all, because what cannot be written need not be told.
  const kept = engines.inDirectory(directory, clock);
  try {
    const played = engines.inMemory(clock);
    await shown(show('demonstration: recording three years'), (report) =>
      loadDemonstration({ ...played, clock }, report),
    );
    await shown(show('demonstration: building the views'), (report) => copyDemonstration(played.ledger, kept, report));
    await close(played);
  } finally {
    await close(kept);
  }
}

async function shown(progress: Progress, work: (report: OnProgress) => Promise<unknown>): Promise<void> {
  try {
    await work(progress.report);
  } finally {
    progress.stop();
  }
}

async function close({ ledger, views }: Stores): Promise<void> {
  await ledger.close();
  await views.close();
}

async function sweep(parent: string, prefix: string): Promise<void> {
  for (const name of await readdir(parent)) {
    const path = join(parent, name);
    if (name.startsWith(prefix) && Date.now() - (await stat(path)).mtimeMs > ABANDONED)
      await rm(path, { recursive: true, force: true });
  }
}
