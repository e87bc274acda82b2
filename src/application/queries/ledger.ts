import { Injectable } from '@nestjs/common';
import { isDay } from '../../domain/kernel/day.js';
import { type Fault, Rejection } from '../../domain/kernel/rejection.js';
import { LEDGER, type LedgerDetails } from '../../domain/registers/registers.js';
import { registers } from '../../domain/views/registers.js';
import { trail, type TrailDoc } from '../../domain/views/trail.js';
import type { Entry } from '../../domain/registers/register.js';
import { AsOf, type Reading } from '../as-of.js';
import { EventStore, type StoredEvent } from '../ports/event-store.js';
import type { Condition, Where } from '../ports/view-store.js';
import { bookAt } from './activities.js';

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
  readonly actor: string;
  readonly roles: string;
  readonly department?: string;
  /** W3C trace id of the request. */
  readonly correlation?: string;
  readonly originfile?: string;
  readonly originrow?: number;
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

const MOST = 500;
const DEFAULT_LIMIT = 100;

export interface EventPage {
  readonly events: readonly CloudEvent[];
  /** Position to go on after; null at the end. */
  readonly next: string | null;
}

/** The trail of events: what was recorded, by whom, when. Only what the views have, so that positions are known. */
@Injectable()
export class Trail {
  constructor(
    private readonly asOf: AsOf,
    private readonly ledger: EventStore,
  ) {}

  /** @throws Rejection `bad-query` naming every parameter that can't be */
  async page(params: LedgerParams): Promise<EventPage> {
    const limit = limitOf(params.limit);
    const { value } = await this.asOf.read(undefined, async (reading) => {
      const where = await trailWhere(params, reading);
      const found = (await reading.find(trail.name, {
        where,
        sort: 'position',
        limit: limit + 1,
      })) as readonly TrailDoc[];
      return { docs: found.slice(0, limit), more: found.length > limit, source: await sourceOf(reading) };
    });
    const events = await Promise.all(value.docs.map((doc) => this.event(doc, value.source)));
    const last = value.docs.at(-1);
    return { events, next: value.more && last !== undefined ? String(last.position) : null };
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
  const { actor, recordedAt, correlation, origin } = event.metadata;
  return {
    specversion: '1.0',
    id: event.id,
    source,
    type: event.type,
    subject: event.stream,
    time: recordedAt,
    datacontenttype: 'application/json',
    data: event.data,
    position: String(position),
    revision: event.revision,
    actor: actor.id,
    roles: actor.roles.join(' '),
    ...(actor.department !== undefined && { department: actor.department }),
    ...(correlation !== undefined && { correlation }),
    ...(origin !== undefined && { originfile: origin.file, originrow: origin.row }),
  };
}

function limitOf(text = String(DEFAULT_LIMIT)): number {
  const limit = Number(text);
  if (!/^\d{1,3}$/.test(text) || limit < 1 || limit > MOST)
    throw new Rejection('bad-query', `limit: must be a number from 1 to ${String(MOST)}`);
  return limit;
}

async function trailWhere(params: LedgerParams, reading: Reading): Promise<Where> {
  const faults: Fault[] = [];
  const clauses: Where[] = [];
  for (const name of ['kind', 'type', 'stream', 'by'] as const) {
    const value = params[name];
    if (value !== undefined) clauses.push({ [name]: value });
  }
  const { after, gmina } = params;
  if (after !== undefined) {
    if (/^\d{1,15}$/.test(after)) clauses.push({ position: { $gt: Number(after) } });
    else faults.push({ pointer: 'after', detail: 'after: must be a position' });
  }
  if (gmina !== undefined) {
    const row = ['county', 'outside'].includes(gmina) ? gmina : (await bookAt(reading)).gminaByTerc(gmina)?.id;
    if (row === undefined)
      faults.push({ pointer: 'gmina', detail: `gmina: ${gmina} is not the TERC of a gmina of this county` });
    else clauses.push({ gminas: row });
  }
  for (const [name, edge] of [
    ['recordedFrom', '$gte'],
    ['recordedTo', '$lte'],
  ] as const) {
    const value = params[name];
    if (value === undefined) continue;
    const condition = recordedCondition(value, edge);
    if (condition === null) faults.push({ pointer: name, detail: `${name}: must be a day or an instant` });
    else clauses.push({ [isDay(value) ? 'day' : 'recordedAt']: condition });
  }
  if (faults.length > 0) throw new Rejection('bad-query', faults.map(({ detail }) => detail).join(' '), faults);
  return clauses.length === 0 ? {} : { $and: clauses };
}

function recordedCondition(value: string, edge: '$gte' | '$lte'): Condition | null {
  if (isDay(value)) return { [edge]: value };
  const time = /^\d{4}-\d{2}-\d{2}T/.test(value) ? Date.parse(value) : Number.NaN;
  return Number.isNaN(time) ? null : { [edge]: new Date(time).toISOString() };
}
