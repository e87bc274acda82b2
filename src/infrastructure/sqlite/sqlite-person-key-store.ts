import Database from 'better-sqlite3';
import {
  type KeptKey,
  MASTER_KEY_CHANGED,
  PersonKeyStore,
  type WrappedKey,
} from '../../application/ports/person-key-store.js';
import { Rejection } from '../../domain/kernel/rejection.js';
import { keepFromOthers } from './file-work.js';
import { bringUp } from './layout.js';
import { asRejection } from './ledger-errors.js';

const SCHEMA = `
  CREATE TABLE keys (
    person TEXT PRIMARY KEY, master TEXT, wrapped TEXT, destroyedAt TEXT,
    CHECK ((destroyedAt IS NULL) = (wrapped IS NOT NULL)), CHECK ((destroyedAt IS NULL) = (master IS NOT NULL))
  ) STRICT;
`;

interface Row {
  readonly person: string;
  readonly master: string | null;
  readonly wrapped: string | null;
  readonly destroyedAt: string | null;
}

/**
 * The keys of persons in an SQLite file of their own. What is deleted is written over with zeros, and the journal is
 * emptied at each commit instead of being kept beside (as WAL would be): what was destroyed is in neither.
 */
export class SqlitePersonKeyStore extends PersonKeyStore {
  private constructor(private readonly db: Database.Database) {
    super();
  }

  /** @throws Rejection `unavailable` */
  static open(path: string): SqlitePersonKeyStore {
    let db: Database.Database | undefined;
    try {
      db = new Database(path, { timeout: 5000 });
      keepFromOthers(path);
      db.pragma('journal_mode = TRUNCATE');
      db.pragma('synchronous = FULL');
      db.pragma('secure_delete = ON');
      bringUp(db, [SCHEMA], 'keys of persons');
      return new SqlitePersonKeyStore(db);
    } catch (error) {
      db?.close();
      throw asRejection(error, 'keys of persons');
    }
  }

  override begin({ person, master, wrapped }: WrappedKey): Promise<WrappedKey> {
    return this.together(() => {
      if (!this.wraps(master) && this.holdsKeys()) throw new Rejection('unavailable', MASTER_KEY_CHANGED);
      this.db
        .prepare('INSERT INTO keys (person, master, wrapped) VALUES (?, ?, ?) ON CONFLICT DO NOTHING')
        .run(person, master, wrapped);
      const kept = this.get(person);
      if (kept === null || 'destroyedAt' in kept) throw new Rejection('state', 'the key of this person was destroyed');
      return kept;
    });
  }

  override knows(master: string): Promise<boolean> {
    return this.work(() => this.wraps(master));
  }

  override find(persons: readonly string[]): Promise<ReadonlyMap<string, KeptKey>> {
    return this.work(() => {
      const rows = this.db
        .prepare<[string], Row>('SELECT * FROM keys WHERE person IN (SELECT value FROM json_each(?))')
        .all(JSON.stringify(persons));
      return new Map(rows.map((row) => [row.person, toKept(row)]));
    });
  }

  override all(): Promise<readonly KeptKey[]> {
    return this.work(() => this.db.prepare<[], Row>('SELECT * FROM keys ORDER BY person').all().map(toKept));
  }

  override destroy(person: string, at: string): Promise<string> {
    return this.together(() => {
      const kept = this.get(person);
      if (kept !== null && 'destroyedAt' in kept) return kept.destroyedAt;
      this.db
        .prepare(
          `INSERT INTO keys (person, destroyedAt) VALUES (?, ?)
             ON CONFLICT DO UPDATE SET master = NULL, wrapped = NULL, destroyedAt = excluded.destroyedAt`,
        )
        .run(person, at);
      return at;
    });
  }

  override rewrap(again: (key: WrappedKey) => WrappedKey): Promise<number> {
    return this.together(() => {
      const rows = this.db.prepare<[], Row>('SELECT * FROM keys WHERE destroyedAt IS NULL').all();
      const put = this.db.prepare('UPDATE keys SET master = ?, wrapped = ? WHERE person = ?');
      for (const row of rows) {
        const kept = toKept(row);
        if ('destroyedAt' in kept) continue;
        const { master, wrapped } = again(kept);
        put.run(master, wrapped, kept.person);
      }
      return rows.length;
    });
  }

  override async close(): Promise<void> {
    await Promise.resolve();
    this.db.close();
  }

  private wraps(master: string): boolean {
    return this.db.prepare('SELECT 1 FROM keys WHERE master = ? LIMIT 1').get(master) !== undefined;
  }

  private holdsKeys(): boolean {
    return this.db.prepare('SELECT 1 FROM keys WHERE destroyedAt IS NULL LIMIT 1').get() !== undefined;
  }

  private get(person: string): KeptKey | null {
    const row = this.db.prepare<[string], Row>('SELECT * FROM keys WHERE person = ?').get(person);
    return row === undefined ? null : toKept(row);
  }

  private together<T>(work: () => T): Promise<T> {
    return this.work(() => this.db.transaction(work).immediate());
  }

  private async work<T>(work: () => T): Promise<T> {
    await Promise.resolve();
    if (!this.db.open) throw new Rejection('unavailable', 'The keys of persons are closed.');
    try {
      return work();
    } catch (error) {
      throw asRejection(error, 'keys of persons');
    }
  }
}

function toKept({ person, master, wrapped, destroyedAt }: Row): KeptKey {
  return destroyedAt === null ? { person, master: master ?? '', wrapped: wrapped ?? '' } : { person, destroyedAt };
}
