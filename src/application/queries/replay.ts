import { Injectable } from '@nestjs/common';
import { endOf, isDay } from '../../domain/kernel/day.js';
import type { LedgerEvent } from '../../domain/kernel/event.js';
import { type Fault, queryFault, refuseQuery } from '../../domain/kernel/rejection.js';
import type { Change, Doc } from '../../domain/kernel/view.js';
import { AsOf } from '../as-of.js';
import { Folding } from '../folding.js';
import { BEGINNING, Placing } from '../placing.js';
import { EventStore } from '../ports/event-store.js';
import { type Mark, ViewStore } from '../ports/view-store.js';
import { baseOf, Views } from '../views.js';
import { type CloudEvent, sourceOf, toCloudEvent } from './ledger.js';

/** One change of the ledger, as a player shows it: the event, its subject before and after. */
export interface ReplayLine {
  readonly event: CloudEvent;
  readonly before: Doc | null;
  readonly after: Doc | null;
}

/** Plays a stretch of the ledger again, from the editions before it: it costs that stretch, not the ledger. */
@Injectable()
export class Replay {
  constructor(
    private readonly ledger: EventStore,
    private readonly store: ViewStore,
    private readonly views: Views,
    private readonly asOf: AsOf,
  ) {}

  /**
   * @param from position or day from which to play; undefined: the beginning
   * @param to position or day up to which to play, included; undefined: what the views have now
   * @throws Rejection `bad-query`, before the first line
   */
  async *lines(
    from: string | undefined,
    to: string | undefined,
    given: readonly Fault[] = [],
  ): AsyncGenerator<ReplayLine> {
    const { id: generation } = await this.views.current();
    const marks = await this.store.marks(generation);
    const { position: reached } = await this.store.progress(generation);
    const faults = [...given, ...pointFaults('from', from), ...pointFaults('to', to)];
    refuseQuery(faults.length === 0 && turned(from, to, marks, reached) ? [TURNED] : faults);
    const first = Math.max(1, positionOf(from, marks, reached, 'first') ?? 1);
    const last = Math.min(positionOf(to, marks, reached, 'last') ?? reached, reached);
    const mark = marks.findLast((each) => each.position <= first);
    if (mark === undefined || first > last) return;
    const { value: source } = await this.asOf.read(undefined, sourceOf);
    const placing = new Placing(
      { ...BEGINNING, position: mark.position - 1, cursor: mark.after, effectiveAt: mark.effectiveAt },
      mark,
    );
    let segment = '';
    let folding: Folding | null = null;
    for await (const batch of this.ledger.readAll({ after: mark.after, limit: 200 })) {
      const events = batch.slice(0, last - placing.reached.position).map((event) => placing.place(event));
      for (const stretch of bySegment(events)) {
        const [{ segment: now } = { segment }] = stretch;
        // Each segment begins from the editions before it: so memory holds one segment's documents, however long the play.
        if (folding === null || now !== segment) {
          segment = now;
          folding = new Folding(baseOf(this.store, generation, { before: segment }), true);
        }
        const changes: Change[] = [];
        await folding.fold(stretch, (change) => changes.push(change));
        for (const { event, before, after } of changes) {
          if (event.position >= first) yield { event: toCloudEvent(event, event.position, source), before, after };
        }
      }
      if (placing.reached.position >= last) return;
    }
  }
}

function bySegment(events: readonly LedgerEvent[]): readonly LedgerEvent[][] {
  const stretches: LedgerEvent[][] = [];
  for (const event of events) {
    const last = stretches.at(-1);
    if (last?.[0]?.segment === event.segment) last.push(event);
    else stretches.push([event]);
  }
  return stretches;
}

const POSITION = /^\d{1,15}$/;

const pointFaults = (name: string, value: string | undefined): readonly Fault[] =>
  value === undefined || POSITION.test(value) || isDay(value)
    ? []
    : [queryFault(name, 'must be a position (1234) or a day (2023-05-31)')];

const TURNED = queryFault('to', 'must not be before from');

/** Whether a stretch ends before it begins. One that begins beyond the end is only empty as yet. */
function turned(from: string | undefined, to: string | undefined, marks: readonly Mark[], reached: number): boolean {
  if (from === undefined || to === undefined) return false;
  if (isDay(from) && isDay(to)) return to < from;
  return (positionOf(to, marks, reached, 'last') ?? reached) < (positionOf(from, marks, reached, 'first') ?? 1);
}

/** The first or last position of a point; one beyond the end where nothing is that late. */
function positionOf(
  value: string | undefined,
  marks: readonly Mark[],
  reached: number,
  edge: 'first' | 'last',
): number | null {
  if (value === undefined) return null;
  if (POSITION.test(value)) return Number(value);
  const bound = edge === 'first' ? `${value}.0000` : endOf(value);
  const next = marks.find((mark) => (edge === 'first' ? mark.segment >= bound : mark.segment > bound));
  if (edge === 'first') return next?.position ?? reached + 1;
  return next === undefined ? reached : next.position - 1;
}
