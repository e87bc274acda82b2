import { Injectable } from '@nestjs/common';
import { type Day, endOf, isDay, Calendar } from '../domain/kernel/day.js';
import { type Fault, queryFault, Rejection } from '../domain/kernel/rejection.js';
import type { Doc } from '../domain/kernel/view.js';
import { VIEWS } from '../domain/views/catalogue.js';
import { Answers } from './answers.js';
import { Folding } from './folding.js';
import { BEGINNING, Placing, ZONE } from './placing.js';
import { Clock } from './ports/clock.js';
import { EventStore } from './ports/event-store.js';
import { Scratch } from './ports/scratch.js';
import { type At, type Mark, type Query, ViewStore } from './ports/view-store.js';
import { type AtHand, KeepingReading, LAID, type Overlay, StoreReading } from './store-reading.js';
import { baseOf, Views } from './views.js';

/** A question to the views as they stood at one point of the ledger. */
export interface Reading {
  /** The ledger's position then. */
  readonly position: number;
  /** The day on which one stands: what is due before it is overdue. */
  readonly day: Day;
  /** The `asOf` that asks for this very point again, whatever is recorded since. */
  readonly again: string;
  find(view: string, query?: Omit<Query, 'at' | 'without'>): Promise<readonly Doc[]>;
  count(view: string, where?: Query['where']): Promise<number>;
  /** Documents by id, in the order asked; one that is not there is left out. */
  get(view: string, ids: readonly string[]): Promise<readonly Doc[]>;
}

/** Where a reading stands in the ledger: the day's end, an instant, a position, or now. */
type Point =
  | { readonly kind: 'now' }
  | { readonly kind: 'day'; readonly day: Day }
  | { readonly kind: 'instant'; readonly instant: string }
  | { readonly kind: 'position'; readonly position: number; readonly day: Day | null };

const INSTANT = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:\d{2})$/;
const OVERLAYS = 8;
/** Kept at hand: answers of a few hundred kilobytes at most, counts of a few hundred bytes, short lists of some fifty kilobytes. */
const [ANSWERS, COUNTS, LISTS] = [32, 2_000, 100];
/** Tries to read all of an answer at one position before falling back to a fixed one. */
const ATTEMPTS = 3;

/** Reads the views as of a date, an instant or a position (API.md, as of). */
@Injectable()
export class AsOf {
  private readonly calendar = new Calendar(ZONE);
  private readonly overlays = new Map<string, Promise<Overlay>>();
  private readonly answers = new Answers<unknown>(ANSWERS);
  private readonly atHand: AtHand = { counts: new Answers(COUNTS), lists: new Answers(LISTS) };
  private readonly marks = new Answers<readonly Mark[]>(1);

  constructor(
    private readonly ledger: EventStore,
    private readonly store: ViewStore,
    private readonly views: Views,
    private readonly scratch: Scratch,
    private readonly clock: Clock,
  ) {}

  today(): Day {
    return this.calendar.dayOf(this.clock.now());
  }

  /**
   * Answers a question as of a point: everything it reads stands at the one position that comes with the answer.
   *
   * @param asOf as the interface takes it; undefined means now
   * @param asked what the question asks, in JSON: its answer is kept at hand, for it never changes
   * @throws Rejection `bad-query` when it is not a date, instant or position, or lies ahead
   */
  async read<T>(
    asOf: string | undefined,
    question: (reading: Reading) => Promise<T>,
    asked?: readonly unknown[],
  ): Promise<{ readonly value: T; readonly position: number }> {
    return this.readAt(this.pointOf(asOf), question, asked);
  }

  /** The same as of a position, on a day that may be later than that of its event. */
  async readOn<T>(position: number, day: Day, question: (reading: Reading) => Promise<T>): Promise<T> {
    return (await this.readAt({ kind: 'position', position, day }, question)).value;
  }

  private async readAt<T>(
    point: Point,
    question: (reading: Reading) => Promise<T>,
    asked?: readonly unknown[],
  ): Promise<{ readonly value: T; readonly position: number }> {
    for (let attempt = 0; ; attempt++) {
      const { id: generation } = await this.views.current();
      try {
        const reading = await this.readingAt(generation, point, attempt >= ATTEMPTS);
        const { position, day, again } = reading;
        const key = asked && JSON.stringify([generation, position, day, again, ...asked]);
        const known = key && this.answers.get(key);
        if (known !== undefined) return { value: known as T, position };
        const keeping = new KeepingReading(reading, generation, this.atHand);
        const value = await question(keeping);
        if (!(await this.stood(generation, reading))) continue;
        keeping.keep();
        if (key) this.answers.keep(key, value);
        return { value, position };
      } catch (fault) {
        // A rebuilt generation took over midway: ask that one.
        if (!(fault instanceof Rejection && fault.code === 'unsettled') || attempt > ATTEMPTS) throw fault;
      }
    }
  }

  /** What is wrong with a point before anything is read; empty when nothing is, or when only a reading can tell. */
  faultsOf(asOf: string | undefined): readonly Fault[] {
    try {
      this.pointOf(asOf);
      return [];
    } catch (fault) {
      if (fault instanceof Rejection) return fault.faults;
      throw fault;
    }
  }

  private pointOf(asOf: string | undefined): Point {
    if (asOf === undefined) return { kind: 'now' };
    if (/^\d{1,15}$/.test(asOf)) return { kind: 'position', position: Number(asOf), day: null };
    const now = this.clock.now();
    if (isDay(asOf)) {
      const today = this.calendar.dayOf(now);
      if (asOf > today) throw badPoint(`${asOf} lies ahead of today, ${today}`);
      return asOf === today ? { kind: 'now' } : { kind: 'day', day: asOf };
    }
    const time = INSTANT.test(asOf) ? Date.parse(asOf) : Number.NaN;
    if (Number.isNaN(time)) {
      throw badPoint('must be a date (2024-03-31), an instant (2024-03-31T12:00:00Z) or a position (1234)');
    }
    const instant = new Date(time).toISOString();
    if (instant > now) throw badPoint(`${asOf} lies ahead of now, ${now}`);
    return { kind: 'instant', instant };
  }

