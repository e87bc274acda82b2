import { setImmediate } from 'node:timers/promises';
import { isDeepStrictEqual } from 'node:util';
import type { Clock } from '../../application/ports/clock.js';
import { EventStore, type Appended, type Cursor, type StoredEvent } from '../../application/ports/event-store.js';
import type { NewEvent, RecordedEvent } from '../../domain/kernel/event.js';
import { Rejection } from '../../domain/kernel/rejection.js';

const BATCH = 1_000;

/**
 * The ledger in this process's memory, for tests and trials: it lasts as long as the process. Events are kept as JSON
 * text, so that neither their giver nor a reader can alter them and they come back as from any other engine. The cursor
 * is the event's 1-based ordinal.
 */
export class MemoryEventStore extends EventStore {
  private readonly log: string[] = [];
  private readonly streams = new Map<string, { readonly id: string; readonly ordinal: number }[]>();
  private readonly ids = new Set<string>();
  private sleepers: (() => void)[] = [];
  private latest: string | null = null;
  private isClosed = false;

  constructor(private readonly clock: Clock) {
    super();
  }

  async append(stream: string, expected: number | 'none', events: readonly NewEvent[]): Promise<Appended> {
    this.refuseClosed();
    if (events.length === 0) throw new RangeError('an append of no events');
    return this.record(stream, expected === 'none' ? 0 : expected + 1, events);
  }

  async *readStream(
    stream: string,
    options: { readonly from?: number; readonly backwards?: boolean; readonly limit?: number } = {},
  ): AsyncIterable<StoredEvent> {
    const last = this.lastRevision(stream);
    const step = options.backwards === true ? -1 : 1;
    let revision = step === 1 ? (options.from ?? 0) : Math.min(options.from ?? last, last);
    for (let left = options.limit ?? Number.POSITIVE_INFINITY; left > 0; left--, revision += step) {
      this.refuseClosed();
      const place = this.streams.get(stream)?.[revision];
      if (place === undefined) return;
      yield this.at(place.ordinal);
    }
  }

  async *readAll(
    options: { readonly after?: Cursor | null; readonly limit?: number } = {},
  ): AsyncIterable<readonly StoredEvent[]> {
    let after = ordinalOf(options.after ?? null);
    for (;;) {
      const batch = this.batchAfter(after, options.limit ?? BATCH);
      if (batch.length === 0) return;
      yield batch;
      after += batch.length;
      await setImmediate();
    }
  }

  /** After an abort it resolves as soon as a batch that is being handled has been. A closed store is `unavailable`. */
  async subscribe(
    options: { readonly after: Cursor | null; readonly limit?: number },
    onBatch: (batch: readonly StoredEvent[]) => Promise<void>,
    signal: AbortSignal,
  ): Promise<void> {
    let after = ordinalOf(options.after);
    while (!signal.aborted) {
      const batch = this.batchAfter(after, options.limit ?? BATCH);
      if (batch.length === 0) {
        await this.sleep(signal);
      } else {
        await onBatch(batch);
        after += batch.length;
        await setImmediate();
      }
    }
  }

  async restore(events: AsyncIterable<readonly RecordedEvent[]>): Promise<void> {
    let position = 0;
    for await (const batch of events) {
      this.refuseClosed();
      const rest = batch.slice(Math.max(0, this.log.length - position));
      const held = this.log.slice(position, position + batch.length);
      if (!held.every((text, index) => isDeepStrictEqual(JSON.parse(text), JSON.parse(asText(batch[index]))))) {
        throw new Rejection('conflict', 'The ledger already holds something else than this copy.');
      }
      this.copy(rest);
      position += batch.length;
    }
    if (this.log.length > position) throw new Rejection('conflict', 'The ledger already holds more than this copy.');
  }

  async close(): Promise<void> {
    this.isClosed = true;
    this.wake();
  }

