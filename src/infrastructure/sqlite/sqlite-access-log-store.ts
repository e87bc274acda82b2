import Database from 'better-sqlite3';
import {
  type AccessQuery,
  type AccessRecord,
  AccessLogStore,
  isRecord,
} from '../../application/ports/access-log-store.js';
import { Rejection } from '../../domain/kernel/rejection.js';
import { keepFromOthers } from './file-work.js';
import { bringUp } from './layout.js';
import { asRejection } from './ledger-errors.js';

/**
 * What is asked for is read out of the records themselves, so that there is nothing beside them to be altered. Nothing
 * is altered, and nothing taken away but what a record of its disposal covers.
 */
const SCHEMA = `
  CREATE TABLE access_log (
    number  INTEGER PRIMARY KEY,
    record  TEXT NOT NULL,
    at      TEXT AS (record ->> '$.at'),
    action  TEXT AS (record ->> '$.action'),
    by_whom TEXT AS (record ->> '$.actor.id'),
    through INTEGER AS (record ->> '$.details.through')
  ) STRICT;
  CREATE INDEX access_by_time ON access_log (at);
  CREATE INDEX access_by_whom ON access_log (by_whom);
  CREATE INDEX access_by_action ON access_log (action);

  CREATE TRIGGER access_is_not_altered BEFORE UPDATE ON access_log
  BEGIN
    SELECT RAISE(ABORT, 'the access log is only added to');
  END;
  CREATE TRIGGER access_is_disposed_of_with_a_record BEFORE DELETE ON access_log
  BEGIN
    SELECT RAISE(ABORT, 'the access log is only disposed of with a record of it')
     WHERE NOT EXISTS (
       SELECT 1 FROM access_log WHERE action = 'access-log-disposed' AND through >= OLD.number AND number > OLD.number
     );
  END;
`;

/** Rows read at a time. */
const BATCH = 500;

interface Row {
  readonly number: number;
  readonly record: string;
}

type Next = (last: AccessRecord | null) => AccessRecord;

/** The access log in an SQLite file of its own. Every commit on it is on the disk when it returns. */
export class SqliteAccessLogStore extends AccessLogStore {
  private constructor(private readonly db: Database.Database) {
    super();
  }

  /** @throws Rejection `unavailable` */
  static open(path: string): SqliteAccessLogStore {
    let db: Database.Database | undefined;
    try {
      db = new Database(path, { timeout: 5000 });
      keepFromOthers(path);
      db.pragma('journal_mode = WAL');
      db.pragma('synchronous = FULL');
      bringUp(db, [SCHEMA], 'access log');
      return new SqliteAccessLogStore(db);
    } catch (error) {
      db?.close();
      throw asRejection(error, 'access log');
    }
  }

  override append(next: Next): Promise<AccessRecord> {
    return this.together(() => this.add(next));
  }

  override dispose(through: number, next: Next): Promise<AccessRecord> {
    return this.together(() => {
      const added = this.add(next);
      this.db.prepare('DELETE FROM access_log WHERE number <= ?').run(through);
      return added;
    });
  }

  override last(): Promise<AccessRecord | null> {
    return this.work(() => this.latest());
  }

  override find({ limit, ...query }: AccessQuery): Promise<readonly AccessRecord[]> {
    const { where, values } = whereOf(query);
    const sql = `SELECT number, record FROM access_log ${where} ORDER BY number DESC LIMIT ?`;
    return this.work(() =>
      this.db
        .prepare<(string | number)[], Row>(sql)
        .all(...values, limit)
        .flatMap((row) => toRecord(row) ?? []),
    );
  }

  override count(query: Omit<AccessQuery, 'limit'>): Promise<number> {
    const { where, values } = whereOf(query);
    const counting = `SELECT COUNT(*) AS count FROM access_log ${where}`;
    return this.work(
      () => this.db.prepare<(string | number)[], { readonly count: number }>(counting).get(...values)?.count ?? 0,
    );
  }

  override async *all(): ReturnType<AccessLogStore['all']> {
    let after = 0;
    for (;;) {
      const rows = await this.work(() =>
        this.db
          .prepare<[number, number], Row>(
            'SELECT number, record FROM access_log WHERE number > ? ORDER BY number LIMIT ?',
          )
          .all(after, BATCH),
      );
      const last = rows.at(-1);
      if (last === undefined) return;
      yield rows.map((row) => ({ number: row.number, record: toRecord(row) }));
      after = last.number;
    }
  }

  override async close(): Promise<void> {
    await Promise.resolve();
    this.db.close();
  }

  private add(next: Next): AccessRecord {
    const record = next(this.latest());
    this.db.prepare('INSERT INTO access_log (number, record) VALUES (?, ?)').run(record.number, JSON.stringify(record));
    return record;
  }

  private latest(): AccessRecord | null {
    const row = this.db.prepare<[], Row>('SELECT number, record FROM access_log ORDER BY number DESC LIMIT 1').get();
    if (row === undefined) return null;
    const record = toRecord(row);
    if (record === null)
      throw new Rejection('unavailable', 'The last entry of the access log cannot be read: run kronika verify.');
    return record;
  }

  private together<T>(work: () => T): Promise<T> {
    return this.work(() => this.db.transaction(work).immediate());
  }

  private async work<T>(work: () => T): Promise<T> {
    await Promise.resolve();
    if (!this.db.open) throw new Rejection('unavailable', 'The access log is closed.');
    try {
      return work();
    } catch (error) {
      throw asRejection(error, 'access log');
    }
  }
}

function whereOf({ by, action, subject, from, until, before }: Omit<AccessQuery, 'limit'>): {
  readonly where: string;
  readonly values: readonly (string | number)[];
} {
  const clauses: [string, string | number | undefined][] = [
    ['by_whom = ?', by],
    ['action = ?', action],
    ["EXISTS (SELECT 1 FROM json_each(record, '$.subjects') WHERE value = ?)", subject],
    ['at >= ?', from],
    ['at < ?', until],
    ['number < ?', before],
  ];
  const asked = clauses.filter((clause): clause is [string, string | number] => clause[1] !== undefined);
  return {
    where: asked.length === 0 ? '' : `WHERE ${asked.map(([sql]) => sql).join(' AND ')}`,
    values: asked.map(([, value]) => value),
  };
}

/** Null for what somebody put there that is no record. */
function toRecord({ record }: Row): AccessRecord | null {
  try {
    const read: unknown = JSON.parse(record);
    return isRecord(read) ? read : null;
  } catch {
    return null;
  }
}
