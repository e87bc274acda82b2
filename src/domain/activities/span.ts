import type { Day } from '../kernel/day.js';
import { type Activity, activityPhase, type Taken } from './activity.js';
import { daysOf } from './details.js';
import { counts, type Phase, phaseOf } from './phase.js';

/** The days over which an activity counts; null while it does not. `until` null: it goes on. */
export interface Span {
  readonly from: Day;
  readonly until: Day | null;
  /** Known by its year alone: counted in every period that it touches, in no month. */
  readonly yearOnly: boolean;
}

/** Where an activity counts (DOMAIN.md section 3, figures). */
export function spanOf(activity: Activity): Span | null {
  const phase = activityPhase(activity);
  if (!counts(phase)) return null;
  const { details, taken } = activity;
  const days = daysOf(details);
  // It counts since it last left the phase ahead: a suspended plan that went back to being a plan had not begun.
  const ahead = taken.findLastIndex((each) => phaseOf(each.status) === 'ahead');
  const first = taken[ahead + 1];
  const from = ahead < 0 ? days.from : (first?.on ?? days.from);
  const yearOnly = details.occurredPrecision === 'year' && ahead < 0;
  if (phase !== 'done') return { from, until: null, yearOnly };
  const done = firstOfRun(taken, 'done');
  const asDescribed = details.occurredUntil !== undefined || (done === taken[0] && details.occurredPrecision !== 'day');
  const until = asDescribed ? days.until : done.on;
  return { from, until: until < from ? from : until, yearOnly };
}

/** The step that reached the phase in which an activity is now. */
function firstOfRun(taken: readonly Taken[], phase: Phase): Taken {
  const other = taken.findLastIndex((each) => phaseOf(each.status) !== phase);
  const first = taken[other + 1];
  if (first === undefined) throw new Error(`never ${phase}`);
  return first;
}
