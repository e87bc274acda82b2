import type { Activity } from '../activities/activity.js';
import { activityPhase, statusOf, times } from '../activities/activity.js';
import { daysOf, StepFields } from '../activities/details.js';
import type { Amount, Kind } from '../activities/kind.js';
import { spanOf } from '../activities/span.js';
import { type Day, type Month, monthOf } from '../kernel/day.js';
import { Pairs } from '../kernel/pairs.js';

/**
 * One activity's part in the counters of one month. Views hold counters by key; every total is a sum of them, and a
 * change is *subtract before, add after*, so no total knows of corrections, annulments or kinds.
 *
 * Keys: `started/<kind>`, `completed/<kind>` (of the months in which its span begins and ends; those known by year
 * alone also under `startedYearOnly/`, `completedYearOnly/`), `status/<kind>/<status>`, `invited`, `attended`, `inPlace` (of
 * the month of occurredOn), amounts by figure (`support/granted`, of the month of the step's `on`), `contact/<day>`
 * (the first that occurredOn may mean) and `followUps/<day>`, `promises/<day>` (by due day, or `none`).
 */
export interface Part {
  readonly month: Month;
  readonly key: string;
  readonly value: number;
  /** Only in this gmina's row: its own share. */
  readonly gmina?: string;
}

export const NO_DAY = 'none';

const keys = new Pairs<string, string, string>();

/** Keys that many activities share are made once: what is made anew at every event is hashed anew at every event, too. */
export const keyOf = (what: string, of: string): string => keys.get(what, of, () => `${what}/${of}`);

/** All parts of an activity; none while it is annulled. */
export function partsOf(kind: Kind, activity: Activity): Part[] {
  const phase = activityPhase(activity);
  if (phase === null) return [];
  const parts = spanParts(kind, activity);
  const month = monthOf(activity.details.occurredOn);
  const one = (key: string): void => void parts.push({ month, key, value: 1 });
  const status = statusOf(activity);
  one(keyOf(keyOf('status', kind.name), status));
  for (const mark of attendanceMarks(kind, activity)) one(mark);
  if (kind.name === 'contact') {
    // What is known by month or year alone was had by the first of it, as far as anybody can tell.
    const { from } = daysOf(activity.details);
    parts.push({ month: monthOf(from), key: `contact/${from}`, value: 1 });
  }
  const due = status === 'annulled' ? null : kind.due?.(activity.details, activity.taken, status);
  if (due && due.what !== 'reply') {
    const key = due.what === 'followUp' ? 'followUps' : 'promises';
    parts.push({ month: due.by === null ? month : monthOf(due.by), key: `${key}/${due.by ?? NO_DAY}`, value: 1 });
  }
  for (const amount of countedAmounts(kind, activity)) parts.push(amountPart(amount));
  return parts;
}

function spanParts({ name }: Kind, activity: Activity): Part[] {
  const span = spanOf(activity);
  if (span === null) return [];
  const parts: Part[] = [];
  const one = (what: string, day: Day): void =>
    void parts.push({ month: monthOf(day), key: keyOf(what, name), value: 1 });
  one('started', span.from);
  if (span.until !== null) one('completed', span.until);
  if (span.yearOnly) {
    one('startedYearOnly', span.from);
    if (span.until !== null) one('completedYearOnly', span.until);
  }
  return parts;
}

/** Of an attendance: whether there was an invitation, whether somebody attended, and in whose place. */
export function attendanceMarks(kind: Kind, activity: Activity): readonly string[] {
  if (kind.name !== 'attendance' || activity.annulment !== null) return [];
  const invited = times(activity, 'invite', StepFields).length > 0 ? ['invited'] : [];
  if (statusOf(activity) !== 'attended') return invited;
  const inPlace = (kind.representatives?.(activity.taken) ?? []).some((each) => each.inPlaceOf !== undefined);
  return [...invited, 'attended', ...(inPlace ? ['inPlace'] : [])];
}

/** Amounts that somebody asked for, promised or planned: nothing of them is left where the activity is dropped. */
const PROMISES: ReadonlySet<Amount['figure']> = new Set([
  'support.requested',
  'support.granted',
  'investments.planned',
  'investments.share',
]);

/**
 * The amounts that count: none of what was annulled; of what was dropped only what had happened by then (a tranche
 * handed over, a contract signed, a stretch accepted).
 */
export function countedAmounts(kind: Kind, activity: Activity): readonly Amount[] {
  const phase = activityPhase(activity);
  if (phase === null) return [];
  const amounts = (kind.amounts?.(activity.details, activity.taken) ?? []).filter(({ value }) => value > 0);
  return phase === 'dropped' ? amounts.filter(({ figure }) => !PROMISES.has(figure)) : amounts;
}

function amountPart({ figure, on, value, gmina }: Amount): Part {
  const [what = '', of] = figure.split('.');
  const part = { month: monthOf(on), key: of === undefined ? what : keyOf(what, of), value };
  return gmina === undefined ? part : { ...part, gmina };
}
