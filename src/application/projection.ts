import { Rejection } from '../domain/kernel/rejection.js';
import { VIEWS } from '../domain/views/catalogue.js';
import { Folding } from './folding.js';
import { Placing } from './placing.js';
import type { EventStore, StoredEvent } from './ports/event-store.js';
import type { Progress, ViewStore } from './ports/view-store.js';
import { baseOf } from './views.js';

/** Folds batches of the ledger into one generation of the views, each committed with how far it got. */
export class Projection {
  private constructor(
    private readonly views: ViewStore,
    readonly generation: string,
    private folding: Folding,
    private placing: Placing,
  ) {}

  /** Goes on where the generation stands. */
  static async resume(views: ViewStore, generation: string): Promise<Projection> {
    const [folding, placing] = await standing(views, generation);
    return new Projection(views, generation, folding, placing);
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
    try {
      await this.commit(batch);
    } catch (fault) {
      if (!(fault instanceof Rejection && fault.code === 'too-large') || batch.length < 2) throw fault;
      // What was folded was not committed.
      [this.folding, this.placing] = await standing(this.views, this.generation);
      const middle = Math.ceil(batch.length / 2);
      await this.take(batch.slice(0, middle));
      await this.take(batch.slice(middle));
    }
  }

  private async commit(batch: readonly StoredEvent[]): Promise<void> {
    const expected = this.placing.reached.position;
    const events = batch.map((event) => this.placing.place(event));
    const editions = await this.folding.fold(events);
    await this.views.commit(this.generation, expected, this.placing.reached, editions, this.placing.takeMarks());
  }
}

/** A fold, and where it stands, as a generation has them. */
async function standing(views: ViewStore, generation: string): Promise<[Folding, Placing]> {
  const [progress, marks] = [await views.progress(generation), await views.marks(generation)];
  return [new Folding(baseOf(views, generation, 'now')), new Placing(progress, marks.at(-1) ?? null)];
}

/** Told as a long work goes on: events done, of how many (null: not known). */
export type OnProgress = (done: number, of: number | null) => void;

const BATCH = 500;

/** Folds the ledger, to its end or up to a position, giving the event loop back between batches. */
export async function replay(
  ledger: EventStore,
  projection: Projection,
  onProgress: OnProgress,
  upTo: number | null = null,
): Promise<void> {
  const left = (): number => (upTo ?? Infinity) - projection.progress.position;
  if (left() <= 0) return;
  for await (const batch of ledger.readAll({ after: projection.progress.cursor, limit: BATCH })) {
    await projection.take(batch.slice(0, left()));
    onProgress(projection.progress.position, upTo);
    if (left() <= 0) return;
    await new Promise(setImmediate);
  }
}

export const FIRST_GENERATION = 'g1';

/** Begins the views of a store that has none yet. */
export async function beginViews(views: ViewStore): Promise<void> {
  await views.create(FIRST_GENERATION, VIEWS);
  await views.makeCurrent(FIRST_GENERATION);
}
