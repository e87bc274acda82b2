import { Injectable } from '@nestjs/common';
import { Clock } from './ports/clock.js';
import { EventStore } from './ports/event-store.js';
import { type Progress, ViewStore } from './ports/view-store.js';
import { Views } from './views.js';

/** How far the views are behind the ledger. */
export interface Behind {
  /** Position of the last event that the views have. */
  readonly position: number;
  /** Events that they do not have yet; counted up to {@link MOST}. */
  readonly events: number;
  /** Age of the oldest of them; 0 when there is none. */
  readonly seconds: number;
  /** Whether there are views and none is missing an event. */
  readonly caughtUp: boolean;
}

/** A probe asks whether there is a lag, not for a census. */
const MOST = 10_000;

/** Measures how far the views are behind. */
@Injectable()
export class Lag {
  private measuring: Promise<Behind> | null = null;

  constructor(
    private readonly ledger: EventStore,
    private readonly store: ViewStore,
    private readonly views: Views,
    private readonly clock: Clock,
  ) {}

  /** Whoever asks while it is being measured waits for the same answer: anybody may ask, and a lag takes time to count. */
  now(): Promise<Behind> {
    this.measuring ??= this.measure().finally(() => (this.measuring = null));
    return this.measuring;
  }

  private async measure(): Promise<Behind> {
    let progress: Progress | null = null;
    try {
      progress = await this.store.progress((await this.views.current()).id);
    } catch {
      // No views yet: everything is missing.
    }
    let events = 0;
    let oldest: string | null = null;
    for await (const batch of this.ledger.readAll({ after: progress?.cursor ?? null, limit: 1000 })) {
      oldest ??= batch[0]?.metadata.recordedAt ?? null;
      events += batch.length;
      if (events >= MOST) break;
    }
    const age = oldest === null ? 0 : (Date.parse(this.clock.now()) - Date.parse(oldest)) / 1000;
    return {
      position: progress?.position ?? 0,
      events,
      seconds: Math.max(0, age),
      caughtUp: progress !== null && events === 0,
    };
  }
}
