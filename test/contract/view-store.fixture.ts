import type { Edition, Progress, Query, Scalar, ViewShape, ViewStore } from '../../src/application/ports/view-store.js';
import type { Doc } from '../../src/domain/kernel/view.js';

/** What an adapter brings to the suites: a store of its own, empty, and how to be rid of it. */
export interface Adapter {
  readonly name: string;
  readonly open: () => Promise<{ readonly store: ViewStore; readonly discard: () => Promise<void> }>;
}

export const ENTRIES: ViewShape = {
  name: 'entries',
  version: 1,
  fields: { on: 'text', title: 'text', amount: 'number', gminas: 'texts', words: 'texts' },
  sort: 'on',
};

/** Sorted by a number, and with fields named as SQL's own words. */
export const COUNTS: ViewShape = { name: 'gmina-months', version: 3, fields: { order: 'number' }, sort: 'order' };

export const GENERATION = 'g1';

export const progressAt = (position: number, segment: string | null = null): Progress => ({
  position,
  cursor: position === 0 ? null : `c${position}`,
  effectiveAt: position === 0 ? null : `2024-01-01T00:00:00.${String(position).padStart(3, '0')}Z`,
  segment,
});

/** Folds as the projector does: looks up what is in force, and commits what follows it. */
export class Scribe {
  private position = 0;

  constructor(
    readonly store: ViewStore,
    private readonly generation = GENERATION,
  ) {}

  async write(segment: string, docs: readonly Doc[], view = ENTRIES.name): Promise<void> {
    const editions = await this.editionsOf(segment, docs, view);
    await this.commit(segment, editions);
  }

  async editionsOf(segment: string, docs: readonly Doc[], view = ENTRIES.name): Promise<Edition[]> {
    const ids = docs.map(({ id }) => id);
    const open = await this.store.inForce(this.generation, view, ids, 'now');
    return docs.map((doc) => ({ view, from: segment, doc, previous: open.get(doc.id) ?? null }));
  }

  async commit(segment: string, editions: readonly Edition[]): Promise<void> {
    const next = progressAt(this.position + 1, segment);
    await this.store.commit(this.generation, this.position, next, editions, []);
    this.position++;
  }
}

/** @throws Error when the batches come to no end */
export async function all<T>(batches: AsyncIterable<readonly T[]>): Promise<T[]> {
  const items: T[] = [];
  for await (const batch of batches) {
    items.push(...batch);
    if (items.length > 10_000) throw new Error('batches without end');
  }
  return items;
}

export const idsOf = (docs: readonly Doc[]): string[] => docs.map(({ id }) => id);

/** The ids of all pages, one after the other. @throws Error when they come to no end */
export async function pages(store: ViewStore, query: Query & { readonly sort: string }): Promise<string[]> {
  const ids: string[] = [];
  for (let after: Query['after']; ids.length < 1_000;) {
    const page = await store.find(GENERATION, ENTRIES.name, { ...query, ...(after && { after }) });
    const last = page.at(-1);
    if (last === undefined) return ids;
    ids.push(...idsOf(page));
    after = { sort: (last[query.sort] ?? null) as Scalar, id: last.id };
  }
  throw new Error(`pages without end: ${ids.slice(0, 100).join(' ')}...`);
}