  /** Whether nothing moved under a reading of open editions. */
  private async stood(generation: string, reading: StoreReading): Promise<boolean> {
    if (reading.fixed) return true;
    return (await this.store.progress(generation)).position === reading.position;
  }

  private async readingAt(generation: string, point: Point, fix: boolean): Promise<StoreReading> {
    const progress = await this.store.progress(generation);
    const marks = await this.marksAt(generation, progress.position);
    const known = marks.filter((mark) => mark.position <= progress.position);
    const today = this.today();
    switch (point.kind) {
      case 'now': {
        const { position } = progress;
        return fix
          ? this.overlaid(generation, known, position, today, String(position))
          : new StoreReading(this.store, generation, 'now', position, today, false, String(position));
      }
      case 'day': {
        const next = marks.find((mark) => mark.segment > endOf(point.day));
        const position = next === undefined ? progress.position : next.position - 1;
        const at = { through: endOf(point.day) };
        return new StoreReading(this.store, generation, at, position, point.day, next !== undefined, point.day);
      }
      case 'position':
        if (point.position > progress.position) {
          throw badPoint(`position ${String(point.position)} lies ahead of ${String(progress.position)}`);
        }
        return this.overlaid(generation, known, point.position, point.day, String(point.position));
      case 'instant': {
        const day = this.calendar.dayOf(point.instant);
        const position = await this.positionAt(known, point.instant, progress.position);
        return this.overlaid(generation, known, position, day, point.instant);
      }
    }
  }

  /** Where segments begin, up to a position at least: there is one for every day, and each page reads several times. */
  private async marksAt(generation: string, position: number): Promise<readonly Mark[]> {
    const key = `${generation}@${String(position)}`;
    const known = this.marks.get(key);
    if (known !== undefined) return known;
    const marks = await this.store.marks(generation);
    this.marks.keep(key, marks);
    return marks;
  }

  /** The longest prefix of the ledger whose effective time is not after an instant. */
  private async positionAt(marks: readonly Mark[], instant: string, reached: number): Promise<number> {
    const mark = marks.findLast((each) => each.effectiveAt <= instant);
    if (mark === undefined) return 0;
    const next = marks[marks.indexOf(mark) + 1];
    const end = next === undefined ? reached : next.position - 1;
    const placing = new Placing(
      { ...BEGINNING, position: mark.position - 1, cursor: mark.after, effectiveAt: mark.effectiveAt },
      mark,
    );
    let position = mark.position - 1;
    for await (const batch of this.ledger.readAll({ after: mark.after })) {
      for (const event of batch) {
        if (position === end || placing.place(event).effectiveAt > instant) return position;
        position++;
      }
    }
    return position;
  }

  private async overlaid(
    generation: string,
    marks: readonly Mark[],
    position: number,
    day: Day | null,
    again: string,
  ): Promise<StoreReading> {
    const index = marks.findLastIndex((mark) => mark.position <= position);
    const mark = marks[index];
    if (mark === undefined)
      return new StoreReading(this.store, generation, { before: '0' }, 0, day ?? this.today(), true, again);
    const at = day ?? mark.segment.slice(0, 10);
    const next = marks[index + 1];
    if (next !== undefined && next.position - 1 === position) {
      return new StoreReading(this.store, generation, { through: mark.segment }, position, at, true, again);
    }
    const overlay = await this.overlay(generation, mark, position);
    return new StoreReading(this.store, generation, overlay.before, position, at, true, again, overlay);
  }

  private overlay(generation: string, mark: Mark, position: number): Promise<Overlay> {
    const key = `${generation}@${String(position)}`;
    let overlay = this.overlays.get(key);
    if (overlay === undefined) {
      overlay = this.lay(generation, mark, position);
      this.overlays.set(key, overlay);
      overlay.catch(() => this.overlays.delete(key));
      for (const oldest of this.overlays.keys()) {
        if (this.overlays.size <= OVERLAYS) break;
        this.overlays.delete(oldest);
      }
    }
    return overlay;
  }

  /** Folds a segment's events up to a position over the editions in force before it. */
  private async lay(generation: string, mark: Mark, position: number): Promise<Overlay> {
    const before: At = { before: mark.segment };
    const folding = new Folding(baseOf(this.store, generation, before));
    const placing = new Placing({ ...BEGINNING, position: mark.position - 1, cursor: mark.after }, null);
    const store = this.scratch.small();
    await store.create(LAID, VIEWS);
    const events = [];
    reading: for await (const batch of this.ledger.readAll({ after: mark.after })) {
      for (const event of batch) {
        if (placing.reached.position === position) break reading;
        events.push({ ...placing.place(event), day: mark.segment.slice(0, 10), segment: mark.segment });
      }
    }
    const editions = await folding.fold(events);
    const alone = editions.map((edition) => ({ ...edition, previous: null }));
    await store.commit(LAID, 0, { ...BEGINNING, position }, alone, []);
    const touched = new Map<string, string[]>();
    for (const { view, doc } of editions) touched.set(view, [...(touched.get(view) ?? []), doc.id]);
    return { position, before, touched, store };
  }
}

const badPoint = (says: string): Rejection => new Rejection('bad-query', `asOf: ${says}`, [queryFault('asOf', says)]);
