import type { JsonObject } from '../kernel/json.js';
import type { RecordedEvent } from '../kernel/event.js';
import type { Day } from '../kernel/day.js';
import type { Payload } from '../kernel/check.js';
import type { ActivityDetails, StepFields } from './details.js';
import { ANNULLED, type Phase, phaseOf, type Status } from './phase.js';

/** A step as it was taken: its fields, and the status it led to. */
export interface Taken extends JsonObject {
  readonly step: string;
  readonly on: Day;
  readonly status: Status;
  /** Id of who recorded it. */
  readonly by: string;
}

/** An activity as its events tell it: all that a decision needs. */
export interface Activity {
  readonly kind: string;
  readonly details: ActivityDetails;
  /** The steps in force, in order; an undone one is gone from here, not from history. */
  readonly taken: readonly Taken[];
  readonly annulment: { readonly reason: string; readonly replacedBy?: string } | null;
  readonly recordedBy: string;
  readonly recordedAt: string;
  /** Revision of the last event. */
  readonly revision: number;
}

export function statusOf(activity: Activity): Status | typeof ANNULLED {
  return activity.annulment === null ? standing(activity) : ANNULLED;
}

/** The status that the steps led to, annulled or not. */
export function standing({ taken }: Pick<Activity, 'taken'>): Status {
  const last = taken.at(-1);
  if (last === undefined) throw new Error('an activity without steps');
  return last.status;
}

export const activityPhase = (activity: Activity): Phase | null => phaseOf(statusOf(activity));

/** Each time a step was taken, as its payload class says. */
export function times<F extends StepFields>(
  activity: Pick<Activity, 'taken'>,
  step: string,
  _fields: Payload<F>,
): (F & Taken)[] {
  // The fields were checked against the class when they were recorded.
  return activity.taken.filter((each) => each.step === step) as unknown as (F & Taken)[];
}

/** What the event of a step holds; an activity's first holds its details too. */
export interface Stepped {
  readonly step: string;
  readonly status: Status;
  readonly details?: ActivityDetails;
  readonly fields: { readonly on: Day };
}

/** New values by path, as the interface writes them: `place`, `steps.grant.amount`, `steps.measure.1.value`. */
export interface Corrected {
  readonly changes: JsonObject;
  readonly reason: string;
  /** The statuses that the steps in force then led to, one each; only where the correction altered one (a tranche that was the last after all). */
  readonly statuses?: readonly Status[];
}

export interface Annulled {
  readonly reason: string;
  readonly replacedBy?: string;
}

/** How an event alters an activity. What it means was settled when it was recorded; this only applies it. */
export type Effect = 'stepped' | 'corrected' | 'undone' | 'annulled' | 'restored';

export type ActivityEvent = Pick<RecordedEvent, 'revision' | 'data' | 'metadata'>;

/** The activity after an event; the event's data were checked on the way in and upcast on the way out. */
export function evolve(kind: string, effect: Effect, before: Activity | null, event: ActivityEvent): Activity {
  if (before === null) return begin(kind, event);
  const { revision } = event;
  switch (effect) {
    case 'stepped': {
      const { step, status, fields } = event.data as unknown as Stepped;
      return {
        ...before,
        revision,
        taken: [...before.taken, { ...fields, step, status, by: event.metadata.actor.id }],
      };
    }
    case 'corrected':
      return { ...before, revision, ...applyCorrection(before, event.data as unknown as Corrected) };
    case 'undone':
      return { ...before, revision, taken: before.taken.slice(0, -1) };
    case 'annulled':
      return { ...before, revision, annulment: event.data as unknown as Annulled };
    case 'restored':
      return { ...before, revision, annulment: null };
  }
}

function begin(kind: string, { data, metadata, revision }: ActivityEvent): Activity {
  const { step, status, details, fields } = data as unknown as Stepped;
  if (details === undefined) throw new Error(`an activity cannot begin with ${step}`);
  const by = metadata.actor.id;
  return {
    kind,
    details,
    taken: [{ ...fields, step, status, by }],
    annulment: null,
    recordedBy: by,
    recordedAt: metadata.recordedAt,
    revision,
  };
}

/** Where a change goes: a field of the details, or of the nth time (from 0) that a step was taken. */
export type Target =
  | { readonly of: 'details'; readonly field: string }
  | { readonly of: 'step'; readonly index: number; readonly field: string };

/** Finds the target of a path; null when the activity has no such place. */
export function targetOf({ taken }: Pick<Activity, 'taken'>, path: string): Target | null {
  const parts = path.split('.');
  if (parts.length === 1 && path !== '') return { of: 'details', field: path };
  const [steps, step, ...rest] = parts;
  if (steps !== 'steps' || rest.length === 0 || rest.length > 2) return null;
  const [nth, field] = rest.length === 1 ? [null, rest[0]] : [ordinal(rest[0]), rest[1]];
  const indices = taken.flatMap((each, index) => (each.step === step ? [index] : []));
  // A step taken several times must say which is meant.
  const index = nth === null ? (indices.length === 1 ? indices[0] : undefined) : indices[nth];
  return index === undefined || field === undefined || field === '' ? null : { of: 'step', index, field };
}

const ordinal = (text = ''): number => (/^(?:0|[1-9]\d{0,5})$/.test(text) ? Number(text) : NaN);

/** What a correction leaves. */
export function applyCorrection(
  activity: Pick<Activity, 'details' | 'taken'>,
  { changes, statuses }: Pick<Corrected, 'changes' | 'statuses'>,
): Pick<Activity, 'details' | 'taken'> {
  const { details, taken } = applyChanges(activity, changes);
  if (statuses === undefined) return { details, taken };
  return { details, taken: taken.map((each, index) => ({ ...each, status: statuses[index] ?? each.status })) };
}

export function applyChanges(
  activity: Pick<Activity, 'details' | 'taken'>,
  changes: JsonObject,
): Pick<Activity, 'details' | 'taken'> {
  const details: Record<string, unknown> = { ...activity.details };
  const taken: Record<string, unknown>[] = activity.taken.map((each) => ({ ...each }));
  for (const [path, value] of Object.entries(changes)) {
    const target = targetOf(activity, path);
    const owner = target?.of === 'step' ? taken[target.index] : details;
    if (target === null || owner === undefined) continue;
    if (value === null) Reflect.deleteProperty(owner, target.field);
    else owner[target.field] = value;
  }
  return { details: details as unknown as ActivityDetails, taken: taken as unknown as Taken[] };
}
