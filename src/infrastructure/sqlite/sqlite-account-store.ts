import type Database from 'better-sqlite3';
import {
  type Account,
  type AccountChanges,
  type AccountsCheck,
  AccountStore,
  type PasswordLink,
  type Session,
} from '../../application/ports/account-store.js';
import type { Role } from '../../domain/kernel/event.js';
import { Rejection } from '../../domain/kernel/rejection.js';
import { onAccess, openAccess } from './access-file.js';
import { sqliteCode } from './ledger-errors.js';

interface Row {
  readonly name: string;
  readonly password: string | null;
  readonly roles: string;
  readonly department: string | null;
  readonly endsOn: string | null;
  readonly createdAt: string;
  readonly closedAt: string | null;
}

/** Accounts, sessions and links, in the file that holds the tokens. */
export class SqliteAccountStore extends AccountStore {
  private constructor(private readonly db: Database.Database) {
    super();
  }

  /** @throws Rejection `unavailable` */
  static open(path: string): SqliteAccountStore {
    return new SqliteAccountStore(openAccess(path));
  }

  override add({ name, password, roles, department, endsOn, createdAt, closedAt }: Account): Promise<void> {
    return this.work(() => {
      try {
        this.db
          .prepare('INSERT INTO accounts VALUES (?, ?, ?, ?, ?, ?, ?)')
          .run(name, password, roles.join(' '), department ?? null, endsOn ?? null, createdAt, closedAt ?? null);
      } catch (error) {
        if (!sqliteCode(error).startsWith('SQLITE_CONSTRAINT')) throw error;
        throw new Rejection('state', `there is an account of the name ${name} already: names are not given twice`);
      }
    });
  }

  override named(name: string): Promise<Account | null> {
    return this.work(() => this.find(name));
  }

  override all(): Promise<readonly Account[]> {
    return this.work(() => this.everyone());
  }

  override change(name: string, changes: AccountChanges, check?: AccountsCheck): Promise<void> {
    return this.together(() => {
      check?.(this.everyone());
      const { password, roles, department, endsOn } = { ...this.known(name), ...changes };
      this.db
        .prepare('UPDATE accounts SET password = ?, roles = ?, department = ?, endsOn = ? WHERE name = ?')
        .run(password, roles.join(' '), department ?? null, endsOn ?? null, name);
      if (changes.password !== undefined) this.endAll(name);
    });
  }

  override closeAccount(name: string, at: string, check?: AccountsCheck): Promise<void> {
    return this.together(() => {
      check?.(this.everyone());
      this.known(name);
      this.db.prepare('UPDATE accounts SET closedAt = coalesce(closedAt, ?) WHERE name = ?').run(at, name);
      this.endAll(name);
    });
  }

  override openSession({ hash, account, openedAt, seenAt, endsAt }: Session): Promise<void> {
    return this.together(() => {
      this.db.prepare('DELETE FROM sessions WHERE endsAt <= ?').run(openedAt);
      this.db.prepare('INSERT INTO sessions VALUES (?, ?, ?, ?, ?)').run(hash, account, openedAt, seenAt, endsAt);
    });
  }

  override session(hash: string): Promise<Session | null> {
    return this.work(
      () => this.db.prepare<[string], Session>('SELECT * FROM sessions WHERE hash = ?').get(hash) ?? null,
    );
  }

  override seen(hash: string, at: string): Promise<void> {
    return this.work(() => void this.db.prepare('UPDATE sessions SET seenAt = ? WHERE hash = ?').run(at, hash));
  }

  override endSession(hash: string): Promise<void> {
    return this.work(() => void this.db.prepare('DELETE FROM sessions WHERE hash = ?').run(hash));
  }

  override putLink({ hash, account, endsAt }: PasswordLink): Promise<void> {
    return this.together(() => {
      this.db.prepare('DELETE FROM links WHERE account IS ?').run(account);
      this.db.prepare('INSERT INTO links VALUES (?, ?, ?)').run(hash, account, endsAt);
    });
  }

  override link(hash: string): Promise<PasswordLink | null> {
    return this.work(
      () => this.db.prepare<[string], PasswordLink>('SELECT * FROM links WHERE hash = ?').get(hash) ?? null,
    );
  }

  override takeLink(hash: string): Promise<PasswordLink | null> {
    return this.work(
      () => this.db.prepare<[string], PasswordLink>('DELETE FROM links WHERE hash = ? RETURNING *').get(hash) ?? null,
    );
  }

  override async close(): Promise<void> {
    await Promise.resolve();
    this.db.close();
  }

  private everyone(): readonly Account[] {
    return this.db.prepare<[], Row>('SELECT * FROM accounts ORDER BY name').all().map(toAccount);
  }

  private find(name: string): Account | null {
    const row = this.db.prepare<[string], Row>('SELECT * FROM accounts WHERE name = ?').get(name);
    return row === undefined ? null : toAccount(row);
  }

  private known(name: string): Account {
    const found = this.find(name);
    if (found === null) throw new Rejection('not-found', `there is no account of the name ${name}`);
    return found;
  }

  private endAll(account: string): void {
    this.db.prepare('DELETE FROM sessions WHERE account = ?').run(account);
    this.db.prepare('DELETE FROM links WHERE account = ?').run(account);
  }

  private together(work: () => void): Promise<void> {
    return this.work(() => {
      this.db.transaction(work).immediate();
    });
  }

  private work<T>(work: () => T): Promise<T> {
    return onAccess(this.db, work);
  }
}

function toAccount({ roles, department, endsOn, closedAt, ...rest }: Row): Account {
  return {
    ...rest,
    // Only roles of the list are ever written.
    roles: roles.split(' ') as Role[],
    ...(department !== null && { department }),
    ...(endsOn !== null && { endsOn }),
    ...(closedAt !== null && { closedAt }),
  };
}
