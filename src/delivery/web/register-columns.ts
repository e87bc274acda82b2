import type { ActivityLine } from '../../application/queries/activities.js';
import type { Cell, Head } from '../paper/paper.js';
import type { Look } from './look.js';

/** What files of the register tell of an entry: the texts of the pages say what each is called. */
type ColumnName = keyof Look['t']['csv'];

/** In their order. */
const CELLS: Readonly<Record<ColumnName, (look: Look, line: ActivityLine) => Cell>> = {
  number: (_, { number }) => number,
  kind: ({ words }, { kind }) => words.kind(kind),
  title: (_, { title }) => title,
  from: (_, { occurredOn: value }) => ({ as: 'day', value }),
  to: (_, { occurredUntil: value }) => ({ as: 'day', value }),
  precision: ({ words }, { details }) => words.value('', 'occurredPrecision', details.occurredPrecision ?? 'day'),
  status: ({ words }, { status }) => words.status(status),
  phase: ({ words }, { phase }) => (phase === null ? '' : words.phase(phase)),
  scope: ({ words }, { details }) => words.value('', 'scope', details.scope ?? 'gminas'),
  gminas: (look, { details: { gminas = [], otherGminas = [] } }) =>
    [...gminas, ...otherGminas].map((code) => look.gmina(code)).join(', '),
  items: (_, { strategyItems }) => strategyItems.join(', '),
  waitsFor: ({ t }, { waitsFor }) => {
    const known: Readonly<Record<string, string>> = t.waitsFor;
    return waitsFor === null ? '' : (known[waitsFor] ?? waitsFor);
  },
  due: (_, { due }) => (due === null ? '' : { as: 'day', value: due }),
  overdue: ({ t }, { overdue }) => (overdue ? t.yes : t.no),
  late: (_, { lateDays: value }) => ({ as: 'number', value }),
  backfilled: (_, { backfilledDays: value }) => ({ as: 'number', value }),
  recordedAt: (_, { recordedAt: value }) => ({ as: 'moment', value }),
  recordedBy: (_, { recordedBy }) => recordedBy,
  changedAt: (_, { lastChangedAt: value }) => ({ as: 'moment', value }),
  changedBy: (_, { lastChangedBy }) => lastChangedBy,
  id: (_, { id }) => id,
};

/** All of them. */
export const COLUMNS = Object.keys(CELLS) as readonly ColumnName[];

/** Entries that a document holds: what is longer nobody prints, and no word processor opens in good time. */
export const MOST_ON_PAPER = 1000;

/** Those columns that go on a page. */
export const COLUMNS_ON_PAPER = [
  'number',
  'kind',
  'title',
  'from',
  'to',
  'gminas',
  'items',
  'status',
  'due',
] as const satisfies readonly ColumnName[];

const FIGURES: readonly ColumnName[] = ['late', 'backfilled'];

export const headsOf = ({ t }: Look, columns: readonly ColumnName[]): readonly Head[] =>
  columns.map((name) => ({ text: t.csv[name], right: FIGURES.includes(name) }));

export const rowOf = (look: Look, line: ActivityLine, columns: readonly ColumnName[]): readonly Cell[] =>
  columns.map((name) => CELLS[name](look, line));
