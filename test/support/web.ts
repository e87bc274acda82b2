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
export const decoded = (html: string): string =>
  html.replace(/&(?:amp|lt|gt|quot);/g, (each) => ENTITIES[each] ?? each);

/** Where the links and forms of a page lead, in order. */
export const addressesIn = (html: string): string[] =>
  [...html.matchAll(/<(?:a|form)\b[^>]*?\b(?:href|action)="([^"]*)"/g)].map(([, address = '']) => decoded(address));

/** What a page says, without its markup; spaces as they read. */
export const wordsIn = (html: string): string =>
  decoded(
    html.replace(/<(?:style|script|head)[\s\S]*?<\/(?:style|script|head)>/g, ' ').replace(/<[^>]+>/g, ' '),
  ).replace(/[\s\u00a0]+/g, ' ');

const attribute = (tag: string, name: string): string => decoded(new RegExp(` ${name}="([^"]*)"`).exec(tag)?.[1] ?? '');

/** Everything that the form of a page would send as it stands. */
export function fieldsIn(html: string, name = 'entry'): Record<string, string[]> {
  const form = new RegExp(`<form method="post"[^>]*class="${name}"[\\s\\S]*?</form>`).exec(html)?.[0] ?? '';
  const fields: Record<string, string[]> = {};
  const add = (field: string, value: string): void => void (fields[field] = [...(fields[field] ?? []), value]);
  for (const [tag] of form.matchAll(/<input[^>]*>/g))
    if (!tag.includes('type="checkbox"') || tag.includes(' checked'))
      add(attribute(tag, 'name'), attribute(tag, 'value'));
  for (const [tag, text = ''] of form.matchAll(/<textarea[^>]*>([^<]*)</g)) add(attribute(tag, 'name'), decoded(text));
  for (const [tag, options = ''] of form.matchAll(/<select[^>]*>([\s\S]*?)<\/select>/g))
    add(attribute(tag, 'name'), /<option value="([^"]*)" selected/.exec(options)?.[1] ?? '');
  return fields;
}

/** The page's main part. */
export const mainOf = (html: string): string => /<main[\s\S]*<\/main>/.exec(html)?.[0] ?? '';

/** The rows of the page's tables, cell by cell. */
export const rowsIn = (html: string): string[][] =>
  [...html.matchAll(/<tr>([\s\S]*?)<\/tr>/g)].map(([, row = '']) =>
    [...row.matchAll(/<t[hd][^>]*>([\s\S]*?)<\/t[hd]>/g)].map(([, cell = '']) => wordsIn(cell).trim()),
  );
