import { createHash, randomBytes } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { Calendar, isDay } from '../../domain/kernel/day.js';
import { type Actor, type Role, ROLES } from '../../domain/kernel/event.js';
import { type Fault, refuseFaults } from '../../domain/kernel/rejection.js';
import { ZONE } from '../placing.js';
import { AccessStore, type Token } from '../ports/access-store.js';
import { Clock } from '../ports/clock.js';

/** 256 bits, told by their beginning from other secrets that end up in a log by mistake. */
const PREFIX = 'krn_';

export interface NewToken {
  readonly name: string;
  readonly roles: readonly string[];
  readonly department?: string;
  readonly endsOn?: string;
}

const hashOf = (token: string): string => createHash('sha256').update(token).digest('hex');

/** Gives out tokens and tells who holds one. */
@Injectable()
export class Tokens {
  private readonly calendar = new Calendar(ZONE);

  constructor(
    private readonly store: AccessStore,
    private readonly clock: Clock,
  ) {}

  /** @returns the token, which nobody can be told again; Rejection `invalid` or `state` when it can't be given */
  async add({ name, roles, department, endsOn }: NewToken): Promise<string> {
    refuseFaults(tokenFaults({ name, roles, department, endsOn }));
    const token = PREFIX + randomBytes(32).toString('base64url');
    await this.store.add({
      name,
      hash: hashOf(token),
      roles: ROLES.filter((role) => roles.includes(role)),
      ...(department !== undefined && { department }),
      ...(endsOn !== undefined && { endsOn }),
      createdAt: this.clock.now(),
    });
    return token;
  }

  list(): Promise<readonly Token[]> {
    return this.store.all();
  }

  async close(name: string): Promise<void> {
    await this.store.closeToken(name, this.clock.now());
  }

  /** Who comes with this token; null when nobody may. */
  async actorOf(token: string): Promise<Actor | null> {
    return this.holder(await this.store.byHash(hashOf(token)));
  }

  /** Who goes by this name, for somebody who runs the machine and needs no token; null when nobody may come in by it. */
  async actorNamed(name: string): Promise<Actor | null> {
    return this.holder((await this.store.all()).find((each) => each.name === name) ?? null);
  }

  private holder(found: Token | null): Actor | null {
    if (found === null || found.closedAt !== undefined) return null;
    if (found.endsOn !== undefined && this.calendar.dayOf(this.clock.now()) > found.endsOn) return null;
    const { name: id, roles, department } = found;
    return { id, roles, ...(department !== undefined && { department }) };
  }
}

function tokenFaults({ name, roles, endsOn }: NewToken): Fault[] {
  const faults: Fault[] = [];
  if (!/^[\p{L}\p{N}][\p{L}\p{N}._-]{0,99}$/u.test(name)) {
    faults.push({ pointer: '/name', detail: 'must be letters, digits, dots and hyphens' });
  }
  const known: readonly string[] = ROLES satisfies readonly Role[];
  if (roles.length === 0 || roles.some((role) => !known.includes(role))) {
    faults.push({ pointer: '/roles', detail: `must be one or more of ${ROLES.join(', ')}` });
  }
  if (endsOn !== undefined && !isDay(endsOn))
    faults.push({ pointer: '/endsOn', detail: 'must be a day, such as 2026-12-31' });
  // An auditor comes for an audit, and leaves (DOMAIN.md section 5).
  if (roles.includes('auditor') && endsOn === undefined) {
    faults.push({ pointer: '/endsOn', detail: "is missing: an auditor's token needs an end date" });
  }
  return faults;
}
