import type { Freezing, FreezingLine } from '../../../application/queries/freezings.js';
import type { ReportFigures } from '../../../application/reports/report-figures.js';
import { AnnualFreezingBody, PeriodFreezingBody } from '../bodies.js';
import { POINT_PARAMS } from '../questions.js';
import type { FreezingReceipt } from '../receipts.js';
import { AS_OF } from './common-parameters.js';
import { meaning, type Operation, READING, WRITING } from './operation.js';
import { payload } from './payloads.js';
import { ON_PAPER, REPORT, TAG } from './reports.js';
import {
  ACTOR,
  choice,
  DAY,
  ID,
  INSTANT,
  list,
  MONTH,
  named,
  nullable,
  object,
  POSITION,
  record,
  REVISION,
  SHA256,
  text,
  whole,
} from './schema.js';

/** Reports put on record as they stood: taken, listed, read again. */

type ReportName = ReportFigures['report'];

export const FREEZING_LINE = named(
  'FreezingLine',
  object<FreezingLine>({
    id: ID,
    report: choice(['period', 'annual'] satisfies ReportName[]),
    from: MONTH,
    to: MONTH,
    strategy: nullable(text('2022-2024', 'The strategy that was asked for; null: the one in force.')),
    asOf: { ...POSITION, description: 'The position at which the report stood.' },
    day: { ...DAY, description: 'The day on which it stood.' },
    viewVersions: record(whole(1), 'register'),
    digest: { ...SHA256, description: 'Of the figures, as the report told it.' },
    position: { ...POSITION, description: 'Of the event that froze it.' },
    event: { ...ID, description: 'Id of the event that froze it.' },
    recordedAt: INSTANT,
    recordedBy: ACTOR,
  }),
);

const RECEIPT = named(
  'FreezingReceipt',
  object<FreezingReceipt>({ id: ID, revision: REVISION, position: nullable(POSITION), digest: SHA256 }),
);

const BODIES = {
  annual: { payload: AnnualFreezingBody, example: { year: 2023 } },
  period: { payload: PeriodFreezingBody, example: { from: '2023-01', to: '2023-03' } },
} as const;

const query = meaning(POINT_PARAMS, { asOf: AS_OF });

export const freezing = (report: ReportName): Operation => ({
  headers: [...WRITING.headers, 'Kronika-After'],
  problems: [...WRITING.problems, 'unsettled'],
  id: `freeze-${report}-report`,
  tag: TAG,
  summary: `Puts on record what the ${report} report says now`,
  description:
    'Its figures, their digest, the position, the day and the versions of the views go into the ledger as an event: they are read again exactly as they were, whatever is recorded or changed since.',
  body: {
    schema: payload(BODIES[report].payload, BODIES[report].example),
    examples: { usual: { summary: `The ${report} report`, value: BODIES[report].example } },
  },
  answers: [
    {
      status: 201,
      description: 'Frozen.',
      schema: RECEIPT,
      headers: ['ETag', 'Kronika-Position', 'Location'],
    },
  ],
});

export const freezingList = (report: ReportName): Operation => ({
  ...READING,
  id: `list-frozen-${report}-reports`,
  tag: TAG,
  summary: `The frozen ${report} reports, the first one first`,
  query,
  answers: [{ status: 200, description: 'All of them.', schema: list(FREEZING_LINE), headers: ['Kronika-As-Of'] }],
});

export const freezingRead = (report: ReportName): Operation => ({
  ...READING,
  problems: [...READING.problems, 'not-found', 'not-acceptable'],
  id: `get-frozen-${report}-report`,
  tag: TAG,
  summary: `A frozen ${report} report, exactly as it was`,
  description: 'As JSON with who froze it and when; with `Accept` the report alone, as CSV, Markdown, DOCX or XLSX.',
  query,
  answers: [
    {
      status: 200,
      description: 'The frozen report.',
      schema: named('Freezing', object<Freezing>({ freezing: FREEZING_LINE, report: REPORT })),
      also: ON_PAPER,
      headers: ['Kronika-As-Of', 'Vary'],
    },
  ],
});
