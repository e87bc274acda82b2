import { type Activity, evolve } from '../../domain/activities/activity.js';
import type { Command } from '../../domain/activities/decide.js';
import { type Kind, rowOf } from '../../domain/activities/kind.js';
import { fieldNames } from '../../domain/kernel/check.js';
import type { Day } from '../../domain/kernel/day.js';
import type { NewEvent } from '../../domain/kernel/event.js';
import { type JsonObject, textOf } from '../../domain/kernel/json.js';
import { type Fault, Rejection } from '../../domain/kernel/rejection.js';
import { readOr, unreadableAt } from '../../domain/kernel/unreadable.js';
import { effectOf, streamOf } from '../../domain/subjects.js';
import { type Read, readRecording, readStep } from '../commands/bodies.js';
import type { NewOrganisation } from '../commands/registration.js';
import { newEvent, type Request } from '../commands/request.js';
import { Resolver } from '../commands/resolve.js';
import { settle } from '../commands/settle.js';
import type { RegisterBook } from '../registers.js';
import type { Draft } from './draft.js';
import type { Identity } from './identity.js';
import type { Links } from './links.js';
import type { Names, Said } from './names.js';
import { Reasons } from './reasons.js';

/** A row ready to be recorded: one activity's events, for one append. */
export interface Prepared {
  readonly ref: string | null;
  readonly stream: string;
  readonly events: readonly NewEvent[];
  /** To be registered before. */
  readonly organisations: readonly NewOrganisation[];
  /** The refs of other rows of this import that it names. */
  readonly refs: readonly string[];
}

/** What rows are prepared by. */
export interface Preparing {
  readonly kind: Kind;
  readonly book: RegisterBook;
  readonly names: Names;
  readonly links: Links;
  /** The kinds of the activities that rows may name, by id. */
  readonly linked: ReadonlyMap<string, string>;
  readonly today: Day;
}

/** What a draft comes to before the rules are asked. */
export interface Shaped {
  readonly commands: readonly Read<Command>[];
  /** What is wrong with it; then it is not to be recorded. */
  readonly said: readonly Said[];
  readonly refs: readonly string[];
}

/** Puts codes and ids in place of names, and checks the form of the activity and of each step: all faults at once. */
export function shape(draft: Draft, { kind, names, links }: Pick<Preparing, 'kind' | 'names' | 'links'>): Shaped {
  const { body, steps } = draft.named ? withCodes(draft, kind, names) : draft;
  const linked = links.in(body);
  const said: Said[] = [...names.takeSaid(), ...linked.said];
  // What names already told stands in for a value: its form is of no interest.
  const told = new Set(said.map(({ pointer }) => pointer));
  const commands: Read<Command>[] = [];
  const tell =
    (above: string): Tell =>
    (fault) => {
      if (!told.has(above + fault.pointer)) said.push({ ...fault, pointer: above + fault.pointer });
    };
  const read = (work: () => Read<Command>, above: string): void => {
    const command = attempt(kind, work, tell(above));
    if (command === null) return;
    commands.push(command);
    tellAll(kind, command.faults, tell(above));
  };
  read(() => readRecording(kind, linked.body), '');
  steps.forEach((step, index) => {
    said.push(...undated(step, index));
    read(() => stepOf(kind, step), `/steps/${String(index)}`);
  });
  return { commands, said, refs: linked.refs };
}

/**
 * Decides a row's activity and the steps it has taken, in turn, by the rules of the interface.
 *
 * @returns its events, or everything that is wrong with it
 */
