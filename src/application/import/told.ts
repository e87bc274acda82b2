import type { OrganisationDetails } from '../../domain/registers/organisation.js';
import type { OnProgress } from '../projection.js';
import type { Amiss } from './draft.js';
import type { Place } from './survey.js';

/** What is wrong with one place of a file. */
export interface RowAmiss extends Amiss, Place {}

/** Told as an import goes on. */
export interface ImportListener {
  amiss(fault: RowAmiss): void;
  readonly progress: OnProgress;
}

/** What a check of whole files came to. Rows are good, bad or recorded already. */
export interface Checked {
  readonly rows: number;
  readonly good: number;
  readonly bad: number;
  readonly repeated: number;
  /** Files of which nothing can be recorded. */
  readonly unreadable: number;
  /** Organisations that good rows bring along. */
  readonly organisations: readonly OrganisationDetails[];
}
