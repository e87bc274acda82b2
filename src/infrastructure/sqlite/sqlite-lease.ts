import Database from 'better-sqlite3';
import { Lease } from '../../application/ports/lease.js';
import { Rejection } from '../../domain/kernel/rejection.js';
import { sqliteCode } from './ledger-errors.js';

/**
 * The lease as the lock of a file of its own. The system lets go of it when its holder ends, however that is: no clock is
 * asked, and nobody waits for who was killed. Whoever is stopped but alive keeps it.
 */
export class SqliteLease extends Lease {
  private db: Database.Database | null = null;
  private isClosed = false;

  /** The file is opened when the lease is first asked for: who only answers needs none. */
  constructor(private readonly path: string) {
    super();
  }

  override async take(_milliseconds: number): Promise<boolean> {
    if (this.isClosed) throw new Rejection('unavailable', 'The lease is closed.');
    try {
      // Nothing is ever written to it.
      this.db ??= new Database(this.path, { timeout: 0 });
      if (!this.db.inTransaction) this.db.exec('BEGIN IMMEDIATE');
      return true;
    } catch (error) {
      if (sqliteCode(error).startsWith('SQLITE_BUSY')) return false;
      // Also where the folder is missing, which is no error of SQLite's.
      const why = error instanceof Error ? error.message : String(error);
      throw new Rejection('unavailable', `The lease cannot be taken: ${why}.`, [], { cause: error });
    }
  }

  override async close(): Promise<void> {
    this.isClosed = true;
    this.db?.close();
  }
}
