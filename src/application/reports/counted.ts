import { KINDS } from '../../domain/catalogue.js';
import type { Day } from '../../domain/kernel/day.js';
import { gminaMonths, type RowMonth } from '../../domain/views/gmina-months.js';
import { itemMonths, type ItemMonth } from '../../domain/views/item-months.js';
import { ALL } from '../../domain/views/rows.js';
import type { Reading } from '../as-of.js';
import { figuresOfRows } from '../queries/gminas.js';
import { figuresOfGoals, type GoalDocs, goalDocs, isGap } from '../queries/goals.js';
import type { Period } from '../queries/period.js';
import { Summary } from '../queries/summary.js';
import type { ReportFigures } from './report-figures.js';

/** What a report counts, as against what it lists: all that is told from counters and registers. */
export type CountedFigures = Pick<
  ReportFigures,
  'strategy' | 'totals' | 'gminas' | 'countyWide' | 'outside' | 'items' | 'kinds' | 'gaps'
>;

/** The counters and register entries behind it. */
export interface CountedDocs extends GoalDocs {
  readonly rows: readonly RowMonth[];
}

export async function countedDocs(reading: Reading): Promise<CountedDocs> {
  // Either view holds nothing else.
  const rows = (await reading.find(gminaMonths.name)) as readonly RowMonth[];
  const items = (await reading.find(itemMonths.name)) as readonly ItemMonth[];
  return { rows, ...(await goalDocs(reading, items)) };
}

/** @param days on which what is due, and what measures and strategies say, stands: the same but in a difference */
export function countedFigures(
  docs: CountedDocs,
  period: Period,
  strategy: string | undefined,
  days: { readonly rows: Day; readonly goals: Day },
): CountedFigures {
  const rows = figuresOfRows(docs.rows, docs.gminas, period, days.rows);
  const goals = figuresOfGoals(docs, period, strategy, days.goals);
  return {
    strategy: goals.strategy,
    totals: rows.all,
    gminas: rows.gminas,
    countyWide: rows.county,
    outside: rows.outside,
    items: goals.goals,
    kinds: kindsOf(summaryOfAll(docs, period)),
    gaps: goals.goals.filter(isGap).map(({ code }) => code),
  };
}

/** The counters of all activities, each once. */
export const summaryOfAll = ({ rows }: Pick<CountedDocs, 'rows'>, period: Period): Summary =>
  new Summary(
    rows.filter(({ row }) => row === ALL),
    period,
  );

export const kindsOf = (all: Summary): ReportFigures['kinds'] =>
  Object.fromEntries(KINDS.map(({ name }) => [name, all.kind(name)]));
