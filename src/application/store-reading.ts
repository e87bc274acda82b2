import type { Day } from '../domain/kernel/day.js';
import type { Doc } from '../domain/kernel/view.js';
import { VIEWS } from '../domain/views/catalogue.js';
import type { Answers } from './answers.js';
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

/** What readings know of each position without asking again: see {@link KeepingReading}. */
export interface AtHand {
  readonly counts: Answers<number>;
  readonly lists: Answers<readonly Doc[]>;
}

/** Documents of a list that is kept at hand, at most: what stands on a page beside other things. */
const SHORT = 20;

/**
 * A reading that looks first whether a count, or a short list, is at hand: thousands of entries are counted, or passed over
 * until ten are found, in as much time as all else on a page takes.
 */
export class KeepingReading {
  private readonly counted = new Map<string, number>();
  private readonly listed = new Map<string, readonly Doc[]>();

  /** @param known of all readings, by what was asked at which position */
  constructor(
    private readonly reading: StoreReading,
    private readonly generation: string,
    private readonly known: AtHand,
  ) {}

  get position(): number {
    return this.reading.position;
  }

  get day(): Day {
    return this.reading.day;
  }

  get again(): string {
    return this.reading.again;
  }

  async find(view: string, query: Omit<Query, 'at' | 'without'> = {}): Promise<readonly Doc[]> {
    if ((query.limit ?? Infinity) > SHORT) return this.reading.find(view, query);
    const key = this.keyOf(view, query);
    const list = this.known.lists.get(key) ?? (await this.reading.find(view, query));
    this.listed.set(key, list);
    return list;
  }

  get(view: string, ids: readonly string[]): Promise<readonly Doc[]> {
    return this.reading.get(view, ids);
  }

  async count(view: string, where: Query['where'] = {}): Promise<number> {
    const key = this.keyOf(view, where);
    const count = this.known.counts.get(key) ?? (await this.reading.count(view, where));
    this.counted.set(key, count);
    return count;
  }

  /** Keeps what was read at hand; to be called only once nothing can have moved under the reading. */
  keep(): void {
    for (const [key, count] of this.counted) this.known.counts.keep(key, count);
    for (const [key, list] of this.listed) this.known.lists.keep(key, list);
  }

  private keyOf(view: string, asked: object): string {
    return JSON.stringify([this.generation, this.position, view, asked]);
  }
}
