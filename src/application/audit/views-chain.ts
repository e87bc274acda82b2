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

  /** The next in that order. */
  add(view: string, from: Segment, doc: Doc): void {
    this.hash.update(`${canonical({ view, from, doc })}\n`);
    this.count++;
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

/** Names in the order of code points. */
export const inOrder = (names: Iterable<string>): string[] => [...names].sort(compareScalars);
