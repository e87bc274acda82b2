import { type Activity, evolve } from '../../domain/activities/activity.js';
import type { Command } from '../../domain/activities/decide.js';
import { type Kind, rowOf } from '../../domain/activities/kind.js';
import { fieldNames } from '../../domain/kernel/check.js';
import type { Day } from '../../domain/kernel/day.js';
import type { NewEvent } from '../../domain/kernel/event.js';
import { type JsonObject, textOf } from '../../domain/kernel/json.js';
import { Rejection } from '../../domain/kernel/rejection.js';
import { effectOf, streamOf } from '../../domain/subjects.js';
import { readRecording, readStep } from '../commands/bodies.js';
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
  readonly commands: readonly Command[];
  /** What is wrong with it; then it is not to be decided. */
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
  const commands: Command[] = [];
  const read = (work: () => Command, above: string): void => {
    const command = attempt(kind, work, (fault) => {
      if (!told.has(above + fault.pointer)) said.push({ ...fault, pointer: above + fault.pointer });
    });
    if (command !== null) commands.push(command);
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
  if (said.length > 0) return said;
  const { kind, book, today, linked } = preparing;
  const resolver = new Resolver(book);
  const events: NewEvent[] = [];
  let activity: Activity | null = null;
  for (const [index, command] of commands.entries()) {
    const before: Activity | null = activity;
    const faults: Said[] = [];
    const decided = attempt(
      kind,
      () =>
        settle(kind, command, before, {
          subject: identity.id,
          request,
          book,
          resolver,
          today,
          recordedOn: null,
          linked,
        }),
      (fault) => faults.push({ ...fault, pointer: placed(fault.pointer, index, kind, command) }),
    );
    if (decided === null) return faults;
    const event = newEvent(request, identity.event(index), decided.type, decided.data);
    events.push(event);
    const metadata = { ...event.metadata, recordedAt: '' };
    activity = evolve(kind.name, effectOf(event.type), activity, { data: event.data, metadata, revision: index });
  }
  const stream = streamOf(kind.name, identity.id);
  return { ref: draft.ref, stream, events, organisations: resolver.organisations, refs };
}

/** What the work gives; null where it was refused, and then every fault is told, in Polish. */
function attempt<T>(kind: Kind, work: () => T, tell: (fault: Said) => void): T | null {
  try {
    return work();
  } catch (fault) {
    if (!(fault instanceof Rejection)) throw fault;
    const reasons = new Reasons(kind.name);
    // What a step as a whole is refused for is told where its day stands: every step has one.
    const faults = fault.faults.length > 0 ? fault.faults : [{ pointer: '/on', detail: fault.message }];
    for (const { pointer, detail } of faults) tell({ pointer, reason: reasons.polish(detail) });
    return null;
  }
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

function stepOf(kind: Kind, { step, ...fields }: JsonObject): Command {
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
