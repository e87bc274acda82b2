import type { Erasure } from '../../application/persons/certificate.js';
import type { Ended } from '../../application/queries/ended-by.js';

/** What a write answers. `number` and `position` are null where the views are late: what is recorded is recorded. */
export interface Receipt {
  readonly id: string;
  readonly kind: string;
  readonly number: string | null;
  readonly status: string;
  readonly revision: number;
  readonly position: string | null;
}

export interface EntryReceipt {
  readonly id: string;
  readonly revision: number;
  /** Null where the views are late. */
  readonly position: string | null;
}

/** Of a strategy that was adopted. */
export interface AdoptionReceipt extends EntryReceipt {
  /** The activities whose items it ends. Null where the views are late. */
  readonly ends: readonly Ended[] | null;
}

/** Of a report that was frozen. */
export interface FreezingReceipt extends EntryReceipt {
  /** Of its figures. */
  readonly digest: string;
}

/** Of a person who was erased. */
export interface ErasureReceipt extends EntryReceipt {
  readonly erasure: Erasure;
}
