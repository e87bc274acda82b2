import { toJson } from '../kernel/check.js';
import { type Day, earlier } from '../kernel/day.js';
import type { JsonObject } from '../kernel/json.js';
import { refuseFaults, Rejection } from '../kernel/rejection.js';
import { type Activity, standing, statusOf, type Taken } from './activity.js';
import type { Context } from './context.js';
import { settleCorrection } from './correction.js';
import { type ActivityDetails, daysOf, DEFAULTS, type StepFields } from './details.js';
import { type Kind, leadsTo, rowOf, type Step } from './kind.js';
import { phaseOf, type Status } from './phase.js';
import { brokenRules, strategiesFor, strategyMeant } from './rules.js';

/** What somebody wants to do with an activity. Payloads passed the check of their class. */
export type Command =
  | { readonly do: 'record'; readonly step: string; readonly details: ActivityDetails; readonly fields: StepFields }
  | { readonly do: 'take'; readonly step: string; readonly fields: StepFields }
  | { readonly do: 'correct'; readonly changes: JsonObject; readonly reason: string }
  | { readonly do: 'undo'; readonly reason: string }
  | { readonly do: 'annul'; readonly reason: string; readonly replacedBy?: string }
  | { readonly do: 'restore'; readonly reason: string };

/** A decision: the events to record. */
export interface Decided {
  readonly type: string;
  readonly data: JsonObject;
}

/** The step with which an activity of this kind begins unless told otherwise. */
export function defaultStart(kind: Kind): string {
  const start = Object.entries(kind.steps).find(([, row]) => row.starts);
  if (start === undefined) throw new Error(`no step starts a ${kind.name}`);
  return start[0];
}

/** The steps possible now. */
export function possibleSteps(kind: Kind, activity: Activity): string[] {
  if (activity.annulment !== null) return [];
  const now = standing(activity);
  return Object.entries(kind.steps).flatMap(([name, row]) => (row.from.includes(now) ? [name] : []));
}

/** @throws Rejection `invalid`, `state` or `forbidden`, saying what would be possible */
export function decide(kind: Kind, command: Command, activity: Activity | null, context: Context): Decided[] {
  if (command.do === 'record') return [record(kind, command, context)];
  if (activity === null) throw new Rejection('not-found', `there is no such ${kind.name}`);
  switch (command.do) {
    case 'take':
      return [take(kind, command, activity, context)];
    case 'correct':
      return [correct(kind, command, activity, context)];
    case 'undo':
      return [undo(kind, command, activity)];
    case 'annul':
      return [annul(kind, command, activity, context)];
    case 'restore':
      return [restore(kind, command, activity, context)];
  }
}

type Recording = Extract<Command, { do: 'record' }>;

function record(kind: Kind, command: Recording, context: Context): Decided {
  const row = rowOf(kind, command.step);
  if (row?.starts === undefined) {
    const starts = Object.entries(kind.steps).filter(([, each]) => each.starts);
    throw new Rejection('invalid', `a ${kind.name} does not begin with ${command.step}`, [
      { pointer: '/step', detail: `must be one of ${starts.map(([name]) => name).join(', ')}` },
    ]);
  }
  const status = leadsTo(row, command.details, command.fields, []);
  const fields = { ...command.fields, on: command.fields.on ?? startedOn(status, command.details, context.today) };
  const given = started(kind, command.step, status, command.details, fields, context);
  const details = withDefaults(kind, given, context);
  const after = { ...given, details };
  refuseFaults([...(row.needs?.(details, fields, { taken: [] }) ?? []), ...brokenRules(kind, after, context)]);
  return { type: row.event, data: { step: command.step, status, details: toJson(details), fields: toJson(fields) } };
}

/**
 * An activity begins on the day that it happened, as far as that lies behind: so an entry made late is seen to be late.
 * What is done was done on its last day; what has further steps to come leaves them all its days.
 */
function startedOn(status: Status, details: ActivityDetails, today: Day): Day {
  const { from, until } = daysOf(details);
  return earlier(phaseOf(status) === 'done' ? until : from, today);
}

/** Says what the interface leaves unsaid, so that what is recorded reads alone. */
function withDefaults(kind: Kind, activity: Activity, context: Context): ActivityDetails {
  const given = activity.details;
  const inForce = strategiesFor(activity, context);
  const strategy = given.strategy ?? strategyMeant(given.strategyItems ?? [], inForce);
  const items = inForce.find((each) => each.id === strategy)?.items ?? [];
  const byDefault = items.filter((item) => item.defaultFor?.includes(kind.name)).map((item) => item.code);
  return {
    ...given,
    scope: given.scope ?? DEFAULTS.scope,
    gminas: given.gminas ?? [...DEFAULTS.gminas],
    occurredPrecision: given.occurredPrecision ?? DEFAULTS.occurredPrecision,
    strategyItems: given.strategyItems ?? byDefault,
    strategy,
  };
}

