import {
  type Account,
  type AccountChanges,
  type AccountsCheck,
  AccountStore,
  type PasswordLink,
  type Session,
} from '../../application/ports/account-store.js';
import { Rejection } from '../../domain/kernel/rejection.js';

/** What the stores that stand on the same accounts share. */
interface Kept {
  readonly accounts: Map<string, Account>;
  readonly sessions: Map<string, Session>;
  readonly links: Map<string, PasswordLink>;
}

/** Accounts in memory, for tests. */
export class MemoryAccountStore extends AccountStore {
  private open = true;

  constructor(private readonly kept: Kept = { accounts: new Map(), sessions: new Map(), links: new Map() }) {
    super();
  }

  /** Another store on the same accounts. */
  beside(): MemoryAccountStore {
    return new MemoryAccountStore(this.kept);
  }

  override async add(account: Account): Promise<void> {
    await this.opened();
    const { name } = account;
    if (this.kept.accounts.has(name))
      throw new Rejection('state', `there is an account of the name ${name} already: names are not given twice`);
    this.kept.accounts.set(name, account);
  }

  override async named(name: string): Promise<Account | null> {
    await this.opened();
    return this.kept.accounts.get(name) ?? null;
  }

  override async all(): Promise<readonly Account[]> {
    await this.opened();
    return this.sorted();
  }

  override async change(name: string, changes: AccountChanges, check?: AccountsCheck): Promise<void> {
    await this.opened();
    check?.(this.sorted());
    const { department, endsOn, ...rest } = { ...this.known(name), ...changes };
    this.kept.accounts.set(name, {
      ...rest,
      ...(department !== undefined && department !== null && { department }),
      ...(endsOn !== undefined && endsOn !== null && { endsOn }),
    });
    if (changes.password !== undefined) this.endAll(name);
  }

  override async closeAccount(name: string, at: string, check?: AccountsCheck): Promise<void> {
    await this.opened();
    check?.(this.sorted());
    this.kept.accounts.set(name, { closedAt: at, ...this.known(name) });
    this.endAll(name);
  }

  override async openSession(session: Session): Promise<void> {
    await this.opened();
    for (const { hash, endsAt } of this.kept.sessions.values())
      if (endsAt <= session.openedAt) this.kept.sessions.delete(hash);
    this.kept.sessions.set(session.hash, session);
  }

  override async session(hash: string): Promise<Session | null> {
    await this.opened();
    return this.kept.sessions.get(hash) ?? null;
  }

  override async seen(hash: string, at: string): Promise<void> {
    await this.opened();
    const found = this.kept.sessions.get(hash);
    if (found !== undefined) this.kept.sessions.set(hash, { ...found, seenAt: at });
  }

  override async endSession(hash: string): Promise<void> {
    await this.opened();
    this.kept.sessions.delete(hash);
  }

  override async putLink(link: PasswordLink): Promise<void> {
    await this.opened();
    for (const { hash, account } of this.kept.links.values())
      if (account === link.account) this.kept.links.delete(hash);
    this.kept.links.set(link.hash, link);
  }

  override async link(hash: string): Promise<PasswordLink | null> {
    await this.opened();
    return this.kept.links.get(hash) ?? null;
  }

  override async takeLink(hash: string): Promise<PasswordLink | null> {
    const found = await this.link(hash);
    return this.kept.links.delete(hash) ? found : null;
  }

  override async close(): Promise<void> {
    await Promise.resolve();
    this.open = false;
  }

  private sorted(): readonly Account[] {
    return [...this.kept.accounts.values()].sort((a, b) => Buffer.compare(Buffer.from(a.name), Buffer.from(b.name)));
  }

  private known(name: string): Account {
    const found = this.kept.accounts.get(name);
    if (found === undefined) throw new Rejection('not-found', `there is no account of the name ${name}`);
    return found;
  }

  private endAll(account: string): void {
    for (const each of this.kept.sessions.values()) if (each.account === account) this.kept.sessions.delete(each.hash);
    for (const each of this.kept.links.values()) if (each.account === account) this.kept.links.delete(each.hash);
  }

  private async opened(): Promise<void> {
    await Promise.resolve();
    if (!this.open) throw new Rejection('unavailable', 'The accounts are closed.');
  }
}
