import type { OneGmina, RevisedRow } from '../../../application/queries/gmina-list.js';
import type { GminaRow, OtherRow, RowFigures, Shares } from '../../../application/queries/gminas.js';
import type { GoalFigures, GoalRow, MeasureFigures } from '../../../application/queries/goals.js';
import type { GoalShare, OneGoal } from '../../../application/queries/one-goal.js';
import type {
  ActivityFigures,
  AttendanceFigures,
  ItemMoney,
  MoneyFigures,
  Waiting,
} from '../../../application/queries/summary.js';
import { PHASES } from '../../../domain/activities/phase.js';
import { KINDS } from '../../../domain/catalogue.js';
import { GMINA_KINDS } from '../../../domain/registers/registers.js';
import {
  choice,
  constant,
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
  record,
  REVISION,
  type Schema,
  TERC,
  text,
  whole,
} from './schema.js';

/** The shapes of the figures (DOMAIN.md section 3, figures). */

/** An object with the same kind of value under each of these names. */
const each = (names: readonly string[], value: Schema, more: Schema = {}): Schema => ({
  type: 'object',
  properties: Object.fromEntries(names.map((name) => [name, value])),
  required: [...names],
  additionalProperties: false,
  ...more,
});

export const byKind = (value: Schema, more: Schema = {}): Schema =>
  each(
    KINDS.map(({ name }) => name),
    value,
    more,
  );

const ACTIVITIES = named(
  'ActivityFigures',
  object<ActivityFigures>({
    total: { ...COUNT, description: 'Underway or done at some time of the period, each once.' },
    started: { ...COUNT, description: 'How many of them began in it.' },
    completed: { ...COUNT, description: 'How many of them ended in it.' },
    byPhase: each(Object.keys(PHASES), COUNT, { description: 'Of all, by the day they happened.' }),
    byStatus: record(COUNT, 'recorded', { description: 'Of all, by the day they happened.' }),
    byKind: byKind(COUNT, { description: 'Of total.' }),
    byMonth: record(COUNT, '2023-06', {
      description: 'Of total: an activity counts in every month that it touches; by its year alone, under `unknown`.',
    }),
  }),
);

const ATTENDANCE = named(
  'AttendanceFigures',
  object<AttendanceFigures>({
    invited: COUNT,
    attended: COUNT,
    inPlace: { ...COUNT, description: "In somebody's place." },
  }),
);

const MONEY = named(
  'MoneyFigures',
  object<MoneyFigures>(
    {
      support: object<MoneyFigures['support']>({
        requested: GROSZE,
        granted: GROSZE,
        delivered: GROSZE,
        settled: GROSZE,
        returned: GROSZE,
        shared: { ...GROSZE, description: 'Grosze: how much of what was delivered went to several gminas.' },
      }),
      investments: object<MoneyFigures['investments']>({
        planned: GROSZE,
        contracted: GROSZE,
        cost: GROSZE,
        share: { ...GROSZE, description: "Grosze: the gmina's own share." },
      }),
    },
    { description: 'Grosze, in the month of the step that moved them.' },
  ),
);

const WAITING = named(
  'Waiting',
  object<Waiting>({ count: COUNT, overdue: COUNT }, { description: 'As of the day asked, whatever the period.' }),
);

const shares = (fields: Parameters<typeof object<Shares>>[0], description: string): Schema =>
  object<Shares>(fields, { description });

const ROW: Parameters<typeof object<RowFigures>>[0] = {
  activities: ACTIVITIES,
  attendance: ATTENDANCE,
  money: MONEY,
  length: { ...METRES, description: 'Metres accepted.' },
  lastContactOn: nullable({
    ...DAY,
    description: 'Of one known by month or year alone the first day of it. Null where there was none.',
  }),
  openFollowUps: WAITING,
  openPromises: WAITING,
  late: { ...COUNT, description: 'Steps recorded more than 30 days after their own day.' },
  backfilled: { ...COUNT, description: 'The same, by an import of history.' },
};

export const ROW_FIGURES = named('RowFigures', object<RowFigures>(ROW));

/** What stands beside figures: the way from each to the entries behind it. */
export const LINKS = named(
  'FigureLinks',
  record(text('/v1/activities?countsFrom=2023-01&countsTo=2023-12&asOf=2024-03-31'), '/totals/activities/total', {
    description:
      'For each figure that is not nothing, by JSON Pointer, the register query that lists what is behind it.',
  }),
);

const PERIOD = { from: MONTH, to: MONTH };