  private record(stream: string, first: number, events: readonly NewEvent[]): Appended {
    const answer = { revision: first + events.length - 1 };
    const held = this.streams.get(stream) ?? [];
    if (events.every(({ id }, index) => held[first + index]?.id === id)) return { ...answer, repeated: true };
    if (held.length !== first) {
      throw new Rejection(
        'conflict',
        `${stream} is not at the expected revision: it holds ${String(held.length)} events.`,
      );
    }
    this.refuseKnownIds(events);
    const now = this.clock.stamp(this.latest);
    const recorded = events.map((event, index) => {
      const metadata = { ...event.metadata, recordedAt: event.metadata.recordedAt ?? now };
      return { ...event, stream, revision: first + index, metadata };
    });
    this.add(recorded);
    return answer;
  }

  private copy(events: readonly RecordedEvent[]): void {
    this.refuseKnownIds(events);
    const next = new Map<string, number>();
    for (const { stream, revision } of events) {
      if (revision !== (next.get(stream) ?? this.lastRevision(stream) + 1)) {
        throw new Rejection('conflict', `The copy does not hold together: ${stream} lacks a revision.`);
      }
      next.set(stream, revision + 1);
    }
    this.add(events);
  }

  private refuseKnownIds(events: readonly { readonly id: string }[]): void {
    const ids = new Set(events.map(({ id }) => id));
    if (ids.size === events.length && events.every(({ id }) => !this.ids.has(id))) return;
    throw new Rejection('conflict', 'An event with this id is recorded already, in another place.');
  }

  private add(events: readonly RecordedEvent[]): void {
    // All texts first: what cannot be written down must leave nothing behind.
    const texts = events.map(asText);
    let ordinal = this.log.length;
    for (const text of texts) this.log.push(text);
    for (const { id, stream, metadata } of events) {
      if (this.latest === null || metadata.recordedAt > this.latest) this.latest = metadata.recordedAt;
      const held = this.streams.get(stream) ?? [];
      held.push({ id, ordinal: ++ordinal });
      this.streams.set(stream, held);
      this.ids.add(id);
    }
    this.wake();
  }

  private batchAfter(after: number, limit: number): readonly StoredEvent[] {
    this.refuseClosed();
    if (!(limit >= 1)) throw new RangeError(`not a batch length: ${String(limit)}`);
    return this.log.slice(after, after + limit).map((_, index) => this.at(after + index + 1));
  }

  private at(ordinal: number): StoredEvent {
    const event = JSON.parse(this.log[ordinal - 1] ?? 'null') as RecordedEvent;
    return { cursor: String(ordinal), ...event };
  }

  private lastRevision(stream: string): number {
    return (this.streams.get(stream)?.length ?? 0) - 1;
  }

  private sleep(signal: AbortSignal): Promise<void> {
    return new Promise((resolve) => {
      const wake = (): void => {
        signal.removeEventListener('abort', wake);
        resolve();
      };
      this.sleepers.push(wake);
      signal.addEventListener('abort', wake);
    });
  }

  private wake(): void {
    const sleepers = this.sleepers;
    this.sleepers = [];
    for (const wake of sleepers) wake();
  }

  private refuseClosed(): void {
    if (this.isClosed) throw new Rejection('unavailable', 'The ledger is closed.');
  }
}

/** A recorded event's own fields, whatever else an adapter's event carries. */
function asText(event: RecordedEvent | undefined): string {
  if (event === undefined) return 'null';
  const { id, stream, revision, type, schema, data, metadata } = event;
  return JSON.stringify({ id, stream, revision, type, schema, data, metadata });
}

/** @throws RangeError when the cursor is not one of this adapter's */
function ordinalOf(cursor: Cursor | null): number {
  if (cursor === null) return 0;
  if (!/^\d{1,15}$/.test(cursor)) throw new RangeError(`not a cursor of this ledger: ${cursor}`);
  return Number(cursor);
}
