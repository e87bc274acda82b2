import { Injectable } from '@nestjs/common';
import { toJson } from '../domain/kernel/check.js';
import type { Day } from '../domain/kernel/day.js';
import { DAY_CLOSED, type DayClosed, type DayDoc, days } from '../domain/views/days.js';
import { Checkpoints } from './audit/checkpoints.js';
import { calendar, DAYS, endOfDay } from './audit/day-closes.js';
import { ViewsOfDay } from './audit/views-of-day.js';
import { hashedId, newEvent } from './commands/request.js';
import { KRONIKA } from './opening.js';
import { AccessLogStore } from './ports/access-log-store.js';
import { Clock } from './ports/clock.js';
import { EventStore } from './ports/event-store.js';
import { ViewStore } from './ports/view-store.js';
import { Views } from './views.js';

/**
 * Closes each day that had events: a `DayClosed` stamped with the next midnight, after which no event can fall into
 * that day, because effective time never goes back. It carries what makes the day hard to rewrite: a signed checkpoint
 * over the ledger, the chain over what the views said, and where the access log stood.
 */
@Injectable()
export class DayClosing {
  private readonly calendar = calendar();

  constructor(
    private readonly ledger: EventStore,
    private readonly views: Views,
    private readonly store: ViewStore,
    private readonly clock: Clock,
    private readonly checkpoints: Checkpoints,
    private readonly said: ViewsOfDay,
    private readonly access: AccessLogStore,
  ) {}

  /**
   * Closes every day before today that the views know as open. Several processes may try: a day is closed once. One that
   * cannot be signed stays open until it can.
   */
  async closePast(signal?: AbortSignal): Promise<Day[]> {
    const today = this.calendar.dayOf(this.clock.now());
    const { id } = await this.views.current();
    const open = await this.store.find(id, days.name, { where: { closed: 'false', day: { $lt: today } }, at: 'now' });
    const closed: Day[] = [];
    for (const { id: day } of open as readonly DayDoc[]) {
      await this.close(day, signal);
      closed.push(day);
    }
    return closed;
  }

  private async close(day: Day, signal?: AbortSignal): Promise<void> {
    let expected: number | 'none' = 'none';
    for await (const last of this.ledger.readStream(DAYS, { backwards: true, limit: 1 })) {
      if (last.data['day'] === day) return;
      expected = last.revision;
    }
    const views = await this.said.of(day, signal);
    const { note: checkpoint } = await this.checkpoints.make(views.chain);
    const last = await this.access.last();
    const access = last === null ? {} : { access: { entries: last.number, head: last.hash } };
    const data: DayClosed = { day, checkpoint, views, ...access };
    const event = newEvent(KRONIKA, hashedId(DAYS, day), DAY_CLOSED, toJson(data));
    await this.ledger.append(DAYS, expected, [
      { ...event, metadata: { ...event.metadata, recordedAt: endOfDay(day) } },
    ]);
  }
}
