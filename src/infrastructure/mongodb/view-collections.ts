import type { IndexDescription } from 'mongodb';
import type { Progress, ViewShape } from '../../application/ports/view-store.js';
import type { Segment } from '../../domain/kernel/day.js';
import type { Doc } from '../../domain/kernel/view.js';

/**
 * How a generation of views lies in the database. `tag` names its collections and is never given twice: a process that
 * slept while its generation was dropped cannot meet another's. Per view two collections:
 *
 * - `views.<tag>.<view>`: the open edition of each document, `{_id, from, doc}`;
 * - `views.<tag>.<view>.closed`: the others, `{id, from, to, doc}`.
 *
 * So what is asked about now never meets the past; what is asked about the past is answered from both.
 */
export interface StoredGeneration extends Progress {
  readonly _id: string;
  readonly tag: string;
  readonly current: boolean;
  readonly views: readonly ViewShape[];
}

export interface OpenEdition {
  readonly _id: string;
  readonly from: Segment;
  readonly doc: Doc;
}

export interface ClosedEdition {
  readonly id: string;
  readonly from: Segment;
  readonly to: Segment;
  readonly doc: Doc;
}

export const GENERATIONS = 'generations';
/** What the names of a generation's collections begin with. */
export const PREFIXES = ['views.', 'marks.'] as const;

export const openOf = (tag: string, view: string): string => `views.${tag}.${view}`;
export const closedOf = (tag: string, view: string): string => `views.${tag}.${view}.closed`;
export const marksOf = (tag: string): string => `marks.${tag}`;

/** Of which generation a collection is. */
export const tagIn = (collection: string): string => collection.split('.')[1] ?? '';

/** Marks are read in order, and those after the ones that are known. */
export const MARK_INDEXES: readonly IndexDescription[] = [
  { key: { segment: 1 }, name: 'segment', unique: true },
  { key: { position: 1 }, name: 'position' },
];

/**
 * The indexes of a view follow from what it declares: for each field by which documents are found, the field and then
 * the order in which lists are kept, so that a page is walked and left as soon as it is full. Closed editions also carry
 * their time in the index: what was not in force is passed over without being read.
 */
export function openIndexes({ fields, sort }: ViewShape): readonly IndexDescription[] {
  const found = Object.keys(fields).map((field) => ({ name: field, key: { ...keys(field, sort), _id: 1 } }));
  // How many there were at a time.
  return [{ name: 'time', key: { from: 1, _id: 1 } }, ...found];
}

export function closedIndexes({ fields, sort }: ViewShape): readonly IndexDescription[] {
  const found = Object.keys(fields).map((field) => ({
    name: field,
    key: { ...keys(field, sort), id: 1, from: 1, to: 1 },
  }));
  return [
    // A document's editions, and the one of them that was in force.
    { name: 'edition', key: { id: 1, to: 1 }, unique: true },
    { name: 'time', key: { to: 1, from: 1, id: 1 } },
    ...found,
  ];
}

const keys = (field: string, sort: string): Record<string, 1> => ({ [`doc.${field}`]: 1, [`doc.${sort}`]: 1 });
