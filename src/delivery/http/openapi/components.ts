import { isDeepStrictEqual } from 'node:util';
import { allPayloads } from './payloads.js';
import { behind, COMPONENTS, type Schema, SCHEMAS } from './schema.js';

type Components = Readonly<Record<string, Readonly<Record<string, Schema>>>>;

/**
 * Takes the shared parts out of the document and keeps each once, those that they name themselves included.
 *
 * @throws Error for a name that nothing stands behind, or two different things
 */
export function collected(document: object): { readonly document: Schema; readonly components: Components } {
  const payloads = allPayloads();
  const found = new Map<string, { readonly part: Schema; kept: Schema }>();

  const reference = (to: string, hidden: Schema | undefined): void => {
    const before = found.get(to);
    if (before !== undefined) {
      // One that is told by its name alone means whatever goes by it.
      if (hidden !== undefined && !isDeepStrictEqual(before.part, hidden)) throw new Error(`there are two of ${to}`);
      return;
    }
    const part = hidden ?? payloads.get(to.slice(SCHEMAS.length));
    if (part === undefined) throw new Error(`nothing is behind ${to}`);
    const entry = { part, kept: part };
    found.set(to, entry);
    // Walked once it is known, because it may name itself.
    entry.kept = walk(part) as Schema;
  };

  const walk = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(walk);
    if (typeof value !== 'object' || value === null) return value;
    const { $ref } = value as { readonly $ref?: unknown };
    if (typeof $ref === 'string') reference($ref, behind(value));
    return Object.fromEntries(Object.entries(value).map(([name, each]) => [name, walk(each)]));
  };

  const walked = walk(document) as Schema;
  const components: Record<string, Record<string, Schema>> = {};
  for (const [to, { kept }] of [...found].sort(([a], [b]) => (a < b ? -1 : 1))) {
    const [section = '', name = ''] = to.slice(COMPONENTS.length).split('/');
    (components[section] ??= {})[name] = kept;
  }
  return { document: walked, components };
}
