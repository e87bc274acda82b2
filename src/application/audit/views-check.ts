import { isDeepStrictEqual } from 'node:util';
import type { Segment } from '../../domain/kernel/day.js';
import type { Doc } from '../../domain/kernel/view.js';
import { viewVersions } from '../../domain/views/catalogue.js';
import type { Edition } from '../ports/view-store.js';
import type { Watch } from '../projection.js';
import type { Findings } from './finding.js';
import { note } from './refold.js';
import type { ChainedClose } from './signatures-check.js';
import { EditionsDigest, inOrder } from './views-chain.js';

/**
 * Follows a replay and computes again what the views said at each day's close. Days that an earlier version of the views
 * told of cannot be computed again: the chain alone vouches for them.
 */
export class ViewsCheck implements Watch {
  /** Days computed again, and found to be what was said. */
  agreed = 0;
  readonly stops: readonly number[];
  /** The closes whose digests can be computed again. */
  private readonly closes: readonly ChainedClose[];
  private wanted = false;
  private digest = new EditionsDigest();
  private segment: Segment | null = null;
  private touched = new Map<string, Map<string, Doc>>();

  constructor(
    closes: readonly ChainedClose[],
    private readonly findings: Findings,
  ) {
    this.closes = closes.filter(({ views }) => isDeepStrictEqual(views.versions, viewVersions()));
    this.begin(0);
    this.stops = [...new Set(this.closes.flatMap(({ views }) => [views.after, views.position]))].sort((a, b) => a - b);
  }

  /** In the ledger's order. */
  take(editions: readonly Edition[]): void {
    if (!this.wanted) return;
    const bySegment = new Map<Segment, Edition[]>();
    for (const edition of editions) {
      const some = bySegment.get(edition.from);
      if (some === undefined) bySegment.set(edition.from, [edition]);
      else some.push(edition);
    }
    for (const segment of [...bySegment.keys()].sort()) {
      if (segment !== this.segment) this.flush();
      this.segment = segment;
      note(this.touched, bySegment.get(segment) ?? []);
    }
  }

  reached(stop: number): void {
    this.flush();
    const found = this.digest.end();
    for (const { day, position, since, views } of this.closes.filter((each) => each.views.position === stop)) {
      const empty = views.after === views.position ? new EditionsDigest().end() : found;
      if (views.digest === empty.digest && views.editions === empty.editions) this.agreed++;
      else
        this.findings.add(
          'views',
          `what the views said on ${day} is not what the events from ${String(views.after + 1)} to ${String(views.position)} make`,
          position,
          since,
        );
    }
    this.digest = new EditionsDigest();
    this.begin(stop);
  }

  private begin(after: number): void {
    this.wanted = this.closes.some(({ views }) => views.after === after && views.position > after);
  }

  private flush(): void {
    for (const view of inOrder(this.touched.keys())) {
      const docs = this.touched.get(view);
      for (const id of inOrder(docs?.keys() ?? [])) {
        const doc = docs?.get(id);
        if (doc !== undefined && this.segment !== null) this.digest.add(view, this.segment, doc);
      }
    }
    [this.segment, this.touched] = [null, new Map<string, Map<string, Doc>>()];
  }
}
