import { Injectable } from '@nestjs/common';
import { Calendar, type Day } from '../../domain/kernel/day.js';
import type { Actor } from '../../domain/kernel/event.js';
import type { JsonObject } from '../../domain/kernel/json.js';
import { refuseFaults, Rejection } from '../../domain/kernel/rejection.js';
import { ZONE } from '../placing.js';
import { type AccessAction } from '../ports/access-log-store.js';
import { AccessStore } from '../ports/access-store.js';
import { type Account, AccountStore, type PasswordLink } from '../ports/account-store.js';
import { Clock } from '../ports/clock.js';
import { Passwords } from '../ports/passwords.js';
import { AccessLog } from './access-log.js';
import { actorOf, holderFaults, type NewHolder, rolesAmong } from './holder.js';
import { passwordFaults } from './password-rule.js';
import { hashOf, newSecret } from './secrets.js';

/** How long the link lasts that makes the first administrator, in milliseconds: whoever starts it is there. */
const FIRST_LASTS = 3_600_000;
/** How long a link lasts that is handed to somebody, in milliseconds. */
const LINK_LASTS = 86_400_000;

const LAST_ADMINISTRATOR = 'this is the last administrator: make another one first';

/** A link's secret, which nobody can be told again, and when it ends. */
export interface GivenLink {
  readonly secret: string;
  readonly endsAt: string;
}

/** An account as it is shown: without the password's hash. */
export interface ShownAccount extends Omit<Account, 'password'> {
  /** Whether its owner has chosen a password. */
  readonly ready: boolean;
}

/** What is to become different; null takes it away. */
export interface HolderChanges {
  readonly roles?: readonly string[];
  readonly department?: string | null;
  readonly endsOn?: string | null;
}

/**
 * Makes accounts, changes and closes them, and lets their owners choose their passwords. Each goes on record before it is
 * done, as somebody's (`by`).
 */
@Injectable()
export class Accounts {
  private readonly calendar = new Calendar(ZONE);

  constructor(
    private readonly store: AccountStore,
    private readonly tokens: AccessStore,
    private readonly passwords: Passwords,
    private readonly clock: Clock,
    private readonly log: AccessLog,
  ) {}

  /** @returns the link with which its owner chooses a password; Rejection `invalid` or `state` when it can't be made */
  async add(asked: NewHolder, by: Actor): Promise<GivenLink> {
    refuseFaults(holderFaults(asked, 'account'));
    if ((await this.store.named(asked.name)) === null) await this.record('account-added', asked.name, by, told(asked));
    await this.store.add(this.made(asked, null));
    return this.give(asked.name, LINK_LASTS);
  }

  async list(): Promise<readonly ShownAccount[]> {
    return (await this.store.all()).map(({ password, ...shown }) => ({ ...shown, ready: password !== null }));
  }

  /** @throws Rejection `invalid`, also where the last administrator would be none; `not-found`; `state` for one that is closed */
  async change(name: string, changes: HolderChanges, by: Actor): Promise<void> {
    const { roles, department, endsOn } = { ...(await this.openOne(name)), ...changes };
    refuseFaults(holderFaults({ name, roles, ...given({ department, endsOn }) }, 'account'));
    const stays = roles.includes('administrator') && !(typeof endsOn === 'string' && endsOn < this.today());
    const check = (accounts: readonly Account[]): void => {
      if (!stays && this.isLastAdministrator(name, accounts))
        refuseFaults([{ pointer: roles.includes('administrator') ? '/endsOn' : '/roles', detail: LAST_ADMINISTRATOR }]);
    };
    // Before it goes on record, and once more when it is written: another one may have gone meanwhile.
    check(await this.store.all());
    await this.record('account-changed', name, by, told(changes));
    await this.store.change(
      name,
      {
        ...(changes.roles !== undefined && { roles: rolesAmong(changes.roles) }),
        ...(changes.department !== undefined && { department: changes.department }),
        ...(changes.endsOn !== undefined && { endsOn: changes.endsOn }),
      },
      check,
    );
  }

  /**
   * Closes an account for good, with its sessions and the token of its name.
   *
   * @throws Rejection `not-found`; `state` for the last administrator's: nobody could make another account
   */
  async close(name: string, by: Actor): Promise<void> {
    const check = (accounts: readonly Account[]): void => {
      if (this.isLastAdministrator(name, accounts)) throw new Rejection('state', LAST_ADMINISTRATOR);
    };
    check(await this.store.all());
    if ((await this.store.named(name)) !== null) await this.record('account-closed', name, by);
    await this.store.closeAccount(name, this.clock.now(), check);
    if ((await this.tokens.all()).some((token) => token.name === name))
      await this.tokens.closeToken(name, this.clock.now());
  }

