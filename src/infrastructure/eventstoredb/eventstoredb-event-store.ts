import { setImmediate } from 'node:timers/promises';
import { EventStoreDBClient } from '@eventstore/db-client';
import type { Clock } from '../../application/ports/clock.js';
import { EventStore, type Appended, type Cursor, type StoredEvent } from '../../application/ports/event-store.js';
import type { NewEvent, RecordedEvent } from '../../domain/kernel/event.js';
import { Rejection } from '../../domain/kernel/rejection.js';
import type { Connection } from './connection.js';
import { KnownIds } from './known-ids.js';
import { LatestTime } from './latest-time.js';
import { LedgerAppender } from './ledger-appender.js';
import { type ServerEvent, timeOf, toDraft, toEvent } from './ledger-events.js';
import { LedgerReader } from './ledger-reader.js';
import { restoreLedger } from './ledger-restoring.js';
import { LedgerSubscription } from './ledger-subscription.js';
import { isAfter, type Position, toPosition } from './positions.js';

const BATCH = 1_000;
const STREAM_PAGE = 256;
const ALL_PAGE = 500;

/**
 * The ledger on a server or cluster of EventStoreDB (KurrentDB), which it may share with other ledgers: its streams are
 * named `kronika.<ledger>.<stream>`. The cursor is the event's position in the server's log of all streams. Nothing is
 * connected before it is needed. What an account must be allowed to: docs/operating.md.
 */
export class EventStoreDbEventStore extends EventStore {
  private readonly reader: LedgerReader;
  private readonly appender: LedgerAppender;
  private readonly latest: LatestTime;
  private readonly subscription: LedgerSubscription;
  private readonly begun = new Set<Promise<unknown>>();
  private readonly closed = new AbortController();
  private closing: Promise<void> | null = null;
  /** A stretch of the server's log that is known to hold nothing of this ledger: it need not be gone through again. */
  private empty: { readonly after: Cursor | null; readonly until: Position } | null = null;

  /** @throws Rejection `unavailable` when a certificate is not where the address says */
  static open(connection: Connection, clock: Clock): EventStoreDbEventStore {
    try {
      return new EventStoreDbEventStore(EventStoreDBClient.connectionString(connection.server), connection, clock);
    } catch (error) {
      const why = error instanceof Error ? error.message : String(error);
      throw new Rejection('unavailable', `The ledger at ${connection.shown} cannot be opened: ${why}`, [], {
        cause: error,
      });
    }
  }

  private constructor(client: EventStoreDBClient, connection: Connection, clock: Clock) {
    super();
    const known = new KnownIds();
    this.reader = new LedgerReader(client, connection, known);
    this.latest = new LatestTime(this.reader, clock);
    this.appender = new LedgerAppender(client, connection, this.reader, this.latest, known);
    this.subscription = new LedgerSubscription(client, connection, this.reader);
  }

  async append(stream: string, expected: number | 'none', events: readonly NewEvent[]): Promise<Appended> {
    this.refuseClosed();
    if (events.length === 0) throw new RangeError('an append of no events');
    const drafts = events.map(toDraft);
    return this.finish(this.appender.append(stream, expected === 'none' ? 0 : expected + 1, drafts));
  }

  async *readStream(
    stream: string,
    options: { readonly from?: number; readonly backwards?: boolean; readonly limit?: number } = {},
  ): AsyncIterable<StoredEvent> {
    const backwards = options.backwards === true;
    let from = backwards ? await this.lastUpTo(stream, options.from) : (options.from ?? 0);
    let left = options.limit ?? Number.POSITIVE_INFINITY;
    while (left > 0 && from !== null) {
      this.refuseClosed();
      const asked = Math.min(left, STREAM_PAGE);
      const page = await this.reader.stream(stream, asked, from, backwards);
      for (const event of page) {
        const revision = Number(event.revision);
        yield this.toEvent(event);
        from = revision + (backwards ? -1 : 1);
      }
      if (page.length < asked || from < 0) return;
      left -= asked;
      await setImmediate();
    }
  }

  async *readAll(
    options: { readonly after?: Cursor | null; readonly limit?: number } = {},
  ): AsyncIterable<readonly StoredEvent[]> {
    const limit = options.limit ?? BATCH;
    if (!(limit >= 1)) throw new RangeError(`not a batch length: ${String(limit)}`);
    let last = options.after ?? null;
    let seen = this.startAfter(last);
    for (;;) {
      this.refuseClosed();
      const page = await this.reader.all(ALL_PAGE, seen);
      const fresh = page.filter(({ position }) => position !== undefined && (seen === null || isAfter(position, seen)));
      const ours = fresh.filter((event) => this.reader.isOurs(event));
      for (let at = 0; at < ours.length; at += limit) {
        // Batch by batch: those before one that cannot be read are handed over.
        const batch = ours.slice(at, at + limit).map((event) => this.toEvent(event));
        yield batch;
        last = batch.at(-1)?.cursor ?? last;
        await setImmediate();
      }
      seen = fresh.at(-1)?.position ?? seen;
      if (seen !== null) this.empty = { after: last, until: seen };
      if (page.length < ALL_PAGE) return;
    }
  }

  /** After an abort it resolves as soon as a batch that is being handled has been. A closed store is `unavailable`. */
  async subscribe(
    options: { readonly after: Cursor | null; readonly limit?: number },
    onBatch: (batch: readonly StoredEvent[]) => Promise<void>,
    signal: AbortSignal,
  ): Promise<void> {
    const after = options.after === null ? null : toPosition(options.after);
    const limit = options.limit ?? BATCH;
    await this.subscription.follow(
      { after, from: this.startAfter(options.after), limit },
      (batch) => {
        for (const event of batch) this.latest.note(timeOf(event));
        return onBatch(batch);
      },
      AbortSignal.any([signal, this.closed.signal]),
    );
    if (!signal.aborted) this.refuseClosed();
  }

  async restore(events: AsyncIterable<readonly RecordedEvent[]>): Promise<void> {
    this.refuseClosed();
    await this.finish(restoreLedger(events, this.readAll(), this.appender));
  }

  /**
   * What was begun is finished first; that takes as long as the server has to answer, at most. Then no call is open any
   * more. The client keeps its idle connection, which does not keep the process alive: it has no way to be told.
   */
  close(): Promise<void> {
    this.closing ??= this.letGo();
    return this.closing;
  }

  private async letGo(): Promise<void> {
    this.closed.abort();
    await Promise.allSettled(this.begun);
  }

  /** Where in the server's log the first event after `after` is to be looked for. */
  private startAfter(after: Cursor | null): Position | null {
    if (this.empty !== null && this.empty.after === after) return this.empty.until;
    return after === null ? null : toPosition(after);
  }

  private async lastUpTo(stream: string, from: number | undefined): Promise<number | null> {
    this.refuseClosed();
    const [last] = await this.reader.stream(stream, 1, null);
    if (last === undefined) return null;
    return Math.min(Number(last.revision), from ?? Number.POSITIVE_INFINITY);
  }

  private toEvent(event: ServerEvent): StoredEvent {
    this.latest.note(timeOf(event));
    return toEvent(event, this.reader.prefix);
  }

  private async finish<T>(work: Promise<T>): Promise<T> {
    this.begun.add(work);
    try {
      return await work;
    } finally {
      this.begun.delete(work);
    }
  }

  private refuseClosed(): void {
    if (this.closing !== null) throw new Rejection('unavailable', 'The ledger is closed.');
  }
}
