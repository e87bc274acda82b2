import { type IQueryHandler, QueryHandler } from '@nestjs/cqrs';
import type { Day } from '../../domain/kernel/day.js';
import { days, type DayDoc } from '../../domain/views/days.js';
import { AsOf } from '../as-of.js';
import type { Answer } from './figures.js';

/** The days on which something was recorded, seen from one day; null where there is none. */
export interface DaysAround {
  readonly first: Day | null;
  readonly previous: Day | null;
  /** The day itself, where something was recorded on it: how many events, and the last one's position. */
  readonly own: { readonly events: number; readonly lastPosition: number } | null;
  readonly next: Day | null;
  readonly last: Day | null;
}

export class DaysAroundQuery {
  constructor(readonly day: Day) {}
}

@QueryHandler(DaysAroundQuery)
export class DaysAroundHandler implements IQueryHandler<DaysAroundQuery, Answer<DaysAround>> {
  constructor(private readonly asOf: AsOf) {}

  execute({ day }: DaysAroundQuery): Promise<Answer<DaysAround>> {
    return this.asOf.read(undefined, async (reading) => {
      const one = async (where: object, descending: boolean): Promise<DayDoc | undefined> =>
        // The view of days holds nothing else.
        (await reading.find(days.name, { where: { ...where }, sort: 'day', descending, limit: 1 }))[0] as
          DayDoc | undefined;
      const own = await one({ day }, false);
      return {
        first: (await one({}, false))?.id ?? null,
        previous: (await one({ day: { $lt: day } }, true))?.id ?? null,
        own: own === undefined ? null : { events: own.events, lastPosition: own.lastPosition },
        next: (await one({ day: { $gt: day } }, false))?.id ?? null,
        last: (await one({}, true))?.id ?? null,
      };
    });
  }
}
