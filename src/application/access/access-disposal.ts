import { Injectable } from '@nestjs/common';
import { type Day, firstOf, isDay, monthOf, plusDays, startOfDay } from '../../domain/kernel/day.js';
import { closesBackwards } from '../audit/day-closes.js';
import { KRONIKA } from '../opening.js';
import { ZONE } from '../placing.js';
import { AccessLogStore } from '../ports/access-log-store.js';
import { Clock } from '../ports/clock.js';
import { EventStore } from '../ports/event-store.js';
import { recordAfter } from './access-log.js';

/** For how long the log is kept (KRI, Dz.U. 2024 poz. 773): two years, and then to the end of the month. */
const YEARS = 2;

/**
 * The instant before which nothing needs to be kept any more, on a day: the start of its month, two years before.
 *
 * @param day `2026-03-31` gives the start of 2024-03-01 in the ledger's zone
 */
export function keptFrom(day: string): string {
  const month = monthOf(day);
  return startOfDay(firstOf(`${String(Number(month.slice(0, 4)) - YEARS)}${month.slice(4)}`), ZONE);
}

/**
 * The instant before which nothing needs to be kept any more once a day was closed. The clock alone says nothing: one that
 * leapt ahead would dispose of everything, while the ledger, which a close is written to, does not believe it (ADR 0015).
 */
export const keptAfterClose = (day: Day): string => keptFrom(plusDays(day, 1));

/** Disposes of what of the access log is older than it must be kept, with a record of it. */
@Injectable()
export class AccessDisposal {
  constructor(
    private readonly store: AccessLogStore,
    private readonly ledger: EventStore,
    private readonly clock: Clock,
  ) {}

  /** @returns up to which number; null where there was nothing */
  async dispose(): Promise<number | null> {
    const closed = await this.lastClosed();
    if (closed === null) return null;
    const before = keptAfterClose(closed);
    const [last] = await this.store.find({ until: before, limit: 1 });
    if (last === undefined) return null;
    const { number: through, hash: head } = last;
    const { actor } = KRONIKA;
    const now = this.clock.now();
    await this.store.dispose(through, (latest) =>
      recordAfter(
        latest,
        { action: 'access-log-disposed', actor, subjects: ['access-log'], details: { through, head, before } },
        now,
      ),
    );
    return through;
  }

  private async lastClosed(): Promise<Day | null> {
    for await (const { day } of closesBackwards(this.ledger)) return isDay(day) ? day : null;
    return null;
  }
}
