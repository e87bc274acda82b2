import { createHash } from 'node:crypto';
import type { Actor, Metadata, NewEvent, Origin } from '../../domain/kernel/event.js';
import type { JsonObject } from '../../domain/kernel/json.js';
import { Rejection } from '../../domain/kernel/rejection.js';
import { SCHEMA } from '../../domain/subjects.js';

/** Who asks, and under which circumstances: what every write needs besides its content. */
export interface Request {
  readonly actor: Actor;
  /** Authentication is off: one person with every right. */
  readonly alone: boolean;
  readonly correlation?: string;
  /** The Idempotency-Key with the route it came on, and the SHA-256 of the body. */
  readonly key?: { readonly route: string; readonly key: string; readonly digest: string };
  /** The revision that the subject must be at (If-Match). */
  readonly expected?: number;
  readonly acknowledged?: readonly string[];
  readonly origin?: Origin;
}

/** A UUID (version 8) made from names: the same names give the same one. */
export const hashedId = (...names: readonly string[]): string => uuid8(hashOf(names));

/**
 * One that begins, as UUIDv7 does, with its time: the milliseconds of `instant` (0 before 1970) in 48 bits. What comes in
 * the order of its days so lies in the order of its ids, and a ledger writes it some two times faster.
 *
 * @param instant what `Date.parse` reads; else the id begins with zeros
 */
export function datedId(instant: string, ...names: readonly string[]): string {
  const time = Math.max(0, Date.parse(instant) || 0);
  return uuid8(time.toString(16).padStart(12, '0') + hashOf(names).slice(12));
}

const hashOf = (names: readonly string[]): string => createHash('sha256').update(JSON.stringify(names)).digest('hex');

function uuid8(hex: string): string {
  const variant = ((parseInt(hex.slice(16, 18), 16) & 0x3f) | 0x80).toString(16).padStart(2, '0');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-${variant}${hex.slice(18, 20)}-${hex.slice(20, 32)}`;
}

/** The id that a request under an Idempotency-Key gives to what it makes; null without a key. */
export function keyedId({ actor, key }: Request, what: string): string | null {
  return key === undefined ? null : hashedId(actor.id, key.route, key.key, what);
}

export const keyReused = (): Rejection =>
  new Rejection('key-reused', 'this Idempotency-Key was used with another body; use a new key for a new request');

export function newEvent(request: Request, id: string, type: string, data: JsonObject): NewEvent {
  const { actor, correlation, key, acknowledged, origin } = request;
  const metadata: Omit<Metadata, 'recordedAt'> = {
    actor,
    ...(correlation !== undefined && { correlation }),
    ...(origin !== undefined && { origin }),
    ...(key !== undefined && { request: key.digest }),
    ...(acknowledged !== undefined && acknowledged.length > 0 && { acknowledged }),
  };
  return { id, type, schema: SCHEMA, data, metadata };
}
