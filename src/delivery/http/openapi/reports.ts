import type { CampaignLine, InvestmentLine, Listed } from '../../../application/reports/lines.js';
import type { ReportFigures } from '../../../application/reports/report-figures.js';
import type { Report } from '../../../application/reports/report.js';
import { REPORT_FORMATS } from '../../reports/formats.js';
import { ANNUAL_REPORT_PARAMS, PERIOD_REPORT_PARAMS } from '../questions.js';
import {
  byKind,
  COUNTY_ROW,
  GMINA_ROW,
  GOAL_ROW,
  LINKS,
  OUTSIDE_ROW,
  ROW_FIGURES,
  STRATEGY_IN_USE,
} from './figure-shapes.js';
import { FIGURE_PARAMETERS } from './figures.js';
import { type Meaning, meaning, type Operation, READING } from './operation.js';
import {
  choice,
  COUNT,
  DAY,
  FLAG,
  GROSZE,
  ID,
  list,
  maybe,
  METRES,
  MONTH,
  named,
  nullable,
  number,
  object,
  POSITION,
  record,
  type Schema,
  SHA256,
  TERC,
  text,
  whole,
} from './schema.js';

/** The reports: all figures of a period, and of a year. */

const LINE = {
  id: ID,
  number: text('IN/2023/0007'),
  title: text('Przebudowa drogi powiatowej 2020C Brąchnowo-Kowróz'),
  status: text('contracted'),
  gminas: list(text('0415052'), { description: 'Rows in which it counts: keys of gminas, `county`, `outside`.' }),
};

const listed = (line: Schema): Schema =>
  object<Listed<unknown>>({
    total: { ...COUNT, description: 'How many there are, of which `lines` are the first by date.' },
    lines: list(line, { maxItems: 200 }),
  });

const INVESTMENT = named(
  'ReportedInvestment',
  object<InvestmentLine>({
    ...LINE,
    investmentKind: text('road-modernisation'),
    roadNumber: nullable(text('2020C')),
    plannedCost: nullable(GROSZE),
    contracted: GROSZE,
    cost: nullable(GROSZE),
    overPlan: nullable({
      type: 'integer',
      examples: [-8_500_000],
      description: 'Grosze: the cost, else what was contracted, less what was planned. Null where one is not known.',
    }),
    plannedLength: nullable(METRES),
    length: { ...METRES, description: 'Metres accepted.' },
    partners: list(
      object<InvestmentLine['partners'][number]>({
        organisation: maybe(text('Województwo Kujawsko-Pomorskie')),
        gmina: maybe(TERC),
        share: GROSZE,
      }),
    ),
    sources: list(
      object<InvestmentLine['sources'][number]>({ name: text('Rządowy Fundusz Rozwoju Dróg'), amount: GROSZE }),
    ),
  }),
);

const CAMPAIGN = named(
  'ReportedCampaign',
  object<CampaignLine>({
    ...LINE,
    aim: nullable(text('Więcej mieszkańców dojeżdża rowerem do szkoły i pracy')),
    measure: nullable(text('przejazdy zliczone w miesiącu w trzech punktach pomiaru')),
    baseline: nullable(number(4200)),
    target: nullable(number(6000)),
    measured: nullable({ ...number(5100), description: 'The last value measured.' }),
    result: nullable(text('Cel osiągnięty.')),
    budget: nullable(GROSZE),
    cost: nullable(GROSZE),
  }),
);

const FIGURES = {
  report: choice(['period', 'annual'] satisfies ReportFigures['report'][]),
  from: MONTH,
  to: MONTH,
  county: nullable(object<NonNullable<ReportFigures['county']>>({ terc: text('0415'), name: text('powiat toruński') })),
  demonstration: { ...FLAG, description: 'True: what fills this ledger is invented.' },
  strategy: STRATEGY_IN_USE,
  totals: ROW_FIGURES,
  gminas: list(GMINA_ROW),
  countyWide: COUNTY_ROW,
  outside: OUTSIDE_ROW,
  items: list(GOAL_ROW),
  kinds: byKind(object<ReportFigures['kinds'][string]>({ total: COUNT, started: COUNT, completed: COUNT })),
  investments: listed(INVESTMENT),
  campaigns: listed(CAMPAIGN),
  gaps: list(text('G3.3'), { description: 'Codes of the items without any activity in the period.' }),
};

export const REPORT_FIGURES = named('ReportFigures', object<ReportFigures>(FIGURES));

export const REPORT = named(
  'Report',
  object<Report>({
    ...FIGURES,
    asOf: text('2024-03-31', 'As of which point it was asked; the position where none was named.'),
    day: { ...DAY, description: 'The day on which it stands: what was due before it is overdue.' },
    ahead: choice(['none', 'part', 'all'] satisfies Report['ahead'][], {
      description:
        'How much of the period lies ahead of that day: of that nothing is told but what goes on or is planned.',
    }),
    position: POSITION,
    viewVersions: record(whole(1), 'register'),
    digest: {
      ...SHA256,
      description:
        'SHA-256 of the RFC 8785 form of all but asOf, day, ahead, position, viewVersions, links and itself.',
    },
    links: LINKS,
  }),
);

export const TAG = 'reports';

/** How a file of Office Open XML begins: as a ZIP file does. */
const ZIPPED = 'PK\u0003\u0004';

/** As files of an office, for whatever opens them. */
export const OFFICE_FILES = {
  [REPORT_FORMATS.docx.mediaType]: ZIPPED,
  [REPORT_FORMATS.xlsx.mediaType]: ZIPPED,
};

/** For Polish spreadsheets, and as a Polish document. */
export const ON_PAPER = {
  [REPORT_FORMATS.csv.mediaType]: '\ufeffCzęść;Kod;Nazwa;Wskaźnik;Wartość;Jednostka',
  [REPORT_FORMATS.md.mediaType]: '# Raport ze współpracy powiatu z gminami za rok 2023\n',
  ...OFFICE_FILES,
};

const report = (id: string, summary: string, query: Operation['query']): Operation => ({
  ...READING,
  id,
  tag: TAG,
  summary,
  description:
    'As JSON; with `Accept` as CSV for Polish spreadsheets, as a document in Polish (Markdown, DOCX) or as a workbook (XLSX). From the views alone: as of any past day at the cost of a look-up. The same question as of the same point has the same digest for ever.',
  ...(query !== undefined && { query }),
  problems: [...READING.problems, 'not-acceptable'],
  answers: [
    { status: 200, description: 'The report.', schema: REPORT, also: ON_PAPER, headers: ['Kronika-As-Of', 'Vary'] },
  ],
});

const required = (of: Meaning): Meaning => ({ ...of, required: true });

export const PARAMETERS = {
  ...FIGURE_PARAMETERS,
  from: required(FIGURE_PARAMETERS.from),
  to: required(FIGURE_PARAMETERS.to),
  year: {
    description: 'The year reported on.',
    schema: { type: 'string', pattern: '^(19|20|21)\\d{2}$', examples: ['2023'] },
    required: true,
  },
} as const satisfies Readonly<Record<string, Meaning>>;

export const periodReport = report(
  'period-report',
  'The report on a period',
  meaning(PERIOD_REPORT_PARAMS, PARAMETERS),
);

export const annualReport = report(
  'annual-report',
  'The report on a year: what the board reports on by 31 May',
  meaning(ANNUAL_REPORT_PARAMS, PARAMETERS),
);
