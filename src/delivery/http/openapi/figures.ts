import { GMINA_SORTS, type GminaList } from '../../../application/queries/gmina-list.js';
import type { Coverage, GoalList } from '../../../application/queries/goals.js';
import { KINDS } from '../../../domain/catalogue.js';
import { COVERAGE_PARAMS, GMINA_PARAMS, GMINAS_PARAMS, GOAL_PARAMS, GOALS_PARAMS } from '../questions.js';
import { AS_OF, YES_OR_NO } from './common-parameters.js';
import {
  COUNTY_ROW,
  GMINA_ROW,
  GOAL_ROW,
  LINKS,
  ONE_GMINA,
  ONE_GOAL,
  OUTSIDE_ROW,
  STRATEGY_IN_USE,
} from './figure-shapes.js';
import { type Meaning, meaning, type Operation, READING } from './operation.js';
import { choice, COUNT, DAY, list, MONTH, named, object, record, type Schema, text } from './schema.js';

/** The figures per gmina and per goal, and their matrix. */

const edge = (which: string): Schema => ({
  anyOf: [MONTH, DAY],
  examples: [which === 'first' ? '2023-01' : '2023-12'],
});

/** A period is whole months. */
export const FIGURE_PARAMETERS = {
  from: {
    description: 'First month of the period, or its first day. Left out: as far back as there are figures.',
    schema: edge('first'),
  },
  to: {
    description: 'Last month of the period, or its last day. Left out: up to the day asked.',
    schema: edge('last'),
  },
  strategy: {
    description: 'The strategy whose items are shown. Left out: the one in force at the beginning.',
    schema: text('2022-2024'),
  },
  sort: {
    description: 'The order of the gminas.',
    schema: choice(GMINA_SORTS, { default: GMINA_SORTS[0] }),
  },
  without: {
    description: 'Only gminas without an activity of this kind in the period.',
    schema: choice(KINDS.map(({ name }) => name)),
  },
  gaps: { description: 'Only items without any activity in the period.', schema: YES_OR_NO },
  asOf: AS_OF,
} as const satisfies Readonly<Record<string, Meaning>>;

const TAG = 'figures';
const answer = (description: string, schema: Schema): Operation['answers'] => [
  { status: 200, description, schema, headers: ['Kronika-As-Of'] },
];

export const gminas: Operation = {
  ...READING,
  id: 'list-gminas',
  tag: TAG,
  summary: 'Every gmina of the county, with its figures for a period',
  description: 'County-wide activities and those outside the county stand in rows of their own.',
  query: meaning(GMINAS_PARAMS, FIGURE_PARAMETERS),
  answers: answer(
    'The rows, by activities, most first.',
    named(
      'GminaList',
      object<GminaList>({
        from: MONTH,
        to: MONTH,
        gminas: list(GMINA_ROW),
        county: COUNTY_ROW,
        outside: OUTSIDE_ROW,
        links: LINKS,
      }),
    ),
  ),
};

export const gmina: Operation = {
  ...READING,
  problems: [...READING.problems, 'not-found'],
  id: 'get-gmina',
  tag: TAG,
  summary: 'One gmina with its figures for a period',
  description: '`county` and `outside` are rows too; as no entries of a register they have no ETag.',
  query: meaning(GMINA_PARAMS, FIGURE_PARAMETERS),
  answers: [{ status: 200, description: 'The row.', schema: ONE_GMINA, headers: ['ETag', 'Kronika-As-Of'] }],
};

export const goals: Operation = {
  ...READING,
  id: 'list-goals',
  tag: TAG,
  summary: 'Every item of the strategy, goals rolled up, with its figures for a period',
  query: meaning(GOALS_PARAMS, FIGURE_PARAMETERS),
  answers: answer(
    'The items in the order of the strategy; at the end what names none.',
    named(
      'GoalList',
      object<GoalList>({ from: MONTH, to: MONTH, strategy: STRATEGY_IN_USE, goals: list(GOAL_ROW), links: LINKS }),
    ),
  ),
};

export const goal: Operation = {
  ...READING,
  problems: [...READING.problems, 'not-found'],
  id: 'get-goal',
  tag: TAG,
  summary: 'One item of the strategy with its figures for a period',
  query: meaning(GOAL_PARAMS, FIGURE_PARAMETERS),
  answers: answer('The item.', ONE_GOAL),
};

export const coverage: Operation = {
  ...READING,
  id: 'coverage',
  tag: TAG,
  summary: 'The matrix of gminas and strategy items for a period',
  query: meaning(COVERAGE_PARAMS, FIGURE_PARAMETERS),
  answers: answer(
    'How many activities each gmina has in each item.',
    named(
      'Coverage',
      object<Coverage>({
        from: MONTH,
        to: MONTH,
        items: list(
          object<Coverage['items'][number]>({
            code: text('T1'),
            text: text('Bieżący kontakt z pracownikami urzędów gmin i miast'),
          }),
        ),
        rows: list(
          object<Coverage['rows'][number]>({
            terc: text('0415052', 'TERC of a gmina; `county`, `outside`.'),
            name: text('Łubianka'),
            items: record(COUNT, 'T1'),
          }),
        ),
        links: LINKS,
      }),
    ),
  ),
};
