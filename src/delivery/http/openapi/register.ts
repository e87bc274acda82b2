import { type ActivityPage, SORTS } from '../../../application/queries/activities.js';
import type { HistoryLine } from '../../../application/queries/history.js';
import { REGISTER_PARAMS, type RegisterParam } from '../../../application/queries/register-link.js';
import { effectsOf, type Kind } from '../../../domain/activities/kind.js';
import { ANNULLED, STATUSES } from '../../../domain/activities/phase.js';
import { KINDS } from '../../../domain/catalogue.js';
import { ROLES } from '../../../domain/kernel/event.js';
import { POINT_PARAMS } from '../questions.js';
import { AS_OF, CURSOR, DAY_OR_INSTANT, DAY_OR_MONTH, LIMIT, WORDS, YES_OR_NO } from './common-parameters.js';
import { ACTIVITY_LINE, entrySchema, phase } from './kinds.js';
import { type Meaning, meaning, type Operation, READING } from './operation.js';
import {
  ACTOR,
  choice,
  COUNT,
  ID,
  INSTANT,
  list,
  maybe,
  MONTH,
  named,
  nullable,
  object,
  POSITION,
  SHA256,
  TERC,
  text,
  whole,
} from './schema.js';

/** The register of activities, an entry of it, and what became of one. */

const TAG = 'activities';

const days = (description: string): Meaning => ({
  description,
  schema: { type: 'integer', minimum: 0, examples: [30] },
});
const dated = (description: string): Meaning => ({ description, schema: DAY_OR_MONTH });

const PARAMETERS: Readonly<Record<RegisterParam, Meaning>> = {
  kind: { description: 'Kinds of activity.', schema: choice(KINDS.map(({ name }) => name)), several: true },
  gmina: {
    description: 'TERC of a gmina, any it ever had; `county` for county-wide activities, `outside` for those outside.',
    schema: { anyOf: [TERC, choice(['county', 'outside'])], examples: ['0415052'] },
  },
  item: {
    description: 'Code of a strategy item, what lies below it included; `none` for what names no item.',
    schema: text('G2.1'),
  },
  strategy: {
    description: 'The strategy whose item is meant; left out, the one in force at the first day asked.',
    schema: text('2022-2024'),
  },
  unit: { description: 'Id, name or short name of an organisational unit of the county.', schema: text('PZD') },
  status: { description: 'Statuses.', schema: choice([...STATUSES, ANNULLED]), several: true },
  phase: { description: 'Phases; what is annulled is in none.', schema: phase(), several: true },
  organisation: {
    description: 'Id of an organisation that the activity names, or that was merged into it.',
    schema: ID,
  },
  representative: {
    description: 'Who stood there for the county, or in whose place: id, name or function of an official.',
    schema: text('wicestarosta'),
  },
  caseSign: { description: 'Znak sprawy.', schema: text('PE.524.18.2023') },
  number: { description: "The entry's number.", schema: text('KT/2023/0417') },
  overdue: { description: 'Whether what it waits for was due before the day asked.', schema: YES_OR_NO },
  waitsFor: {
    description: 'What it waits for: followUp, promise or reply.',
    schema: choice(['followUp', 'promise', 'reply']),
    several: true,
  },
  dueFrom: dated('What it waits for is due on this day or later.'),
  dueTo: dated('What it waits for is due on this day or earlier.'),
  link: { description: 'Id of an activity to which it links.', schema: ID },
  mark: {
    description:
      "What figures tell of it besides: known by its year alone, or by its month; of several gminas (shared); attendances by invitation, attended, in somebody's place.",
    schema: choice(['yearOnly', 'monthKnown', 'shared', 'invited', 'attended', 'inPlace']),
    several: true,
  },
  occurredFrom: dated('It happened on this day or later.'),
  occurredTo: dated('It happened on this day or earlier.'),
  recordedFrom: { description: 'Recorded then or later.', schema: DAY_OR_INSTANT },
  recordedTo: { description: 'Recorded then or earlier.', schema: DAY_OR_INSTANT },
  countsFrom: dated('Underway or done on this day or later: what the totals of a period count.'),
  countsTo: dated('Underway or done on this day or earlier.'),
  concernsFrom: dated('Underway or done on this day or later, or still ahead: what the lists of a report show.'),
  concernsTo: dated('Underway or done on this day or earlier, or still ahead and to happen by it.'),
  startedFrom: dated('It began to count on this day or later.'),
  startedTo: dated('It began to count on this day or earlier.'),
  completedFrom: dated('It was done on this day or later.'),
  completedTo: dated('It was done on this day or earlier.'),
  figure: {
    description:
      'It has a part in this figure: money of support or investments, length, late or backfilled steps; `investments.share.` with a TERC is the share of one gmina. With figureFrom and figureTo.',
    schema: text('support.granted'),
  },
  figureFrom: { description: 'First month of the figure.', schema: MONTH },
  figureTo: { description: 'Last month of the figure.', schema: MONTH },
  lateDays: days('A step of it was recorded more days than these after its own day.'),
  backfilledDays: days('The same, by an import of history.'),
  recordedBy: { description: 'Id of the account that recorded it.', schema: ACTOR },
  selfApproved: { description: 'Whether one person both recorded and approved it.', schema: YES_OR_NO },
  q: WORDS,
  sort: {
    description:
      'The order; with `-` the last first. Usually `-occurredOn`. By `due`, what is due on no day is left out.',
    schema: choice(
      SORTS.flatMap((sort) => [sort, `-${sort}`]),
      { default: '-occurredOn' },
    ),
  },
  limit: LIMIT(200, 50),
  cursor: CURSOR,
  count: { description: 'Whether to count them all (`total`): not free over a large register.', schema: YES_OR_NO },
  asOf: AS_OF,
};

