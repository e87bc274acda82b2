import { setTimeout } from 'node:timers/promises';
import SqliteDatabase from 'better-sqlite3';
import type { Database, Statement } from 'better-sqlite3';
import { Rejection } from '../../domain/kernel/rejection.js';
import { sqliteCode } from './ledger-errors.js';
import { createFile, FILE_VERSION } from './view-tables.js';

/** Milliseconds that a call waits for another process in its way; see {@link ViewFile.patiently}. */
const PATIENCE = 5_000;
const RETRY_EVERY = 10;

/** KiB of pages kept in memory. */
const CACHE = 131_072;

/** Statements kept prepared; beyond that all are let go, which costs no more than preparing them again. */
const PREPARED = 1_000;

/**
 * The file of views, and every call's transaction in it. WAL with `synchronous=NORMAL`: a power cut may take the last
 * commits but leaves a consistent file, and the projector goes on from the progress that it finds there.
 */
export class ViewFile {
  private readonly prepared = new Map<string, Statement>();
  private readonly version: Statement<[], number>;
  private readonly reading: Statement<[]>;
  private readonly writing: Statement<[]>;
  private readonly committing: Statement<[]>;
  private readonly undoing: Statement<[]>;
  /** SQLite's own count of what other connections wrote, as last seen; and how often anybody did. */
  private seen = 0;
  private changes = 0;
  private isWriting = false;

  private constructor(
    readonly database: Database,
    private readonly patience: number,
  ) {
    this.version = database.prepare<[], number>('PRAGMA data_version').pluck();
    this.reading = database.prepare('BEGIN DEFERRED');
    this.writing = database.prepare('BEGIN IMMEDIATE');
    this.committing = database.prepare('COMMIT');
    this.undoing = database.prepare('ROLLBACK');
  }

  /**
   * @param cache KiB of pages kept in memory
   * @throws Rejection `unavailable` when the file cannot be opened, or a later Kronika has laid it out
   */
  static open(path: string, patience: number, cache = CACHE): ViewFile {
    let database: Database | undefined;
    try {
      database = new SqliteDatabase(path, { timeout: PATIENCE });
      const version = Number(database.pragma('user_version', { simple: true }));
      if (version > FILE_VERSION) {
        throw new Rejection(
          'unavailable',
          `${path} was laid out by a later Kronika (${version}; this one knows ${FILE_VERSION}).`,
        );
      }
      // A page takes some documents whole, and an update of one moves no others.
      database.pragma('page_size = 8192');
      database.pragma('journal_mode = WAL');
      database.pragma('synchronous = NORMAL');
      database.pragma('wal_autocheckpoint = 8000');
      database.pragma('journal_size_limit = 134217728');
      database.pragma(`cache_size = -${cache}`);
      database.pragma('temp_store = MEMORY');
      if (version < FILE_VERSION) database.transaction(createFile).immediate(database);
      // From here on whoever waits does so outside SQLite, which would hold up the whole event loop.
      database.pragma('busy_timeout = 5');
      return new ViewFile(database, patience);
    } catch (error) {
      database?.close();
      if (error instanceof Rejection) throw error;
      // Also where the folder is missing, which is no error of SQLite's.
      const why = error instanceof Error ? error.message : String(error);
      throw new Rejection('unavailable', `${path} cannot be opened: ${why}.`, [], { cause: error });
    }
  }

  /** Reads in one snapshot: no generation is dropped in the middle of it. */
  async read<T>(work: () => T): Promise<T> {
    return this.patiently(() => this.within(this.reading, work));
  }

  /** Reads what is remembered, or else takes its own {@link snapshot}. */
  async look<T>(work: () => T): Promise<T> {
    return this.patiently(work);
  }

  /** Reads in the transaction that there is, or in one of its own. */
  snapshot<T>(work: () => T): T {
    return this.database.inTransaction ? work() : this.within(this.reading, work);
  }

  /**
   * Reads in one snapshot for as long as it takes, on a connection of its own, while others go on writing: the log is
   * not taken over into the file beyond that snapshot as long.
   */
  async apart<T>(work: (database: Database) => Promise<T>): Promise<T> {
    if (!this.database.open) throw new Rejection('unavailable', 'The view store is closed.');
    let database: Database | undefined;
    try {
      database = new SqliteDatabase(this.database.name, { readonly: true, timeout: PATIENCE });
      database.pragma('temp_store = MEMORY');
      database.exec('BEGIN');
      return await work(database);
    } catch (error) {
      throw asRejection(error);
    } finally {
      database?.close();
    }
  }

  /** Writes all or nothing. */
  async write<T>(work: () => T): Promise<T> {
    return this.patiently(() => {
      try {
        return this.within(this.writing, work);
      } finally {
        this.changes++;
      }
    });
  }

  /**
   * What the file has come to: the same as long as nobody, in this process or another, has written to it. Null while
   * this process is writing. The first look within a snapshot, and what is remembered by it, are of one moment.
   */
  state(): number | null {
    if (this.isWriting) return null;
    const version = this.version.get() ?? 0;
    if (version !== this.seen) [this.seen, this.changes] = [version, this.changes + 1];
    return this.changes;
  }

  /** A statement, prepared once. Its rows are what the SQL says they are. */
  statement<Row>(sql: string): Statement<unknown[], Row> {
    let statement = this.prepared.get(sql);
    if (statement === undefined) {
      if (this.prepared.size >= PREPARED) this.prepared.clear();
      statement = this.database.prepare(sql);
      this.prepared.set(sql, statement);
    }
    return statement as Statement<unknown[], Row>;
  }

  private within<T>(begin: Statement<[]>, work: () => T): T {
    begin.run();
    this.isWriting = begin === this.writing;
    try {
      const result = work();
      this.committing.run();
      return result;
    } catch (error) {
      // After a full disk SQLite may have rolled back by itself.
      if (this.database.inTransaction) this.undoing.run();
      throw error;
    } finally {
      this.isWriting = false;
    }
  }

  forget(): void {
    this.prepared.clear();
  }

  close(): void {
    this.database.close();
  }

  /** Tries again while another process is in the way. */
  private async patiently<T>(work: () => T): Promise<T> {
    const deadline = performance.now() + this.patience;
    for (;;) {
      if (!this.database.open) throw new Rejection('unavailable', 'The view store is closed.');
      try {
        return work();
      } catch (error) {
        if (!isBusy(sqliteCode(error)) || performance.now() >= deadline) throw asRejection(error);
      }
      await setTimeout(RETRY_EVERY);
    }
  }
}

const isBusy = (code: string): boolean => code.startsWith('SQLITE_BUSY') || code.startsWith('SQLITE_LOCKED');

/** What SQLite says of the disk, the file or other processes. The rest are mistakes in the program. */
const OUT_OF_REACH = /^SQLITE_(BUSY|LOCKED|FULL|IOERR|READONLY|CANTOPEN|CORRUPT|NOTADB|PROTOCOL|NOMEM|PERM|AUTH)/;

function asRejection(error: unknown): unknown {
  const code = sqliteCode(error);
  if (code.startsWith('SQLITE_CONSTRAINT')) {
    return new RangeError('an edition or a mark that does not follow the last', { cause: error });
  }
  if (!OUT_OF_REACH.test(code)) return error;
  return new Rejection('unavailable', `The views cannot be read or written (${code}).`, [], { cause: error });
}
