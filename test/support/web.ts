import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { SimulatedClock } from '../../src/application/demo/simulated-clock.js';
import type { Clock } from '../../src/application/ports/clock.js';
import { type DemoEngines, prepareDemo } from '../../src/delivery/cli/demo.js';
import { MemoryEventStore } from '../../src/infrastructure/memory/memory-event-store.js';
import { MemoryViewStore } from '../../src/infrastructure/memory/memory-view-store.js';
import { SqliteEventStore } from '../../src/infrastructure/sqlite/sqlite-event-store.js';
import { SqliteViewStore } from '../../src/infrastructure/sqlite/sqlite-view-store.js';
import type { ServeOptions } from '../../src/serve.js';
import { Served } from './served.js';

/** The morning after the story of the demonstration. */
const AFTER = '2025-01-02T09:00:00.000Z';

const ENGINES: DemoEngines = {
  inMemory: (clock: Clock) => ({ ledger: new MemoryEventStore(clock), views: new MemoryViewStore() }),
  inDirectory: (directory, clock) => ({
    ledger: SqliteEventStore.open(join(directory, 'ledger.sqlite'), clock),
    views: SqliteViewStore.open(join(directory, 'views.sqlite')),
  }),
};

/** The demonstration, served on the morning after its story. */
export async function servedDemonstration(
  settings: Readonly<Record<string, string>> = { KRONIKA_AUTH: 'off' },
  options: ServeOptions = { listen: false },
): Promise<Served> {
  const data = await mkdtemp(join(tmpdir(), 'kronika-web-'));
  await prepareDemo(data, ENGINES, () => ({ report: () => undefined, stop: () => undefined }));
  return Served.start(settings, { clock: new SimulatedClock(AFTER), ...options }, data);
}

const ENTITIES: Readonly<Record<string, string>> = { '&amp;': '&', '&lt;': '<', '&gt;': '>', '&quot;': '"' };
const decoded = (html: string): string => html.replace(/&(?:amp|lt|gt|quot);/g, (each) => ENTITIES[each] ?? each);

/** Where the links and forms of a page lead, in order. */
export const addressesIn = (html: string): string[] =>
  [...html.matchAll(/<(?:a|form)\b[^>]*?\b(?:href|action)="([^"]*)"/g)].map(([, address = '']) => decoded(address));

/** What a page says, without its markup; spaces as they read. */
export const wordsIn = (html: string): string =>
  decoded(
    html.replace(/<(?:style|script|head)[\s\S]*?<\/(?:style|script|head)>/g, ' ').replace(/<[^>]+>/g, ' '),
  ).replace(/[\s\u00a0]+/g, ' ');

/** The page's main part. */
export const mainOf = (html: string): string => /<main[\s\S]*<\/main>/.exec(html)?.[0] ?? '';

/** The rows of the page's tables, cell by cell. */
export const rowsIn = (html: string): string[][] =>
  [...html.matchAll(/<tr>([\s\S]*?)<\/tr>/g)].map(([, row = '']) =>
    [...row.matchAll(/<t[hd][^>]*>([\s\S]*?)<\/t[hd]>/g)].map(([, cell = '']) => wordsIn(cell).trim()),
  );
