import type { Day } from '../../domain/kernel/day.js';
import type { RecordedEvent } from '../../domain/kernel/event.js';
import { textOf } from '../../domain/kernel/json.js';
import { DAY_CLOSED } from '../../domain/views/days.js';
import { endOfDay } from './day-closes.js';
import type { Findings } from './finding.js';

const INSTANT = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{3}Z$/;
const DAY = /^\d{4}-\d{2}-\d{2}$/;

/** Every stream's revisions without a gap from 0; recorded time that never goes back; each day closed once, in order. */
export class OrderCheck {
  private readonly revisions = new Map<string, number>();
  private latest = '';
  private closed: Day = '';

  constructor(private readonly findings: Findings) {}

  take(event: RecordedEvent, position: number): void {
    const { stream, revision, metadata, type } = event;
    const { recordedAt } = metadata;
    const expected = (this.revisions.get(stream) ?? -1) + 1;
    if (revision !== expected)
      this.findings.add(
        'revision',
        `${stream} has revision ${String(revision)} where ${String(expected)} should follow`,
        position,
        recordedAt,
      );
    this.revisions.set(stream, revision);
    if (!INSTANT.test(recordedAt)) {
      this.findings.add('time', `${stream} was recorded at no time that there is: ${recordedAt}`, position);
      return;
    }
    if (type === DAY_CLOSED) this.close(event, position);
    else if (recordedAt < this.latest)
      this.findings.add(
        'time',
        `${stream} bears the time ${recordedAt}, before ${this.latest} of an event before it`,
        position,
        recordedAt,
      );
    if (recordedAt > this.latest) this.latest = recordedAt;
  }

  private close({ data, metadata }: RecordedEvent, position: number): void {
    const { recordedAt } = metadata;
    const day = textOf(data['day']);
    if (!DAY.test(day) || Number.isNaN(Date.parse(day)))
      this.findings.add('close', `the close of a day that there is not: ${day}`, position, recordedAt);
    else if (recordedAt !== endOfDay(day))
      this.findings.add('time', `the close of ${day} bears the time ${recordedAt}`, position, recordedAt);
    else if (day <= this.closed)
      this.findings.add('close', `${day} is closed after ${this.closed}`, position, recordedAt);
    this.closed = day;
  }
}
