import { Injectable } from '@nestjs/common';
import { Calendar, firstOf, monthOf, startOfDay } from '../../domain/kernel/day.js';
import { KRONIKA } from '../opening.js';
import { ZONE } from '../placing.js';
import { AccessLogStore } from '../ports/access-log-store.js';
import { Clock } from '../ports/clock.js';
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

/** Disposes of what of the access log is older than it must be kept, with a record of it. */
@Injectable()
export class AccessDisposal {
  private readonly calendar = new Calendar(ZONE);

  constructor(
    private readonly store: AccessLogStore,
    private readonly clock: Clock,
  ) {}

  /** @returns up to which number; null where there was nothing */
  async dispose(): Promise<number | null> {
    const now = this.clock.now();
    const before = keptFrom(this.calendar.dayOf(now));
    const [last] = await this.store.find({ until: before, limit: 1 });
    if (last === undefined) return null;
    const { number: through, hash: head } = last;
    const { actor } = KRONIKA;
    await this.store.dispose(through, (latest) =>
      recordAfter(
        latest,
        { action: 'access-log-disposed', actor, subjects: ['access-log'], details: { through, head, before } },
        now,
      ),
    );
    return through;
  }
}
