import { type Activity, evolve, statusOf } from '../../domain/activities/activity.js';
import type { ActivityDetails } from '../../domain/activities/details.js';
import type { Kind } from '../../domain/activities/kind.js';
import type { LedgerEvent } from '../../domain/kernel/event.js';
import type { Ancestry } from '../../domain/kernel/view.js';
import { type Entry, evolveEntry, type Register } from '../../domain/registers/register.js';
import { GMINA, MEASURE, STRATEGY } from '../../domain/registers/registers.js';
import { ancestorsOf, type Strategy } from '../../domain/strategy/strategy.js';
import { effectOf, type Subject, subjectOf, upcast } from '../../domain/subjects.js';
import { numbering, type NumberingDoc, numberingId, numberOf } from '../../domain/views/numbering.js';
import {
  type ActivityDoc,
  lateStepsAfter,
  placesOf,
  type PlacedActivity,
  register,
} from '../../domain/views/register.js';
import { BEGINNING, Placing } from '../placing.js';
import type { EventStore } from '../ports/event-store.js';
import type { At, Mark, ViewStore } from '../ports/view-store.js';

/** The rows in which activities count: one object for all that count in the same ones, so that what they add goes by it. */
export interface Rows extends Pick<PlacedActivity, 'gminas' | 'items'> {
  /** Whether several gminas share what is done. */
  readonly shared: boolean;
}

/** An activity as far as figures need it: a register's document without what it is searched by. */
export interface CountedActivity extends PlacedActivity {
  readonly id: string;
  readonly number: string;
  readonly status: string;
  readonly rows: Rows;
}

/** What an event did to an activity, or to a register's entry. */
export type Alteration =
  | {
      readonly of: 'activity';
      readonly event: LedgerEvent;
      readonly kind: Kind;
      readonly before: CountedActivity | null;
      readonly after: CountedActivity;
    }
  | { readonly of: 'entry'; readonly event: LedgerEvent; readonly after: Entry };

/** An event, and to what it was done. */
interface Done {
  readonly event: LedgerEvent;
  readonly subject: Subject;
}

type Activities = Extract<Subject, { of: 'activity' }>;

/** Events between two looks at the editions: so memory holds the activities of so many events, however long the stretch. */
const STRETCH = 100_000;
const BATCH = 1_000;

/** The registers that a report tells figures from. */
const COUNTED: readonly Register[] = [STRATEGY, GMINA, MEASURE];

/**
 * What the events of a stretch of the ledger did, one after the other. It begins with the editions before the stretch,
 * and costs the stretch; the documents' searched fields are never made.
 */
export class Alterations {
  private activities = new Map<string, CountedActivity>();
  private readonly series = new Map<string, number>();
  private readonly entries: Map<string, Entry>;
  private ancestors = new Map<string, readonly string[]>();
  private places = new WeakMap<ActivityDetails, Rows>();
  private readonly rows = new Map<string, Rows>();
  private base: At = 'now';

  /** @param entries strategies, gminas and measures as they stand before the first event */
  constructor(
    private readonly ledger: EventStore,
    private readonly store: ViewStore,
    private readonly generation: string,
    entries: readonly Entry[],
  ) {
    this.entries = new Map(entries.map((entry) => [entry.id, entry]));
  }

  /** @param from,to positions: the events after the one, up to the other */
  async *between(from: number, to: number): AsyncGenerator<readonly Alteration[]> {
    if (from >= to) return;
    const marks = await this.store.marks(this.generation);
    const mark = marks.findLast((each) => each.position <= from + 1);
    if (mark === undefined) return;
    const placing = placingAt(mark);
    this.base = { before: mark.segment };
    let since = mark.position;
    for await (const batch of this.ledger.readAll({ after: mark.after, limit: BATCH })) {
      const left = to - placing.reached.position;
      const events = batch.slice(0, left).map((event) => placing.place(upcast(event)));
      const begun = events.findIndex(({ position }) => position - since >= STRETCH && isFirst(marks, position));
      const cut = begun < 0 ? events.length : begun;
      yield await this.alterations(events.slice(0, cut), from);
      const next = events[cut];
      if (next !== undefined) {
        [since, this.base] = [next.position, { before: next.segment }];
        this.activities = new Map();
        this.series.clear();
        yield await this.alterations(events.slice(cut), from);
      }
      if (placing.reached.position >= to) return;
    }
  }

