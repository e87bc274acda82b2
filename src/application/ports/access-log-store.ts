import type { Actor } from '../../domain/kernel/event.js';
import type { JsonObject } from '../../domain/kernel/json.js';

/**
 * What is put on record. Registers, reports that are frozen, keys and the clock are the ledger's affair: that keeps who
 * changed them.
 *
 * - `persons-read`: the sealed data of persons were opened; `subjects` are the persons
 * - `report-run`, `evidence-taken`: `subjects` names the report, `details` what it was asked
 * - `data-exported`: what a command copied out of the program, `subjects` says of what, `details` which command and where to
 * - `ledger-restored`: a backup was put in place; the entry is in the log that came along
 * - `account-...`, `password-chosen`, `token-...`: `subjects` is the account or the holder of the token
 * - `signed-in`: somebody came in with a password
 * - `configuration-changed`: the program was started with other settings than the last time
 * - `master-key-changed`: the keys of persons were wrapped anew
 * - `access-log-read`: somebody read this log
 * - `access-log-disposed`: what was older than two years was taken away, up to the number `through`
 */
export const ACCESS_ACTIONS = [
  'persons-read',
  'report-run',
  'evidence-taken',
  'data-exported',
  'ledger-restored',
  'account-added',
  'account-changed',
  'account-closed',
  'account-link-made',
  'password-chosen',
  'token-added',
  'token-closed',
  'signed-in',
  'configuration-changed',
  'master-key-changed',
  'access-log-read',
  'access-log-disposed',
] as const;
export type AccessAction = (typeof ACCESS_ACTIONS)[number];

/** One thing that somebody did. Never what was read: only that it was. */
export interface Access {
  readonly action: AccessAction;
  readonly actor: Actor;
  /** What it was done to: `person/018f...`, `account/j.nowak`, `token/automat`, `report/annual`. */
  readonly subjects: readonly string[];
  /** What was asked, or what became of it: no personal data. */
  readonly details?: JsonObject;
  /** W3C trace id of the request. */
  readonly correlation?: string;
}

/** An entry of the log. `hash` is SHA-256 (hex) of the RFC 8785 form of all the rest. */
export interface AccessRecord extends Access {
  /** 1, 2, 3 and so on, without a gap. */
  readonly number: number;
  /** RFC 3339 in UTC with milliseconds; never before the one before. */
  readonly at: string;
  /** The hash of the one before; null for the first. */
  readonly previous: string | null;
  readonly hash: string;
}

/** What is asked for; left out, anything. */
export interface AccessQuery {
  readonly by?: string;
  readonly action?: AccessAction;
  readonly subject?: string;
  /** Instants, the first included and the second not. */
  readonly from?: string;
  readonly until?: string;
  /** Numbers below this one. */
  readonly before?: number;
  readonly limit: number;
}

/**
 * Where the access log is kept, apart from the ledger. Every adapter passes test/contract. What cannot be reached, was
 * closed or has no room is a Rejection `unavailable`.
 */
export abstract class AccessLogStore {
  /**
   * Adds what `next` makes of the last one. One at a time, whoever else adds: `next` MUST see the last that there is, and
   * may so be asked again. What was added is durable when the promise settles.
   *
   * @param next null for the last where there is none yet; must be pure
   */
  abstract append(next: (last: AccessRecord | null) => AccessRecord): Promise<AccessRecord>;

  /** Adds a record of it, and takes away every record up to a number: both or neither. */
  abstract dispose(through: number, next: (last: AccessRecord | null) => AccessRecord): Promise<AccessRecord>;

  /** The last that was added; null where there is none. */
  abstract last(): Promise<AccessRecord | null>;

  /** The last first. */
  abstract find(query: AccessQuery): Promise<readonly AccessRecord[]>;

  /** How many there are, what is no record any more among them. */
  abstract count(query: Omit<AccessQuery, 'limit'>): Promise<number>;

  /** All that is kept by number, as it lies there: null for what is no record any more. */
  abstract all(): AsyncIterable<readonly { readonly number: number; readonly record: AccessRecord | null }[]>;

  abstract close(): Promise<void>;
}

/** Whether what an adapter finds where a record should lie is one: somebody may have put there what they like. */
export function isRecord(value: unknown): value is AccessRecord {
  if (typeof value !== 'object' || value === null) return false;
  const { number, at, action, actor, subjects, previous, hash } = value as Partial<Record<keyof AccessRecord, unknown>>;
  return (
    typeof number === 'number' &&
    [at, action, hash].every((each) => typeof each === 'string') &&
    typeof actor === 'object' &&
    actor !== null &&
    Array.isArray(subjects) &&
    (previous === null || typeof previous === 'string')
  );
}

/** No log: of a ledger that is written by a story, which nobody reads meanwhile. */
export class NoAccessLog extends AccessLogStore {
  override append(): Promise<never> {
    return Promise.reject(new Error('there is no access log here'));
  }

  override dispose(): Promise<never> {
    return this.append();
  }

  override last(): Promise<null> {
    return Promise.resolve(null);
  }

  override find(): Promise<readonly never[]> {
    return Promise.resolve([]);
  }

  override count(): Promise<number> {
    return Promise.resolve(0);
  }

  override async *all(): AsyncIterable<never> {
    // Nothing.
  }

  override close(): Promise<void> {
    return Promise.resolve();
  }
}
