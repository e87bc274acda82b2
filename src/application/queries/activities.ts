import { type IQueryHandler, QueryHandler } from '@nestjs/cqrs';
import { possibleSteps } from '../../domain/activities/decide.js';
import { type ActivityDetails, jrwaOf } from '../../domain/activities/details.js';
import type { Taken } from '../../domain/activities/activity.js';
import { kindNamed } from '../../domain/catalogue.js';
import type { Day } from '../../domain/kernel/day.js';
import { type Fault, queryFault, refuseQuery, Rejection } from '../../domain/kernel/rejection.js';
import { type ActivityDoc, register } from '../../domain/views/register.js';
import { AsOf } from '../as-of.js';
import { RegisterDesk } from '../registers.js';
import type { Answer } from './figures.js';
import { bookAt, Known } from './known.js';
import { cursorOf, pageOf } from './paging.js';
import type { RegisterParams } from './register-link.js';
import { registersNamed, registerWhere } from './register-where.js';

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
  /** Cursor of the page before; null on the first. */
  readonly previous: string | null;
  /** How many there are in all; only when asked for. */
  readonly total?: number;
}

/** One entry of the register, with the steps possible now. */
export interface ActivityEntry extends ActivityLine {
  readonly annulment: ActivityDoc['annulment'];
  /** The JRWA classes of its case signs. */
  readonly jrwa: readonly string[];
  readonly steps: readonly string[];
}

/** By `due`, what waits for nothing or without a day is left out. */
export const SORTS = ['occurredOn', 'recordedAt', 'number', 'lastChangedAt', 'due'] as const;

function toLine(doc: ActivityDoc, day: Day): ActivityLine {
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

export class ActivitiesQuery {
  /** @param faults what was wrong with the address besides: told together with the query's own */
  constructor(
    readonly params: RegisterParams,
    readonly faults: readonly Fault[] = [],
  ) {}
}

/** Tells the register's cursors from those of other lists. */
const LIST = 'activities';

@QueryHandler(ActivitiesQuery)
export class ActivitiesHandler implements IQueryHandler<ActivitiesQuery, Answer<ActivityPage>> {
  constructor(
    private readonly asOf: AsOf,
    private readonly desk: RegisterDesk,
  ) {}

  async execute({ params, faults: given }: ActivitiesQuery): Promise<Answer<ActivityPage>> {
    const { limit, after, back, ...page } = pageOf(LIST, params);
    const { sort, descending, ...order } = orderOf(params);
    const point = this.asOf.faultsOf(params.asOf);
    const wrong = [...given, ...point, ...page.faults, ...order.faults];
    const now = await this.desk.current();
    // Where the point is none, the rest of the question is read as of now, only to tell what else is wrong with it.
    return this.asOf.read(point.length === 0 ? params.asOf : undefined, async (reading) => {
      const known = new Known(await bookAt(reading, registersNamed(params)), now);
      const { where, faults } = registerWhere(params, known, reading.day);
      refuseQuery([...wrong, ...faults]);
      const dated = sort === 'due' ? { $and: [where, { due: { $gte: '0' } }] } : where;
      const query = {
        where: dated,
        sort,
        descending: descending !== back,
        limit: limit + 1,
        ...(after !== null && { after }),
      };
      // The register holds activities only.
      const docs = (await reading.find(register.name, query)) as readonly ActivityDoc[];
      const found = docs.slice(0, limit);
      const [more, shown] = [docs.length > limit, back ? found.toReversed() : found];
      const place = (doc: ActivityDoc | undefined, goesBack: boolean): string | null =>
        doc === undefined ? null : cursorOf(LIST, params, { sort: doc[sort] ?? '', id: doc.id }, goesBack);
      return {
        items: shown.map((doc) => toLine(doc, reading.day)),
        next: more || back ? place(shown.at(-1), false) : null,
        previous: back ? (more ? place(shown[0], true) : null) : after === null ? null : place(shown[0], true),
        ...(params.count === 'true' && { total: await reading.count(register.name, dated) }),
      };
    });
  }
}

interface Order {
  readonly sort: (typeof SORTS)[number];
  readonly descending: boolean;
  readonly faults: readonly Fault[];
}

function orderOf({ sort = '-occurredOn', count = 'false' }: RegisterParams): Order {
  const field = SORTS.find((each) => each === sort.replace(/^-/, ''));
  const faults: Fault[] = [];
  if (field === undefined)
    faults.push(queryFault('sort', `must be one of ${SORTS.join(', ')}, with - before it for the last first`));
  if (count !== 'true' && count !== 'false') faults.push(queryFault('count', 'must be true or false'));
  return { sort: field ?? 'occurredOn', descending: sort.startsWith('-'), faults };
}

export class ActivityQuery {
  /** @param kind null: of whichever */
  constructor(
    readonly kind: string | null,
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
      const kind = kindNamed(doc?.kind ?? '');
      if (doc === undefined || kind === undefined || doc.kind !== (name ?? doc.kind))
        throw new Rejection('not-found', `there is no ${name ?? 'activity'} ${id}`);
      const jrwa = [...new Set((doc.details.caseSigns ?? []).flatMap((sign) => jrwaOf(sign) ?? []))];
      return { ...toLine(doc, reading.day), annulment: doc.annulment, jrwa, steps: possibleSteps(kind, doc) };
    });
  }
}
