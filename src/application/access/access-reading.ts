import { Injectable } from '@nestjs/common';
import { isDay, plusDays, startOfDay } from '../../domain/kernel/day.js';
import { type Fault, queryFault, refuseQuery } from '../../domain/kernel/rejection.js';
import { type TrailDoc, trail } from '../../domain/views/trail.js';
import { AsOf } from '../as-of.js';
import { ZONE } from '../placing.js';
import { ACCESS_ACTIONS, type AccessAction, AccessLogStore, type AccessRecord } from '../ports/access-log-store.js';
import type { Answer } from '../queries/figures.js';
import { cursorOf, pageOf } from '../queries/paging.js';
import { AccessLog, type Reader } from './access-log.js';

export const ACCESS_PARAMS = ['by', 'action', 'subject', 'from', 'to', 'limit', 'cursor', 'asOf'] as const;
export type AccessParams = Readonly<Partial<Record<(typeof ACCESS_PARAMS)[number], string>>>;

export interface AccessPage {
  /** The last first. */
  readonly items: readonly AccessRecord[];
  readonly next: string | null;
}

const LIST = 'access-log';
/** Before anything was recorded. */
const BEGINNING = '1900-01-01T00:00:00.000Z';

/** Answers who read what (question 13 of DOMAIN.md section 5). Whoever asks goes on record, too. */
@Injectable()
export class AccessReading {
  constructor(
    private readonly store: AccessLogStore,
    private readonly log: AccessLog,
    private readonly asOf: AsOf,
  ) {}

  /**
   * @param given what was wrong with the address besides: told together with the query's own
   * @throws Rejection `bad-query`; `unavailable`
   */
  async page(
    params: AccessParams,
    given: readonly Fault[],
    { actor, correlation }: Reader,
  ): Promise<Answer<AccessPage>> {
    const { by, subject, from, to, asOf } = params;
    const { limit, after, faults: paging } = pageOf(LIST, params);
    const action = ACCESS_ACTIONS.find((each): each is AccessAction => each === params.action);
    const point = this.asOf.faultsOf(asOf);
    refuseQuery([
      ...given,
      ...point,
      ...paging,
      ...(params.action === undefined || action !== undefined
        ? []
        : [queryFault('action', `must be one of ${ACCESS_ACTIONS.join(', ')}`)]),
      ...dayFaults({ from, to }),
    ]);
    const { value: then, position } = await this.asOf.read(asOf, async (reading) => {
      if (asOf === undefined || !/^\d+$/.test(asOf)) return asOf ?? null;
      // The trail holds nothing else.
      const [last] = (await reading.find(trail.name, {
        where: { position: reading.position },
        limit: 1,
      })) as readonly TrailDoc[];
      return last?.effectiveAt ?? BEGINNING;
    });
    const untils = [
      ...(to === undefined ? [] : [endOf(to)]),
      ...(then === null ? [] : [isDay(then) ? endOf(then) : justAfter(then)]),
    ].sort();
    const [until] = untils;
    const found = await this.store.find({
      ...(by !== undefined && { by }),
      ...(action !== undefined && { action }),
      ...(subject !== undefined && { subject }),
      ...(from !== undefined && { from: startOfDay(from, ZONE) }),
      ...(until !== undefined && { until }),
      ...(after !== null && { before: Number(after.sort) }),
      limit: limit + 1,
    });
    const items = found.slice(0, limit);
    const last = found.length > limit ? items.at(-1) : undefined;
    await this.log.record({
      action: 'access-log-read',
      actor,
      subjects: ['access-log'],
      details: { ...params },
      ...(correlation !== undefined && { correlation }),
    });
    const place = last === undefined ? null : { sort: String(last.number), id: last.hash };
    return { value: { items, next: place === null ? null : cursorOf(LIST, params, place) }, position };
  }
}

function dayFaults(days: Readonly<Record<string, string | undefined>>): Fault[] {
  return Object.entries(days).flatMap(([name, day]) =>
    day === undefined || isDay(day) ? [] : [queryFault(name, 'must be a day, such as 2024-03-31')],
  );
}

const endOf = (day: string): string => startOfDay(plusDays(day, 1), ZONE);
const justAfter = (instant: string): string => new Date(Date.parse(instant) + 1).toISOString();
