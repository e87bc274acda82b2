import { Injectable } from '@nestjs/common';
import { Calendar } from '../../domain/kernel/day.js';
import type { Actor } from '../../domain/kernel/event.js';
import { refuseFaults, TooMany } from '../../domain/kernel/rejection.js';
import { ZONE } from '../placing.js';
import { AccountStore } from '../ports/account-store.js';
import { Clock } from '../ports/clock.js';
import { Passwords } from '../ports/passwords.js';
import { AccessLog } from './access-log.js';
import { actorOf } from './holder.js';
import { Allowance, GrowingWaits } from './limits.js';
import { passwordFaults } from './password-rule.js';
import { hashOf, newSecret, proofOf } from './secrets.js';

/** A session that nobody uses ends after this long, in milliseconds. */
const IDLE = 3_600_000;
/** A session ends after this long however busy: a working day and the overtime. In milliseconds. */
const LASTS = 43_200_000;
/** How much later than its last use a session may be said to have been used, in milliseconds: not every read is a write. */
const BLUR = 60_000;

/** Somebody who has signed in. */
export interface SignedIn {
  readonly actor: Actor;
  /** What a write shows besides the session itself (secrets.ts). */
  readonly proof: string;
}

/** Signs people in and out, and tells whose session it is. */
@Injectable()
export class Sessions {
  private readonly calendar = new Calendar(ZONE);
  /** By account and address: whoever fails elsewhere keeps nobody out here. */
  private readonly waits = new GrowingWaits();
  /** By address: each try costs the machine some work, also for a name that nobody has. */
  private readonly tries = new Allowance(60, 1);

  constructor(
    private readonly store: AccountStore,
    private readonly passwords: Passwords,
    private readonly clock: Clock,
    private readonly log: AccessLog,
  ) {}

  /**
   * @param from the address that it is tried from
   * @returns the new session's secret; null where name and password do not open anything, whatever is wrong with them
   * @throws TooMany before anything is compared
   */
  async signIn(name: string, password: string, from: string): Promise<string | null> {
    const proven = await this.proven(name, password, from);
    if (proven === null) return null;
    await this.log.record({ action: 'signed-in', actor: proven.actor, subjects: [`account/${name}`] });
    const secret = await this.open(name);
    // Who chose a new password meanwhile ended all sessions, this one not yet among them.
    if ((await this.store.named(name))?.password === proven.password) return secret;
    await this.end(secret);
    return null;
  }

  /** Whose session this is, which is in use now; null where there is none, it has ended, or its account has. */
  async of(secret: string): Promise<SignedIn | null> {
    const [hash, now] = [hashOf(secret), this.clock.now()];
    const session = await this.store.session(hash);
    if (session === null || session.endsAt <= now || later(session.seenAt, IDLE) <= now) return null;
    const actor = actorOf(await this.store.named(session.account), this.calendar.dayOf(now));
    if (actor === null) return null;
    if (later(session.seenAt, BLUR) <= now) await this.store.seen(hash, now);
    return { actor, proof: proofOf(secret) };
  }

  end(secret: string): Promise<void> {
    return this.store.endSession(hashOf(secret));
  }

  /**
   * Chooses a new password in place of the one that one knows; all sessions of the account end.
   *
   * @returns the secret of a new session; null where the password is not the account's
   * @throws Rejection `invalid`; TooMany
   */
  async choose(name: string, current: string, password: string, from: string): Promise<string | null> {
    const proven = await this.proven(name, current, from);
    if (proven === null) return null;
    refuseFaults(await passwordFaults(this.passwords, password, name));
    await this.log.record({ action: 'password-chosen', actor: proven.actor, subjects: [`account/${name}`] });
    await this.store.change(name, { password: await this.passwords.hash(password) });
    return this.open(name);
  }

  /** Opens a session for somebody who has just proven who they are. @returns its secret */
  async open(account: string): Promise<string> {
    const [secret, now] = [newSecret(), this.clock.now()];
    const endsAt = later(now, LASTS);
    await this.store.openSession({ hash: hashOf(secret), account, openedAt: now, seenAt: now, endsAt });
    return secret;
  }

  /** Who it is, by which password's hash; null where name and password open nothing. */
  private async proven(
    name: string,
    password: string,
    from: string,
  ): Promise<{ readonly actor: Actor; readonly password: string | null } | null> {
    const now = Date.parse(this.clock.now());
    const key = `${from} ${hashOf(name)}`;
    const wait = this.tries.take(from, now) || this.waits.begin(key, now);
    if (wait > 0) throw new TooMany(`that was tried too often from here; try again in ${String(wait)} s`, wait);
    const account = await this.store.named(name);
    // The same work for a name that nobody has: how long it takes tells nothing either.
    const matches = await this.passwords.matches(password, account?.password ?? null);
    const actor = actorOf(account, this.calendar.dayOf(this.clock.now()));
    if (!matches || actor === null || account === null) return null;
    this.waits.succeeded(key);
    return { actor, password: account.password };
  }
}

const later = (instant: string, milliseconds: number): string =>
  new Date(Date.parse(instant) + milliseconds).toISOString();
