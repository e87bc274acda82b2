import type { Difference, Side } from '../../../application/difference/difference.js';
import { type Because, CLASSES, type Differing, MOST, type Moved } from '../../../application/difference/figure.js';
import { DIFFERENCE_FORMATS } from '../../reports/formats.js';
import { ANNUAL_DIFFERENCE_PARAMS, PERIOD_DIFFERENCE_PARAMS } from '../questions.js';
import { AS_OF } from './common-parameters.js';
import { FREEZING_LINE } from './freezings.js';
import { type Meaning, meaning, type Operation, READING } from './operation.js';
import { OFFICE_FILES, PARAMETERS, TAG } from './reports.js';
import {
  choice,
  DAY,
  ID,
  list,
  maybe,
  MONTH,
  named,
  nullable,
  object,
  POSITION,
  record,
  SHA256,
  text,
  whole,
} from './schema.js';

/** Why a report differs between two points of the ledger. */

const SIDE = named(
  'DifferenceSide',
  object<Side>({
    asOf: text('2024-03-31', 'As of which point it was asked; the position where none was named.'),
    position: POSITION,
    day: { ...DAY, description: 'The day on which it stands.' },
    digest: { ...SHA256, description: 'Of the figures, as the report tells it.' },
  }),
);

const NAMES = list(text('0415052'));

const BECAUSE = named(
  'Because',
  object<Because>({
    position: nullable({ ...POSITION, description: 'Of the event; null where time passed, or the program changed.' }),
    event: nullable({ ...ID, description: 'Id of the event.' }),
    activity: maybe({ ...ID, description: 'Id of the activity concerned.' }),
    number: maybe(text('KT/2023/0417', 'Number of the activity.')),
    class: choice(CLASSES, {
      description:
        'An activity that is new, recorded late or backfilled; a step; what was corrected, undone, annulled, restored; a register (reference); a due date that passed (time); the program (code, only against a frozen report).',
    }),
    delta: {
      anyOf: [{ type: 'number' }, object<Moved>({ came: NAMES, went: NAMES }), { type: 'null' }],
      examples: [1],
      description:
        'What it adds to a number: the deltas of a number add up to its difference. Of a set, what came and went. Null: it decided what the figure says now.',
    },
    events: maybe(
      whole(
        1200,
        `Told together: so many events of this class, beyond the first ${String(MOST)} of the figure. With \`path\` all are told one by one.`,
      ),
    ),
  }),
);

const VALUE = 'Null: nothing there; of a number that is 0, of a set that it is empty.';

const DIFFERENCE = named(
  'Difference',
  object<Difference>({
    report: choice(['period', 'annual'] satisfies Difference['report'][]),
    from: MONTH,
    to: MONTH,
    strategy: nullable(text('2022-2024', 'The strategy that was asked for; null: the one in force.')),
    before: SIDE,
    after: SIDE,
    freezing: {
      anyOf: [FREEZING_LINE, { type: 'null' }],
      description: 'The frozen report that stands before; null where none was named.',
    },
    figures: list(
      named(
        'Differing',
        object<Differing>({
          path: text(
            '/gminas/0415052/activities/total',
            'JSON Pointer into the report in which members of lists go by what they are: a gmina by the key of its row, an item by its code, a measure or a line by its id.',
          ),
          before: { examples: [118], description: VALUE },
          after: { examples: [119], description: VALUE },
          because: list(BECAUSE, { description: 'In the order of the ledger.' }),
        }),
      ),
    ),
    names: {
      ...record(text('Łubianka'), '/gminas/0415052'),
      description: 'What that is called which paths go by, and what came into sets or went from them.',
    },
  }),
);

const unless = (of: Meaning): Meaning => ({
  description: `${of.description} Not beside a freezing.`,
  schema: of.schema,
});

const DIFFERENCE_PARAMETERS = {
  from: unless(PARAMETERS.from),
  to: unless(PARAMETERS.to),
  year: unless(PARAMETERS.year),
  strategy: unless(PARAMETERS.strategy),
  freezing: {
    description: 'Id of a frozen report: what it said stands before. It names the period itself.',
    schema: ID,
  },
  asOf: {
    ...AS_OF,
    description: 'The one point: a day, an instant or a position. Left out: now. Not beside a freezing.',
  },
  comparedTo: {
    ...AS_OF,
    description: 'The other point. Left out: now. Whichever is named first, the earlier one stands before.',
  },
  path: {
    description: 'The path of one figure: it alone, with every event that made it differ.',
    schema: text('/totals/activities/total'),
  },
} as const satisfies Readonly<Record<string, Meaning>>;

/** For Polish spreadsheets, and as a Polish document. */
const ON_PAPER = {
  [DIFFERENCE_FORMATS.csv.mediaType]: '\ufeffCzęść;Kod;Nazwa;Wskaźnik;Przed;Po;Jednostka;Zmiana;Powód',
  [DIFFERENCE_FORMATS.md.mediaType]: '# Co zmieniło się w raporcie ze współpracy powiatu z gminami za rok 2023\n',
  ...OFFICE_FILES,
};

const difference = (report: Difference['report'], query: Operation['query']): Operation => ({
  ...READING,
  id: `${report}-difference`,
  tag: TAG,
  summary: `What the ${report} report says differently at two points, and which events made it`,
  description:
    'Every figure that differs, and no other. As JSON; with `Accept` as a table (CSV, XLSX), one cause a row, or as a document in Polish (Markdown, DOCX), the causes of a figure added up by class. It costs the events between the two points, whatever the length of the ledger.',
  ...(query !== undefined && { query }),
  problems: [...READING.problems, 'not-found', 'not-acceptable'],
  answers: [
    {
      status: 200,
      description: 'The figures that differ.',
      schema: DIFFERENCE,
      also: ON_PAPER,
      headers: ['Kronika-As-Of', 'Vary'],
    },
  ],
});

export const periodDifference = difference('period', meaning(PERIOD_DIFFERENCE_PARAMS, DIFFERENCE_PARAMETERS));

export const annualDifference = difference('annual', meaning(ANNUAL_DIFFERENCE_PARAMS, DIFFERENCE_PARAMETERS));