export const register: Operation = {
  ...READING,
  id: 'list-activities',
  tag: TAG,
  summary: 'The register of activities',
  description: 'All that is asked for must hold. Each figure of a report leads here, to the entries behind it.',
  query: meaning(REGISTER_PARAMS, PARAMETERS),
  answers: [
    {
      status: 200,
      description: 'A page of the register.',
      schema: named(
        'ActivityPage',
        object<ActivityPage>({
          items: list(ACTIVITY_LINE),
          next: nullable({ ...text('WyJhYzE4Il0'), description: 'Cursor of the next page; null on the last.' }),
          previous: nullable({ ...text('WyJhYzE4Il0'), description: 'Cursor of the page before; null on the first.' }),
          total: maybe({ ...COUNT, description: 'How many there are in all; only with count=true.' }),
        }),
      ),
      headers: ['Kronika-As-Of'],
    },
  ],
};

export const entry = (kind: Kind): Operation => ({
  ...READING,
  problems: [...READING.problems, 'not-found'],
  id: `get-${kind.name}`,
  tag: kind.path,
  summary: `Read: ${kind.name}`,
  description: 'As it stood at any point, with the steps that are possible now.',
  query: meaning(POINT_PARAMS, { asOf: AS_OF }),
  answers: [
    {
      status: 200,
      description: 'The entry.',
      schema: entrySchema(kind),
      headers: ['ETag', 'Kronika-As-Of'],
    },
  ],
});

const CHANGE = object<HistoryLine['changes'][number]>({
  path: text('place', 'As corrections write it: `place`, `steps.grant.amount`.'),
  before: { examples: [null], description: 'Null where there was nothing.' },
  after: { examples: ['Łubianka'], description: 'Null where there is nothing any more.' },
});

/** The types of the events of activities. */
export const ACTIVITY_EVENTS = KINDS.flatMap((kind) => [...effectsOf(kind).keys()]);

export const history: Operation = {
  ...READING,
  problems: [...READING.problems, 'not-found'],
  id: 'activity-history',
  tag: TAG,
  summary: 'What became of an activity',
  description: 'Event by event: who recorded what, when and why, with every field before and after.',
  query: meaning(POINT_PARAMS, { asOf: AS_OF }),
  answers: [
    {
      status: 200,
      description: 'Its events, the first one first.',
      schema: list(
        named(
          'HistoryLine',
          object<HistoryLine>({
            position: POSITION,
            event: { ...ID, description: 'Id of the event.' },
            type: choice(ACTIVITY_EVENTS),
            recordedAt: INSTANT,
            by: ACTOR,
            roles: list(choice(ROLES), { description: 'Those that the account had then.' }),
            department: maybe(text('Wydział Promocji')),
            origin: maybe(
              object<NonNullable<HistoryLine['origin']>>(
                { file: { ...SHA256, description: 'SHA-256 of the file.' }, row: whole(17) },
                { description: 'Of an import.' },
              ),
            ),
            reason: maybe(text('Brakowało miejsca.')),
            changes: list(CHANGE),
          }),
        ),
      ),
      headers: ['Kronika-As-Of'],
    },
  ],
};
