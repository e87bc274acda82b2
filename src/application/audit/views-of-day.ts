import { Injectable } from '@nestjs/common';
import { type Day, endOf, type Segment } from '../../domain/kernel/day.js';
import type { Doc } from '../../domain/kernel/view.js';
import type { ViewsOfDay as Said } from '../../domain/views/days.js';
import { EventStore } from '../ports/event-store.js';
import { type Mark, ViewStore } from '../ports/view-store.js';
import { Views } from '../views.js';
import { closesBackwards } from './day-closes.js';
import { refold, type Touched } from './refold.js';
import { chainOf, EditionsDigest } from './views-chain.js';

/** Puts on record what the views say at the end of a day, chained to the close before. */
@Injectable()
export class ViewsOfDay {
  constructor(
    private readonly ledger: EventStore,
    private readonly store: ViewStore,
    private readonly views: Views,
  ) {}

  /** The editions as they are kept, for the stretch of the ledger since the last close that tells of them. */
  async of(day: Day): Promise<Said> {
    const { id: generation, versions } = await this.views.current();
    const before = await this.before();
    for (;;) {
      const { first, last } = await this.stretch(generation, day);
      const after = before?.position ?? first - 1;
      const position = Math.max(after, last);
      const digest = new EditionsDigest();
      for await (const { segment, touched } of refold(this.ledger, this.store, generation, after, position))
        digest.add(segment, await this.kept(generation, segment, touched));
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

  /** Of the documents touched in a segment, the editions that begin with it. */
  private async kept(generation: string, segment: Segment, touched: Touched): Promise<Touched> {
    const kept = new Map<string, ReadonlyMap<string, Doc>>();
    for (const [view, docs] of touched) {
      const found = await this.store.inForce(generation, view, [...docs.keys()], { through: segment });
      kept.set(view, new Map([...found].flatMap(([id, { from, doc }]) => (from === segment ? [[id, doc]] : []))));
    }
    return kept;
  }
}
