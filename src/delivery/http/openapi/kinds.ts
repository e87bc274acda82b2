import type { ActivityDetails } from '../../../domain/activities/details.js';
import { type Kind, leadsTo, rowOf, type Step } from '../../../domain/activities/kind.js';
import { ANNULLED, PHASES, type Status } from '../../../domain/activities/phase.js';
import { fieldNames } from '../../../domain/kernel/check.js';
import type { ActivityEntry, ActivityLine } from '../../../application/queries/activities.js';
import { defaultStart } from '../../../domain/activities/decide.js';
import { KINDS } from '../../../domain/catalogue.js';
import { fieldsOf, payload } from './payloads.js';
import {
  ACTOR,
  choice,
  constant,
  COUNT,
  DAY,
  FLAG,
  ID,
  INSTANT,
  list,
  maybe,
  named,
  nullable,
  object,
  REVISION,
  type Schema,
  TERC,
  text,
} from './schema.js';

/** The bodies and answers of each kind of activity, from its table of steps, its payload classes and its example. */

export interface NamedStep {
  readonly name: string;
  readonly row: Step;
}

export const stepsOf = (kind: Kind): readonly NamedStep[] =>
  Object.entries(kind.steps).map(([name, row]) => ({ name, row }));

/** The statuses to which a step may lead. */
export function leadsToAny(kind: Kind, { from, to }: Step): readonly Status[] {
  if (typeof to === 'object') return to.among;
  if (to !== 'back') return [to];
  // Where it was: whatever may be left by a step that leads to where this one begins.
  const ways = stepsOf(kind).filter(({ row }) => from.some((status) => status === row.to));
  return [...new Set(ways.flatMap(({ row }) => row.from))];
}

/** The step with which the kind's example begins. */
function exampleStart(kind: Kind): NamedStep {
  const { step: name = defaultStart(kind) } = kind.example as { readonly step?: string };
  const row = rowOf(kind, name);
  if (row === undefined) throw new Error(`the example of a ${kind.name} begins with ${name}, which is no step of it`);
  return { name, row };
}

/** The example's details, without its step. */
export function exampleDetails(kind: Kind): object {
  const names = fieldNames(exampleStart(kind).row.fields);
  return Object.fromEntries(Object.entries(kind.example).filter(([name]) => name !== 'step' && !names.has(name)));
}

/** A body that takes a step. */
export function exampleFields(kind: Kind, { name, row }: NamedStep): object {
  if (row.example !== undefined || name !== exampleStart(kind).name) return row.example ?? {};
  const names = fieldNames(row.fields);
  return Object.fromEntries(Object.entries(kind.example).filter(([field]) => names.has(field)));
}

/** Where the example stands once it is recorded as it begins by default. */
export function exampleStatus(kind: Kind): Status {
  const name = defaultStart(kind);
  const row = rowOf(kind, name) ?? exampleStart(kind).row;
  // Every example is a body of its kind: a test records them all.
  return leadsTo(row, exampleDetails(kind) as ActivityDetails, exampleFields(kind, { name, row }), []);
}

/** Bodies that record an activity of a kind: one for each step with which it may begin. */
export function recordingExamples(kind: Kind): { readonly step: string; readonly body: object }[] {
  const starts = stepsOf(kind).filter(({ row }) => row.starts);
  return starts.map((start) => {
    const named = starts.length > 1 ? { step: start.name } : {};
    return { step: start.name, body: { ...exampleDetails(kind), ...named, ...exampleFields(kind, start) } };
  });
}

export const detailsSchema = (kind: Kind): Schema => payload(kind.details, exampleDetails(kind));

/** What records an activity: the details, and the fields of the step with which it begins beside them. */
export function recordingSchema(kind: Kind): Schema {
  const details = fieldsOf(kind.details);
  const bodies = stepsOf(kind)
    .filter(({ row }) => row.starts)
    .map(({ name, row }) => {
      const own = fieldsOf(row.fields);
      const byDefault = name === defaultStart(kind);
      const step = { ...constant(name), description: byDefault ? 'May be left out.' : 'How it begins.' };
      return {
        title: name,
        type: 'object',
        properties: { ...details.properties, step, ...own.properties },
        required: [...details.required, ...(byDefault ? [] : ['step']), ...own.required],
        additionalProperties: false,
      };
    });
  const [only] = bodies;
  return bodies.length === 1 && only !== undefined ? only : { oneOf: bodies };
}

