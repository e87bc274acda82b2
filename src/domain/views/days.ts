import type { Day } from '../kernel/day.js';
import { textOf } from '../kernel/json.js';
import { type Doc, type View } from '../kernel/view.js';

/** A day of the ledger. */
export interface DayDoc extends Doc {
  /** `2024-03-31` */
  readonly id: string;
  /** How many events it has, day's closes aside; 0 where it has only those. */
  readonly events: number;
  /** Position of its last event. */
  readonly lastPosition: number;
  readonly closed: 'true' | 'false';
}

export const DAY_CLOSED = 'DayClosed';

/** What a day's close holds. The days closed before there were signatures have nothing but the day. */
export interface DayClosed {
  readonly day: Day;
  /** A signed note: the ledger as it stood just before. */
  readonly checkpoint?: string;
  readonly views?: ViewsOfDay;
  readonly access?: AccessHead;
}

/** Where the access log stood. */
export interface AccessHead {
  /** The number of its last entry: how many there ever were. */
  readonly entries: number;
  /** The hash of that one, SHA-256 in hex. */
  readonly head: string;
}

/** What the views said at the end of a day: the editions that the events of a stretch of the ledger touched. */
export interface ViewsOfDay {
  /** Positions: the events after the one, up to the other. The stretches of successive closes join. */
  readonly after: number;
  readonly position: number;
  readonly versions: Readonly<Record<string, number>>;
  /** How many editions they touched. */
  readonly editions: number;
  /** SHA-256 over them, in hex (docs/trust.md). */
  readonly digest: string;
  /** SHA-256 over all this and the `chain` of the close before, in hex. */
  readonly chain: string;
}

/** The days of the ledger and whether they are closed. A close does not itself make a day have events. */
export const days: View = {
  name: 'days',
  version: 1,
  sort: 'day',
  fields: { day: 'text', closed: 'text' },
  fold: ({ event }) => {
    const id = event.type === DAY_CLOSED ? textOf(event.data['day']) : event.day;
    return {
      reads: [id],
      apply: (get) => {
        // The view holds nothing but days.
        const before = get(id) as DayDoc | undefined;
        if (event.type === DAY_CLOSED) return before === undefined ? [] : [{ ...before, closed: 'true' }];
        return [
          {
            id,
            day: id,
            events: (before?.events ?? 0) + 1,
            lastPosition: event.position,
            closed: before?.closed ?? 'false',
          },
        ];
      },
    };
  },
};
