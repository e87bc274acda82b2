import { Injectable } from '@nestjs/common';
import { Rejection } from '../domain/kernel/rejection.js';
import { VIEWS } from '../domain/views/catalogue.js';
import { trail, type TrailDoc } from '../domain/views/trail.js';
import { EventStore } from './ports/event-store.js';
import { type Generation, ViewStore } from './ports/view-store.js';
import { type OnProgress, Projection, replay } from './projection.js';
import { fitOf } from './views.js';

/**
 * Builds the next generation of the views beside the current one, then swaps. Reads go on meanwhile. One that was broken off
 * goes on where it stood.
 */
@Injectable()
export class Rebuild {
  constructor(
    private readonly ledger: EventStore,
    private readonly views: ViewStore,
  ) {}

  /**
   * @returns the events folded, and the name of the generation that is now current
   * @throws Rejection `conflict` when another process builds the same generation
   */
  async run(
    onProgress: OnProgress = () => undefined,
  ): Promise<{ readonly events: number; readonly generation: string }> {
    const generations = await this.views.generations();
    const current = generations.find((each) => each.current);
    const of = current === undefined ? null : (await this.views.progress(current.id)).position;
    const generation = (await this.brokenOff(generations)) ?? (await this.begin(generations));
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

  /** The generation that an earlier run began and did not end, of this version's views and of this ledger. */
  private async brokenOff(generations: readonly Generation[]): Promise<string | null> {
    for (const each of generations)
      if (!each.current && fitOf(each) === 'fits' && (await isOfLedger(this.ledger, this.views, each.id)))
        return each.id;
    return null;
  }

  private async begin(generations: readonly Generation[]): Promise<string> {
    const generation = nextName(generations.map((each) => each.id));
    await this.views.create(generation, VIEWS);
    return generation;
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

/** Whether the last event that views folded is in the ledger: it is not after an older ledger was put in place. */
export async function isOfLedger(ledger: EventStore, views: ViewStore, generation: string): Promise<boolean> {
  const { position } = await views.progress(generation);
  if (position === 0) return true;
  const [last] = await views.find(generation, trail.name, { where: { position }, at: 'now' });
  if (last === undefined) return false;
  // The trail says of each event where it stands.
  const { stream, revision } = last as TrailDoc;
  for await (const event of ledger.readStream(stream, { from: revision, limit: 1 })) return event.id === last.id;
  return false;
}
