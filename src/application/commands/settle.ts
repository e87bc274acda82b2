import { type Activity, applyChanges, targetOf } from '../../domain/activities/activity.js';
import type { Registers } from '../../domain/activities/context.js';
import { type Command, decide, type Decided } from '../../domain/activities/decide.js';
import type { Kind } from '../../domain/activities/kind.js';
import { check, type Checked, fieldNames, type Payload, toJson } from '../../domain/kernel/check.js';
import type { Day } from '../../domain/kernel/day.js';
import type { Json, JsonObject } from '../../domain/kernel/json.js';
import { UUID } from '../../domain/kernel/fields.js';
import { type Fault, Rejection } from '../../domain/kernel/rejection.js';
import {
  legibleFields,
  members,
  over,
  readOr,
  unreadableAt,
  whole,
  withFields,
} from '../../domain/kernel/unreadable.js';
import type { ActivityDetails } from '../../domain/activities/details.js';
import type { RegisterBook } from '../registers.js';
import type { Request } from './request.js';
import { personalData, refuseAll, type Written } from './personal-data.js';
import type { NewOrganisation } from './registration.js';
import type { Resolver } from './resolve.js';

/** What a command is settled by, besides its subject. */
export interface Circumstances {
  /** The activity's id; null for a new one. */
  readonly subject: string | null;
  readonly request: Request;
  /** What is wrong with the form of the command. */
  readonly form: readonly Fault[];
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
 * @throws Rejection `invalid` naming every fault: those of form, names that are unknown, personal data, and the rules
 * that what can be read breaks; `state` or `forbidden`
 */
export function settle(
  kind: Kind,
  command: Command,
  before: Activity | null,
  { subject, request, form, book, resolver, today, recordedOn, linked }: Circumstances,
): Decided {
  const settled = resolve(kind, command, before, resolver);
  // What an organisation brings along is no longer in the payload that names it.
  const written = [{ payload: payloadOf(settled), pointer: '' }, ...resolver.organisations.map(broughtAs)];
  const personal = personalData(written, book, request);
  const amiss = [form, resolver.faults, personal.numbers, personal.contacts].some(({ length }) => length > 0);
  const decision = (): Decided | undefined =>
    decide(kind, settled, before, {
      subject,
      today,
      actor: request.actor,
      alone: request.alone,
      registers: including(resolver.organisations, book),
      linked,
      recordedOn,
    })[0];
  refuseAll(form, personal, [...resolver.faults, ...(amiss ? brokenBy(decision) : [])]);
  const decided = decision();
  if (decided === undefined) throw new Error('a decision without an event');
  return decided;
}

/** What a decision would be refused for, besides what its subject's state says. */
export function brokenBy(decision: () => unknown): readonly Fault[] {
  try {
    readOr(decision, null);
    return [];
  } catch (fault) {
    if (!(fault instanceof Rejection)) throw fault;
    return fault.code === 'invalid' ? fault.faults : [];
  }
}

/** Ids of the activities that an activity names, as it stands or would stand after the command. */
export function linksOf(kind: Kind, command: Command, before: Activity | null): ReadonlySet<string> {
  const details = command.do === 'record' ? command.details : before?.details;
  const linksIn = (its: ActivityDetails | undefined): string[] =>
    its === undefined
      ? []
      : [...members(() => its.links), ...members(() => kind.linked?.(its))].flatMap(([id]) =>
          // A correction may put anything there: its form is told later.
          typeof id === 'string' && UUID.test(id) ? [id] : [],
        );
  const named = new Set(linksIn(details));
  const replacing = command.do === 'annul' ? readOr(() => command.replacedBy, undefined) : undefined;
  if (replacing !== undefined) named.add(replacing);
  if (command.do === 'correct' && before !== null) {
    const { details: changed } = applyChanges(before, legibleFields(readOr(() => command.changes, {})));
    for (const id of linksIn(changed)) named.add(id);
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

/** The command with names turned into ids. One that is unknown can't be read: what it stands for, nobody can tell. */
function resolve(kind: Kind, command: Command, before: Activity | null, resolver: Resolver): Command {
  switch (command.do) {
    case 'record': {
      resolver.details(command.details);
      resolver.walk(command.fields);
      const details = unreadableAt(command.details, resolver.unknown);
      return { ...command, details, fields: unreadableAt(command.fields, resolver.unknown) };
    }
    case 'take':
      resolver.walk(command.fields);
      return { ...command, fields: unreadableAt(command.fields, resolver.unknown) };
    case 'correct': {
      if (before === null) return command;
      const changes = readOr(() => resolveChanges(kind, command.changes, before, resolver), null);
      const unknown = resolver.unknown.map((pointer) => pointer.slice('/changes'.length));
      return changes === null ? command : withFields(command, { changes: () => changes, unknown: () => unknown });
    }
    default:
      return command;
  }
}

/** A correction's values pass through the payload that they become part of; what doesn't fit there is told. */
function resolveChanges(kind: Kind, changes: JsonObject, before: Activity, resolver: Resolver): JsonObject {
  const legible = legibleFields(changes);
  const partly = partlyLegible(changes, legible);
  const resolved: Record<string, Json | undefined> = { ...legible };
  const after = applyChanges(before, { ...partly, ...legible });
  const checks = new Map<object, Checked<object>>();
  for (const [path, value] of Object.entries({ ...partly, ...legible })) {
    const target = targetOf(before, path);
    if (target === null || value === null) continue;
    const payload: Payload<object> | undefined =
      target.of === 'details' ? kind.details : kind.steps[after.taken[target.index]?.step ?? '']?.fields;
    const owner = target.of === 'details' ? after.details : after.taken[target.index];
    if (payload === undefined || owner === undefined || !fieldNames(payload).has(target.field)) continue;
    const { step: _step, status: _status, by: _by, ...fields } = owner as unknown as Record<string, unknown>;
    const checked = checks.get(owner) ?? check(payload, target.of === 'details' ? owner : fields);
    checks.set(owner, checked);
    const below = `/${target.field}`;
    for (const { pointer, detail } of checked.faults)
      if (pointer === below || pointer.startsWith(`${below}/`))
        resolver.refuse(`/changes/${path}${pointer.slice(below.length)}`, detail, checked.unread.includes(pointer));
    if (path in partly) continue;
    // Only this field's own names are looked up: the rest was, when it was recorded.
    const own = readOr(() => (checked.value as Readonly<Record<string, unknown>> | null)?.[target.field], undefined);
    if (own === undefined) continue;
    const alone = { [path]: own };
    if (target.of === 'details') resolver.details(alone as never, '/changes');
    else resolver.walk(alone, '/changes');
    const its = alone[path];
    resolved[path] = toJson({ its: typeof its === 'object' && its !== null ? whole(its) : its })['its'];
  }
  return over(changes, resolved);
}

/** Values of which a part can't be read, with nothing in its place: what is wrong with the other parts is told, too. */
function partlyLegible(changes: JsonObject, legible: JsonObject): JsonObject {
  const all = whole(changes);
  const names = Object.keys(all).filter((name) => !(name in legible) && readOr(() => changes[name], null) !== null);
  return Object.fromEntries(names.map((name) => [name, all[name]]));
}

/** All that somebody wrote. */
function payloadOf(command: Command): object {
  if (command.do === 'record') return Object.assign({}, whole(command.details), whole(command.fields));
  if (command.do === 'take') return whole(command.fields);
  const { do: _do, ...rest } = whole(command);
  return rest;
}

export const broughtAs = ({ details: { name: _name, ...payload }, pointer }: NewOrganisation): Written => ({
  payload,
  pointer,
});
