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
    private readonly folding: Folding,
    private readonly placing: Placing,
  ) {}

  /** Goes on where the generation stands. */
  static async resume(views: ViewStore, generation: string): Promise<Projection> {
    const [progress, marks] = [await views.progress(generation), await views.marks(generation)];
    const folding = new Folding(baseOf(views, generation, 'now'));
    return new Projection(views, generation, folding, new Placing(progress, marks.at(-1) ?? null));
  }

  get progress(): Progress {
    return this.placing.reached;
  }

  /** @throws Rejection `conflict` when somebody else projected meanwhile: resume anew */
  async take(batch: readonly StoredEvent[]): Promise<void> {
    const expected = this.placing.reached.position;
    const events = batch.map((event) => this.placing.place(event));
    const editions = await this.folding.fold(events);
    await this.views.commit(this.generation, expected, this.placing.reached, editions, this.placing.takeMarks());
  }
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
