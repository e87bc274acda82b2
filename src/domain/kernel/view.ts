import type { LedgerEvent } from './event.js';

/** A small JSON document of a view. `id` is unique within the view. Keys hold no dots. */
export interface Doc {
  readonly id: string;
  /** JSON; what it holds is the view's business. */
  readonly [field: string]: unknown;
}

/** A strategy's tree, as far as a fold needs it: each item's ancestors, nearest first. An item never moves. */
export type Ancestry = (strategy: string, item: string) => readonly string[];

/**
 * One recorded event with its subject as it stood `before` and stands `after`; both null for what has no subject
 * (the ledger's opening, a day's close). Views fold changes, never raw events.
 */
export interface Change {
  readonly event: LedgerEvent;
  readonly before: Doc | null;
  readonly after: Doc | null;
  readonly ancestry: Ancestry;
}

/**
 * A field that a view is searched or sorted by. `text` and `number` compare by value (null sorts first);
 * `texts` is an array searched by membership, and by word prefix.
 */
export type FieldType = 'text' | 'number' | 'texts';

/**
 * A read model: a pure fold of the ledger into small documents. No clock, no I/O, no randomness.
 * A change in what it folds needs a new `version`: the views are then rebuilt.
 */
export interface View {
  readonly name: string;
  readonly version: number;
  /** Fields by which documents are found; each says in the view's file which query needs it. */
  readonly fields: Readonly<Record<string, FieldType>>;
  /** The field in which lists are kept, one of `fields` (text or number). */
  readonly sort: string;
  /**
   * How many documents are kept in memory between batches, at least; not said: some thousands. Few only where folds alter
   * all that they read: the last altered are those that are kept.
   */
  readonly kept?: number;
  /** What a change does to the view; `reads` is empty and `apply` gives nothing where it does nothing. */
  fold(change: Change): Fold;
}

/** One change's part in a view, once the documents that it builds on are at hand. */
export interface Fold {
  /** Documents that `apply` builds on; those of them that are not there yet it makes. */
  readonly reads: readonly string[];
  /**
   * The documents made or altered. `get` answers for `reads`.
   *
   * @param mine whether this stretch of the fold made the document in its present edition, so that nobody else has seen
   * it: it may then be altered as it is, instead of a copy
   */
  apply(get: (id: string) => Doc | undefined, mine?: (id: string) => boolean): readonly Doc[];
}

/** A change that a view has no part in. */
export const NOTHING: Fold = { reads: [], apply: () => [] };

/** Documents that follow from the change alone. */
export const just = (...docs: readonly Doc[]): Fold => ({ reads: [], apply: () => docs });