  private async alterations(events: readonly LedgerEvent[], from: number): Promise<Alteration[]> {
    const done = events.flatMap((event) => {
      const subject = subjectOf(event.stream);
      return subject === null ? [] : [{ event, subject }];
    });
    await this.fetch(done);
    const alterations: Alteration[] = [];
    for (const { event, subject } of done) {
      // What lies before the stretch but in its first segment is folded, and not told.
      const told = event.position > from;
      if (subject.of === 'activity') {
        const before = this.activities.get(subject.id) ?? null;
        const after = this.advance(subject, event, before);
        this.activities.set(subject.id, after);
        if (told) alterations.push({ of: 'activity', event, kind: subject.kind, before, after });
      } else if (told && COUNTED.includes(subject.register)) {
        const entry = this.entries.get(subject.id) ?? null;
        const after = evolveEntry(subject.register, subject.key, entry, event, event.position);
        this.entries.set(after.id, after);
        if (subject.register === STRATEGY) {
          this.ancestors = new Map();
          this.places = new WeakMap();
        }
        alterations.push({ of: 'entry', event, after });
      }
    }
    return alterations;
  }

  private advance({ kind, id }: Activities, event: LedgerEvent, before: CountedActivity | null): CountedActivity {
    const activity = evolve(kind.name, effectOf(event.type), before, event);
    const lateSteps = lateStepsAfter(before, event);
    const number = before?.number ?? this.numbered(kind, event);
    return counted(id, number, activity, lateSteps, this.placed(activity));
  }

  /** Most events leave the details as they are, and with them where the activity counts. */
  private placed({ details }: Activity): Rows {
    let rows = this.places.get(details);
    if (rows === undefined) {
      const { gminas, items } = placesOf({ details }, this.ancestry);
      this.places.set(details, (rows = this.rowsOf(gminas, items, details)));
    }
    return rows;
  }

  private rowsOf(gminas: readonly string[], items: readonly string[], details: ActivityDetails): Rows {
    const shared = (details.gminas ?? []).length > 1;
    const name = `${gminas.join()} ${items.join()} ${String(shared)}`;
    let rows = this.rows.get(name);
    if (rows === undefined) this.rows.set(name, (rows = { gminas, items, shared }));
    return rows;
  }

  private numbered({ letters }: Kind, { day }: LedgerEvent): string {
    const series = numberingId(letters, day);
    const ordinal = (this.series.get(series) ?? 0) + 1;
    this.series.set(series, ordinal);
    return numberOf(series, ordinal);
  }

  /** The activities and number series that a batch builds on and that are not at hand. */
  private async fetch(done: readonly Done[]): Promise<void> {
    const [known, begun, series] = [new Set<string>(), new Set<string>(), new Set<string>()];
    for (const { event, subject } of done) {
      if (subject.of !== 'activity') continue;
      const { revision, day } = event;
      if (revision === 0) {
        begun.add(subject.id);
        const id = numberingId(subject.kind.letters, day);
        if (!this.series.has(id)) series.add(id);
      } else if (!begun.has(subject.id) && !this.activities.has(subject.id)) known.add(subject.id);
    }
    const inForce = (view: string, ids: ReadonlySet<string>): ReturnType<ViewStore['inForce']> =>
      this.store.inForce(this.generation, view, [...ids], this.base);
    if (known.size > 0)
      // The register holds activities only.
      for (const [id, { doc }] of await inForce(register.name, known)) {
        const activity = doc as ActivityDoc;
        const rows = this.rowsOf(activity.gminas, activity.items, activity.details);
        this.activities.set(id, counted(id, activity.number, activity, activity.lateSteps, rows));
      }
    if (series.size > 0)
      for (const [id, { doc }] of await inForce(numbering.name, series))
        this.series.set(id, (doc as NumberingDoc).last);
  }

  private readonly ancestry: Ancestry = (strategy, item) => {
    const name = `${strategy}/${item}`;
    let above = this.ancestors.get(name);
    if (above === undefined) {
      const tree = this.entries.get(`${STRATEGY.name}/${strategy}`)?.details as Strategy | undefined;
      this.ancestors.set(name, (above = tree === undefined ? [] : ancestorsOf(tree, item)));
    }
    return above;
  };
}

/** Field by field, as in {@link Placing}. */
function counted(
  id: string,
  number: string,
  activity: Activity,
  lateSteps: CountedActivity['lateSteps'],
  rows: Rows,
): CountedActivity {
  const { kind, details, taken, annulment, recordedBy, recordedAt, revision } = activity;
  return {
    id,
    number,
    kind,
    details,
    taken,
    annulment,
    recordedBy,
    recordedAt,
    revision,
    status: statusOf(activity),
    lateSteps,
    gminas: rows.gminas,
    items: rows.items,
    rows,
  };
}

const placingAt = (mark: Mark): Placing =>
  new Placing({ ...BEGINNING, position: mark.position - 1, cursor: mark.after, effectiveAt: mark.effectiveAt }, mark);

const isFirst = (marks: readonly Mark[], position: number): boolean => marks.some((mark) => mark.position === position);
