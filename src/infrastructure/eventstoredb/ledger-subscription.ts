import { setImmediate, setTimeout as sleep } from 'node:timers/promises';
import { type AllStreamSubscription, type EventStoreDBClient, START, streamNameFilter } from '@eventstore/db-client';
import type { StoredEvent } from '../../application/ports/event-store.js';
import type { Connection } from './connection.js';
import { asRejection, isPassing, NoAnswer } from './ledger-errors.js';
import { type ServerEvent, toEvent } from './ledger-events.js';
import { asLeader, type LedgerReader } from './ledger-reader.js';
import { isAfter, type Position } from './positions.js';

/** Events of others that the server looks through at a time for the ledger's own, and after how many such it says where it is. */
const [WINDOW, WINDOWS] = [1_000, 100];

const FIRST_PAUSE = 50;
const LONGEST_PAUSE = 2_000;

/** How many times the patience for a single call it is tried for. */
const TRIES = 3;

/**
 * Hands over a ledger's events as they come, from a subscription that the server filters by the beginning of the
 * streams' names. One that breaks off is taken up again after the last event handed over.
 */
export class LedgerSubscription {
  constructor(
    private readonly client: EventStoreDBClient,
    private readonly connection: Connection,
    private readonly reader: LedgerReader,
  ) {}

  /**
   * Resolves when the signal aborts.
   *
   * @param after the last event that is not wanted
   * @param from where to look from: at `after`, or later where there is known to be none in between
   */
  async follow(
    { after, from, limit }: { readonly after: Position | null; readonly from: Position | null; readonly limit: number },
    onBatch: (batch: readonly StoredEvent[]) => Promise<void>,
    signal: AbortSignal,
  ): Promise<void> {
    let [last, next] = [after, from];
    let pause = FIRST_PAUSE;
    // Since when there has been none; null while there is one.
    let without: number | null = performance.now();
    while (!signal.aborted) {
      const batches = this.batches(next, limit, signal, () => {
        pause = FIRST_PAUSE;
        without = null;
      });
      let failure: unknown;
      try {
        for (;;) {
          const step = await batches.next();
          if (step.done === true) {
            failure = step.value;
            break;
          }
          const events = step.value.filter(({ position }) => isNew(position, last));
          if (events.length > 0) await onBatch(events.map((event) => toEvent(event, this.reader.prefix)));
          last = next = events.at(-1)?.position ?? last;
        }
      } finally {
        await batches.return(null);
      }
      if (failure === null) return;
      without ??= performance.now();
      const givenUp = performance.now() - without > TRIES * this.connection.patience;
      if (givenUp || !isPassing(failure)) throw asRejection(failure);
      await sleep(pause, null, { signal }).catch(() => null);
      pause = Math.min(pause * 2, LONGEST_PAUSE);
    }
  }

  /** What the server sends, until it breaks off: then it answers with why. Aborted, it answers with null. */
  private async *batches(
    from: Position | null,
    limit: number,
    signal: AbortSignal,
    onConfirmed: () => void,
  ): AsyncGenerator<readonly ServerEvent[], unknown> {
    const source = this.client.subscribeToAll(
      {
        ...asLeader(this.connection),
        fromPosition: from ?? START,
        filter: streamNameFilter({
          prefixes: [this.reader.prefix],
          maxSearchWindow: WINDOW,
          checkpointInterval: WINDOWS,
        }),
      },
      { highWaterMark: limit },
    );
    let failure: unknown = null;
    let wake = (): void => undefined;
    const over = (why: unknown): void => {
      failure ??= why;
      wake();
    };
    const stirred = (): void => {
      wake();
    };
    // The client gives its subscriptions no deadline: a node may take one and never say a word.
    const timer = setTimeout(over, this.connection.patience, new NoAnswer('no confirmation'));
    source.on('confirmation', () => {
      clearTimeout(timer);
      // One that comes too late is of a subscription that was given up.
      if (failure === null) onConfirmed();
    });
    source.on('readable', stirred);
    source.on('error', over);
    source.on('end', () => {
      over(new NoAnswer('the server ended the subscription'));
    });
    signal.addEventListener('abort', stirred);
    try {
      for (;;) {
        if (signal.aborted) return null;
        const batch = taken(source, limit);
        if (batch.length > 0) {
          yield batch;
          await setImmediate();
          // What came before it broke off is handed over first.
        } else if (failure !== null) {
          return failure;
        } else {
          await new Promise<void>((resolve) => (wake = resolve));
        }
      }
    } finally {
      clearTimeout(timer);
      signal.removeEventListener('abort', stirred);
      // Never opened, it throws.
      source.unsubscribe().catch(() => undefined);
    }
  }
}

const isNew = (position: Position | undefined, last: Position | null): boolean =>
  position !== undefined && (last === null || isAfter(position, last));

function taken(source: AllStreamSubscription, limit: number): readonly ServerEvent[] {
  const events: ServerEvent[] = [];
  while (events.length < limit) {
    // The stream is one of such objects; Node's own declaration cannot tell.
    const next = source.read() as { readonly event?: ServerEvent } | null;
    if (next === null) break;
    if (next.event !== undefined) events.push(next.event);
  }
  return events;
}
