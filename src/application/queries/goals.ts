import { type Day, earlier, firstOf, lastOf, type Month, monthOf } from '../../domain/kernel/day.js';
import { queryFault, refuseQuery } from '../../domain/kernel/rejection.js';
import type { Entry } from '../../domain/registers/register.js';
import { MeasureDetails } from '../../domain/registers/registers.js';
import type { Strategy, StrategyItem } from '../../domain/strategy/strategy.js';
import { cellOf, coverage, type CoverageMonth } from '../../domain/views/coverage.js';
import { itemMonths, type ItemMonth } from '../../domain/views/item-months.js';
import { measures, registers } from '../../domain/views/registers.js';
import { COUNTY, itemKey, OUTSIDE, OUTSIDE_STRATEGY } from '../../domain/views/rows.js';
import type { Reading } from '../as-of.js';
import { detailsOf, RegisterBook } from '../registers.js';
import { type FigureLinks, itemParams, Links } from './figure-links.js';
import { gminaEntries, gminaFacts } from './gminas.js';
import { type Period, spanned } from './period.js';
import { type ActivityFigures, grouped, Summary } from './summary.js';

export interface GoalRow {
  /** `none` for what lies outside the strategy. */
  readonly code: string;
  readonly text: string;
  readonly parent: string | null;
  readonly activities: ActivityFigures;
  /** The gminas with an activity in it in the period, by TERC. */
  readonly gminas: readonly string[];
  readonly measures: readonly MeasureFigures[];
}

export interface MeasureFigures extends Omit<MeasureDetails, 'readings'> {
  readonly id: string;
  /** The last reading whose day is not after the day asked; null when there is none. */
  readonly reached: { readonly value: number; readonly on: string } | null;
}

export interface GoalFigures extends Period {
  readonly strategy: {
    readonly id: string;
    readonly title: string;
    readonly from: string;
    readonly until: string;
    /** Whether the period, as far as it has come by the day asked, goes on past its end, and no other took its place. */
    readonly ranOut: boolean;
  } | null;
  readonly goals: readonly GoalRow[];
}

/** The strategies as they stand at the reading's point. */
export async function strategiesAt(reading: Reading): Promise<RegisterBook> {
  const book = new RegisterBook();
  // The registers hold entries only.
  for (const doc of await reading.find(registers.name, { where: { register: 'strategy' } }))
    book.put(doc as unknown as Entry);
  return book;
}

/** The strategy asked for, else the one in force at the period's start, else the first; null when there is none yet. */
export function chosenStrategy(book: RegisterBook, id: string | undefined, from: Month): Strategy | null {
  if (id !== undefined) {
    const found = book.strategies().find((each) => each.id === id);
    // Before the ledger began there is none, and nothing wrong with asking for one.
    if (found === undefined && book.strategies().length > 0)
      refuseQuery([queryFault('strategy', `there is no strategy ${id}`)]);
    return found ?? null;
  }
  return book.strategyOn(firstOf(from)) ?? book.strategies()[0] ?? null;
}

/** Whether a strategy is in force on a day although its own end is past: none has taken its place. */
export const ranOut = ({ id, until }: Strategy, book: RegisterBook, day: Day): boolean =>
  until < day && book.strategyOn(day)?.id === id;

/** The key of an item's row. */
export const rowKey = (strategy: { readonly id: string } | null, code: string): string =>
  code === OUTSIDE_STRATEGY ? OUTSIDE_STRATEGY : itemKey(strategy?.id ?? '', code);

const NOTHING: StrategyItem = { code: OUTSIDE_STRATEGY, text: 'Poza strategią' };

/** Per strategy item, goals rolled up, and what lies outside (question 6 of DOMAIN.md section 5). */
export async function goalFigures(
  reading: Reading,
  asked: { readonly from: Month | null; readonly to: Month | null },
  strategyId?: string,
): Promise<GoalFigures> {
  const { docs, period } = await goalsIn(reading, asked);
  return figuresOfGoals(docs, period, strategyId, reading.day);
}

/** The documents of a reading, and the months of which it is asked. */
export async function goalsIn(
  reading: Reading,
  asked: { readonly from: Month | null; readonly to: Month | null },
): Promise<{ readonly docs: GoalDocs; readonly period: Period }> {
  // The view holds nothing else.
  const items = (await reading.find(itemMonths.name)) as readonly ItemMonth[];
  const period = spanned(
    asked,
    items.map(({ month }) => month),
    monthOf(reading.day),
  );
  return { docs: await goalDocs(reading, items), period };
}

/** What goals are told from. */
export interface GoalDocs {
  readonly items: readonly ItemMonth[];
  readonly cells: readonly CoverageMonth[];
  readonly strategies: RegisterBook;
  readonly measures: readonly Entry[];
  readonly gminas: readonly Entry[];
}

/** What stands beside the items' counters. */
export async function goalDocs(reading: Reading, items: readonly ItemMonth[]): Promise<GoalDocs> {
  return {
    items,
    cells: await coverageDocs(reading),
    strategies: await strategiesAt(reading),
    // The view holds measures only.
    measures: (await reading.find(measures.name)) as unknown as readonly Entry[],
    gminas: await gminaEntries(reading),
  };
}