export function prepare(
  draft: Draft,
  identity: Identity,
  request: Request,
  preparing: Preparing,
): Prepared | readonly Said[] {
  const { commands, said, refs } = shape(draft, preparing);
  const { kind, book, today, linked } = preparing;
  const resolver = new Resolver(book);
  const events: NewEvent[] = [];
  // What its form is refused for already.
  const told = new Set(said.map(({ pointer }) => pointer));
  const broken: Said[] = [...said];
  let activity: Activity | null = null;
  for (const [index, { value, faults: form }] of commands.entries()) {
    // What follows hangs in the air where a step has no day, or could not be taken.
    if (index > 0 && broken.length > 0) break;
    const command = index === 0 ? without(value, told) : value;
    const before: Activity | null = activity;
    const decided = attempt(
      kind,
      () =>
        // Where a name stands in for what nobody knows, there is nothing to record.
        readOr(
          () =>
            settle(kind, command, before, {
              subject: identity.id,
              request,
              form,
              book,
              resolver,
              today,
              recordedOn: null,
              linked,
            }),
          null,
        ),
      (fault) => {
        const pointer = placed(fault.pointer, index, kind, command);
        if (!told.has(pointer)) broken.push({ ...fault, pointer });
      },
    );
    if (decided === null) break;
    const event = newEvent(request, identity.event(index), decided.type, decided.data);
    events.push(event);
    const metadata = { ...event.metadata, recordedAt: '' };
    activity = evolve(kind.name, effectOf(event.type), activity, { data: event.data, metadata, revision: index });
  }
  if (broken.length > 0) return broken;
  const stream = streamOf(kind.name, identity.id);
  return { ref: draft.ref, stream, events, organisations: resolver.organisations, refs };
}

/** What stands in for a name that nobody knows can't be read. */
const without = (command: Command, places: ReadonlySet<string>): Command =>
  command.do === 'record'
    ? {
        ...command,
        details: unreadableAt(command.details, places),
        fields: unreadableAt(command.fields, places),
      }
    : command;

type Tell = (fault: Said) => void;

/** What the work gives; null where it was refused, and then every fault is told, in Polish. */
function attempt<T>(kind: Kind, work: () => T, tell: Tell): T | null {
  try {
    return work();
  } catch (fault) {
    if (!(fault instanceof Rejection)) throw fault;
    // What a step as a whole is refused for is told where its day stands: every step has one.
    tellAll(kind, fault.faults.length > 0 ? fault.faults : [{ pointer: '/on', detail: fault.message }], tell);
    return null;
  }
}

function tellAll(kind: Kind, faults: readonly Fault[], tell: Tell): void {
  const reasons = new Reasons(kind.name);
  for (const { pointer, detail } of faults) tell({ pointer, reason: reasons.polish(detail) });
}

function withCodes({ body, steps }: Draft, kind: Kind, names: Names): Pick<Draft, 'body' | 'steps'> {
  const first = rowOf(kind, textOf(body['step']));
  const record = names.in(body, kind.details);
  return {
    body: first === undefined ? record : names.in(record, first.fields),
    steps: steps.map((step, index) => {
      const row = rowOf(kind, textOf(step['step']));
      return row === undefined ? step : names.in(step, row.fields, `/steps/${String(index)}`);
    }),
  };
}

/** History has no default: a step of years ago was not taken today. */
function undated(step: JsonObject, index: number): Said[] {
  const { on } = step;
  return on === undefined || on === null
    ? [{ pointer: `/steps/${String(index)}/on`, reason: 'podaj datę tego kroku' }]
    : [];
}

function stepOf(kind: Kind, { step, ...fields }: JsonObject): Read<Command> {
  if (typeof step !== 'string') {
    throw new Rejection('invalid', 'a step without a name', [{ pointer: '/step', detail: 'is missing' }]);
  }
  if (rowOf(kind, step) === undefined) {
    const detail = `must be one of ${Object.keys(kind.steps).join(', ')}`;
    throw new Rejection('invalid', detail, [{ pointer: '/step', detail }]);
  }
  return readStep(kind, step, fields);
}

/** Where in the draft a fault of its nth command lies: a step may be refused for what the details say. */
function placed(pointer: string, index: number, kind: Kind, command: Command): string {
  const [, taken, below = ''] = /^\/taken\/(\d+)(\/.*)$/.exec(pointer) ?? [];
  if (taken !== undefined) return Number(taken) === 0 ? below : `/steps/${String(Number(taken) - 1)}${below}`;
  if (index === 0 || command.do !== 'take') return pointer;
  const own = fieldNames(rowOf(kind, command.step)?.fields ?? kind.details).has(pointer.split('/')[1] ?? '');
  return own ? `/steps/${String(index - 1)}${pointer}` : pointer;
}
