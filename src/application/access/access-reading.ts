import { Injectable } from '@nestjs/common';
import { isDay, plusDays, startOfDay } from '../../domain/kernel/day.js';
import type { JsonObject } from '../../domain/kernel/json.js';
import { type Fault, queryFault, refuseQuery } from '../../domain/kernel/rejection.js';
import { type TrailDoc, trail } from '../../domain/views/trail.js';
import { AsOf } from '../as-of.js';
import { ZONE } from '../placing.js';
import {
  ACCESS_ACTIONS,
  type AccessAction,
  AccessLogStore,
  type AccessQuery,
  type AccessRecord,
} from '../ports/access-log-store.js';
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

/** All that is asked for, as it stood before whoever asks went on record. */
export interface AccessList {
  readonly total: number;
  /** The last first; one at least. */
  readonly pages: AsyncIterable<readonly AccessRecord[]>;
}

/** In which form somebody takes away all that is asked for. */
export interface AccessTaking extends Reader {
  readonly format: string;
  /** Throws where so many are not to be had in that form: nobody goes on record then. */
  readonly fits: (total: number) => void;
}

const LIST = 'access-log';
/** Records read at a time. */
const BATCH = 500;
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
  async page(params: AccessParams, given: readonly Fault[], reader: Reader): Promise<Answer<AccessPage>> {
    const { limit, after, faults: paging } = pageOf(LIST, params);
    const { value: query, position } = await this.asked(params, [...given, ...paging]);
    const found = await this.store.find({
      ...query,
      ...(after !== null && { before: Number(after.sort) }),
      limit: limit + 1,
    });
    const items = found.slice(0, limit);
    const last = found.length > limit ? items.at(-1) : undefined;
    await this.record({ ...params }, reader);
    const place = last === undefined ? null : { sort: String(last.number), id: last.hash };
    return { value: { items, next: place === null ? null : cursorOf(LIST, params, place) }, position };
  }

  /**
   * Everything that is asked for, to be taken away.
   *
   * @throws Rejection `bad-query`; `unavailable`
   */
  async whole(
    params: Omit<AccessParams, 'limit' | 'cursor'>,
    { format, fits, ...reader }: AccessTaking,
  ): Promise<Answer<AccessList>> {
    const { value: asked, position } = await this.asked(params, []);
    const last = await this.store.last();
    const query = { ...asked, before: (last?.number ?? 0) + 1 };
    const total = await this.store.count(query);
    fits(total);
    await this.record({ ...params, format }, reader);
    return { value: { total, pages: this.pages(query) }, position };
  }

  private async *pages(query: Omit<AccessQuery, 'limit'>): AsyncGenerator<readonly AccessRecord[]> {
    for (let before = query.before; ;) {
      const found = await this.store.find({ ...query, ...(before !== undefined && { before }), limit: BATCH });
      yield found;
      const last = found.at(-1);
      if (last === undefined) return;
      before = last.number;
    }
  }

  private record(details: JsonObject, { actor, correlation }: Reader): Promise<void> {
    return this.log.record({
      action: 'access-log-read',
      actor,
      subjects: ['access-log'],
      details,
      ...(correlation !== undefined && { correlation }),
    });
  }

  /** @throws Rejection `bad-query` naming everything that cannot be asked */
  private async asked(params: AccessParams, given: readonly Fault[]): Promise<Answer<Omit<AccessQuery, 'limit'>>> {
    const { by, subject, from, to, asOf } = params;
    const action = ACCESS_ACTIONS.find((each): each is AccessAction => each === params.action);
    const point = this.asOf.faultsOf(asOf);
    refuseQuery([
      ...given,
      ...point,
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
    const query = {
      ...(by !== undefined && { by }),
      ...(action !== undefined && { action }),
      ...(subject !== undefined && { subject }),
      ...(from !== undefined && { from: startOfDay(from, ZONE) }),
      ...(until !== undefined && { until }),
    };
    return { value: query, position };
  }
}

function dayFaults(days: Readonly<Record<string, string | undefined>>): Fault[] {
  return Object.entries(days).flatMap(([name, day]) =>
    day === undefined || isDay(day) ? [] : [queryFault(name, 'must be a day, such as 2024-03-31')],
  );
}

const endOf = (day: string): string => startOfDay(plusDays(day, 1), ZONE);
const justAfter = (instant: string): string => new Date(Date.parse(instant) + 1).toISOString();
