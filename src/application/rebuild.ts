import { Injectable } from '@nestjs/common';
import { VIEWS } from '../domain/views/catalogue.js';
import { EventStore } from './ports/event-store.js';
import { ViewStore } from './ports/view-store.js';
import { Projection } from './projector.js';

/** Told as a long work goes on: events done, of how many (null: not known). */
export type OnProgress = (done: number, of: number | null) => void;

const BATCH = 2000;

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

/** Builds the next generation of the views beside the current one, then swaps. Reads go on meanwhile. */
@Injectable()
export class Rebuild {
  constructor(
    private readonly ledger: EventStore,
    private readonly views: ViewStore,
  ) {}

  /** @returns the events folded, and the name of the generation that is now current */
  async run(
    onProgress: OnProgress = () => undefined,
  ): Promise<{ readonly events: number; readonly generation: string }> {
    const generations = await this.views.generations();
    const current = generations.find((each) => each.current);
    const of = current === undefined ? null : (await this.views.progress(current.id)).position;
    const generation = nextName(generations.map((each) => each.id));
    await this.views.create(generation, VIEWS);
    const projection = await Projection.resume(this.views, generation);
    await replay(this.ledger, projection, (done) => {
      onProgress(done, of);
    });
    await this.views.makeCurrent(generation);
    return { events: projection.progress.position, generation };
  }
}

const nextName = (names: readonly string[]): string =>
  `g${String(Math.max(0, ...names.map((name) => Number(name.slice(1)))) + 1)}`;
