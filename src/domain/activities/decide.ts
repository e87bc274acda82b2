import { toJson } from '../kernel/check.js';
import { type Day, earlier } from '../kernel/day.js';
import type { JsonObject } from '../kernel/json.js';
import { type Fault, refuseFaults, Rejection } from '../kernel/rejection.js';
import { asked, members, readOr, unreadable, withFields } from '../kernel/unreadable.js';
import { type Activity, standing, statusOf, type Taken } from './activity.js';
import type { Context } from './context.js';
import { settleCorrection } from './correction.js';
import { type ActivityDetails, daysOf, DEFAULTS, type StepFields } from './details.js';
import { type Kind, leadsTo, rowOf, type Step } from './kind.js';
import type { Strategy } from '../strategy/strategy.js';
import { phaseOf, type Status } from './phase.js';
import { brokenRules, strategiesFor, strategyMeant } from './rules.js';

/** What somebody wants to do with an activity. Payloads passed the check of their class. */
export type Command =
  | { readonly do: 'record'; readonly step: string; readonly details: ActivityDetails; readonly fields: StepFields }
  | { readonly do: 'take'; readonly step: string; readonly fields: StepFields }
  | {
      readonly do: 'correct';
      readonly changes: JsonObject;
      readonly reason: string;
      /** JSON Pointers into the changes to names that nobody knows. */
      readonly unknown?: readonly string[];
    }
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
  const { step } = command;
  const row = rowOf(kind, step);
  const starts = row?.starts === true ? row : null;
  const wrongStep: Fault[] = starts === null ? [{ pointer: '/step', detail: mustStart(kind) }] : [];
  const status = (): Status => (starts === null ? unreadable() : leadsTo(starts, command.details, command.fields, []));
  const fields = withFields(command.fields, {
    on: () => command.fields.on ?? startedOn(status(), command.details, context.today),
  });
  const first = withFields(fields, { step: () => step, status, by: () => context.actor.id });
  const given = begun(kind, command.details, first, context);
  const details = withDefaults(kind, given, context);
  refuseFaults([
    ...wrongStep,
    ...asked(() => starts?.needs?.(details, fields, { taken: [] }) ?? []),
    ...brokenRules(kind, { ...given, details }, context),
  ]);
  if (starts === null) throw new Error('refused');
  return { type: starts.event, data: { step, status: status(), details: toJson(details), fields: toJson(fields) } };
}

/** What a step must be that begins an activity of this kind. */
export function mustStart(kind: Kind): string {
  const starts = Object.entries(kind.steps).filter(([, each]) => each.starts);
  return `must be one of ${starts.map(([name]) => name).join(', ')}`;
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
  const inForce = readOr(() => strategiesFor(activity, context), null);
  const named = members(() => given.strategyItems).map(([item]) => item);
  const strategy = readOr(() => ({ id: given.strategy ?? strategyMeant(named, inForce ?? unreadable()) }), null);
  return withFields(given, {
    scope: () => given.scope ?? DEFAULTS.scope,
    gminas: () => given.gminas ?? [...DEFAULTS.gminas],
    occurredPrecision: () => given.occurredPrecision ?? DEFAULTS.occurredPrecision,
    strategyItems: () =>
      given.strategyItems ?? itemsByDefault(kind, (strategy ?? unreadable()).id, inForce ?? unreadable()),
    strategy: () => (strategy ?? unreadable()).id,
  });
}

function itemsByDefault(kind: Kind, strategy: string | undefined, inForce: readonly Strategy[]): string[] {
  const items = inForce.find(({ id }) => id === strategy)?.items ?? [];
  return items.filter((item) => item.defaultFor?.includes(kind.name)).map((item) => item.code);
}

function begun({ name: kind }: Kind, details: ActivityDetails, first: Taken, { actor }: Context): Activity {
  return { kind, details, taken: [first], annulment: null, recordedBy: actor.id, recordedAt: '', revision: 0 };
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
  const fields = withFields(given, { on: () => given.on ?? context.today });
  const status = (): Status => leadsTo(row, activity.details, fields, activity.taken);
  const taken = withFields(fields, { step: () => step, status, by: () => context.actor.id }) as unknown as Taken;
  const after: Activity = { ...activity, taken: [...activity.taken, taken] };
  // A step is refused for what it breaks, not for what was broken before.
  const known = new Set(brokenRules(kind, activity, context).map(({ detail }) => detail));
  const broken = brokenRules(kind, after, context).filter(({ detail }) => !known.has(detail));
  refuseFaults([
    ...asked(() => row.needs?.(activity.details, fields, activity) ?? []),
    ...broken.filter(({ pointer }) => pointer === '/on'),
  ]);
  const unmet = row.requires?.(activity.details) ?? [];
  if (unmet.length > 0) throw new Rejection('state', unmet.map(({ detail }) => detail).join(' '), unmet);
  if (broken.length > 0)
    throw new Rejection('state', broken.map(({ pointer, detail }) => `${pointer.slice(1)}: ${detail}`).join(' '));
  return { type: row.event, data: { step, status: status(), fields: toJson(fields) } };
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
  command: Extract<Command, { do: 'correct' }>,
  activity: Activity,
  context: Context,
): Decided {
  notAnnulled(activity);
  const settled = settleCorrection(kind, command.changes, activity, context, command.unknown);
  return { type: `${kind.noun}Corrected`, data: { ...settled, reason: command.reason } };
}

function undo(kind: Kind, { reason }: Extract<Command, { do: 'undo' }>, activity: Activity): Decided {
  notAnnulled(activity);
  if (activity.taken.length === 1) {
    throw new Rejection('state', 'its first step can be annulled, not undone');
  }
  return { type: `${kind.noun}StepUndone`, data: { reason } };
}

function annul(kind: Kind, command: Extract<Command, { do: 'annul' }>, activity: Activity, context: Context): Decided {
  notAnnulled(activity);
  if (phaseOf(standing(activity)) === 'dropped') {
    throw new Rejection(
      'state',
      `what is ${standing(activity)} can be corrected or its last step undone, not annulled`,
    );
  }
  refuseFaults(
    asked(() => {
      const { replacedBy } = command;
      const another = replacedBy !== context.subject;
      if (replacedBy === undefined || (another && context.linked.has(replacedBy))) return [];
      const detail = another ? `there is no activity ${replacedBy}` : 'must be another activity';
      return [{ pointer: '/replacedBy', detail }];
    }),
  );
  const own = activity.recordedBy === context.actor.id && context.recordedOn === context.today;
  if (!own && !context.actor.roles.includes('manager')) {
    throw new Rejection('forbidden', 'a recorder annuls only own entries of the same day; ask a manager');
  }
  const { reason, replacedBy } = command;
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
