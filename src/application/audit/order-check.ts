import { type Day, isDay } from '../../domain/kernel/day.js';
import type { RecordedEvent } from '../../domain/kernel/event.js';
import { textOf } from '../../domain/kernel/json.js';
import { DAY_CLOSED } from '../../domain/views/days.js';
import { endOfDay } from './day-closes.js';
import type { Findings } from './finding.js';

const INSTANT = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{3}Z$/;

/**
 * By how much a recorded time may be before one of another stream, in milliseconds: an engine that several processes write
 * to by their own clocks (docs/adr/0018) has times as far apart as those. A clock that leaps further is not believed.
 */
const APART = 3_600_000;

/**
 * Every stream's revisions without a gap from 0; recorded time that never goes back in a stream, nor by more than clocks
 * differ among them; each day closed once, in order.
 */
export class OrderCheck {
  private readonly streams = new Map<string, { readonly revision: number; readonly recordedAt: string }>();
  private latest = '';
  private closed: Day = '';

  constructor(private readonly findings: Findings) {}

  take(event: RecordedEvent, position: number): void {
    const { stream, revision, metadata, type } = event;
    const { recordedAt } = metadata;
    const last = this.streams.get(stream);
    const expected = (last?.revision ?? -1) + 1;
    if (revision !== expected)
      this.findings.add(
        'revision',
        `${stream} has revision ${String(revision)} where ${String(expected)} should follow`,
        position,
        recordedAt,
      );
    const isInstant = INSTANT.test(recordedAt);
    this.streams.set(stream, { revision, recordedAt: isInstant ? recordedAt : (last?.recordedAt ?? '') });
    if (!isInstant) {
      const text = `${stream} was recorded at no time that there is: ${recordedAt}`;
      this.findings.add('time', text, position, this.latest === '' ? null : this.latest);
      return;
    }
    if (type === DAY_CLOSED) this.close(event, position);
    else if (last !== undefined && recordedAt < last.recordedAt) this.early(event, position, last.recordedAt);
    else if (recordedAt < this.latest && Date.parse(this.latest) - Date.parse(recordedAt) > APART)
      this.early(event, position, this.latest);
    if (recordedAt > this.latest) this.latest = recordedAt;
  }

  private early({ stream, metadata: { recordedAt } }: RecordedEvent, position: number, before: string): void {
    this.findings.add(
      'time',
      `${stream} bears the time ${recordedAt}, before ${before} of an event before it`,
      position,
      recordedAt,
    );
  }

  private close({ data, metadata }: RecordedEvent, position: number): void {
    const { recordedAt } = metadata;
    const day = textOf(data['day']);
    if (!isDay(day)) this.findings.add('close', `the close of a day that there is not: ${day}`, position, recordedAt);
    else if (recordedAt !== endOfDay(day))
      this.findings.add('time', `the close of ${day} bears the time ${recordedAt}`, position, recordedAt);
    else if (day <= this.closed)
      this.findings.add('close', `${day} is closed after ${this.closed}`, position, recordedAt);
    this.closed = day;
  }
}
