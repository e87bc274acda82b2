import { createHash } from 'node:crypto';
import type { Segment } from '../../domain/kernel/day.js';
import type { Doc } from '../../domain/kernel/view.js';
import type { DayClosed, ViewsOfDay } from '../../domain/views/days.js';
import { canonical, digestOf } from '../canonical.js';
import { compareScalars } from '../ports/view-query.js';

/**
 * The digest of editions: SHA-256 over a line each, the RFC 8785 form of `{view, from, doc}`; by segment, then by view,
 * then by document, each in the order of code points.
 */
export class EditionsDigest {
  private readonly hash = createHash('sha256');
  private count = 0;

  /** The editions of the next segment, by view and id. */
  add(from: Segment, editions: ReadonlyMap<string, ReadonlyMap<string, Doc>>): void {
    for (const view of [...editions.keys()].sort(compareScalars)) {
      const docs = editions.get(view) ?? new Map<string, Doc>();
      for (const id of [...docs.keys()].sort(compareScalars)) {
        this.hash.update(`${canonical({ view, from, doc: docs.get(id) })}\n`);
        this.count++;
      }
    }
  }

  end(): Pick<ViewsOfDay, 'editions' | 'digest'> {
    return { editions: this.count, digest: this.hash.digest('hex') };
  }
}

/** The link of a day to the one before. @param previous the chain of the close before; null for the first */
export const chainOf = (
  day: DayClosed['day'],
  { after, position, versions, editions, digest }: Omit<ViewsOfDay, 'chain'>,
  previous: string | null,
): string => digestOf({ day, after, position, versions, editions, digest, previous });