/** The same of documents at hand. @param day on which they stand */
export function figuresOfGoals(
  { items, cells: docs, strategies: book, measures: set, gminas }: GoalDocs,
  period: Period,
  strategyId: string | undefined,
  day: Day,
): GoalFigures {
  const strategy = chosenStrategy(book, strategyId, period.from);
  const rows = grouped(items, ({ item }) => item);
  const cells = cellsOf(docs, period);
  const terc = new Map(gminas.map((entry) => [entry.key, gminaFacts(entry, 0).terc]));
  const row = (item: StrategyItem): GoalRow => {
    const key = rowKey(strategy, item.code);
    return {
      code: item.code,
      text: item.text,
      parent: item.parent ?? null,
      activities: new Summary(rows.get(key) ?? [], period).activities(),
      gminas: [...terc].flatMap(([gmina, code]) => ((cells.get(`${gmina}/${key}`) ?? 0) > 0 ? [code] : [])).sort(),
      measures: set.filter((entry) => isOf(entry, strategy, item)).map((entry) => measureFigures(entry, day)),
    };
  };
  return {
    ...period,
    strategy: strategy && {
      id: strategy.id,
      title: strategy.title,
      from: strategy.from,
      until: strategy.until,
      ranOut: ranOut(strategy, book, earlier(lastOf(period.to), day)),
    },
    goals: [...(strategy?.items ?? []), NOTHING].map(row),
  };
}

/** Whether a measure is of this item of this strategy; one that names no strategy is of all that have the item. */
function isOf(entry: Entry, strategy: Strategy | null, item: StrategyItem): boolean {
  const { item: code, strategy: of } = detailsOf(entry, MeasureDetails);
  return code === item.code && (of === undefined || of === strategy?.id);
}

function measureFigures(entry: Entry, day: string): MeasureFigures {
  const { readings = [], ...details } = detailsOf(entry, MeasureDetails);
  const read = readings.filter(({ on }) => on <= day).sort((a, b) => (a.on < b.on ? -1 : 1));
  return { ...details, id: entry.key, reached: read.at(-1) ?? null };
}

/** The matrix's documents. */
async function coverageDocs(reading: Reading): Promise<readonly CoverageMonth[]> {
  // The view holds nothing else.
  return (await reading.find(coverage.name)) as readonly CoverageMonth[];
}

/** Activities per gmina's row and item in a period, by `row/item`. */
export function cellsOf(docs: readonly CoverageMonth[], period: Period): Map<string, number> {
  const cells = new Map<string, number>();
  for (const { row, month, counters } of docs)
    for (const [key, value] of Object.entries(counters)) {
      const { which, item } = cellOf(key);
      const cell = `${row}/${item}`;
      cells.set(cell, (cells.get(cell) ?? 0) + value * inCell(which, month, period));
    }
  return cells;
}

/** How a counter of the matrix enters the count of a period: what was completed before it is not in it. */
export const inCell = (which: string, month: Month, { from, to }: Period): 1 | -1 | 0 =>
  which === 'started' ? (month <= to ? 1 : 0) : month < from ? -1 : 0;

/** The goals with the register query behind each figure. */
export interface GoalList extends GoalFigures {
  readonly links: FigureLinks;
}

/** @param gaps only the items without any activity in the period */
export function goalList(figures: GoalFigures, gaps: boolean, point: Pick<Reading, 'again' | 'day'>): GoalList {
  const goals = gaps ? figures.goals.filter(isGap) : figures.goals;
  const links = new Links(figures, point);
  goals.forEach(({ code, activities }, index) => {
    links.activities(`/goals/${String(index)}/activities`, activities, itemParams(code, figures.strategy?.id));
  });
  return { ...figures, goals, links: links.found };
}

/** Whether an item of the strategy is without any activity. */
export const isGap = ({ code, activities }: GoalRow): boolean => code !== OUTSIDE_STRATEGY && activities.total === 0;

export interface Coverage extends Period {
  readonly items: readonly { readonly code: string; readonly text: string }[];
  /** Activities in the period by item's code, for each gmina and for the county-wide and outside ones. */
  readonly rows: readonly {
    readonly terc: string;
    readonly name: string;
    readonly items: Readonly<Record<string, number>>;
  }[];
  readonly links: FigureLinks;
}

/** The matrix gmina x strategy item. */
export async function coverageMatrix(
  reading: Reading,
  asked: { readonly from: Month | null; readonly to: Month | null },
  strategyId?: string,
): Promise<Coverage> {
  const docs = await coverageDocs(reading);
  const period = spanned(
    asked,
    docs.map(({ month }) => month),
    monthOf(reading.day),
  );
  const strategy = chosenStrategy(await strategiesAt(reading), strategyId, period.from);
  const cells = cellsOf(docs, period);
  const items = [...(strategy?.items ?? []), NOTHING];
  const keys = items.map(({ code }) => [code, rowKey(strategy, code)] as const);
  const counts = (row: string): Record<string, number> =>
    Object.fromEntries(keys.map(([code, key]) => [code, cells.get(`${row}/${key}`) ?? 0]));
  const gminas = (await gminaEntries(reading)).map((entry) => ({ ...gminaFacts(entry, 0), key: entry.key }));
  const rows = [
    ...gminas
      .sort((a, b) => (a.terc < b.terc ? -1 : 1))
      .map(({ terc, name, key }) => ({ terc, name, items: counts(key) })),
    { terc: COUNTY, name: 'Cały powiat', items: counts(COUNTY) },
    { terc: OUTSIDE, name: 'Poza powiatem', items: counts(OUTSIDE) },
  ];
  const links = new Links(period, reading);
  rows.forEach((row, index) => {
    for (const [code, count] of Object.entries(row.items)) {
      const asked = { gmina: row.terc, ...itemParams(code, strategy?.id) };
      links.counting(`/rows/${String(index)}/items/${code}`, count, asked);
    }
  });
  return { ...period, items: items.map(({ code, text }) => ({ code, text })), rows, links: links.found };
}
