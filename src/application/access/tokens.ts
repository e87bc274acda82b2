import { Injectable } from '@nestjs/common';
import { Calendar } from '../../domain/kernel/day.js';
import type { Actor } from '../../domain/kernel/event.js';
import { refuseFaults } from '../../domain/kernel/rejection.js';
import { ZONE } from '../placing.js';
import { AccessStore, type Token } from '../ports/access-store.js';
import { Clock } from '../ports/clock.js';
import { AccessLog } from './access-log.js';
import { actorOf, holderFaults, type NewHolder, rolesAmong } from './holder.js';
import { hashOf, newSecret } from './secrets.js';

/** 256 bits, told by their beginning from other secrets that end up in a log by mistake. */
const PREFIX = 'krn_';

/** Gives out tokens and tells who holds one. What is given out or closed goes on record before, as somebody's (`by`). */
@Injectable()
export class Tokens {
  private readonly calendar = new Calendar(ZONE);

  constructor(
    private readonly store: AccessStore,
    private readonly clock: Clock,
    private readonly log: AccessLog,
  ) {}

  /** @returns the token, which nobody can be told again; Rejection `invalid` or `state` when it can't be given */
  async add({ name, roles, department, endsOn }: NewHolder, by: Actor): Promise<string> {
    refuseFaults(holderFaults({ name, roles, department, endsOn }, 'token'));
    const details = { roles, ...(department !== undefined && { department }), ...(endsOn !== undefined && { endsOn }) };
    if (!(await this.has(name)))
      await this.log.record({ action: 'token-added', actor: by, subjects: [`token/${name}`], details });
    const token = PREFIX + newSecret();
    await this.store.add({
      name,
      hash: hashOf(token),
      roles: rolesAmong(roles),
      ...(department !== undefined && { department }),
      ...(endsOn !== undefined && { endsOn }),
      createdAt: this.clock.now(),
    });
    return token;
  }

  list(): Promise<readonly Token[]> {
    return this.store.all();
  }

  async close(name: string, by: Actor): Promise<void> {
    if (await this.has(name)) await this.log.record({ action: 'token-closed', actor: by, subjects: [`token/${name}`] });
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

  private async has(name: string): Promise<boolean> {
    return (await this.store.all()).some((each) => each.name === name);
  }

  private holder(found: Token | null): Actor | null {
    return actorOf(found, this.calendar.dayOf(this.clock.now()));
  }
}
