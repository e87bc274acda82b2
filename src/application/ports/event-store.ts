import type { NewEvent, RecordedEvent } from '../../domain/kernel/event.js';

/**
 * An adapter's own mark in its order of events. Opaque, but for two things: it can be kept as text, and the adapter
 * that gave it reads on after it.
 */
export type Cursor = string;

export interface StoredEvent extends RecordedEvent {
  readonly cursor: Cursor;
}

/** What an engine has in an event's place and is none: somebody wrote there, past Kronika. */
export class UnreadableEvent extends Error {
  override readonly name = 'UnreadableEvent';
}

export interface Appended {
  /** Revision of the last event appended. */
  readonly revision: number;
  /** They were recorded before, and nothing was now. */
  readonly repeated?: true;
}

/**
 * The ledger: streams of events in one order, appended and never altered. Every adapter passes test/contract.
 *
 * Streams are named `<subject>-<id>`. Errors: Rejection `conflict` (the stream is not at the expected revision),
 * `too-large` (an event or a batch beyond what the engine takes), `unavailable` (not reachable, full, read-only,
 * closed: nothing was recorded, unless the answer was lost, and then a retry with the same ids finds out). Whatever reads
 * throws {@link UnreadableEvent} where it comes to one.
 */
export abstract class EventStore {
  /**
   * Appends all events or none. MUST be durable when the promise settles: an acknowledged event survives a power cut.
   * The same event ids at the same expected revision MUST answer the same revision, as `repeated`, and record nothing. So
   * MUST a part of a recorded batch at its own revisions: what counts is what stands there, not how it came. The same ids
   * elsewhere in the stream, or some of them beside new ones, are a conflict. So they are in another stream where the
   * engine keeps one index of all ids; others MAY take them there, so an id is made for one stream: it is new, or a hash
   * that names the stream. `recordedAt` is stamped here unless given: by the clock, never before the latest that this
   * process knows of (docs/adr/0018).
   * An empty list of events is a programming error (RangeError).
   *
   * @param expected revision of the stream's last event, or `none` when the stream must not exist
   */
  abstract append(stream: string, expected: number | 'none', events: readonly NewEvent[]): Promise<Appended>;

  /** A stream's events by revision; nothing for a stream that is not there. `from` is inclusive. */
  abstract readStream(
    stream: string,
    options?: { readonly from?: number; readonly backwards?: boolean; readonly limit?: number },
  ): AsyncIterable<StoredEvent>;

  /**
   * Batches in the ledger's order, from the first event after `after`, ending at the end of the ledger (as of now or a
   * little later). `limit` bounds a batch's length (default 1,000). MAY be abandoned midway at no cost.
   */
  abstract readAll(options?: {
    readonly after?: Cursor | null;
    readonly limit?: number;
  }): AsyncIterable<readonly StoredEvent[]>;

  /**
   * Hands over every event after `after`: first those recorded, then live ones, in order, none twice, each batch only
   * when `onBatch` has settled. Appends by other processes arrive too, within a second. Resolves when `signal` aborts;
   * rejects when `onBatch` does or the store is lost for good.
   */
  abstract subscribe(
    options: { readonly after: Cursor | null; readonly limit?: number },
    onBatch: (batch: readonly StoredEvent[]) => Promise<void>,
    signal: AbortSignal,
  ): Promise<void>;

  /**
   * Copies events into an empty ledger, keeping ids, revisions, times and actors; called with consecutive batches.
   * A ledger that already holds anything but the copy's own beginning is refused (`conflict`).
   */
  abstract restore(events: AsyncIterable<readonly RecordedEvent[]>): Promise<void>;

  /** Finishes what was begun, then lets go of the engine. */
  abstract close(): Promise<void>;
}

/** The events of batches, one by one. */
export async function* singly<E extends RecordedEvent>(
  batches: AsyncIterable<readonly E[]>,
): AsyncGenerator<E, undefined> {
  for await (const batch of batches) yield* batch;
}
