import { Calendar, type Day, plusDays, startOfDay } from '../../domain/kernel/day.js';
import { DAY_CLOSED, type DayClosed } from '../../domain/views/days.js';
import { streamOf } from '../../domain/subjects.js';
import { MAIN } from '../opening.js';
import { ZONE } from '../placing.js';
import type { EventStore, StoredEvent } from '../ports/event-store.js';

/** The stream of all days' closes. */
export const DAYS = streamOf('day', MAIN);

/** The instant with which a day's close is stamped: the next midnight. */
export const endOfDay = (day: Day): string => startOfDay(plusDays(day, 1), ZONE);

export const calendar = (): Calendar => new Calendar(ZONE);

/** What a close holds. Nobody but the program records closes: where one is not of this form, it was altered. */
export const closeOf = ({ type, data }: StoredEvent): DayClosed | null =>
  type === DAY_CLOSED && typeof data['day'] === 'string' ? (data as unknown as DayClosed) : null;

/** The closes, the last first. */
export async function* closesBackwards(ledger: EventStore): AsyncGenerator<DayClosed> {
  for await (const event of ledger.readStream(DAYS, { backwards: true })) {
    const close = closeOf(event);
    if (close !== null) yield close;
  }
}
