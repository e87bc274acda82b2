import type { Look } from '../look.js';
import type { Placed } from './places.js';
import type { Typed } from './typed.js';

/** What the fields of a form are drawn with. */
export interface Drawing {
  readonly look: Look;
  readonly kind: string;
  readonly typed: Typed;
  readonly faults: readonly Placed[];
  /** The list that was asked for: one more row of it, or what can be chosen. */
  readonly wanted: string | null;
  /** The strategy whose items are meant by their codes alone. */
  readonly strategy: string | null;
}
