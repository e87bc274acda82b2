import { Injectable } from '@nestjs/common';
import { Calendar, type Day, plusDays, startOfDay } from '../domain/kernel/day.js';
import { DAY_CLOSED, days, type DayDoc } from '../domain/views/days.js';
import { streamOf } from '../domain/subjects.js';
import { hashedId, newEvent } from './commands/request.js';
import { MAIN, KRONIKA } from './opening.js';
import { ZONE } from './placing.js';
import { Clock } from './ports/clock.js';
import { EventStore } from './ports/event-store.js';
import { ViewStore } from './ports/view-store.js';
import { Views } from './views.js';

const STREAM = streamOf('day', MAIN);

/**
 * Closes each day that had events: a `DayClosed` stamped with the next midnight, after which no event can fall into
 * that day, because effective time never goes back.
 */
@Injectable()
export class DayClosing {
  private readonly calendar = new Calendar(ZONE);

  constructor(
    private readonly ledger: EventStore,
    private readonly views: Views,
    private readonly store: ViewStore,
    private readonly clock: Clock,
  ) {}

  /** Closes every day before today that the views know as open. Several processes may try: a day is closed once. */
  async closePast(): Promise<Day[]> {
    const today = this.calendar.dayOf(this.clock.now());
    const { id } = await this.views.current();
    const open = await this.store.find(id, days.name, { where: { closed: 'false', day: { $lt: today } }, at: 'now' });
    const closed: Day[] = [];
    for (const { id: day } of open as readonly DayDoc[]) {
      await this.close(day);
      closed.push(day);
    }
    return closed;
  }

  private async close(day: Day): Promise<void> {
    const event = newEvent(KRONIKA, hashedId(STREAM, day), DAY_CLOSED, { day });
    const recordedAt = startOfDay(plusDays(day, 1), ZONE);
    let expected: number | 'none' = 'none';
    for await (const last of this.ledger.readStream(STREAM, { backwards: true, limit: 1 })) {
      if (last.data['day'] === day) return;
      expected = last.revision;
    }
    await this.ledger.append(STREAM, expected, [{ ...event, metadata: { ...event.metadata, recordedAt } }]);
  }
}
