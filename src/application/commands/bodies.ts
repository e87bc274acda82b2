import { type Command, defaultStart, mustStart } from '../../domain/activities/decide.js';
import { StepFields } from '../../domain/activities/details.js';
import type { Kind } from '../../domain/activities/kind.js';
import { rowOf } from '../../domain/activities/kind.js';
import { check, fieldNames, type Payload } from '../../domain/kernel/check.js';
import { isObject } from '../../domain/kernel/json.js';
import { type Fault, Rejection } from '../../domain/kernel/rejection.js';
import { unreadableAt } from '../../domain/kernel/unreadable.js';

/** What somebody sent, and every fault of its form. What is wrong in it can't be read (domain/kernel/unreadable.ts). */
export interface Read<T> {
  readonly value: T;
  readonly faults: readonly Fault[];
}

/** Reads a body as a payload of this class, as far as it can be read. @throws Rejection `invalid` where none of it can */
export function readBody<T extends object>(payload: Payload<T>, body: unknown): Read<T> {
  const { value, faults } = check(payload, body);
  if (value === null) throw new Rejection('invalid', `the body ${faults[0]?.detail ?? ''}`, faults);
  return { value, faults };
}

/** What was read, where its form is right. @throws Rejection `invalid` naming every fault of its form */
export function wellFormed<T>({ value, faults }: Read<T>): T {
  if (faults.length > 0) throw new Rejection('invalid', summary(faults), faults);
  return value;
}

const noObject = (): Rejection =>
  new Rejection('invalid', 'the body must be an object', [{ pointer: '', detail: 'must be an object' }]);

export const summary = (faults: readonly Fault[]): string =>
  faults.length === 1
    ? '1 thing is wrong with it; see errors'
    : `${String(faults.length)} things are wrong with it; see errors`;

/**
 * Reads what records an activity: the details, `step` where it is not the first, and that step's own fields beside.
 *
 * @throws Rejection `invalid` where it is no object
 */
export function readRecording(kind: Kind, body: unknown): Read<Extract<Command, { do: 'record' }>> {
  if (!isObject(body)) throw noObject();
  const { step: said = null, ...rest } = body;
  const step = said ?? defaultStart(kind);
  const named = typeof step === 'string' ? rowOf(kind, step) : undefined;
  const row = named?.starts === true ? named : undefined;
  // Where no activity begins with the step, nobody can say what its fields should be.
  const own = row === undefined ? fieldsOfStarts(kind) : fieldNames(row.fields);
  const entries = Object.entries(rest);
  const details = readBody(kind.details, Object.fromEntries(entries.filter(([name]) => !own.has(name))));
  const wrongStep = row === undefined ? [{ pointer: '/step', detail: mustStart(kind) }] : [];
  const fields =
    row === undefined
      ? { value: unreadableAt(new StepFields(), ['/on']), faults: [] }
      : readBody(row.fields, Object.fromEntries(entries.filter(([name]) => own.has(name))));
  return {
    value: { do: 'record', step: typeof step === 'string' ? step : '', details: details.value, fields: fields.value },
    faults: [...wrongStep, ...details.faults, ...fields.faults],
  };
}

const fieldsOfStarts = (kind: Kind): ReadonlySet<string> =>
  new Set(Object.values(kind.steps).flatMap((row) => (row.starts ? [...fieldNames(row.fields)] : [])));

/** Reads what takes a step; nothing at all is as good as no fields. @throws Rejection `not-found` for a step that the kind does not have */
export function readStep(kind: Kind, step: string, body: unknown): Read<Extract<Command, { do: 'take' }>> {
  const row = rowOf(kind, step);
  if (row === undefined) {
    throw new Rejection(
      'not-found',
      `a ${kind.name} has no step ${step}; its steps are ${Object.keys(kind.steps).join(', ')}`,
    );
  }
  const { value, faults } = readBody(row.fields, body === undefined ? {} : body);
  return { value: { do: 'take', step, fields: value }, faults };
}
