import { Injectable } from '@nestjs/common';
import type { Actor } from '../../domain/kernel/event.js';
import type { JsonObject } from '../../domain/kernel/json.js';
import { digestOf } from '../canonical.js';
import { type Access, AccessLogStore, type AccessRecord } from '../ports/access-log-store.js';
import { Clock } from '../ports/clock.js';

/** Who does what goes on record. */
export type Reader = Pick<Access, 'actor' | 'correlation'>;

/** The hash of a record, over all of it but the hash itself. */
export const hashOfRecord = ({
  hash: _hash,
  ...rest
}: Omit<AccessRecord, 'hash'> & { readonly hash?: string }): string => digestOf(rest);

/** The record that follows another. @param now RFC 3339 */
export function recordAfter(last: AccessRecord | null, access: Access, now: string): AccessRecord {
  const { action, actor, subjects, details, correlation } = access;
  const record = {
    number: (last?.number ?? 0) + 1,
    at: last !== null && last.at > now ? last.at : now,
    action,
    actor,
    subjects,
    ...(details !== undefined && { details }),
    ...(correlation !== undefined && { correlation }),
    previous: last?.hash ?? null,
  };
  return { ...record, hash: hashOfRecord(record) };
}

/**
 * The log of who read or exported personal data, ran a report, took evidence, or changed accounts or the configuration (KRI, Dz.U.
 * 2024 poz. 773). Each record holds the hash of the one before.
 */
@Injectable()
export class AccessLog {
  constructor(
    private readonly store: AccessLogStore,
    private readonly clock: Clock,
  ) {}

  /**
   * Puts on record that somebody does something. MUST be awaited before anything of it is answered: what cannot be put on
   * record does not happen.
   *
   * @throws Rejection `unavailable`
   */
  async record(access: Access): Promise<void> {
    const now = this.clock.now();
    await this.store.append((last) => recordAfter(last, access, now));
  }

  /**
   * Puts on record with which settings the program starts, where they are others than the last time.
   *
   * @param actor who starts it
   */
  async configured(settings: JsonObject, actor: Actor): Promise<void> {
    const action = 'configuration-changed';
    const [before] = await this.store.find({ action, limit: 1 });
    if (before?.details !== undefined && digestOf(before.details) === digestOf(settings)) return;
    await this.record({ action, actor, subjects: ['configuration'], details: settings });
  }
}
