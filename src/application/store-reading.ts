import type { Day } from '../domain/kernel/day.js';
import type { Doc } from '../domain/kernel/view.js';
import { VIEWS } from '../domain/views/catalogue.js';
import { merge } from './merge.js';
import type { At, Query, ViewStore } from './ports/view-store.js';

/** The generation in which an overlay's documents are. */
export const LAID = 'g1';

/** A segment's editions of the evening before and the documents that its events touched up to a position. */
export interface Overlay {
  readonly position: number;
  readonly before: At;
  readonly touched: ReadonlyMap<string, readonly string[]>;
  readonly store: ViewStore;
}

/** A reading (as-of.ts) of the editions of one generation, under an overlay where there is one. */
export class StoreReading {
  constructor(
    private readonly store: ViewStore,
    private readonly generation: string,
    private readonly at: At,
    readonly position: number,
    readonly day: Day,
    /** Whether what it reads can't change any more. */
    readonly fixed: boolean,
    readonly again: string,
    private readonly overlay: Overlay | null = null,
  ) {}

  async find(view: string, query: Omit<Query, 'at' | 'without'> = {}): Promise<readonly Doc[]> {
    const { overlay } = this;
    if (overlay === null) return this.store.find(this.generation, view, { ...query, at: this.at });
    const [under, over] = await Promise.all([
      this.store.find(this.generation, view, { ...query, at: this.at, without: overlay.touched.get(view) ?? [] }),
      overlay.store.find(LAID, view, { ...query, at: 'now' }),
    ]);
    return merge(under, over, query, VIEWS.find(({ name }) => name === view)?.sort ?? 'id');
  }

  async count(view: string, where: Query['where'] = {}): Promise<number> {
    const { overlay } = this;
    if (overlay === null) return this.store.count(this.generation, view, { where, at: this.at });
    const [under, over] = await Promise.all([
      this.store.count(this.generation, view, { where, at: this.at, without: overlay.touched.get(view) ?? [] }),
      overlay.store.count(LAID, view, { where, at: 'now' }),
    ]);
    return under + over;
  }

  async get(view: string, ids: readonly string[]): Promise<readonly Doc[]> {
    const over = this.overlay === null ? null : await this.overlay.store.inForce(LAID, view, ids, 'now');
    const under = await this.store.inForce(
      this.generation,
      view,
      ids.filter((id) => !over?.has(id)),
      this.at,
    );
    return ids.flatMap((id) => (over?.get(id) ?? under.get(id))?.doc ?? []);
  }
}
