import type { Month } from '../../domain/kernel/day.js';
import { Rejection } from '../../domain/kernel/rejection.js';
import { cellKey } from '../../domain/views/coverage.js';
import type { Reading } from '../as-of.js';
import { itemParams, Links } from './figure-links.js';
import { gminaFacts, type GminaFacts, isPopulated, PER_THOUSAND, type Shares } from './gminas.js';
import { figuresOfGoals, type GoalDocs, type GoalList, type GoalRow, goalsIn, inCell, rowKey } from './goals.js';
import type { Period } from './period.js';
import { type ActivityFigures, type ItemMoney, Summary } from './summary.js';

/** How much of an item a gmina had. */
export interface GoalShare extends Pick<GminaFacts, 'terc' | 'name' | 'residents' | 'residentsYear'> {
  readonly activities: Pick<ActivityFigures, 'total'>;
  /** Per 1,000 residents; null where they are not known. */
  readonly perThousand: Pick<Shares, 'activities'> | null;
}

/**
 * One item alone, with its period, what a list does not say of each (its money and metres accepted; how much of it each
 * gmina had, by TERC), and the register query behind each figure.
 */
export type OneGoal = GoalRow &
  Omit<GoalList, 'goals'> & {
    readonly money: ItemMoney;
    readonly length: number;
    readonly shares: readonly GoalShare[];
  };

/** @throws Rejection `not-found` where the strategy has no such item */
export async function oneGoal(
  reading: Reading,
  asked: { readonly from: Month | null; readonly to: Month | null },
  strategyId: string | undefined,
  code: string,
): Promise<OneGoal> {
  const { docs, period } = await goalsIn(reading, asked);
  const { goals, ...figures } = figuresOfGoals(docs, period, strategyId, reading.day);
  const row = goals.find((each) => each.code === code);
  if (row === undefined)
    throw new Rejection('not-found', `there is no item ${code} in the strategy ${figures.strategy?.id ?? ''}`);
  const key = rowKey(figures.strategy, code);
  const own = new Summary(
    docs.items.filter(({ item }) => item === key),
    period,
  );
  const told = { ...row, money: own.itemMoney(), length: own.length(), shares: sharesOf(docs, key, period) };
  const links = new Links(period, reading);
  const asks = itemParams(code, figures.strategy?.id);
  links.activities('/activities', row.activities, asks);
  links.amounts('', told, asks);
  told.shares.forEach(({ terc, activities, perThousand }, index) => {
    const row = { gmina: terc, ...asks };
    links.counting(`/shares/${String(index)}/activities/total`, activities.total, row);
    links.counting(`/shares/${String(index)}/perThousand/activities`, perThousand?.activities ?? 0, row);
  });
  return { ...figures, ...told, links: links.found };
}

/** How much of an item each gmina had in a period. @param item key of its row */
function sharesOf({ cells, gminas }: GoalDocs, item: string, period: Period): readonly GoalShare[] {
  const counts = new Map<string, number>();
  for (const { row, month, counters } of cells)
    for (const which of ['started', 'completed']) {
      const value = (counters[cellKey(which, item)] ?? 0) * inCell(which, month, period);
      counts.set(row, (counts.get(row) ?? 0) + value);
    }
  return gminas
    .map((entry) => gminaFacts(entry, Number(period.to.slice(0, 4))))
    .map(({ key, terc, name, residents, residentsYear }) => {
      const total = counts.get(key) ?? 0;
      const perThousand = isPopulated(residents) ? { activities: PER_THOUSAND.activities(total, residents) } : null;
      return { terc, name, residents, residentsYear, activities: { total }, perThousand };
    })
    .sort((a, b) => (a.terc < b.terc ? -1 : 1));
}
