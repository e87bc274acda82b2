import { Rejection } from '../domain/kernel/rejection.js';
import { VIEWS } from '../domain/views/catalogue.js';
import { Folding } from './folding.js';
import { Placing } from './placing.js';
import type { EventStore, StoredEvent } from './ports/event-store.js';
import type { Edition, Mark, Progress, ViewStore } from './ports/view-store.js';
import { baseOf } from './views.js';

/** Follows a projection: what it makes, and the moments at which it has come to a position. */
export interface Watch {
  /** Positions, the smallest first. */
  readonly stops: readonly number[];
  /** What was made before the next stop, or a part of it. */
  take(editions: readonly Edition[]): void;
  reached(stop: number): void;
}

export const NOBODY: Watch = { stops: [], take: () => undefined, reached: () => undefined };

/** Folds batches of the ledger into one generation of the views, each committed with how far it got. */
export class Projection {
  private constructor(
    private readonly views: ViewStore,
    readonly generation: string,
    private folding: Folding,
    private placing: Placing,
    private readonly watch: Watch,
  ) {}

  /**
   * Goes on where the generation stands.
   *
   * @param watch told of what each commit wrote, in their order
   */
  static async resume(views: ViewStore, generation: string, watch = NOBODY): Promise<Projection> {
    const [folding, placing] = await standing(views, generation);
    return new Projection(views, generation, folding, placing, watch);
  }

  get progress(): Progress {
    return this.placing.reached;
  }

  /**
   * Folds a batch and commits it; one that the store does not take in one go, in halves.
   *
   * @throws Rejection `conflict` when somebody else projected meanwhile: resume anew
   */
  async take(batch: readonly StoredEvent[]): Promise<void> {
    await this.settled(batch, this.commit(await this.fold(batch)));
  }

  /**
   * Waits for the commit of a batch; one that the store did not take in one go is folded again, and committed in halves.
   *
   * @returns whether the commit stands: if not, what was folded after it is to be folded again
   */
  async settled(batch: readonly StoredEvent[], committed: Promise<void>): Promise<boolean> {
    try {
      await committed;
      return true;
    } catch (fault) {
      if (!(fault instanceof Rejection && fault.code === 'too-large') || batch.length < 2) throw fault;
      [this.folding, this.placing] = await standing(this.views, this.generation);
      const middle = Math.ceil(batch.length / 2);
      await this.take(batch.slice(0, middle));
      await this.take(batch.slice(middle));
      return false;
    }
  }

  /** Folds a batch that is to be committed after those folded before. The last may still be on its way to the store. */
  async fold(batch: readonly StoredEvent[]): Promise<Folded> {
    const expected = this.placing.reached.position;
    const made: Made[] = [];
    for (const stretch of cutAt(batch, expected, this.watch.stops)) {
      const events = stretch.map((event) => this.placing.place(event));
      const editions = await this.folding.fold(events, undefined, made.length > 0);
      made.push({ upTo: this.placing.reached.position, editions });
    }
    return { expected, next: this.placing.reached, made, marks: this.placing.takeMarks() };
  }

  async commit({ expected, next, made, marks }: Folded): Promise<void> {
    const editions = made.flatMap((each) => each.editions);
    await this.views.commit(this.generation, expected, next, editions, marks);
    for (const each of made) {
      this.watch.take(each.editions);
      if (this.watch.stops.includes(each.upTo)) this.watch.reached(each.upTo);
    }
  }
}

/** What the events up to a position, after the one before, made of the views. */
interface Made {
  readonly upTo: number;
  readonly editions: readonly Edition[];
}

/** What a batch made of the views. */
interface Folded {
  readonly expected: number;
  readonly next: Progress;
  readonly made: readonly Made[];
  readonly marks: readonly Mark[];
}

/** Cuts a batch behind each of these positions that is in it. */
function cutAt<T>(batch: readonly T[], before: number, stops: readonly number[]): readonly (readonly T[])[] {
  const cuts = stops.map((stop) => stop - before).filter((cut) => cut > 0 && cut < batch.length);
  return [0, ...cuts].map((from, index) => batch.slice(from, cuts[index]));
}

/** A fold, and where it stands, as a generation has them. */
async function standing(views: ViewStore, generation: string): Promise<[Folding, Placing]> {
  const [progress, marks] = [await views.progress(generation), await views.marks(generation)];
  return [new Folding(baseOf(views, generation, 'now')), new Placing(progress, marks.at(-1) ?? null)];
}

/** Told as a long work goes on: events done, of how many (null: not known). */
export type OnProgress = (done: number, of: number | null) => void;

const BATCH = 500;

/**
 * Folds the ledger, to its end or up to a position, giving the event loop back between batches. While a store commits one
 * batch the next is folded.
 */
export async function replay(
  ledger: EventStore,
  projection: Projection,
  onProgress: OnProgress,
  upTo: number | null = null,
): Promise<void> {
  const left = (): number => (upTo ?? Infinity) - projection.progress.position;
  if (left() <= 0) return;
  let last: { readonly batch: readonly StoredEvent[]; readonly committed: Promise<void> } | null = null;
  // A short way to go is no reason to read, and parse, a whole batch.
  const limit = Math.min(BATCH, left());
  for await (const read of ledger.readAll({ after: projection.progress.cursor, limit })) {
    const batch = read.slice(0, left());
    let folded = await projection.fold(batch);
    if (last !== null && !(await projection.settled(last.batch, last.committed))) folded = await projection.fold(batch);
    onProgress(folded.expected, upTo);
    last = { batch, committed: projection.commit(folded) };
    // Its fault is thrown where it is awaited.
    last.committed.catch(() => undefined);
    if (left() <= 0) break;
    await new Promise(setImmediate);
  }
  if (last !== null) await projection.settled(last.batch, last.committed);
  onProgress(projection.progress.position, upTo);
}

export const FIRST_GENERATION = 'g1';

/** Begins the views of a store that has none yet. */
export async function beginViews(views: ViewStore): Promise<void> {
  await views.create(FIRST_GENERATION, VIEWS);
  await views.makeCurrent(FIRST_GENERATION);
}
