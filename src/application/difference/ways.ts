import type { Day } from '../../domain/kernel/day.js';
import type { Contacts } from './contacts.js';
import type { Figure } from './figure.js';

/** Where a counter of a row, or of an item, goes: the figures to which one of it adds. */
export interface Way {
  /** Null where it weighs nothing in this period: then it is not followed. */
  readonly counters: Record<string, number> | null;
  readonly key: string;
  readonly figures: readonly (readonly [figure: Figure, by: number])[];
  /** Of a contact: the row's, and its day. */
  readonly contact: { readonly of: Contacts; readonly day: Day } | null;
}

/** How many activities of an item a row has in the period. */
export class Cell {
  /** Before the event at hand; null where that has not touched it. */
  before: number | null = null;

  constructor(
    readonly row: string,
    readonly item: string,
    public count: number,
  ) {}
}
