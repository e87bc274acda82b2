import { randomUUID } from 'node:crypto';
import { setTimeout } from 'node:timers/promises';
import { Clock } from '../../src/application/ports/clock.js';
import type { Cursor, EventStore, StoredEvent } from '../../src/application/ports/event-store.js';
import type { NewEvent } from '../../src/domain/kernel/event.js';
import type { JsonObject } from '../../src/domain/kernel/json.js';

/** A store of a test's own, and how to be rid of it. */
export interface Opened {
  readonly store: EventStore;
  readonly discard: () => Promise<void>;
}

/** What an adapter brings to the suites: a ledger of its own at each call, empty. */
export interface Adapter {
  readonly name: string;
  /** Where an event's id comes once: in the ledger, or only in its stream, where the engine has no index of all ids. */
  readonly idsAreOf: 'ledger' | 'stream';
  readonly open: (clock: Clock) => Promise<Opened>;
}

/** A clock that a test sets by hand. */
export class HandClock extends Clock {
  instant = '2024-03-31T08:00:00.000Z';

  override now(): string {
    return this.instant;
  }
}

export const ACTOR = { id: 'k.nowak', roles: ['recorder'], department: 'OR' } as const;

export function newEvent(data: JsonObject = {}, metadata: Partial<NewEvent['metadata']> = {}): NewEvent {
  return { id: randomUUID(), type: 'ContactNoted', schema: 1, data, metadata: { actor: ACTOR, ...metadata } };
}

export const newEvents = (count: number): NewEvent[] => Array.from({ length: count }, (_, n) => newEvent({ n }));

export const idsOf = (events: readonly { readonly id: string }[]): string[] => events.map(({ id }) => id);

export async function toArray<T>(items: AsyncIterable<T>): Promise<T[]> {
  const array: T[] = [];
  for await (const item of items) array.push(item);
  return array;
}

/** The whole ledger in its order. */
export const everything = async (store: EventStore): Promise<StoredEvent[]> => (await toArray(store.readAll())).flat();

/** Events as another ledger holds them: but for the adapter's own mark. */
export const withoutCursors = (events: readonly StoredEvent[]) => events.map(({ cursor: _, ...event }) => event);

export const REFUSED = {
  conflict: { name: 'Rejection', code: 'conflict' },
  unavailable: { name: 'Rejection', code: 'unavailable' },
  tooLarge: { name: 'Rejection', code: 'too-large' },
} as const;

/** Waits until something holds, or fails after `milliseconds`. */
export async function eventually(holds: () => boolean, what: string, milliseconds = 5_000): Promise<void> {
  const deadline = performance.now() + milliseconds;
  while (!holds()) {
    if (performance.now() > deadline) throw new Error(`not within ${milliseconds} ms: ${what}`);
    await setTimeout(2);
  }
}

/** Subscribes, and remembers what it is handed. */
export class Listener {
  readonly batches: (readonly StoredEvent[])[] = [];
  readonly ended: Promise<void>;
  private readonly stopping = new AbortController();

  constructor(
    store: EventStore,
    options: { readonly after?: Cursor | null; readonly limit?: number } = {},
    handle: (batch: readonly StoredEvent[]) => Promise<void> = async () => undefined,
  ) {
    const note = async (batch: readonly StoredEvent[]): Promise<void> => {
      this.batches.push(batch);
      await handle(batch);
    };
    this.ended = store.subscribe({ after: null, ...options }, note, this.stopping.signal);
    // Who cares for the outcome awaits `ended`; until then a refusal is not an unhandled one.
    this.ended.catch(() => undefined);
  }

  get received(): readonly StoredEvent[] {
    return this.batches.flat();
  }

  until(count: number, milliseconds?: number): Promise<void> {
    return eventually(() => this.received.length >= count, `${count} events received`, milliseconds);
  }

  async stop(): Promise<void> {
    this.stopping.abort();
    await this.ended;
  }
}
