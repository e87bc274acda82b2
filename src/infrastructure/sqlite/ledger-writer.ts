import { isDeepStrictEqual } from 'node:util';
import type { Database, Statement } from 'better-sqlite3';
import type { Appended } from '../../application/ports/event-store.js';
import { Rejection } from '../../domain/kernel/rejection.js';
import { sqliteCode } from './ledger-errors.js';
import { toEvent, type Draft, type Row } from './ledger-rows.js';

const isConstraint = (error: unknown): boolean => sqliteCode(error).startsWith('SQLITE_CONSTRAINT');

/**
 * Rows in which the latest time is looked for when a process first writes. Later rows may bear an earlier one where days
 * are closed in arrears: as many, at most, as there were days.
 */
const RECENT = 1_000;

/**
 * Writes events, within a transaction that somebody else begins and ends. What cannot be recorded is answered with a
 * Rejection, not thrown, and leaves nothing behind: the others in the transaction go on. What is thrown undoes them all.
 */
export class LedgerWriter {
  private seq = 0;
  /** The rows up to this one are reckoned with in `latestTime`. */
  private known = 0;
  private latestTime: string | null = null;
  private readonly insert: Statement<Row>;
  private readonly lastSeq: Statement<[], number>;
  private readonly timeSince: Statement<[number], string | null>;
  private readonly lastRevision: Statement<[string], number | null>;
  private readonly idsFrom: Statement<[string, number, number], string>;
  private readonly rowsAfter: Statement<[number, number], Row>;
  private readonly savepoint: Statement<[]>;
  private readonly release: Statement<[]>;
  private readonly rollback: Statement<[]>;

  constructor(db: Database) {
    this.insert = db.prepare('INSERT INTO events VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)');
    this.lastSeq = db.prepare<[], number>('SELECT ifnull(max(seq), 0) FROM events').pluck();
    this.timeSince = db.prepare<[number], string | null>('SELECT max(recordedAt) FROM events WHERE seq > ?').pluck();
    this.lastRevision = db
      .prepare<[string], number | null>('SELECT max(revision) FROM events WHERE stream = ?')
      .pluck();
    this.idsFrom = db
      .prepare<[string, number, number], string>(
        'SELECT id FROM events WHERE stream = ? AND revision >= ? ORDER BY revision LIMIT ?',
      )
      .pluck();
    this.rowsAfter = db.prepare<[number, number], Row>('SELECT * FROM events WHERE seq > ? ORDER BY seq LIMIT ?').raw();
    this.savepoint = db.prepare('SAVEPOINT batch');
    this.release = db.prepare('RELEASE batch');
    this.rollback = db.prepare('ROLLBACK TO batch');
  }

  /** To be called first in every transaction: another process may have appended since the last. */
  begin(): void {
    this.seq = this.lastSeq.get() ?? 0;
    const since = this.timeSince.get(Math.max(this.known, this.seq - RECENT)) ?? null;
    this.note(since);
    this.known = this.seq;
  }

  /** The latest instant at which the ledger was written to; null while it is empty. */
  get latest(): string | null {
    return this.latestTime;
  }

  /** @param first revision of the first event; @param now instant for events that carry none */
  append(stream: string, first: number, drafts: readonly Draft[], now: string): Appended | Rejection {
    const written = this.allOrNone(drafts.length, () => {
      let revision = first;
      for (const draft of drafts) this.write(stream, revision++, draft, draft.recordedAt ?? now);
    });
    const revision = first + drafts.length - 1;
    if (written) return { revision };
    if (this.isRecorded(stream, first, drafts)) return { revision, repeated: true };
    return this.conflict(stream, first);
  }

  /**
   * Adds rows of a copy. What the ledger already holds in their places must be the same.
   *
   * @param position events of the copy before these rows
   */
  restore(position: number, rows: readonly Row[]): Rejection | null {
    const held = this.rowsAfter.all(position, rows.length);
    const same = held.every((row, index) => {
      const copied = rows[index];
      return copied !== undefined && isDeepStrictEqual(toEvent(row), toEvent(copied));
    });
    if (!same) return new Rejection('conflict', 'The ledger already holds something else than this copy.');

    const rest = rows.slice(held.length);
    const written = this.allOrNone(rest.length, () => {
      for (const row of rest) this.insert.run(...row);
      this.seq += rest.length;
    });
    if (written) return null;
    return new Rejection('conflict', 'The copy does not hold together: a revision is missing or an id comes twice.');
  }

  /** How many events the ledger holds. */
  size(): number {
    return this.seq;
  }

  private write(stream: string, revision: number, draft: Draft, recordedAt: string): void {
    const { id, type, schema, data, metadata } = draft;
    this.insert.run(this.seq + 1, id, stream, revision, type, schema, data, metadata, recordedAt);
    this.seq++;
    this.note(recordedAt);
  }

  private note(time: string | null): void {
    if (time !== null && (this.latestTime === null || time > this.latestTime)) this.latestTime = time;
  }

  /** False, and nothing written, when the order or a key refuses an event. A single insert needs no savepoint. */
  private allOrNone(events: number, write: () => void): boolean {
    const before = this.seq;
    const guarded = events > 1;
    if (guarded) this.savepoint.run();
    try {
      write();
    } catch (error) {
      if (!isConstraint(error)) throw error;
      this.seq = before;
      if (guarded) {
        this.rollback.run();
        this.release.run();
      }
      return false;
    }
    if (guarded) this.release.run();
    return true;
  }

  private isRecorded(stream: string, first: number, drafts: readonly Draft[]): boolean {
    const ids = this.idsFrom.all(stream, first, drafts.length);
    return ids.length === drafts.length && ids.every((id, index) => id === drafts[index]?.id);
  }

  private conflict(stream: string, first: number): Rejection {
    const revision = this.lastRevision.get(stream) ?? null;
    if ((revision ?? -1) + 1 === first) {
      return new Rejection('conflict', `An event for ${stream} is recorded already, in another place.`);
    }
    const stands = revision === null ? 'does not exist' : `is at revision ${String(revision)}`;
    const expected = first === 0 ? 'not exist' : `be at ${String(first - 1)}`;
    return new Rejection('conflict', `${stream} ${stands}; it was expected to ${expected}.`);
  }
}
