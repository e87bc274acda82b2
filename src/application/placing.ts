import { Calendar, SEGMENT_EVENTS, segmentOf } from '../domain/kernel/day.js';
import { textOf } from '../domain/kernel/json.js';
import type { LedgerEvent } from '../domain/kernel/event.js';
import { LEDGER } from '../domain/registers/registers.js';
import type { StoredEvent } from './ports/event-store.js';
import type { Mark, Progress } from './ports/view-store.js';

/** The zone in which days are told. A ledger's first event names it, so that no later program tells them otherwise. */
export const ZONE = 'Europe/Warsaw';

export const BEGINNING: Progress = { position: 0, cursor: null, effectiveAt: null, segment: null };

/**
 * Gives events their place in the ledger: position, effective time, day and segment. The same for every engine and for
 * every way of reading the ledger in batches.
 */
export class Placing {
  private readonly calendar = new Calendar(ZONE);
  private marks: Mark[] = [];

  /** @param last where the segment of `progress` begins; null at the ledger's beginning */
  constructor(
    private progress: Progress = BEGINNING,
    private last: Mark | null = null,
  ) {}

  place(event: StoredEvent): LedgerEvent {
    const { recordedAt } = event.metadata;
    if (event.type === LEDGER.made && event.data['zone'] !== ZONE) {
      throw new Error(`this ledger tells its days in ${textOf(event.data['zone'])}, this program in ${ZONE}`);
    }
    const { position: before, effectiveAt: latest, cursor: after } = this.progress;
    const effectiveAt = latest === null || recordedAt > latest ? recordedAt : latest;
    const day = this.calendar.dayOf(effectiveAt);
    const position = before + 1;
    const segment = this.segment(day, position);
    if (segment !== this.last?.segment) {
      this.last = { segment, position, effectiveAt, after };
      this.marks.push(this.last);
    }
    this.progress = { position, cursor: event.cursor, effectiveAt, segment };
    // Field by field: this is on every event's way, and to leave one out of a copy takes many times longer.
    const { id, stream, revision, type, schema, data, metadata } = event;
    return { id, stream, revision, type, schema, data, metadata, position, effectiveAt, day, segment };
  }

  private segment(day: string, position: number): string {
    if (this.last?.segment.slice(0, 10) !== day) return segmentOf(day, 0);
    if (position - this.last.position < SEGMENT_EVENTS) return this.last.segment;
    return segmentOf(day, Number(this.last.segment.slice(11)) + 1);
  }

  /** How far it got. */
  get reached(): Progress {
    return this.progress;
  }

  /** The segments begun since this was last asked. */
  takeMarks(): Mark[] {
    const marks = this.marks;
    this.marks = [];
    return marks;
  }
}
