import { setImmediate } from 'node:timers/promises';
import type { Database, Statement } from 'better-sqlite3';
import type { Clock } from '../../application/ports/clock.js';
import { EventStore, type Appended, type Cursor, type StoredEvent } from '../../application/ports/event-store.js';
import type { NewEvent, RecordedEvent } from '../../domain/kernel/event.js';
import { Rejection } from '../../domain/kernel/rejection.js';
import { GroupCommit } from './group-commit.js';
import { patiently } from './ledger-errors.js';
import { toDraft, toEvent, toRow, type Row } from './ledger-rows.js';
import { openLedger } from './ledger-schema.js';
import { LedgerWriter } from './ledger-writer.js';
import { WakeUp } from './wake-up.js';

/** Milliseconds that a write or a read waits for another process in its way. */
const PATIENCE = 5_000;

/** Milliseconds between two looks at what other processes have appended. */
const LOOK_EVERY = 200;

const BATCH = 1_000;
const STREAM_PAGE = 256;

/**
 * The ledger in one SQLite file. One connection serves reads and writes: a transaction begins and ends within one turn
 * of the event loop, so a read never meets an unfinished one, and none is kept open between two pages. Other processes
 * on the same file are safe. The cursor is the event's `seq`: 1, 2, 3... without gaps.
 */
export class SqliteEventStore extends EventStore {
  private readonly writer: LedgerWriter;
  private readonly commits: GroupCommit;
  private readonly appended = new WakeUp();
  private readonly forwards: Statement<[string, number, number], Row>;
  private readonly backwards: Statement<[string, number, number], Row>;
  private readonly onwards: Statement<[number, number], Row>;
  private closing: Promise<void> | null = null;

  /** @throws Rejection `unavailable`; see {@link openLedger} */
  static open(path: string, clock: Clock): SqliteEventStore {
    return new SqliteEventStore(openLedger(path), clock);
  }

  /** @param db a connection from {@link openLedger}, from now on this store's own */
  constructor(
    private readonly db: Database,
    private readonly clock: Clock,
    private readonly patience = PATIENCE,
  ) {
    super();
    const writer = new LedgerWriter(db);
    this.writer = writer;
    this.commits = new GroupCommit(
      db,
      () => {
        writer.begin();
      },
      () => {
        this.appended.call();
      },
      patience,
    );
    this.forwards = db
      .prepare<[string, number, number], Row>(
        'SELECT * FROM events WHERE stream = ? AND revision >= ? ORDER BY revision LIMIT ?',
      )
      .raw();
    this.backwards = db
      .prepare<[string, number, number], Row>(
        'SELECT * FROM events WHERE stream = ? AND revision <= ? ORDER BY revision DESC LIMIT ?',
      )
      .raw();
    this.onwards = db.prepare<[number, number], Row>('SELECT * FROM events WHERE seq > ? ORDER BY seq LIMIT ?').raw();
  }

  append(stream: string, expected: number | 'none', events: readonly NewEvent[]): Promise<Appended> {
    return this.write(events.length, () => {
      if (events.length === 0) throw new RangeError('an append of no events');
      const drafts = events.map(toDraft);
      const first = expected === 'none' ? 0 : expected + 1;
      return () => this.writer.append(stream, first, drafts, this.clock.stamp(this.writer.latest));
    });
  }

  async *readStream(
    stream: string,
    options: { readonly from?: number; readonly backwards?: boolean; readonly limit?: number } = {},
  ): AsyncIterable<StoredEvent> {
    const page = options.backwards === true ? this.backwards : this.forwards;
    const step = options.backwards === true ? -1 : 1;
    let from = options.from ?? (options.backwards === true ? Number.MAX_SAFE_INTEGER : 0);
    let left = options.limit ?? Number.POSITIVE_INFINITY;
    while (left > 0) {
      const asked = Math.min(left, STREAM_PAGE);
      const events = await this.read(() => page.all(stream, from, asked).map(toEvent));
      for (const event of events) {
        yield event;
        from = event.revision + step;
      }
      if (events.length < asked) return;
      left -= asked;
      await setImmediate();
    }
  }

  async *readAll(
    options: { readonly after?: Cursor | null; readonly limit?: number } = {},
  ): AsyncIterable<readonly StoredEvent[]> {
    const limit = options.limit ?? BATCH;
    let after = seqOf(options.after ?? null);
    for (;;) {
      const batch = await this.batchAfter(after, limit);
      if (batch.length > 0) yield batch;
      if (batch.length < limit) return;
      after = endOf(batch);
      await setImmediate();
    }
  }

  /** After an abort it resolves as soon as a batch that is being handled has been. A closed store is `unavailable`. */
  async subscribe(
    options: { readonly after: Cursor | null; readonly limit?: number },
    onBatch: (batch: readonly StoredEvent[]) => Promise<void>,
    signal: AbortSignal,
  ): Promise<void> {
    let after = seqOf(options.after);
    while (!signal.aborted) {
      const noted = this.appended.count;
      const batch = await this.batchAfter(after, options.limit ?? BATCH);
      if (batch.length === 0) {
        await this.appended.sleep(noted, LOOK_EVERY, signal);
      } else {
        await onBatch(batch);
        after = endOf(batch);
        await setImmediate();
      }
    }
  }

  async restore(events: AsyncIterable<readonly RecordedEvent[]>): Promise<void> {
    let position = 0;
    for await (const batch of events) {
      const before = position;
      await this.write(batch.length, () => {
        const rows = batch.map((event, index) => toRow(before + index + 1, event));
        return () => this.writer.restore(before, rows);
      });
      position += batch.length;
    }
    await this.write(0, () => () => {
      if (this.writer.size() === position) return null;
      return new Rejection('conflict', 'The ledger already holds more than this copy.');
    });
  }

  close(): Promise<void> {
    this.closing ??= this.commits.settled().then(() => {
      this.db.close();
      this.appended.call();
    });
    return this.closing;
  }

  /**
   * Queues what `prepare` answers with; the promise settles after the commit, with what that answered within the
   * transaction. The explicit promise is on purpose: this is the path whose speed counts.
   */
  private write<T>(size: number, prepare: () => () => T | Rejection): Promise<T> {
    return new Promise((resolve, reject) => {
      if (this.closing !== null) throw closed();
      const work = prepare();
      let answer: T | Rejection;
      this.commits.add({
        size,
        run: () => {
          answer = work();
        },
        settle: () => {
          if (answer instanceof Rejection) reject(answer);
          else resolve(answer);
        },
        fail: reject,
      });
    });
  }

  private batchAfter(after: number, limit: number): Promise<readonly StoredEvent[]> {
    if (!(limit >= 1)) throw new RangeError(`not a batch length: ${String(limit)}`);
    return this.read(() => this.onwards.all(after, limit).map(toEvent));
  }

  private read<T>(work: () => T): Promise<T> {
    return patiently(() => {
      if (!this.db.open) throw closed();
      return work();
    }, this.patience);
  }
}

/** Not a count: in a ledger that somebody took an event out of, nothing is to be read twice. */
const endOf = (batch: readonly StoredEvent[]): number => seqOf(batch.at(-1)?.cursor ?? null);

const closed = (): Rejection => new Rejection('unavailable', 'The ledger is closed.');

/** @throws RangeError when the cursor is not one of this adapter's */
function seqOf(cursor: Cursor | null): number {
  if (cursor === null) return 0;
  if (!/^\d{1,15}$/.test(cursor)) throw new RangeError(`not a cursor of this ledger: ${cursor}`);
  return Number(cursor);
}
