import { Injectable } from '@nestjs/common';
import type { NewEvent, RecordedEvent } from '../domain/kernel/event.js';
import { type Appended, type Cursor, EventStore, type StoredEvent } from './ports/event-store.js';

/** How much this process has added to the ledger since it began. */
@Injectable()
export class Tally {
  /** Events that the ledger took: what was recorded before is not counted again. */
  events = 0;
}

/** A ledger that keeps count of what it takes. */
export class TalliedLedger extends EventStore {
  constructor(
    private readonly ledger: EventStore,
    private readonly tally: Tally,
  ) {
    super();
  }

  override async append(stream: string, expected: number | 'none', events: readonly NewEvent[]): Promise<Appended> {
    const appended = await this.ledger.append(stream, expected, events);
    if (appended.repeated !== true) this.tally.events += events.length;
    return appended;
  }

  override readStream(...asked: Parameters<EventStore['readStream']>): AsyncIterable<StoredEvent> {
    return this.ledger.readStream(...asked);
  }

  override readAll(...asked: Parameters<EventStore['readAll']>): AsyncIterable<readonly StoredEvent[]> {
    return this.ledger.readAll(...asked);
  }

  override subscribe(
    options: { readonly after: Cursor | null; readonly limit?: number },
    onBatch: (batch: readonly StoredEvent[]) => Promise<void>,
    signal: AbortSignal,
  ): Promise<void> {
    return this.ledger.subscribe(options, onBatch, signal);
  }

  override restore(events: AsyncIterable<readonly RecordedEvent[]>): Promise<void> {
    return this.ledger.restore(events);
  }

  override close(): Promise<void> {
    return this.ledger.close();
  }
}
