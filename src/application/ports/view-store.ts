import type { Segment } from '../../domain/kernel/day.js';
import type { Doc, View } from '../../domain/kernel/view.js';
import type { Cursor } from './event-store.js';

/** What a view of the catalogue tells its store. */
export type ViewShape = Pick<View, 'name' | 'version' | 'fields' | 'sort'>;

/** How far the views of a generation have folded the ledger. */
export interface Progress {
  /** Position of the last event folded; 0 before the first. */
  readonly position: number;
  readonly cursor: Cursor | null;
  /** Effective time, day and segment of that event; null before the first. */
  readonly effectiveAt: string | null;
  readonly segment: Segment | null;
}

/** Where a segment begins: enough to fold it again. */
export interface Mark {
  readonly segment: Segment;
  /** Position and effective time of the segment's first event. */
  readonly position: number;
  readonly effectiveAt: string;
  /** Cursor of the event before it; null at the ledger's beginning. */
  readonly after: Cursor | null;
}

/** All views at their versions, built together. */
export interface Generation {
  readonly id: string;
  readonly versions: Readonly<Record<string, number>>;
  readonly current: boolean;
}

/** A document in force, with the segment from which it is. */
export interface InForce<D extends Doc = Doc> {
  readonly from: Segment;
  readonly doc: D;
}

/** A document that is not found by what it says, with the segment from which it is not. */
export interface Misfiled {
  readonly id: string;
  readonly from: Segment;
}

/** One document's edition from a segment on. Written over, if the document's open edition is from the same segment. */
export interface Edition {
  readonly view: string;
  readonly from: Segment;
  readonly doc: Doc;
  /** The open edition that this one follows or writes over; null for a new document. */
  readonly previous: InForce | null;
}

/**
 * As of when: the editions open now; those in force at the end of a segment (`from <= S < to`); or those in force just
 * before it began (`from < S <= to`).
 */
export type At = 'now' | { readonly through: Segment } | { readonly before: Segment };

export type Scalar = string | number | null;

/** The conditions on one field. `$regex` is a word prefix only: `^` and then letters and digits, on a `texts` field. */
export interface Condition {
  readonly $eq?: Scalar;
  readonly $in?: readonly Scalar[];
  readonly $nin?: readonly Scalar[];
  readonly $gt?: string | number;
  readonly $gte?: string | number;
  readonly $lt?: string | number;
  readonly $lte?: string | number;
  readonly $regex?: string;
}

/**
 * A small subset of MongoDB's query language, native there. A bare value means `$eq`; on a `texts` field a condition
 * holds when one member meets it, and `$nin` when none is listed. Only declared fields and `id` may be named.
 */
export interface Where {
  readonly $and?: readonly Where[];
  readonly $or?: readonly Where[];
  readonly [field: string]: Condition | Scalar | readonly Where[] | undefined;
}

export interface Query {
  readonly where?: Where;
  readonly at: At;
  /** A declared text or number field, default the view's own; ties are broken by id in the same direction. */
  readonly sort?: string;
  readonly descending?: boolean;
  /** Default: everything. */
  readonly limit?: number;
  /** Only what comes after this document in the order asked. */
  readonly after?: { readonly sort: Scalar; readonly id: string };
  /** Leaves these documents out (they are answered from an overlay). */
  readonly without?: readonly string[];
}

/** An edition with its document as JSON. */
export interface EditionText {
  readonly id: string;
  readonly from: Segment;
  readonly to: Segment;
  readonly text: string;
}

/**
 * Where the views' documents live, in editions: `{id, from, to, doc}`, in force for `from <= S < to`, the open one with
 * `to` = OPEN. Every adapter passes test/contract. Errors: Rejection `unavailable`; `conflict` from {@link commit}
 * and {@link makeCurrent}; `too-large` from {@link commit}.
 */
export abstract class ViewStore {
  abstract generations(): Promise<readonly Generation[]>;

  /** Makes an empty generation at position 0, in place of an unfinished one of that name. */
  abstract create(generation: string, views: readonly ViewShape[]): Promise<void>;

  /**
   * From now on reads go to this generation, in one step; the others are then dropped. `conflict` when the current one
   * has folded more: who reads would be taken back.
   */
  abstract makeCurrent(generation: string): Promise<void>;

  abstract drop(generation: string): Promise<void>;

  abstract progress(generation: string): Promise<Progress>;

  /** Where each segment begins, in order. */
  abstract marks(generation: string): Promise<readonly Mark[]>;

  /** The documents with these ids, open now or as they were before a segment. Missing ones are left out. */
  abstract inForce(
    generation: string,
    view: string,
    ids: readonly string[],
    at: At,
  ): Promise<ReadonlyMap<string, InForce>>;

  /**
   * Writes all editions, the new marks and the progress together, or nothing. `conflict` when the generation is not at
   * `expectedPosition` any more: somebody else projects. `too-large` when the engine does not take so much at once: the
   * same events, cut in two, may pass.
   */
  abstract commit(
    generation: string,
    expectedPosition: number,
    next: Progress,
    editions: readonly Edition[],
    marks: readonly Mark[],
  ): Promise<void>;

  abstract find(generation: string, view: string, query: Query): Promise<readonly Doc[]>;

  abstract count(generation: string, view: string, query: Pick<Query, 'where' | 'at' | 'without'>): Promise<number>;

  /** Every edition of a view, or of one of its documents, by id and `from`: for verification. */
  abstract editions(
    generation: string,
    view: string,
    id?: string,
  ): AsyncIterable<readonly { readonly from: Segment; readonly to: Segment; readonly doc: Doc }[]>;

  /**
   * The same with each document as JSON text. Equal texts are equal documents; equal documents may differ in their texts. A
   * store that keeps texts gives them as they are: to parse them all takes longer than to compare them.
   */
  async *editionTexts(generation: string, view: string, id?: string): AsyncIterable<readonly EditionText[]> {
    for await (const batch of this.editions(generation, view, id))
      yield batch.map(({ from, to, doc }) => ({ id: doc.id, from, to, text: JSON.stringify(doc) }));
  }

  /**
   * A document that {@link find} would not find by exactly what its editions say, as of some segment; null where there is
   * none. What a store finds documents by may be kept beside them, where {@link editions} says nothing of it: this is
   * for verification too. Told of one moment, whatever is committed meanwhile.
   *
   * @param ids of these documents alone, each told of a moment of its own; that they are not found by more than they say is not asked
   */
  abstract misfiled(generation: string, view: string, ids?: readonly string[]): Promise<Misfiled | null>;

  abstract close(): Promise<void>;
}
