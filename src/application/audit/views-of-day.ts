import { Injectable } from '@nestjs/common';
import { type Day, endOf } from '../../domain/kernel/day.js';
import type { ViewsOfDay as Said } from '../../domain/views/days.js';
import { EventStore } from '../ports/event-store.js';
import { type Mark, ViewStore } from '../ports/view-store.js';
import { Views } from '../views.js';
import { closesBackwards } from './day-closes.js';
import { refold, type Refolded } from './refold.js';
import { chainOf, EditionsDigest, inOrder } from './views-chain.js';

/** Documents looked up at a time; the event loop has its turn in between. */
const AT_ONCE = 100;

/** Puts on record what the views say at the end of a day, chained to the close before. */
@Injectable()
export class ViewsOfDay {
  constructor(
    private readonly ledger: EventStore,
    private readonly store: ViewStore,
    private readonly views: Views,
  ) {}

  /** The editions as they are kept, for the stretch of the ledger since the last close that tells of them. */
  async of(day: Day, signal?: AbortSignal): Promise<Said> {
    const { id: generation, versions } = await this.views.current();
    const before = await this.before();
    for (;;) {
      const { first, last } = await this.stretch(generation, day);
      const after = before?.position ?? first - 1;
      const position = Math.max(after, last);
      const digest = new EditionsDigest();
      for await (const refolded of refold(this.ledger, this.store, generation, after, position, signal))
        await this.digestKept(digest, generation, refolded, signal);
      // Somebody whose clock is slow may have recorded something in that day meanwhile.
      if ((await this.stretch(generation, day)).last !== last) continue;
      const said = { after, position, versions, ...digest.end() };
      return { ...said, chain: chainOf(day, said, before?.chain ?? null) };
    }
  }

  private async before(): Promise<Said | null> {
    for await (const { views } of closesBackwards(this.ledger)) if (views !== undefined) return views;
    return null;
  }

  /** The positions of a day, as far as the views are. */
  private async stretch(generation: string, day: Day): Promise<{ readonly first: number; readonly last: number }> {
    const marks = await this.store.marks(generation);
    const { position } = await this.store.progress(generation);
    const at = (mark: Mark | undefined): number => mark?.position ?? position + 1;
    return {
      first: at(marks.find(({ segment }) => segment >= day)),
      last: at(marks.find(({ segment }) => segment > endOf(day))) - 1,
    };
  }

  /** Of the documents touched in a segment, the editions that begin with it, as they are kept. */
  private async digestKept(
    digest: EditionsDigest,
    generation: string,
    { segment, touched }: Refolded,
    signal: AbortSignal | undefined,
  ): Promise<void> {
    for (const view of inOrder(touched.keys())) {
      const ids = inOrder(touched.get(view)?.keys() ?? []);
      for (let at = 0; at < ids.length; at += AT_ONCE) {
        signal?.throwIfAborted();
        const some = ids.slice(at, at + AT_ONCE);
        const found = await this.store.inForce(generation, view, some, { through: segment });
        for (const id of some) {
          const kept = found.get(id);
          if (kept?.from === segment) digest.add(view, segment, kept.doc);
        }
        await new Promise(setImmediate);
      }
    }
  }
}