const REFERENCE = {
  on: { ...DAY, description: 'Business date of the step.' },
  by: ACTOR,
};

/** A step as it was taken. */
function takenSchema(kind: Kind): Schema {
  const steps = stepsOf(kind).map(({ name, row }) => {
    const { properties, required } = fieldsOf(row.fields);
    return {
      title: name,
      type: 'object',
      properties: { step: constant(name), ...properties, ...REFERENCE, status: choice(leadsToAny(kind, row)) },
      required: [...new Set(['step', 'on', 'status', 'by', ...required])],
      additionalProperties: false,
    };
  });
  const start = exampleStart(kind);
  const example = {
    step: start.name,
    ...exampleFields(kind, start),
    on: '2023-06-14',
    status: leadsToAny(kind, start.row)[0],
    by: 'pracownik-1',
  };
  return named(`${kind.noun}Taken`, { oneOf: steps, examples: [example] });
}

export const ANNULMENT = object<NonNullable<ActivityEntry['annulment']>>({
  reason: text('Zapisane dwa razy.'),
  replacedBy: maybe({ ...ID, description: 'The activity that stands in its place.' }),
});

/** The statuses that a kind knows. */
export const statusesOf = (kind: Kind): readonly string[] => [
  ...new Set(stepsOf(kind).flatMap(({ row }) => leadsToAny(kind, row))),
];

export const numberOf = (kind: Kind): Schema => ({
  type: 'string',
  pattern: `^${kind.letters}/\\d{4}/\\d{4,}$`,
  examples: [`${kind.letters}/2023/0417`],
  description: 'Letters, year and ordinal of recording.',
});

export const phase = (more: Schema = {}): Schema => choice(Object.keys(PHASES), more);

export function lineFields(kind: Kind): Parameters<typeof object<ActivityLine>>[0] {
  return {
    id: ID,
    kind: constant(kind.name),
    number: numberOf(kind),
    status: choice([...statusesOf(kind), ANNULLED]),
    phase: nullable(phase({ description: 'Null while it is annulled.' })),
    title: text('Ustalenie terminu dożynek powiatowych'),
    occurredOn: DAY,
    occurredUntil: DAY,
    gminas: list(TERC, { description: 'Keys of the gminas: the codes under which they were first registered.' }),
    strategyItems: list(text('T1')),
    waitsFor: nullable(choice(['followUp', 'promise', 'reply'], { description: 'What it waits for.' })),
    due: nullable({ ...DAY, description: 'By when.' }),
    overdue: { ...FLAG, description: 'Whether that day has passed, on the day asked.' },
    lateDays: { ...COUNT, description: 'The most days by which a step was recorded after its `on`.' },
    backfilledDays: { ...COUNT, description: 'The same, of an import of history.' },
    selfApproved: { ...FLAG, description: 'Whether one person both recorded and approved it.' },
    recordedAt: INSTANT,
    recordedBy: ACTOR,
    lastChangedAt: INSTANT,
    lastChangedBy: ACTOR,
    revision: REVISION,
    details: detailsSchema(kind),
    taken: list(takenSchema(kind), { description: 'The steps in force, in order.' }),
  };
}

/** A line of the register. */
const lineSchema = (kind: Kind): Schema => named(`${kind.noun}Line`, object<ActivityLine>(lineFields(kind)));

export const ACTIVITY_LINE: Schema = named('ActivityLine', {
  type: 'object',
  oneOf: KINDS.map(lineSchema),
  discriminator: {
    propertyName: 'kind',
    mapping: Object.fromEntries(KINDS.map((kind) => [kind.name, `#/components/schemas/${kind.noun}Line`])),
  },
});

/** One entry of a kind. */
export const entrySchema = (kind: Kind): Schema =>
  named(
    kind.noun,
    object<ActivityEntry>({
      ...lineFields(kind),
      annulment: nullable(ANNULMENT),
      jrwa: list(text('524'), { description: 'The JRWA classes of its case signs.' }),
      steps: list(choice(Object.keys(kind.steps)), { description: 'The steps possible now.' }),
    }),
  );
