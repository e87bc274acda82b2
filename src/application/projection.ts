import { Rejection } from '../domain/kernel/rejection.js';
import { VIEWS } from '../domain/views/catalogue.js';
import { Folding } from './folding.js';
import { Placing } from './placing.js';
import type { EventStore, StoredEvent } from './ports/event-store.js';
import type { Edition, Mark, Progress, ViewStore } from './ports/view-store.js';
import { baseOf } from './views.js';

/** Folds batches of the ledger into one generation of the views, each committed with how far it got. */
export class Projection {
  private constructor(
    private readonly views: ViewStore,
    readonly generation: string,
    private folding: Folding,
    private placing: Placing,
    private readonly onEditions: (editions: readonly Edition[]) => void,
  ) {}

  /**
   * Goes on where the generation stands.
   *
   * @param onEditions told of what each commit wrote, in their order
   */
  static async resume(
    views: ViewStore,
    generation: string,
    onEditions: (editions: readonly Edition[]) => void = () => undefined,
  ): Promise<Projection> {
    const [folding, placing] = await standing(views, generation);
    return new Projection(views, generation, folding, placing, onEditions);
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
    const events = batch.map((event) => this.placing.place(event));
    const editions = await this.folding.fold(events);
    return { expected, next: this.placing.reached, editions, marks: this.placing.takeMarks() };
  }

  async commit({ expected, next, editions, marks }: Folded): Promise<void> {
    await this.views.commit(this.generation, expected, next, editions, marks);
    this.onEditions(editions);
  }
}

/** What a batch made of the views. */
interface Folded {
  readonly expected: number;
  readonly next: Progress;
  readonly editions: readonly Edition[];
  readonly marks: readonly Mark[];
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
  // A short way to go is no reason to read, and parse, a whole batch: a check goes from one day's close to the next.
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
