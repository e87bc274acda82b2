import { type Doc, just, type View } from '../kernel/view.js';
import { isActivity } from './register.js';

/** Where an event stands and what it is found by: an index of the ledger, not a copy. */
export interface TrailDoc extends Doc {
  /** The event's id. */
  readonly id: string;
  readonly position: number;
  readonly stream: string;
  readonly revision: number;
  readonly type: string;
  /** The kind of activity, else the register; `day` for a day's close. */
  readonly kind: string;
  readonly by: string;
  readonly recordedAt: string;
  readonly effectiveAt: string;
  /** The ledger's day on which it was recorded. */
  readonly day: string;
  readonly gminas: readonly string[];
}

/** The trail of events, for the ledger's questions (who, what, when, where). */
export const trail: View = {
  name: 'trail',
  version: 2,
  sort: 'position',
  fields: {
    position: 'number',
    stream: 'text',
    type: 'text',
    kind: 'text',
    by: 'text',
    recordedAt: 'text',
    day: 'text',
    gminas: 'texts',
  },
  fold: ({ event, after }) =>
    just({
      id: event.id,
      position: event.position,
      stream: event.stream,
      revision: event.revision,
      type: event.type,
      kind: isActivity(after) ? after.kind : (event.stream.split('-')[0] ?? ''),
      by: event.metadata.actor.id,
      recordedAt: event.metadata.recordedAt,
      effectiveAt: event.effectiveAt,
      day: event.day,
      gminas: isActivity(after) ? after.gminas : [],
    } satisfies TrailDoc),
};