  /** A link with which a new password is chosen; the old one goes on until then. @throws Rejection `not-found`, `state` */
  async newLink(name: string, by: Actor): Promise<GivenLink> {
    await this.openOne(name);
    await this.record('account-link-made', name, by);
    return this.give(name, LINK_LASTS);
  }

  /** The link that makes the first administrator; null where there is an account already. */
  async firstLink(): Promise<GivenLink | null> {
    return (await this.store.all()).length > 0 ? null : this.give(null, FIRST_LASTS);
  }

  /** Whose password a link lets one choose: null for the first administrator's. @throws Rejection `not-found` */
  async whose(secret: string): Promise<string | null> {
    return (await this.asGood(await this.store.link(hashOf(secret)))).account;
  }

  /**
   * Chooses a password with a link, which ends the link and all sessions of the account. @param name of the first
   * administrator's account; no other link asks it
   *
   * @returns the name of the account
   * @throws Rejection `invalid`; `not-found` where the link was used, has ended or never was one
   */
  async choose(secret: string, password: string, name: string): Promise<string> {
    const { account } = await this.asGood(await this.store.link(hashOf(secret)));
    const first = { name: account ?? name, roles: ['administrator'] };
    refuseFaults([
      ...(account === null ? holderFaults(first, 'account') : []),
      ...(await passwordFaults(this.passwords, password, first.name)),
    ]);
    const hash = await this.passwords.hash(password);
    const { roles } = (await this.store.named(first.name)) ?? { roles: rolesAmong(first.roles) };
    const owner = { id: first.name, roles };
    if (account === null) await this.record('account-added', first.name, owner, told(first));
    await this.record('password-chosen', first.name, owner);
    // Only now: what could not be put on record leaves the link good.
    await this.asGood(await this.store.takeLink(hashOf(secret)));
    if (account === null) await this.store.add(this.made(first, hash));
    else await this.store.change(account, { password: hash });
    return first.name;
  }

  /** Who goes by this name, for somebody who runs the machine; null when nobody may come in by it. */
  async actorNamed(name: string): Promise<Actor | null> {
    return actorOf(await this.store.named(name), this.today());
  }

  /** Whether an account administers, and no other does that its owner can come in with. */
  private isLastAdministrator(name: string, accounts: readonly Account[]): boolean {
    const able = accounts.filter(
      (each) => each.password !== null && actorOf(each, this.today())?.roles.includes('administrator') === true,
    );
    return able.length === 1 && able[0]?.name === name;
  }

  private today(): Day {
    return this.calendar.dayOf(this.clock.now());
  }

  private record(action: AccessAction, name: string, actor: Actor, details?: JsonObject): Promise<void> {
    return this.log.record({ action, actor, subjects: [`account/${name}`], ...(details !== undefined && { details }) });
  }

  private made({ name, roles, department, endsOn }: NewHolder, password: string | null): Account {
    return {
      name,
      password,
      roles: rolesAmong(roles),
      ...given({ department, endsOn }),
      createdAt: this.clock.now(),
    };
  }

  private async give(account: string | null, lasts: number): Promise<GivenLink> {
    const secret = newSecret();
    const endsAt = new Date(Date.parse(this.clock.now()) + lasts).toISOString();
    await this.store.putLink({ hash: hashOf(secret), account, endsAt });
    return { secret, endsAt };
  }

  private async openOne(name: string): Promise<Account> {
    const found = await this.store.named(name);
    if (found === null) throw new Rejection('not-found', `there is no account of the name ${name}`);
    if (found.closedAt !== undefined)
      throw new Rejection('state', `the account ${name} is closed; a closed account stays closed`);
    return found;
  }

  /** The link, where it may still be used. The first administrator's ends with the first account, however made. */
  private async asGood(link: PasswordLink | null): Promise<PasswordLink> {
    const stale = link?.account === null && (await this.store.all()).length > 0;
    if (link === null || stale || link.endsAt <= this.clock.now())
      throw new Rejection('not-found', 'this link was used, has ended or never was one: ask for another');
    return link;
  }
}

/** What of it goes on record. */
const told = ({ roles, department, endsOn }: HolderChanges): JsonObject => ({
  ...(roles !== undefined && { roles }),
  ...(department !== undefined && { department }),
  ...(endsOn !== undefined && { endsOn }),
});

interface Ends {
  readonly department: string | null | undefined;
  readonly endsOn: string | null | undefined;
}

/** What is said of both: null says as little as nothing does. */
const given = ({ department, endsOn }: Ends): { readonly department?: string; readonly endsOn?: string } => ({
  ...(typeof department === 'string' && { department }),
  ...(typeof endsOn === 'string' && { endsOn }),
});
