import { type Activity, applyChanges, targetOf } from '../../domain/activities/activity.js';
import type { Registers } from '../../domain/activities/context.js';
import { type Command, decide, type Decided } from '../../domain/activities/decide.js';
import type { Kind } from '../../domain/activities/kind.js';
import { check, type Payload, toJson } from '../../domain/kernel/check.js';
import type { Day } from '../../domain/kernel/day.js';
import type { Json, JsonObject } from '../../domain/kernel/json.js';
import type { RegisterBook } from '../registers.js';
import type { Request } from './request.js';
import { refusePersonalData, type Written } from './personal-data.js';
import type { NewOrganisation } from './registration.js';
import type { Resolver } from './resolve.js';

/** What a command is settled by, besides its subject. */
export interface Circumstances {
  /** The activity's id; null for a new one. */
  readonly subject: string | null;
  readonly request: Request;
  readonly book: RegisterBook;
  /** Of this request: what it brings along goes on standing for the request's next command. */
  readonly resolver: Resolver;
  readonly today: Day;
  /** The day on which the subject was recorded; null for a new one. */
  readonly recordedOn: Day | null;
  /** The kinds of the activities that {@link linksOf} names, by id. */
  readonly linked: ReadonlyMap<string, string>;
}

/**
 * Settles a command, whichever way it came in: names become ids, what must never be recorded is refused, and the rules
 * decide. Organisations to be registered first are left with the resolver.
 *
 * @param before the activity as it stands; null for a new one
 * @throws Rejection `invalid`, `state` or `forbidden`
 */
export function settle(
  kind: Kind,
  command: Command,
  before: Activity | null,
  { subject, request, book, resolver, today, recordedOn, linked }: Circumstances,
): Decided {
  const settled = resolve(kind, command, before, resolver);
  const payload = payloadOf(settled);
  // What an organisation brings along is no longer in the payload that names it.
  const written = [{ payload, pointer: '' }, ...resolver.organisations.map(broughtAs)];
  refusePersonalData(written, book, request, resolver.faults);
  const [decided] = decide(kind, settled, before, {
    subject,
    today,
    actor: request.actor,
    alone: request.alone,
    registers: including(resolver.organisations, book),
    linked,
    recordedOn,
  });
  if (decided === undefined) throw new Error('a decision without an event');
  return decided;
}

/** Ids of the activities that an activity names, as it stands or would stand after the command. */
export function linksOf(kind: Kind, command: Command, before: Activity | null): ReadonlySet<string> {
  const details = command.do === 'record' ? command.details : before?.details;
  const named = new Set<string>([
    ...(details?.links ?? []),
    ...(details === undefined ? [] : (kind.linked?.(details) ?? [])),
  ]);
  if (command.do === 'annul' && command.replacedBy !== undefined) named.add(command.replacedBy);
  if (command.do === 'correct' && before !== null) {
    const changed = applyChanges(before, command.changes).details;
    for (const id of [...(Array.isArray(changed.links) ? changed.links : []), ...(kind.linked?.(changed) ?? [])])
      named.add(id);
  }
  return named;
}

/** The registers with the organisations that the request brings along: a rule may ask of what kind they are. */
const including = (brought: readonly NewOrganisation[], book: RegisterBook): Registers => ({
  gminaByTerc: (terc) => book.gminaByTerc(terc),
  organisationKind: (id) => brought.find((each) => each.id === id)?.details.kind ?? book.organisationKind(id),
  isAuthority: (official, on) => book.isAuthority(official, on),
  strategiesInForce: (from, until) => book.strategiesInForce(from, until),
});

/** The command with names turned into ids. */
function resolve(kind: Kind, command: Command, before: Activity | null, resolver: Resolver): Command {
  switch (command.do) {
    case 'record':
      resolver.details(command.details);
      resolver.walk(command.fields);
      return command;
    case 'take':
      resolver.walk(command.fields);
      return command;
    case 'correct':
      return before === null
        ? command
        : { ...command, changes: resolveChanges(kind, command.changes, before, resolver) };
    default:
      return command;
  }
}

/** A correction's values pass through the payload that they become part of; what doesn't fit is left to the decision. */
function resolveChanges(kind: Kind, changes: JsonObject, before: Activity, resolver: Resolver): JsonObject {
  const resolved: Record<string, Json | undefined> = { ...changes };
  const after = applyChanges(before, changes);
  for (const [path, value] of Object.entries(changes)) {
    const target = targetOf(before, path);
    if (target === null || value === null) continue;
    const payload: Payload<object> | undefined =
      target.of === 'details' ? kind.details : kind.steps[after.taken[target.index]?.step ?? '']?.fields;
    const owner = target.of === 'details' ? after.details : after.taken[target.index];
    if (payload === undefined || owner === undefined) continue;
    const { step: _step, status: _status, by: _by, ...fields } = owner as unknown as Record<string, unknown>;
    const checked = check(payload, target.of === 'details' ? owner : fields);
    if (checked.value === null) continue;
    // Only this field's own names are looked up: the rest was, when it was recorded.
    const alone = { [target.field]: (checked.value as Record<string, unknown>)[target.field] };
    if (target.of === 'details') resolver.details(alone as never, '/changes');
    resolver.walk(alone, '/changes');
    resolved[path] = toJson(alone)[target.field];
  }
  return resolved;
}

function payloadOf(command: Command): object {
  const { do: _do, ...rest } = command;
  if (command.do === 'record') return Object.assign({}, command.details, command.fields);
  return command.do === 'take' ? command.fields : rest;
}

export const broughtAs = ({ details: { name: _name, ...payload }, pointer }: NewOrganisation): Written => ({
  payload,
  pointer,
});
