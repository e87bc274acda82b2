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
