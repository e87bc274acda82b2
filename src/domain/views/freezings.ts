import { REPORT_FROZEN, type ReportFrozen } from '../freezing.js';
import { type Doc, just, NOTHING, type View } from '../kernel/view.js';

/** A frozen report without its figures: those are read from the ledger, where they cannot have changed. */
export interface FreezingDoc extends Doc, Omit<ReportFrozen, 'figures' | 'position'> {
  readonly id: string;
  /** At which the report stood. */
  readonly standing: number;
  /** Of the event that froze it. */
  readonly position: number;
  readonly event: string;
  readonly recordedAt: string;
  readonly recordedBy: string;
}

const UUID_LENGTH = 36;

/** The frozen reports, for their lists (question 2 of DOMAIN.md section 5). */
export const freezings: View = {
  name: 'freezings',
  version: 1,
  sort: 'position',
  fields: { position: 'number', report: 'text' },
  fold: ({ event }) => {
    if (event.type !== REPORT_FROZEN) return NOTHING;
    // Only the program records it, from a report that it made.
    const { figures: _figures, position: standing, ...frozen } = event.data as unknown as ReportFrozen;
    return just({
      ...frozen,
      id: event.stream.slice(-UUID_LENGTH),
      standing,
      position: event.position,
      event: event.id,
      recordedAt: event.metadata.recordedAt,
      recordedBy: event.metadata.actor.id,
    } satisfies FreezingDoc);
  },
};
