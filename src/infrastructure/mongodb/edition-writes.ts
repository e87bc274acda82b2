import type { AnyBulkWriteOperation } from 'mongodb';
import { valuesOf } from '../../application/ports/view-query.js';
import type { Edition, InForce, ViewShape } from '../../application/ports/view-store.js';
import type { ClosedEdition, OpenEdition } from './view-collections.js';

/** A commit's part in one view. */
export interface EditionWrites {
  readonly open: readonly AnyBulkWriteOperation<OpenEdition>[];
  readonly closed: readonly ClosedEdition[];
  /** How many open editions there have to be already, each from the segment that the commit says. */
  readonly standing: number;
}

/**
 * What becomes of a view's documents: each document's open edition is written once, however many editions of it a commit
 * brings. The one that was open is told by the segment from which it was: where it is another, nothing matches.
 *
 * @throws RangeError when an edition holds a wrong value, or does not follow the one that it says it does
 */
export function writesOf(shape: ViewShape, editions: readonly Edition[]): EditionWrites {
  const chains = new Map<string, Chain>();
  for (const edition of editions) {
    for (const field of Object.keys(shape.fields)) valuesOf(shape, edition.doc, field);
    const { id } = edition.doc;
    let chain = chains.get(id);
    if (chain === undefined) chains.set(id, (chain = new Chain(shape, edition.previous)));
    chain.add(edition);
  }
  const all = [...chains.values()];
  return {
    open: all.map((chain) => chain.write()),
    closed: all.flatMap((chain) => chain.closed),
    standing: all.filter((chain) => chain.standing !== null).length,
  };
}

/** A document's editions in one commit, after the one that stands. */
class Chain {
  readonly closed: ClosedEdition[] = [];
  private last: InForce | null;

  constructor(
    private readonly shape: ViewShape,
    readonly standing: InForce | null,
  ) {
    this.last = standing;
  }

  add({ from, doc, previous }: Edition): void {
    const { last } = this;
    if (previous?.from !== last?.from || (last !== null && from < last.from)) {
      throw new RangeError(`view ${this.shape.name}: the edition of ${doc.id} from ${from} does not follow its last`);
    }
    if (last !== null && last.from < from) this.closed.push({ id: doc.id, from: last.from, to: from, doc: last.doc });
    this.last = { from, doc };
  }

  write(): AnyBulkWriteOperation<OpenEdition> {
    if (this.last === null) throw new RangeError('a chain of no editions');
    const { from, doc } = this.last;
    if (this.standing === null) return { insertOne: { document: { _id: doc.id, from, doc } } };
    return { replaceOne: { filter: { _id: doc.id, from: this.standing.from }, replacement: { from, doc } } };
  }
}
