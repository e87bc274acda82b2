import { Injectable } from '@nestjs/common';
import { Rejection } from '../domain/kernel/rejection.js';
import { VIEWS } from '../domain/views/catalogue.js';
import { EventStore } from './ports/event-store.js';
import { ViewStore } from './ports/view-store.js';
import { type OnProgress, Projection, replay } from './projection.js';

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
    for (;;) {
      const before = projection.progress.position;
      await replay(this.ledger, projection, (done) => {
        onProgress(done, of);
      });
      // Views that hold more than the whole ledger are not this ledger's: they give way.
      const strange = current !== undefined && before > 0 && before === projection.progress.position;
      if (strange) await this.views.drop(current.id);
      if (await this.swap(generation)) return { events: projection.progress.position, generation };
    }
  }

  /** False when something was recorded meanwhile, and the views in use have it already. */
  private async swap(generation: string): Promise<boolean> {
    try {
      await this.views.makeCurrent(generation);
      return true;
    } catch (fault) {
      if (fault instanceof Rejection && fault.code === 'conflict') return false;
      throw fault;
    }
  }
}

const nextName = (names: readonly string[]): string =>
  `g${String(Math.max(0, ...names.map((name) => Number(name.slice(1)))) + 1)}`;
