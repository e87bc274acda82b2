import type { Activity } from '../activities/activity.js';
import { activityPhase, statusOf } from '../activities/activity.js';
import { daysOf } from '../activities/details.js';
import type { Kind } from '../activities/kind.js';
import { itemRef } from '../activities/rules.js';
import { spanOf } from '../activities/span.js';
import type { Ancestry } from '../kernel/view.js';
import { daysBetween, type Month, monthOf, OPEN } from '../kernel/day.js';
import type { LedgerEvent } from '../kernel/event.js';
import { type Doc, just, NOTHING, type View } from '../kernel/view.js';
import { wordsOf } from '../kernel/words.js';
import { attendanceMarks, countedAmounts } from './figures.js';
import { itemKey, OUTSIDE_STRATEGY } from './rows.js';

/** An activity with where it counts: all that figures need of it. */
export interface PlacedActivity extends Activity {
  /** Keys of the gminas' rows it counts in. */
  readonly gminas: readonly string[];
  /** Keys of the items' rows it counts in, goals included. */
  readonly items: readonly string[];
  /** How many steps were recorded late or backfilled, by the month of their `on`: `late/2023-05`. */
  readonly lateSteps: Readonly<Record<string, number>>;
}

/** An activity in the register: its state, and what it is found by. */
export interface ActivityDoc extends PlacedActivity, Doc {
  readonly id: string;
  /** `KT/2023/0417`: letters, year and ordinal of recording. */
  readonly number: string;
  readonly status: string;
  readonly phase: string | null;
  readonly lastChangedAt: string;
  readonly lastChangedBy: string;
  /** Of the last event. */
  readonly position: number;
  readonly recordedOn: string;
  // What follows is searched.
  readonly occurredOn: string;
  readonly occurredUntil: string;
  /** Where it counts: OPEN while it goes on; both null while it counts nowhere. */
  readonly countsFrom: string | null;
  readonly countsUntil: string | null;
  readonly units: readonly string[];
  readonly organisations: readonly string[];
  /** Officials' ids and functions, of those represented too. */
  readonly representatives: readonly string[];
  readonly caseSigns: readonly string[];
  readonly links: readonly string[];
  /**
   * Figure and month of each amount that counts (`support.granted/2023-05`; a gmina's own share as
   * `investments.share.0415022/2023-05`), and the months in which it has late or backfilled steps (`late/2023-05`).
   */
  readonly amounts: readonly string[];
  /** What else figures tell of it: `yearOnly` or `monthKnown`, `invited`, `inPlace`, `shared`. */
  readonly marks: readonly string[];
  /** What it waits for, and until when (null: no day set). */
  readonly waitsFor: string | null;
  readonly due: string | null;
  /** The most days by which a step was recorded after its `on`: live, and from an import. */
  readonly lateDays: number;
  readonly backfilledDays: number;
  /** `true` when one person both recorded and approved it. */
  readonly selfApproved: string;
  readonly words: readonly string[];
}

/** What tells which periods an activity concerns, and its place in a report's list. */
export type Listing = Pick<ActivityDoc, 'countsFrom' | 'countsUntil' | 'phase' | 'occurredOn'>;

/** The register's entry after an event. */
export function describe(
  kind: Kind,
  id: string,
  activity: Activity,
  event: LedgerEvent,
  before: ActivityDoc | null,
  numbered: () => string,
  ancestry: Ancestry,
): ActivityDoc {
  const { details, taken } = activity;
  const status = statusOf(activity);
  const span = spanOf(activity);
  const organisations = (kind.organisations?.(details, taken) ?? []).filter((each) => each !== undefined);
  const representatives = kind.representatives?.(taken) ?? [];
  const due = status === 'annulled' ? null : (kind.due?.(details, taken, status) ?? null);
  const on = stepDay(event);
  const days = on === null ? 0 : Math.max(0, daysBetween(on, event.day));
  const late = { lateDays: before?.lateDays ?? 0, backfilledDays: before?.backfilledDays ?? 0 };
  const which = event.metadata.origin === undefined ? 'lateDays' : 'backfilledDays';
  const lateSteps = lateStepsAfter(before, event);
  return {
    ...activity,
    id,
    number: before?.number ?? numbered(),
    status,
    phase: activityPhase(activity),
    lastChangedAt: event.metadata.recordedAt,
    lastChangedBy: event.metadata.actor.id,
    position: event.position,
    recordedOn: before?.recordedOn ?? event.day,
    occurredOn: details.occurredOn,
    occurredUntil: daysOf(details).until,
    countsFrom: span?.from ?? null,
    countsUntil: span === null ? null : (span.until ?? OPEN),
    gminas: gminaRows(details),
    items: itemRows(details, ancestry),
    lateSteps,
    units: details.units ?? [],
    organisations: [...new Set(organisations.flatMap((each) => each.id ?? []))],
    representatives: [
      ...new Set(
        representatives.flatMap((each) => [each.official ?? [], each.function ?? [], each.inPlaceOf ?? []].flat()),
      ),
    ],
    caseSigns: details.caseSigns ?? [],
    links: details.links ?? [],
    amounts: [...amountKeys(kind, activity), ...Object.keys(lateSteps)],
    marks: marksOf(kind, activity),
    waitsFor: due?.what ?? null,
    due: due?.by ?? null,
    ...late,
    [which]: Math.max(late[which], days),
    selfApproved: String(
      taken.some((each) => kind.steps[each.step]?.approves !== undefined && each.by === activity.recordedBy),
    ),
    words: wordsOf(details.title, details.description, details.place, ...organisations.map((each) => each.name)),
  };
}

