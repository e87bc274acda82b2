import { type Command, defaultStart } from '../../domain/activities/decide.js';
import type { Kind } from '../../domain/activities/kind.js';
import { rowOf } from '../../domain/activities/kind.js';
import { check, fieldNames, type Payload } from '../../domain/kernel/check.js';
import { type Fault, Rejection } from '../../domain/kernel/rejection.js';

/** A body of this payload class. @throws Rejection `invalid` naming every fault */
export function bodyOf<T extends object>(payload: Payload<T>, body: unknown): T {
  const { value, faults } = check(payload, body);
  if (value === null) throw new Rejection('invalid', summary(faults), faults);
  return value;
}

const summary = (faults: readonly Fault[]): string =>
  faults.length === 1
    ? '1 thing is wrong with it; see errors'
    : `${String(faults.length)} things are wrong with it; see errors`;

/** Reads what records an activity: the details, `step` where it is not the first, and that step's own fields beside. */
export function readRecording(kind: Kind, body: unknown): Extract<Command, { do: 'record' }> {
  if (typeof body !== 'object' || body === null || Array.isArray(body)) {
    throw new Rejection('invalid', 'the body must be an object', [{ pointer: '', detail: 'must be an object' }]);
  }
  const { step: said, ...rest } = body as Readonly<Record<string, unknown>>;
  const step = said ?? defaultStart(kind);
  const row = typeof step === 'string' ? rowOf(kind, step) : undefined;
  const wrongStep: Fault[] =
    row?.starts === true ? [] : [{ pointer: '/step', detail: `must be one of ${starts(kind).join(', ')}` }];
  // Of a step that is none, nobody can say what its fields should be.
  const own = row === undefined ? fieldsOfStarts(kind) : fieldNames(row.fields);
  const entries = Object.entries(rest);
  const details = check(kind.details, Object.fromEntries(entries.filter(([name]) => !own.has(name))));
  const fields =
    row === undefined ? null : check(row.fields, Object.fromEntries(entries.filter(([name]) => own.has(name))));
  const faults = [...wrongStep, ...details.faults, ...(fields?.faults ?? [])];
  if (
    details.value === null ||
    fields === null ||
    fields.value === null ||
    typeof step !== 'string' ||
    faults.length > 0
  )
    throw new Rejection('invalid', summary(faults), faults);
  return { do: 'record', step, details: details.value, fields: fields.value };
}

const starts = (kind: Kind): string[] =>
  Object.entries(kind.steps).flatMap(([name, row]) => (row.starts ? [name] : []));

const fieldsOfStarts = (kind: Kind): ReadonlySet<string> =>
  new Set(Object.values(kind.steps).flatMap((row) => (row.starts ? [...fieldNames(row.fields)] : [])));

/** Reads what takes a step; nothing at all is as good as no fields. @throws Rejection `not-found` for a step that the kind does not have */
export function readStep(kind: Kind, step: string, body: unknown): Extract<Command, { do: 'take' }> {
  const row = rowOf(kind, step);
  if (row === undefined) {
    throw new Rejection(
      'not-found',
      `a ${kind.name} has no step ${step}; its steps are ${Object.keys(kind.steps).join(', ')}`,
    );
  }
  return { do: 'take', step, fields: bodyOf(row.fields, body === undefined ? {} : body) };
}
