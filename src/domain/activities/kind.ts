import type { Payload } from '../kernel/check.js';
import type { Day } from '../kernel/day.js';
import type { Fault } from '../kernel/rejection.js';
import type { Activity, Effect, Taken } from './activity.js';
import type { ActivityDetails, OfficialRef, OrganisationRef, StepFields } from './details.js';
import type { Status } from './phase.js';

/** The status that a step leads to: always the same, the one it was suspended from, or one of several. */
type Leads<D, F> = Status | 'back' | { readonly among: readonly Status[]; choose(details: D, fields: F): Status };

/** One row of a kind's table of steps. */
export interface Step<D extends ActivityDetails = ActivityDetails, F extends StepFields = StepFields> {
  /** The past-tense name of the event that records it. */
  readonly event: string;
  /** Whether an activity may begin with it. The kind's first such step is the default. */
  readonly starts?: true;
  /** The statuses from which it may be taken. */
  readonly from: readonly Status[];
  readonly to: Leads<D, F>;
  readonly fields: Payload<F>;
  /** A body that takes it, where it cannot do without fields of its own: for the interface's documentation. */
  readonly example?: Partial<F>;
  /** An approval: only a manager's, never of one's own entry (`manager`), or anybody's but shown as self-approved. */
  readonly approves?: 'manager' | 'anyone';
  /** What the entry must say before the step can be taken: until then its state forbids it. Pointers are the details'. */
  requires?(details: D): readonly Fault[];
  /** What else must hold when it is taken. Pointers are relative to the step's body. */
  needs?(details: D, fields: F, activity: Pick<Activity, 'taken'>): readonly Fault[];
}

/** For the type checker: ties a step's rules to its fields. */
export const step = <D extends ActivityDetails, F extends StepFields>(row: Step<D, F>): Step<D> => row;

/** The row of a step; undefined where the kind has no such step. */
export const rowOf = (kind: Kind, name: string): Step | undefined =>
  Object.hasOwn(kind.steps, name) ? kind.steps[name] : undefined;

/** The status to which a step leads after those taken. */
export function leadsTo(row: Step, details: ActivityDetails, fields: StepFields, taken: readonly Taken[]): Status {
  if (row.to === 'back') {
    // Where it was before it was suspended: the last status that is not the one being left.
    const now = taken.at(-1)?.status;
    const before = taken.findLast((each) => each.status !== now);
    if (before === undefined) throw new Error('nothing to go back to');
    return before.status;
  }
  return typeof row.to === 'string' ? row.to : row.to.choose(details, fields);
}

/** Money in grosze or length in metres that a step moved, counted in the month of its `on`. */
export interface Amount {
  readonly figure:
    | 'support.requested'
    | 'support.granted'
    | 'support.delivered'
    | 'support.settled'
    | 'support.returned'
    | 'investments.planned'
    | 'investments.contracted'
    | 'investments.cost'
    | 'investments.share'
    | 'length';
  readonly on: Day;
  readonly value: number;
  /** Only in the row of this gmina (its own share); else in the row of each gmina named. */
  readonly gmina?: string;
}

/** What waits for somebody, and until when; null when no day was set. */
interface Due {
  readonly what: 'followUp' | 'promise' | 'reply';
  readonly by: Day | null;
}

/** One kind of activity: its words, its fields, its steps, and what it means for the figures. */
export interface Kind<D extends ActivityDetails = ActivityDetails> {
  readonly name: string;
  /** In addresses: `contacts`. */
  readonly path: string;
  /** Of its numbers: `KT`. */
  readonly letters: string;
  /** What its users call it. */
  readonly polish: string;
  /** Beginning of the names of the events that every kind has: `Contact` -> `ContactCorrected`. */
  readonly noun: string;
  readonly details: Payload<D>;
  readonly steps: Readonly<Record<string, Step<D>>>;
  /** A complete body for the interface's documentation. */
  readonly example: object;
  /** Organisers, beneficiaries, partners...: all that the activity names, besides what its steps name. */
  organisations?(details: D, taken: readonly Taken[]): readonly (OrganisationRef | undefined)[];
  representatives?(taken: readonly Taken[]): readonly (OfficialRef & { readonly inPlaceOf?: string })[];
  amounts?(details: D, taken: readonly Taken[]): readonly Amount[];
  /** Ids of other activities, besides `links`, that fields of the details name: they must exist. */
  linked?(details: D): readonly string[];
  due?(details: D, taken: readonly Taken[], status: Status): Due | null;
}

export const defineKind = <D extends ActivityDetails>(kind: Kind<D>): Kind => kind;

/** The events of a kind and how each alters an activity. */
export function effectsOf(kind: Kind): Map<string, Effect> {
  const effects = new Map<string, Effect>();
  for (const { event } of Object.values(kind.steps)) effects.set(event, 'stepped');
  return effects
    .set(`${kind.noun}Corrected`, 'corrected')
    .set(`${kind.noun}StepUndone`, 'undone')
    .set(`${kind.noun}Annulled`, 'annulled')
    .set(`${kind.noun}Restored`, 'restored');
}
