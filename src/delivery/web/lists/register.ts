import type { ActivityLine } from '../../../application/queries/activities.js';
import type { Look } from '../look.js';
import { askedIn, type Asking } from '../register-words.js';
import { type Cells, columnsOf, type ListFile } from './list-file.js';

/** What files of the register tell of an entry: the texts of the pages say what each is called. */
type ColumnName = keyof Look['t']['csv'];

const COLUMNS: Cells<ColumnName, ActivityLine> = {
  cells: {
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
  },
  figures: ['late', 'backfilled'],
  onPaper: ['number', 'kind', 'title', 'from', 'to', 'gminas', 'items', 'status', 'due'],
};

/** The register of activities. */
export function registerList(
  look: Look,
  asking: Asking,
  { total, pages }: Pick<ListFile<ActivityLine>, 'total' | 'pages'>,
): ListFile<ActivityLine> {
  const { t } = look;
  return {
    file: 'rejestr',
    ...t.lists.register,
    total,
    counted: t.entries(total),
    conditions: askedIn(look, asking).map(({ name, words }) => `${name}: ${words}`),
    ...columnsOf(look, t.csv, COLUMNS),
    source: 'GET /v1/activities',
    told: (line) => line,
    pages,
  };
}