function started(
  kind: Kind,
  step: string,
  status: Status,
  details: ActivityDetails,
  fields: object,
  { actor }: Context,
): Activity {
  const taken = [{ ...fields, step, status, by: actor.id } as unknown as Taken];
  return { kind: kind.name, details, taken, annulment: null, recordedBy: actor.id, recordedAt: '', revision: 0 };
}

function take(
  kind: Kind,
  { step, fields: given }: Extract<Command, { do: 'take' }>,
  activity: Activity,
  context: Context,
): Decided {
  const possible = possibleSteps(kind, activity);
  const row = rowOf(kind, step);
  if (row === undefined) throw new Rejection('not-found', `a ${kind.name} has no step ${step}`);
  if (!possible.includes(step)) {
    throw new Rejection(
      'state',
      `${step} is not possible while it is ${statusOf(activity)}; ${orElse(possible, activity)}`,
    );
  }
  approvable(row, activity, context);
  const fields = { ...given, on: given.on ?? context.today };
  const status = leadsTo(row, activity.details, fields, activity.taken);
  const after: Activity = {
    ...activity,
    taken: [...activity.taken, { ...toJson(fields), step, status, by: context.actor.id } as unknown as Taken],
  };
  // A step is refused for what it breaks, not for what was broken before.
  const known = new Set(brokenRules(kind, activity, context).map(({ detail }) => detail));
  const broken = brokenRules(kind, after, context).filter(({ detail }) => !known.has(detail));
  refuseFaults([
    ...(row.needs?.(activity.details, fields, activity) ?? []),
    ...broken.filter(({ pointer }) => pointer === '/on'),
  ]);
  const unmet = row.requires?.(activity.details) ?? [];
  if (unmet.length > 0) throw new Rejection('state', unmet.map(({ detail }) => detail).join(' '), unmet);
  if (broken.length > 0)
    throw new Rejection('state', broken.map(({ pointer, detail }) => `${pointer.slice(1)}: ${detail}`).join(' '));
  return { type: row.event, data: { step, status, fields: toJson(fields) } };
}

function orElse(possible: readonly string[], activity: Activity): string {
  if (activity.annulment !== null) return 'it can only be restored';
  return possible.length === 0 ? 'no step is' : `possible now: ${possible.join(', ')}`;
}

function approvable(row: Step, activity: Activity, { actor, alone }: Context): void {
  if (row.approves !== 'manager' || alone) return;
  if (!actor.roles.includes('manager')) throw new Rejection('forbidden', 'only a manager approves');
  if (activity.recordedBy === actor.id) throw new Rejection('forbidden', 'nobody approves an entry of their own');
}

function correct(
  kind: Kind,
  { changes, reason }: Extract<Command, { do: 'correct' }>,
  activity: Activity,
  context: Context,
): Decided {
  notAnnulled(activity);
  return { type: `${kind.noun}Corrected`, data: { ...settleCorrection(kind, changes, activity, context), reason } };
}

function undo(kind: Kind, { reason }: Extract<Command, { do: 'undo' }>, activity: Activity): Decided {
  notAnnulled(activity);
  if (activity.taken.length === 1) {
    throw new Rejection('state', 'its first step can be annulled, not undone');
  }
  return { type: `${kind.noun}StepUndone`, data: { reason } };
}

function annul(
  kind: Kind,
  { reason, replacedBy }: Extract<Command, { do: 'annul' }>,
  activity: Activity,
  context: Context,
): Decided {
  notAnnulled(activity);
  if (phaseOf(standing(activity)) === 'dropped') {
    throw new Rejection(
      'state',
      `what is ${standing(activity)} can be corrected or its last step undone, not annulled`,
    );
  }
  if (replacedBy !== undefined && replacedBy === context.subject)
    refuseFaults([{ pointer: '/replacedBy', detail: 'must be another activity' }]);
  if (replacedBy !== undefined && !context.linked.has(replacedBy)) {
    refuseFaults([{ pointer: '/replacedBy', detail: `there is no activity ${replacedBy}` }]);
  }
  const own = activity.recordedBy === context.actor.id && context.recordedOn === context.today;
  if (!own && !context.actor.roles.includes('manager')) {
    throw new Rejection('forbidden', 'a recorder annuls only own entries of the same day; ask a manager');
  }
  return { type: `${kind.noun}Annulled`, data: replacedBy === undefined ? { reason } : { reason, replacedBy } };
}

function restore(
  kind: Kind,
  { reason }: Extract<Command, { do: 'restore' }>,
  activity: Activity,
  { actor }: Context,
): Decided {
  if (activity.annulment === null) throw new Rejection('state', 'it is not annulled');
  if (!actor.roles.includes('manager')) throw new Rejection('forbidden', 'only a manager restores');
  return { type: `${kind.noun}Restored`, data: { reason } };
}

function notAnnulled(activity: Activity): void {
  if (activity.annulment !== null) throw new Rejection('state', 'it is annulled: it can only be restored');
}
