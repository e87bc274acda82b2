import { type IQueryHandler, QueryHandler } from '@nestjs/cqrs';
import { possibleSteps } from '../../domain/activities/decide.js';
import type { ActivityDetails } from '../../domain/activities/details.js';
import type { Taken } from '../../domain/activities/activity.js';
import { kindNamed } from '../../domain/catalogue.js';
import type { Day } from '../../domain/kernel/day.js';
import { Rejection } from '../../domain/kernel/rejection.js';
import type { Entry } from '../../domain/registers/register.js';
import { type ActivityDoc, register } from '../../domain/views/register.js';
import { registers } from '../../domain/views/registers.js';
import { AsOf, type Reading } from '../as-of.js';
import { digestOf } from '../canonical.js';
import type { Scalar } from '../ports/view-store.js';
import { RegisterBook } from '../registers.js';
import type { Answer } from './figures.js';
import type { RegisterParams } from './register-link.js';
import { registerWhere } from './register-where.js';

/** One line of the register. */
export interface ActivityLine {
  readonly id: string;
  readonly kind: string;
  readonly number: string;
  readonly status: string;
  readonly phase: string | null;
  readonly title: string;
  readonly occurredOn: string;
  readonly occurredUntil: string;
  readonly gminas: readonly string[];
  readonly strategyItems: readonly string[];
  /** What it waits for (followUp, promise, reply), by when, and whether that day has passed. */
  readonly waitsFor: string | null;
  readonly due: string | null;
  readonly overdue: boolean;
  readonly lateDays: number;
  readonly backfilledDays: number;
  readonly selfApproved: boolean;
  readonly recordedAt: string;
  readonly recordedBy: string;
  readonly lastChangedAt: string;
  readonly lastChangedBy: string;
  readonly revision: number;
  readonly details: ActivityDetails;
  readonly taken: readonly Taken[];
}

export interface ActivityPage {
  readonly items: readonly ActivityLine[];
  /** Cursor of the next page; null on the last. */
  readonly next: string | null;
  /** How many there are in all; only when asked for. */
  readonly total?: number;
}

/** One entry of the register, with the steps possible now. */
export interface ActivityEntry extends ActivityLine {
  readonly annulment: ActivityDoc['annulment'];
  readonly steps: readonly string[];
}

export const SORTS = ['occurredOn', 'recordedAt', 'number', 'lastChangedAt'] as const;
const MOST = 200;
const DEFAULT_LIMIT = 50;

export function toLine(doc: ActivityDoc, day: Day): ActivityLine {
  const { details } = doc;
  return {
    id: doc.id,
    kind: doc.kind,
    number: doc.number,
    status: doc.status,
    phase: doc.phase,
    title: details.title,
    occurredOn: doc.occurredOn,
    occurredUntil: doc.occurredUntil,
    gminas: details.gminas ?? [],
    strategyItems: details.strategyItems ?? [],
    waitsFor: doc.waitsFor,
    due: doc.due,
    overdue: doc.due !== null && doc.due < day,
    lateDays: doc.lateDays,
    backfilledDays: doc.backfilledDays,
    selfApproved: doc.selfApproved === 'true',
    recordedAt: doc.recordedAt,
    recordedBy: doc.recordedBy,
    lastChangedAt: doc.lastChangedAt,
    lastChangedBy: doc.lastChangedBy,
    revision: doc.revision,
    details,
    taken: doc.taken,
  };
}

/** The registers as they stood at a reading's point. */
export async function bookAt(reading: Reading): Promise<RegisterBook> {
  const book = new RegisterBook();
  // The registers hold entries only.
  for (const doc of await reading.find(registers.name)) book.put(doc as unknown as Entry);
  return book;
}

export class ActivitiesQuery {
  constructor(readonly params: RegisterParams) {}
}

@QueryHandler(ActivitiesQuery)
export class ActivitiesHandler implements IQueryHandler<ActivitiesQuery, Answer<ActivityPage>> {
  constructor(private readonly asOf: AsOf) {}

