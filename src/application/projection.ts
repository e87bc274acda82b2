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
    private readonly folding: Folding,
    private readonly placing: Placing,
    private readonly onEditions: (editions: readonly Edition[]) => void,
  ) {}

  /**
   * Goes on where the generation stands.
   *
   * @param onEditions told of what each batch made, in the order in which it was made
   */
  static async resume(
    views: ViewStore,
    generation: string,
    onEditions: (editions: readonly Edition[]) => void = () => undefined,
  ): Promise<Projection> {
    const [progress, marks] = [await views.progress(generation), await views.marks(generation)];
    const folding = new Folding(baseOf(views, generation, 'now'));
    return new Projection(views, generation, folding, new Placing(progress, marks.at(-1) ?? null), onEditions);
  }

  get progress(): Progress {
    return this.placing.reached;
  }

  /** @throws Rejection `conflict` when somebody else projected meanwhile: resume anew */
  async take(batch: readonly StoredEvent[]): Promise<void> {
    await this.commit(await this.fold(batch));
  }

  /** Folds a batch that is to be committed after those folded before. The last may still be on its way to the store. */
  async fold(batch: readonly StoredEvent[]): Promise<Folded> {
    const expected = this.placing.reached.position;
    const events = batch.map((event) => this.placing.place(event));
    const editions = await this.folding.fold(events);
    this.onEditions(editions);
    return { expected, next: this.placing.reached, editions, marks: this.placing.takeMarks() };
  }

  commit({ expected, next, editions, marks }: Folded): Promise<void> {
    return this.views.commit(this.generation, expected, next, editions, marks);
  }
}

/** What a batch made of the views. */
interface Folded {
  readonly expected: number;
  readonly next: Progress;
  readonly editions: readonly Edition[];
  readonly marks: readonly Mark[];
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
  let committed = Promise.resolve();
  for await (const batch of ledger.readAll({ after: projection.progress.cursor, limit: BATCH })) {
    const folded = await projection.fold(batch.slice(0, left()));
    await committed;
    onProgress(folded.expected, upTo);
    committed = projection.commit(folded);
    // Its fault is thrown where it is awaited.
    committed.catch(() => undefined);
    if (left() <= 0) break;
    await new Promise(setImmediate);
  }
  await committed;
  onProgress(projection.progress.position, upTo);
}

export const FIRST_GENERATION = 'g1';

/** Begins the views of a store that has none yet. */
export async function beginViews(views: ViewStore): Promise<void> {
  await views.create(FIRST_GENERATION, VIEWS);
  await views.makeCurrent(FIRST_GENERATION);
}
