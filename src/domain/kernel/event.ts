import { isObject, type JsonObject } from './json.js';

/** What a person may do (DOMAIN.md section 5). Roles combine. */
export const ROLES = ['recorder', 'manager', 'auditor', 'administrator'] as const;
export type Role = (typeof ROLES)[number];

/** Who acted, as the event keeps it: an account's id, never a private person's data. */
export interface Actor {
  readonly id: string;
  readonly roles: readonly Role[];
  readonly department?: string;
}

/** Where an imported event came from: the file's SHA-256 (hex) and its 1-based row. */
export interface Origin {
  readonly file: string;
  readonly row: number;
}

export interface Metadata {
  /** RFC 3339 in UTC with milliseconds, as the ledger's clock said: `2024-03-31T21:59:59.999Z`. */
  readonly recordedAt: string;
  readonly actor: Actor;
  /** W3C trace id of the request that led to the event. */
  readonly correlation?: string;
  readonly origin?: Origin;
  /** SHA-256 (hex) of the request body, on the first event recorded under an Idempotency-Key. */
  readonly request?: string;
  /** Warnings the recorder saw and accepted, such as `contact-data`. */
  readonly acknowledged?: readonly string[];
}

/** Whether what an engine gives back for metadata says who acted, as everybody relies on. */
export const isAttributed = (metadata: unknown): metadata is Omit<Metadata, 'recordedAt'> =>
  isObject(metadata) &&
  isObject(metadata['actor']) &&
  typeof metadata['actor']['id'] === 'string' &&
  Array.isArray(metadata['actor']['roles']);

/** An event about to be appended. The store stamps `recordedAt` from its clock unless one is given (day's close). */
export interface NewEvent {
  /** UUID; the same id at the same expected revision records nothing twice. */
  readonly id: string;
  readonly type: string;
  /** Version of the shape of `data`; older ones pass an upcaster when read. */
  readonly schema: number;
  readonly data: JsonObject;
  readonly metadata: Omit<Metadata, 'recordedAt'> & { readonly recordedAt?: string };
}

/** An event as the ledger gives it back. `revision` counts from 0 within its stream. */
export interface RecordedEvent {
  readonly id: string;
  readonly stream: string;
  readonly revision: number;
  readonly type: string;
  readonly schema: number;
  readonly data: JsonObject;
  readonly metadata: Metadata;
}

/** A recorded event with its place in the ledger, as counted by the fold: the same on every engine. */
export interface LedgerEvent extends RecordedEvent {
  /** 1-based ordinal in the ledger. */
  readonly position: number;
  /** Running maximum of `recordedAt` along the ledger: never goes back. */
  readonly effectiveAt: string;
  /** Calendar day of `effectiveAt` in the ledger's zone: `2024-03-31`. */
  readonly day: string;
  /** Stretch of the day that bounds editions; see day.ts. */
  readonly segment: string;
}
