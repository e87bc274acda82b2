import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { SimulatedClock } from '../../src/application/demo/simulated-clock.js';
import type { ServeOptions } from '../../src/serve.js';
import { copyDemonstrationTo } from './demonstration.js';
import { Served } from './served.js';

/** The morning after the story of the demonstration. */
const AFTER = '2025-01-02T09:00:00.000Z';

/** The demonstration, served on the morning after its story. */
export async function servedDemonstration(
  settings: Readonly<Record<string, string>> = { KRONIKA_AUTH: 'off' },
  options: ServeOptions = { listen: false },
): Promise<Served> {
  const data = await mkdtemp(join(tmpdir(), 'kronika-web-'));
  await copyDemonstrationTo(data);
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