/** Recorded later than this many days after its `on`, an event is late (DOMAIN.md section 3). */
export const LATE_DAYS = 30;

/** Whether an event is late, or backfilled when it is an import of history; null when neither. */
export function lateness(event: LedgerEvent): { readonly key: 'late' | 'backfilled'; readonly month: Month } | null {
  const on = stepDay(event);
  if (on === null || on >= event.day || daysBetween(on, event.day) <= LATE_DAYS) return null;
  return { key: event.metadata.origin === undefined ? 'late' : 'backfilled', month: monthOf(on) };
}

/** Late is late for ever, whatever became of the step: but it is told where the activity stands now. */
function lateStepsAfter(before: PlacedActivity | null, event: LedgerEvent): PlacedActivity['lateSteps'] {
  const late = lateness(event);
  const known = before?.lateSteps ?? {};
  if (late === null) return known;
  const key = `${late.key}/${late.month}`;
  return { ...known, [key]: (known[key] ?? 0) + 1 };
}

function amountKeys(kind: Kind, activity: Activity): readonly string[] {
  const keys = countedAmounts(kind, activity).flatMap(({ figure, gmina, on }) => [
    `${figure}/${monthOf(on)}`,
    ...(gmina === undefined ? [] : [`${figure}.${gmina}/${monthOf(on)}`]),
  ]);
  return [...new Set(keys)];
}

function marksOf(kind: Kind, activity: Activity): readonly string[] {
  const span = spanOf(activity);
  const marks = span === null ? [] : [span.yearOnly ? 'yearOnly' : 'monthKnown'];
  if ((activity.details.gminas ?? []).length > 1) marks.push('shared');
  return [...marks, ...attendanceMarks(kind, activity)];
}

/** The `on` of the step that an event took; null when it took none. */
function stepDay(event: Pick<LedgerEvent, 'data'>): string | null {
  const fields = event.data['fields'] as { readonly on?: string } | undefined;
  return fields?.on ?? null;
}

/** The county-wide and the outside ones have rows of their own; one outside counts for the gminas it names as well. */
export function gminaRows({ scope, gminas = [] }: Activity['details']): readonly string[] {
  return scope === 'county' || scope === 'outside' ? [scope, ...gminas] : gminas;
}

function itemRows(details: Activity['details'], ancestry: Ancestry): readonly string[] {
  const rows = new Set<string>();
  for (const named of details.strategyItems ?? []) {
    const { strategy, code } = itemRef(named, details.strategy);
    for (const each of [code, ...ancestry(strategy, code)]) rows.add(itemKey(strategy, each));
  }
  return rows.size === 0 ? [OUTSIDE_STRATEGY] : [...rows].sort();
}

/** The register of activities: one document each (questions 3-5, 7, 9-12 and 15 of DOMAIN.md section 5). */
export const register: View = {
  name: 'register',
  version: 3,
  sort: 'occurredOn',
  fields: {
    kind: 'text',
    status: 'text',
    phase: 'text',
    number: 'text',
    occurredOn: 'text',
    countsFrom: 'text',
    countsUntil: 'text',
    recordedAt: 'text',
    recordedOn: 'text',
    recordedBy: 'text',
    lastChangedAt: 'text',
    waitsFor: 'text',
    due: 'text',
    lateDays: 'number',
    backfilledDays: 'number',
    selfApproved: 'text',
    gminas: 'texts',
    items: 'texts',
    units: 'texts',
    organisations: 'texts',
    representatives: 'texts',
    caseSigns: 'texts',
    links: 'texts',
    amounts: 'texts',
    marks: 'texts',
    words: 'texts',
  },
  fold: ({ after }) => (isActivity(after) ? just(after) : NOTHING),
};

export function isActivity(doc: Doc | null | undefined): doc is ActivityDoc {
  return doc !== null && doc !== undefined && 'taken' in doc;
}