  execute({ params }: ActivitiesQuery): Promise<Answer<ActivityPage>> {
    const { limit, descending, sort, after } = paging(params);
    return this.asOf.read(params.asOf, async (reading) => {
      const where = registerWhere(params, await bookAt(reading), reading.day);
      const query = { where, sort, descending, limit: limit + 1, ...(after !== null && { after }) };
      // The register holds activities only.
      const found = (await reading.find(register.name, query)) as readonly ActivityDoc[];
      const shown = found.slice(0, limit);
      const last = found.length > limit ? shown.at(-1) : undefined;
      return {
        items: shown.map((doc) => toLine(doc, reading.day)),
        next: last === undefined ? null : cursorOf(params, (last[sort] as Scalar | undefined) ?? null, last.id),
        ...(params.count === 'true' && { total: await reading.count(register.name, where) }),
      };
    });
  }
}

interface Paging {
  readonly limit: number;
  readonly sort: string;
  readonly descending: boolean;
  readonly after: { readonly sort: Scalar; readonly id: string } | null;
}

function paging(params: RegisterParams): Paging {
  const { limit = String(DEFAULT_LIMIT), sort = '-occurredOn', cursor, count } = params;
  const field = sort.replace(/^-/, '');
  const faults: string[] = [];
  if (!/^\d{1,3}$/.test(limit) || Number(limit) < 1 || Number(limit) > MOST)
    faults.push(`limit: must be a number from 1 to ${String(MOST)}`);
  if (!SORTS.some((each) => each === field))
    faults.push(`sort: must be one of ${SORTS.join(', ')}, with - before it for the last first`);
  if (count !== undefined && count !== 'true' && count !== 'false') faults.push('count: must be true or false');
  const after = cursor === undefined ? null : placeOf(params, cursor);
  if (after === undefined) faults.push('cursor: is not one of this very query; begin again without it');
  if (faults.length > 0) {
    throw new Rejection(
      'bad-query',
      faults.join(' '),
      faults.map((detail) => ({ pointer: detail.slice(0, detail.indexOf(':')), detail })),
    );
  }
  return { limit: Number(limit), sort: field, descending: sort.startsWith('-'), after: after ?? null };
}

/** A cursor goes on with the query that gave it, and with no other. */
function queryDigest({ cursor: _cursor, limit: _limit, count: _count, asOf: _asOf, ...query }: RegisterParams): string {
  return digestOf(query).slice(0, 16);
}

const cursorOf = (params: RegisterParams, sort: Scalar, id: string): string =>
  Buffer.from(JSON.stringify([queryDigest(params), sort, id])).toString('base64url');

function placeOf(params: RegisterParams, cursor: string): Paging['after'] | undefined {
  try {
    const place: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString());
    if (!Array.isArray(place) || place.length !== 3) return undefined;
    const [digest, sort, id] = place as readonly unknown[];
    const sound =
      digest === queryDigest(params) &&
      typeof id === 'string' &&
      (sort === null || typeof sort === 'string' || typeof sort === 'number');
    return sound ? { sort, id } : undefined;
  } catch {
    return undefined;
  }
}

export class ActivityQuery {
  constructor(
    readonly kind: string,
    readonly id: string,
    readonly asOf: string | undefined,
  ) {}
}

@QueryHandler(ActivityQuery)
export class ActivityHandler implements IQueryHandler<ActivityQuery, Answer<ActivityEntry>> {
  constructor(private readonly asOf: AsOf) {}

  execute({ kind: name, id, asOf }: ActivityQuery): Promise<Answer<ActivityEntry>> {
    return this.asOf.read(asOf, async (reading) => {
      const doc = (await reading.get(register.name, [id]))[0] as ActivityDoc | undefined;
      const kind = kindNamed(name);
      if (doc === undefined || kind === undefined || doc.kind !== name)
        throw new Rejection('not-found', `there is no ${name} ${id}`);
      return { ...toLine(doc, reading.day), annulment: doc.annulment, steps: possibleSteps(kind, doc) };
    });
  }
}
