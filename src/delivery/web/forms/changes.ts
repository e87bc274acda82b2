import { type Read, readStep } from '../../../application/commands/bodies.js';
import type { ActivityEntry } from '../../../application/queries/activities.js';
import { applyChanges } from '../../../domain/activities/activity.js';
import type { Command } from '../../../domain/activities/decide.js';
import { type Kind, rowOf } from '../../../domain/activities/kind.js';
import type { Payload } from '../../../domain/kernel/check.js';
import { formsOf } from '../../../domain/kernel/field-forms.js';
import { isObject, type Json, type JsonObject } from '../../../domain/kernel/json.js';
import { AnnulmentBody, asCommand, CorrectionBody, ReasonBody } from '../../http/bodies.js';
import type { Look } from '../look.js';
import { namesInOrder } from './detail-names.js';
import type { Change } from './addresses.js';
import type { Section } from './places.js';
import type { FormReader } from './reading.js';
import { sameIn, type Sent, type Typed } from './typed.js';

/** Of a correction: the fields of a step that was taken, and the path by which they are corrected. */
interface StepSection extends Section {
  readonly index: number;
  /** `steps.measure.0.` */
  readonly path: string;
}

export const CHANGES = '/changes/';
const REASON: Section = { payload: ReasonBody, prefix: '/' };

/** The steps that an entry has taken, as a correction's form asks for them: each with its number, also where it is the only one. */
export function stepSections(
  { words }: Look,
  kind: Kind,
  { taken }: Pick<ActivityEntry, 'taken'>,
): readonly StepSection[] {
  return taken.flatMap(({ step }, index) => {
    const row = rowOf(kind, step);
    if (row === undefined) return [];
    const nth = taken.slice(0, index).filter((each) => each.step === step).length;
    const several = taken.filter((each) => each.step === step).length > 1;
    const path = `steps.${step}.${String(nth)}.`;
    const word = words.step(kind.name, step);
    const section = { payload: row.fields, prefix: CHANGES + path, index, path };
    return several
      ? [{ ...section, legend: `${word} ${String(nth + 1)}` }]
      : [{ ...section, legend: word, alias: `${CHANGES}steps.${step}.` }];
  });
}

export const detailsSection = (kind: Kind): Section => ({
  payload: kind.details,
  prefix: CHANGES,
  names: namesInOrder(kind),
});

/** Every payload of a change's form. */
export function changeSections(look: Look, kind: Kind, entry: ActivityEntry, change: Change): readonly Section[] {
  switch (change.do) {
    case 'take':
      return [{ payload: fieldsOf(kind, change.step), prefix: '/' }];
    case 'correct':
      return [detailsSection(kind), ...stepSections(look, kind, entry), REASON];
    case 'annul':
      return [{ payload: AnnulmentBody, prefix: '/' }];
    default:
      return [REASON];
  }
}

export function fieldsOf(kind: Kind, step: string): Payload<object> {
  const row = rowOf(kind, step);
  if (row === undefined) throw new Error(`a ${kind.name} has no step ${step}`);
  return row.fields;
}

/** The names of a section's fields as a form asks for them. */
export const pointersOf = ({ payload, prefix }: Section): readonly string[] =>
  [...formsOf(payload).keys()].map((name) => `${prefix}${name}`);

/** A field that a correction alters. */
export interface Altered {
  readonly path: string;
  readonly before: Json;
  readonly after: Json;
}

/** The body that the interface takes for a change. */
export function bodyOfChange(
  look: Look,
  kind: Kind,
  entry: ActivityEntry,
  change: Change,
  sent: Sent,
  reader: FormReader,
): JsonObject {
  if (change.do === 'take') {
    const row = rowOf(kind, change.step);
    return row === undefined ? {} : reader.body(row.fields, sent.typed, '/');
  }
  if (change.do === 'annul') return reader.body(AnnulmentBody, sent.typed, '/');
  const said = reader.body(ReasonBody, sent.typed, '/');
  return change.do === 'correct' ? { ...said, changes: changesIn(look, kind, entry, sent, reader) } : said;
}

/** The new value of each field whose inputs say something else than when the form was drawn; null clears it. */
export function changesIn(
  look: Look,
  kind: Kind,
  entry: ActivityEntry,
  { typed, meta }: Sent,
  reader: FormReader,
): JsonObject {
  const was = read(meta.was);
  const sections = [{ ...detailsSection(kind), path: '' }, ...stepSections(look, kind, entry)];
  const changed = sections.flatMap(({ payload, prefix, path }) =>
    [...formsOf(payload).keys()].flatMap((name): (readonly [string, Json])[] =>
      sameIn(typed, was, `${prefix}${name}`)
        ? []
        : [[`${path}${name}`, reader.value(payload, name, typed, prefix) ?? null]],
    ),
  );
  return Object.fromEntries(changed);
}

const isWithin = (name: string, pointer: string): boolean => name === pointer || name.startsWith(`${pointer}/`);

export function commandOf(kind: Kind, change: Change, body: JsonObject): Read<Command> {
  switch (change.do) {
    case 'take':
      return readStep(kind, change.step, body);
    case 'correct':
      return asCommand('correct', CorrectionBody, body);
    case 'annul':
      return asCommand('annul', AnnulmentBody, body);
    default:
      return asCommand(change.do, ReasonBody, body);
  }
}

/** Each field that a correction names, before and after. */
export function alteredBy(entry: ActivityEntry, changes: JsonObject): readonly Altered[] {
  const after = applyChanges(entry, changes);
  return Object.keys(changes).map((path) => ({
    path,
    before: valueAt(entry, path),
    after: valueAt(after, path),
  }));
}

function valueAt({ details, taken }: Pick<ActivityEntry, 'details' | 'taken'>, path: string): Json {
  const [steps, step, nth, field = ''] = path.split('.');
  // As above.
  if (steps !== 'steps' || step === undefined) return (details as unknown as JsonObject)[path] ?? null;
  return taken.filter((each) => each.step === step)[Number(nth)]?.[field] ?? null;
}

/**
 * What a form shows once somebody else's change has come between: theirs, and over it whatever was typed here.
 *
 * @param was what the form was drawn from
 * @param now what stands since
 */
export function mergedOver(pointers: readonly string[], typed: Typed, was: Typed, now: Typed): Typed {
  const merged = new Map(now);
  for (const pointer of pointers) {
    if (sameIn(typed, was, pointer)) continue;
    for (const name of now.keys()) if (isWithin(name, pointer)) merged.delete(name);
    for (const [name, texts] of typed) if (isWithin(name, pointer)) merged.set(name, texts);
  }
  return merged;
}

/** What a form was drawn from goes along in it: only so can be told what was changed in it, and what elsewhere. */
export const written = (typed: Typed): string => JSON.stringify(Object.fromEntries(typed));

export function read(was: string): Typed {
  try {
    const parsed = JSON.parse(was) as unknown;
    if (!isObject(parsed)) return new Map();
    return new Map(
      Object.entries(parsed).flatMap(([name, texts]) =>
        Array.isArray(texts) && texts.every((text) => typeof text === 'string')
          ? [[name, texts as readonly string[]] as const]
          : [],
      ),
    );
  } catch {
    return new Map();
  }
}
