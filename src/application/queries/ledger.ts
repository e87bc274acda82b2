import { Injectable } from '@nestjs/common';
import { KINDS } from '../../domain/catalogue.js';
import { effectsOf } from '../../domain/activities/kind.js';
import { type Fault, queryFault, refuseQuery } from '../../domain/kernel/rejection.js';
import { FREEZING, REPORT_FROZEN } from '../../domain/freezing.js';
import { LEDGER, type LedgerDetails, REGISTERS } from '../../domain/registers/registers.js';
import { START } from '../../domain/registers/strategy-changes.js';
import { DAY_CLOSED } from '../../domain/views/days.js';
import { registers } from '../../domain/views/registers.js';
import { trail, type TrailDoc } from '../../domain/views/trail.js';
import type { Entry } from '../../domain/registers/register.js';
import { AsOf, type Reading } from '../as-of.js';
import { EventStore, type StoredEvent } from '../ports/event-store.js';
import type { Where } from '../ports/view-store.js';
import { COUNTY, OUTSIDE } from '../../domain/views/rows.js';
import { MOMENT, recordedAt } from './conditions.js';
import { bookAt } from './known.js';
import { limitOf } from './paging.js';

/** An event as CloudEvents 1.0 tells it; extension attributes in lower case, as that asks. */
export interface CloudEvent {
  readonly specversion: '1.0';
  readonly id: string;
  readonly source: string;
  readonly type: string;
  readonly subject: string;
  readonly time: string;
  readonly datacontenttype: 'application/json';
  readonly data: object;
  readonly position: string;
  readonly revision: number;
  /** Version of the shape of `data`, as recorded. */
  readonly schema: number;
  readonly actor: string;
  readonly roles: string;
  readonly department?: string;
  /** W3C trace id of the request. */
  readonly correlation?: string;
  readonly originfile?: string;
  readonly originrow?: number;
  /** Warnings that the recorder saw and accepted. */
  readonly acknowledged?: string;
}

export const LEDGER_PARAMS = [
  'after',
  'limit',
  'kind',
  'type',
  'stream',
  'gmina',
  'by',
  'recordedFrom',
  'recordedTo',
] as const;
export type LedgerParams = Readonly<Partial<Record<(typeof LEDGER_PARAMS)[number], string>>>;

const LENGTHS = { most: 500, usual: 100 };

/** What the trail tells apart: kinds of activity, registers, days on which strategies begin, frozen reports, days' closes. */
export const SUBJECTS = [
  ...KINDS.map(({ name }) => name),
  ...REGISTERS.map(({ name }) => name),
  START,
  FREEZING,
  'day',
];
const TYPES = [
  ...KINDS.flatMap((kind) => [...effectsOf(kind).keys()]),
  ...REGISTERS.flatMap(({ made, changes }) => [made, ...Object.keys(changes)]),
  REPORT_FROZEN,
  DAY_CLOSED,
];

export interface EventPage {
  readonly events: readonly CloudEvent[];
  /** Position to go on after; null at the end. */
  readonly next: string | null;
  /** How far the views were: there is nothing more up to here. */
  readonly position: number;
}

/** The trail of events: what was recorded, by whom, when. Only what the views have, so that positions are known. */
@Injectable()
export class Trail {
  constructor(
    private readonly asOf: AsOf,
    private readonly ledger: EventStore,
  ) {}

  /**
   * @param given what was wrong with the address besides: told together with the query's own faults
   * @throws Rejection `bad-query` naming every parameter that can't be
   */
  async page(params: LedgerParams, given: readonly Fault[] = []): Promise<EventPage> {
    const { limit, faults: wrong } = limitOf(params.limit, LENGTHS);
    const { value, position } = await this.asOf.read(undefined, async (reading) => {
      const { where, faults } = await trailWhere(params, reading);
      refuseQuery([...given, ...wrong, ...faults]);
      const found = (await reading.find(trail.name, {
        where,
        sort: 'position',
        limit: limit + 1,
      })) as readonly TrailDoc[];
      return { docs: found.slice(0, limit), more: found.length > limit, source: await sourceOf(reading) };
    });
    const events = await Promise.all(value.docs.map((doc) => this.event(doc, value.source)));
    const last = value.docs.at(-1);
    return { events, next: value.more && last !== undefined ? String(last.position) : null, position };
  }

