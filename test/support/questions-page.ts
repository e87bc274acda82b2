import { readFile } from 'node:fs/promises';

/** A request of the page. */
export interface Request {
  readonly address: string;
  /** The shortened answer that follows it; undefined where there is none. */
  readonly shown?: unknown;
}

/** The questions of the page: number, title, requests in their order. */
export async function readPage(): Promise<{ number: number; title: string; requests: readonly Request[] }[]> {
  const page = await readFile(new URL('../../docs/questions.md', import.meta.url), 'utf8');
  return page
    .split(/^## /m)
    .slice(1)
    .map((section) => {
      const [, number = '', title = ''] = /^(\d+)\. (.*)$/m.exec(section) ?? [];
      const requests: Request[] = [];
      for (const [, address, json] of section.matchAll(
        /^ {4}curl -s 'localhost:3000(\/v1\/[^']+)'$|^```json\n([\s\S]*?)^```$/gm,
      )) {
        if (address !== undefined) requests.push({ address });
        else if (requests.length > 0) requests.push({ ...requests.pop()!, shown: JSON.parse(json ?? '') });
      }
      return { number: Number(number), title, requests };
    });
}

/** Whether all that is shown is in the real answer: fields by name, entries of lists in their order, others between. */
export function holds(real: unknown, shown: unknown): boolean {
  if (Array.isArray(shown)) {
    if (!Array.isArray(real)) return false;
    let from = 0;
    return shown.every((each) => {
      const found = real.slice(from).findIndex((other) => holds(other, each));
      from += found + 1;
      return found >= 0;
    });
  }
  if (typeof shown !== 'object' || shown === null) return real === shown;
  return (
    typeof real === 'object' &&
    real !== null &&
    Object.entries(shown).every(([name, each]) => holds((real as Readonly<Record<string, unknown>>)[name], each))
  );
}
