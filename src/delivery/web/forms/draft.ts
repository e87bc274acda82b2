import type { HistoryLine } from '../../../application/queries/history.js';
import type { Amiss } from '../pages.js';
import type { META, Sent, Typed } from './typed.js';

/** A form as it is drawn: what stands in it, and what is said above it. */
export interface Draft {
  readonly typed: Typed;
  readonly meta: Partial<Readonly<Record<(typeof META)[number], string>>>;
  readonly amiss: Amiss | null;
  /** The list that a button asked for: one more row of it, or what can be chosen on the day that was typed. */
  readonly wanted: string | null;
  /** What others did while the form was open; empty for nothing. */
  readonly meanwhile: readonly HistoryLine[];
  /** Sent without a button: by whoever had to sign in first. */
  readonly resumed: boolean;
}

export const draft = (typed: Typed, meta: Draft['meta'], more: Partial<Draft> = {}): Draft => ({
  typed,
  meta,
  amiss: null,
  wanted: null,
  meanwhile: [],
  resumed: false,
  ...more,
});

/** The button that asks for a list. */
export const wanting = (list: string): string => `want:${list}`;

/** The list that a button asks for; null for any other button. */
const wantedBy = (pressed: string): string | null =>
  pressed.startsWith(wanting('')) ? pressed.slice(wanting('').length) : null;

/** A form as it was sent by a button that only draws it, or by none. */
export const drawnAgain = ({ typed, meta, pressed }: Sent): Draft =>
  draft(typed, meta, { wanted: wantedBy(pressed), resumed: pressed === '' });