  /**
   * The latest events before a position, newest first.
   *
   * @throws Rejection `bad-query` naming every parameter that can't be
   */
  async latest(
    params: Omit<LedgerParams, 'after'>,
    before: number,
    given: readonly Fault[] = [],
  ): Promise<{ readonly events: readonly CloudEvent[]; readonly more: boolean }> {
    const { limit, faults: wrong } = limitOf(params.limit, LENGTHS);
    const { value } = await this.asOf.read(undefined, async (reading) => {
      const { where, faults } = await trailWhere(params, reading);
      refuseQuery([...given, ...wrong, ...faults]);
      const found = (await reading.find(trail.name, {
        where: { $and: [where, { position: { $lt: before } }] },
        sort: 'position',
        descending: true,
        limit: limit + 1,
      })) as readonly TrailDoc[];
      return { docs: found.slice(0, limit), more: found.length > limit, source: await sourceOf(reading) };
    });
    const events = await Promise.all(value.docs.map((doc) => this.event(doc, value.source)));
    return { events, more: value.more };
  }

  /**
   * How many events there are before a position.
   *
   * @throws Rejection `bad-query` naming every parameter that can't be
   */
  async count(params: Omit<LedgerParams, 'after' | 'limit'>, before: number): Promise<number> {
    const { value } = await this.asOf.read(undefined, async (reading) => {
      const { where, faults } = await trailWhere(params, reading);
      refuseQuery(faults);
      // The trail holds every event, and positions have no gap.
      if (Object.keys(where).length === 0) return before - 1;
      return reading.count(trail.name, { $and: [where, { position: { $lt: before } }] });
    });
    return value;
  }

  private async event(doc: TrailDoc, source: string): Promise<CloudEvent> {
    for await (const event of this.ledger.readStream(doc.stream, { from: doc.revision, limit: 1 })) {
      return toCloudEvent(event, doc.position, source);
    }
    throw new Error(`the ledger has no ${doc.stream} at revision ${String(doc.revision)}, though the trail says so`);
  }
}

export async function sourceOf(reading: Reading): Promise<string> {
  const entry = (await reading.get(registers.name, [`${LEDGER.name}/main`]))[0] as unknown as Entry | undefined;
  const details = entry?.details as LedgerDetails | undefined;
  return `urn:uuid:${details?.ledger ?? '00000000-0000-0000-0000-000000000000'}`;
}

export function toCloudEvent(event: Omit<StoredEvent, 'cursor'>, position: number, source: string): CloudEvent {
  const { actor, recordedAt: time, correlation, origin, acknowledged } = event.metadata;
  return {
    specversion: '1.0',
    id: event.id,
    source,
    type: event.type,
    subject: event.stream,
    time,
    datacontenttype: 'application/json',
    data: event.data,
    position: String(position),
    revision: event.revision,
    schema: event.schema,
    actor: actor.id,
    roles: actor.roles.join(' '),
    ...(actor.department !== undefined && { department: actor.department }),
    ...(correlation !== undefined && { correlation }),
    ...(origin !== undefined && { originfile: origin.file, originrow: origin.row }),
    ...(acknowledged !== undefined && { acknowledged: acknowledged.join(' ') }),
  };
}

async function trailWhere(
  params: LedgerParams,
  reading: Reading,
): Promise<{ readonly where: Where; readonly faults: readonly Fault[] }> {
  const faults: Fault[] = [];
  const clauses: Where[] = [];
  const bad = (name: string, says: string): void => void faults.push(queryFault(name, says));
  for (const [name, known] of [
    ['kind', SUBJECTS],
    ['type', TYPES],
  ] as const) {
    const values = params[name]?.split(',');
    if (values?.every((value) => known.includes(value)) === false)
      bad(name, `must be one or more of ${known.join(', ')}`);
    else if (values !== undefined) clauses.push({ [name]: { $in: [...new Set(values)] } });
  }
  for (const name of ['stream', 'by'] as const) {
    const value = params[name];
    if (value !== undefined) clauses.push({ [name]: value });
  }
  const { after, gmina } = params;
  if (after !== undefined) {
    if (/^\d{1,15}$/.test(after)) clauses.push({ position: { $gt: Number(after) } });
    else bad('after', 'must be a position');
  }
  if (gmina !== undefined) {
    const known = gmina === COUNTY || gmina === OUTSIDE ? null : await bookAt(reading, ['gmina']);
    const row = known === null ? gmina : known.gminaByTerc(gmina)?.id;
    if (row === undefined) bad('gmina', `${gmina} is not the TERC of a gmina of this county`);
    else clauses.push({ gminas: row });
  }
  for (const [name, operator] of [
    ['recordedFrom', '$gte'],
    ['recordedTo', '$lte'],
  ] as const) {
    const value = params[name];
    if (value === undefined) continue;
    const found = recordedAt(value, operator);
    if (found === null) bad(name, MOMENT);
    else clauses.push('day' in found ? { day: found.day } : { recordedAt: found.instant });
  }
  return { where: clauses.length === 0 ? {} : { $and: clauses }, faults };
}
