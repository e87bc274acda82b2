import type Database from 'better-sqlite3';
import { AccessStore, type Token } from '../../application/ports/access-store.js';
import type { Role } from '../../domain/kernel/event.js';
import { Rejection } from '../../domain/kernel/rejection.js';
import { onAccess, openAccess } from './access-file.js';
import { sqliteCode } from './ledger-errors.js';

interface Row {
  readonly name: string;
  readonly hash: string;
  readonly roles: string;
  readonly department: string | null;
  readonly endsOn: string | null;
  readonly createdAt: string;
  readonly closedAt: string | null;
}

/** Tokens in an SQLite file of their own: the ledger's file can be given away without them. */
export class SqliteAccessStore extends AccessStore {
  private constructor(private readonly db: Database.Database) {
    super();
  }

  /** @throws Rejection `unavailable` */
  static open(path: string): SqliteAccessStore {
    return new SqliteAccessStore(openAccess(path));
  }

  override add({ name, hash, roles, department, endsOn, createdAt, closedAt }: Token): Promise<void> {
    return this.work(() => {
      try {
        this.db
          .prepare('INSERT INTO tokens VALUES (?, ?, ?, ?, ?, ?, ?)')
          .run(name, hash, roles.join(' '), department ?? null, endsOn ?? null, createdAt, closedAt ?? null);
      } catch (error) {
        if (!sqliteCode(error).startsWith('SQLITE_CONSTRAINT')) throw error;
        throw new Rejection('state', `there is a token of the name ${name} already: names are not given twice`);
      }
    });
  }

  override byHash(hash: string): Promise<Token | null> {
    return this.work(() => {
      const row = this.db.prepare<[string], Row>('SELECT * FROM tokens WHERE hash = ?').get(hash);
      return row === undefined ? null : toToken(row);
    });
  }

  override all(): Promise<readonly Token[]> {
    return this.work(() => this.db.prepare<[], Row>('SELECT * FROM tokens ORDER BY name').all().map(toToken));
  }

  override closeToken(name: string, at: string): Promise<void> {
    return this.work(() => {
      const { changes } = this.db
        .prepare('UPDATE tokens SET closedAt = coalesce(closedAt, ?) WHERE name = ?')
        .run(at, name);
      if (changes === 0) throw new Rejection('not-found', `there is no token of the name ${name}`);
    });
  }

  override async close(): Promise<void> {
    await Promise.resolve();
    this.db.close();
  }

  private work<T>(work: () => T): Promise<T> {
    return onAccess(this.db, work);
  }
}

function toToken({ roles, department, endsOn, closedAt, ...rest }: Row): Token {
  return {
    ...rest,
    // Only roles of the list are ever written.
    roles: roles.split(' ') as Role[],
    ...(department !== null && { department }),
    ...(endsOn !== null && { endsOn }),
    ...(closedAt !== null && { closedAt }),
  };
}
