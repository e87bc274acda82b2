import { Injectable } from '@nestjs/common';
import { Rejection } from '../domain/kernel/rejection.js';
import { VIEWS } from '../domain/views/catalogue.js';
import { Folding } from './folding.js';
import { Placing } from './placing.js';
import { EventStore, type StoredEvent } from './ports/event-store.js';
import { type Progress, ViewStore } from './ports/view-store.js';
import { baseOf } from './views.js';

/** Events folded between two commits, at most. */
const BATCH = 500;

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

/** Keeps the current generation of the views abreast of the ledger. */
@Injectable()
export class Projector {
  private readonly listeners = new Set<(progress: Progress) => void>();
  private stop = new AbortController();
  private running: Promise<void> | null = null;
  private reached: Progress | null = null;

  constructor(
    private readonly ledger: EventStore,
    private readonly views: ViewStore,
  ) {}

  /** How far this process's projection got; null while it does not run. */
  get progress(): Progress | null {
    return this.reached;
  }

  /** Tells after each commit of this process. Returns how to stop being told. */
  onCommit(listener: (progress: Progress) => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  /** Projects until {@link close}; comes back from every fault, trying again with growing pauses (to 5 s). */
  start(onFault: (fault: unknown) => void): void {
    this.stop = new AbortController();
    this.running = this.run(onFault, this.stop.signal);
  }

  async close(): Promise<void> {
    this.stop.abort();
    await this.running;
    this.running = null;
  }

  private async run(onFault: (fault: unknown) => void, signal: AbortSignal): Promise<void> {
    for (let pause = 50; !signal.aborted; pause = Math.min(pause * 2, 5000)) {
      try {
        await this.project(signal, () => (pause = 50));
      } catch (fault) {
        // Another process projects, or a rebuilt generation took over: not worth a word.
        if (!(fault instanceof Rejection && (fault.code === 'conflict' || fault.code === 'unsettled'))) onFault(fault);
        await sleep(pause, signal);
      }
    }
    this.reached = null;
  }

  private async project(signal: AbortSignal, onCommitted: () => void): Promise<void> {
    const projection = await Projection.resume(this.views, await currentOrFirst(this.views));
    this.tell(projection.progress);
    await this.ledger.subscribe(
      { after: projection.progress.cursor, limit: BATCH },
      async (batch) => {
        await projection.take(batch);
        onCommitted();
        this.tell(projection.progress);
      },
      signal,
    );
  }

  private tell(progress: Progress): void {
    this.reached = progress;
    for (const listener of this.listeners) listener(progress);
  }
}

async function currentOrFirst(views: ViewStore): Promise<string> {
  const current = (await views.generations()).find((each) => each.current);
  if (current !== undefined) return current.id;
  await views.create(FIRST_GENERATION, VIEWS);
  await views.makeCurrent(FIRST_GENERATION);
  return FIRST_GENERATION;
}

export const FIRST_GENERATION = 'g1';

export async function sleep(milliseconds: number, signal: AbortSignal): Promise<void> {
  if (signal.aborted) return;
  await new Promise<void>((resolve) => {
    const wake = (): void => {
      clearTimeout(timer);
      signal.removeEventListener('abort', wake);
      resolve();
    };
    const timer = setTimeout(wake, milliseconds);
    signal.addEventListener('abort', wake);
  });
}
