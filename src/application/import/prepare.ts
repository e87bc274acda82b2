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
import { newEvent, type Request } from '../commands/request.js';
import { type NewOrganisation, Resolver } from '../commands/resolve.js';
import { settle } from '../commands/settle.js';
import type { RegisterBook } from '../registers.js';
import type { Draft } from './draft.js';
import { type Identity, organisationId } from './identity.js';
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

/**
 * Decides a row's activity and the steps it has taken, in turn, by the rules of the interface.
 *
 * @returns its events, or everything that is wrong with it
 */
export function prepare(
  draft: Draft,
  identity: Identity,
  request: Request,
  { kind, book, names, links, linked, today }: Preparing,
): Prepared | readonly Said[] {
  const { body, steps } = draft.named ? withCodes(draft, kind, names) : draft;
  const { body: record, said: unlinked, refs } = links.in(body);
  const reasons = new Reasons(kind.name);
  const said: Said[] = [...names.takeSaid(), ...unlinked];
  const told = new Set(said.map(({ pointer }) => pointer));
  const attempt = <T>(work: () => T, pointerOf: (pointer: string) => string): T | null => {
    try {
      return work();
    } catch (fault) {
      if (!(fault instanceof Rejection)) throw fault;
      const faults = fault.faults.length > 0 ? fault.faults : [{ pointer: '/on', detail: fault.message }];
      for (const { pointer, detail } of faults) {
        const at = pointerOf(pointer);
        if (!told.has(at)) said.push({ pointer: at, reason: reasons.polish(detail) });
      }
      return null;
    }
  };

  const commands: (Command | null)[] = [
    attempt(
      () => readRecording(kind, record),
      (pointer) => pointer,
    ),
    ...steps.map((step, index) => {
      said.push(...undated(step, index));
      return attempt(
        () => stepOf(kind, step),
        (pointer) => `/steps/${String(index)}${pointer}`,
      );
    }),
  ];
  if (said.length > 0) return said;

  const resolver = new Resolver(book, organisationId);
  const stream = streamOf(kind.name, identity.id);
  const events: NewEvent[] = [];
  let activity: Activity | null = null;
  for (const [index, command] of commands.entries()) {
    if (command === null) return said;
    const before: Activity | null = activity;
    const decided = attempt(
      () => settle(kind, command, before, { request, book, resolver, today, recordedOn: null, linked }),
      (pointer) => placed(pointer, index, kind, command),
    );
    if (decided === null) return said;
    const event = newEvent(request, identity.event(index), decided.type, decided.data);
    events.push(event);
    activity = evolve(kind.name, effectOf(event.type), activity, {
      data: event.data,
      metadata: { ...event.metadata, recordedAt: '' },
      revision: index,
    });
  }
  return { ref: draft.ref, stream, events, organisations: resolver.organisations, refs };
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