const GMINA: Parameters<typeof object<GminaRow>>[0] = {
  terc: { ...TERC, description: 'The code in force.' },
  key: { ...TERC, description: 'The code under which it was first registered.' },
  name: text('Łubianka'),
  kind: choice(GMINA_KINDS),
  residents: nullable({
    ...whole(7769),
    description: "Of the period's last year, else of the nearest earlier one known, else of the earliest.",
  }),
  residentsYear: nullable(whole(2021)),
  residentsSource: nullable(text('GUS, NSP 2021')),
  tile: nullable(
    object<NonNullable<GminaRow['tile']>>(
      { row: whole(1), x: number(1) },
      { description: 'Its place on the tile map.' },
    ),
  ),
  ...ROW,
  rank: { ...whole(1), description: '1 for the most activities; the same number, the same rank.' },
  percentOfAll: shares(
    { activities: number(11.2), supportDelivered: number(9.8), investmentShare: number(20.1) },
    'Percent of all activities and of all money, each counted once: what several gminas share stands in the row of each.',
  ),
  perThousand: nullable(
    shares(
      { activities: number(1.54), supportDelivered: GROSZE, investmentShare: GROSZE },
      'Per 1,000 residents; null where they are not known.',
    ),
  ),
};

const other = (terc: OtherRow['terc'], name: string): Parameters<typeof object<OtherRow>>[0] => ({
  terc: constant(terc),
  name: text(name),
  ...ROW,
});
const COUNTY = other('county', 'Cały powiat');
const OUTSIDE = other('outside', 'Poza powiatem');

export const GMINA_ROW = named('GminaRow', object<GminaRow>(GMINA));
export const COUNTY_ROW = named('CountyRow', object<OtherRow>(COUNTY));
export const OUTSIDE_ROW = named('OutsideRow', object<OtherRow>(OUTSIDE));

const alone = { ...PERIOD, links: LINKS };
type Alone<T> = T & Pick<OneGmina, 'from' | 'to' | 'links'>;

/** A row by itself, with its period and links. */
export const ONE_GMINA: Schema = {
  oneOf: [
    named('OneGmina', object<Alone<RevisedRow>>({ ...GMINA, revision: REVISION, ...alone })),
    named('OneCounty', object<Alone<OtherRow>>({ ...COUNTY, ...alone })),
    named('OneOutside', object<Alone<OtherRow>>({ ...OUTSIDE, ...alone })),
  ],
};

const MEASURE = named(
  'MeasureFigures',
  object<MeasureFigures>({
    item: text('T1'),
    strategy: maybe(text('2022-2024')),
    name: text('Kontakty z urzędami gmin w roku'),
    unit: text('kontakt'),
    baseline: number(250),
    target: number(400),
    by: DAY,
    id: ID,
    reached: nullable(
      object<NonNullable<MeasureFigures['reached']>>(
        { value: number(310), on: DAY },
        { description: 'The last reading by the day asked.' },
      ),
    ),
  }),
);

const GOAL: Parameters<typeof object<GoalRow>>[0] = {
  code: text('T1', '`none` for what names no item: poza strategią.'),
  text: text('Bieżący kontakt z pracownikami urzędów gmin i miast'),
  parent: nullable(text('G1')),
  activities: ACTIVITIES,
  gminas: list(TERC, { description: 'Those with an activity in it in the period.' }),
  measures: list(MEASURE),
};

export const GOAL_ROW = named('GoalRow', object<GoalRow>(GOAL));

export const STRATEGY_IN_USE = nullable(
  object<NonNullable<GoalFigures['strategy']>>(
    {
      id: text('2022-2024'),
      title: text('Strategia współpracy z gminami 2022-2024'),
      from: DAY,
      until: DAY,
      ranOut: {
        ...FLAG,
        description:
          'Whether the period, as far as it has come by the day asked, goes on past its end, and no other strategy has taken its place.',
      },
    },
    { description: 'Null where there is none yet.' },
  ),
);

const ITEM_MONEY = named(
  'ItemMoney',
  object<ItemMoney>(
    {
      support: object<ItemMoney['support']>({
        requested: GROSZE,
        granted: GROSZE,
        delivered: GROSZE,
        settled: GROSZE,
        returned: GROSZE,
      }),
      investments: object<ItemMoney['investments']>({ planned: GROSZE, contracted: GROSZE, cost: GROSZE }),
    },
    { description: 'Grosze, in the month of the step that moved them; each activity once.' },
  ),
);

const SHARE = named(
  'GoalShare',
  object<GoalShare>({
    terc: TERC,
    name: text('Łubianka'),
    residents: GMINA['residents'],
    residentsYear: GMINA['residentsYear'],
    activities: object<GoalShare['activities']>({ total: COUNT }),
    perThousand: nullable(
      object<NonNullable<GoalShare['perThousand']>>(
        { activities: number(1.54) },
        { description: 'Per 1,000 residents; null where they are not known.' },
      ),
    ),
  }),
);

/** An item by itself, with its period, strategy and links. */
export const ONE_GOAL = named(
  'OneGoal',
  object<OneGoal>({
    ...GOAL,
    money: ITEM_MONEY,
    length: ROW.length,
    shares: list(SHARE, { description: 'How much of it each gmina had in the period, by TERC.' }),
    ...alone,
    strategy: STRATEGY_IN_USE,
  }),
);
