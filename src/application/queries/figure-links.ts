import { plusDays } from '../../domain/kernel/day.js';
import { OUTSIDE_STRATEGY } from '../../domain/views/rows.js';
import type { Reading } from '../as-of.js';
import type { GminaRow, RowFigures } from './gminas.js';
import type { Period } from './period.js';
import { registerQuery, type RegisterParams } from './register-link.js';
import type { ActivityFigures, ItemMoney } from './summary.js';

/** For each figure that is not nothing, by JSON Pointer, the register query that lists what is behind it. */
export type FigureLinks = Readonly<Record<string, string>>;

/** Gathers the links of an answer that holds figures of one period (question 7 of DOMAIN.md section 5). */
export class Links {
  readonly found: Record<string, string> = {};

  /** @param point at which the figures stand: their links ask for it again, whatever is recorded since */
  constructor(
    private readonly period: Period,
    private readonly point: Pick<Reading, 'again' | 'day'>,
  ) {}

  add(pointer: string, value: number | string | null, params: RegisterParams): void {
    if (value !== null && value !== 0) this.found[pointer] = registerQuery({ ...params, asOf: this.point.again });
  }

  activities(pointer: string, figures: ActivityFigures, row: RegisterParams): void {
    const { from, to } = this.period;
    const occurred = { ...row, occurredFrom: from, occurredTo: to };
    this.totals(pointer, figures, row);
    for (const [kind, value] of Object.entries(figures.byKind))
      this.counting(`${pointer}/byKind/${kind}`, value, { ...row, kind });
    for (const [month, value] of Object.entries(figures.byMonth)) {
      const known =
        month === 'unknown'
          ? { countsFrom: from, countsTo: to, mark: 'yearOnly' }
          : { countsFrom: month, countsTo: month, mark: 'monthKnown' };
      this.add(`${pointer}/byMonth/${month}`, value, { ...row, ...known });
    }
    for (const [status, value] of Object.entries(figures.byStatus))
      this.add(`${pointer}/byStatus/${status}`, value, { ...occurred, status });
    for (const [phase, value] of Object.entries(figures.byPhase))
      this.add(`${pointer}/byPhase/${phase}`, value, { ...occurred, phase });
  }

  totals(
    pointer: string,
    figures: Pick<ActivityFigures, 'total' | 'started' | 'completed'>,
    row: RegisterParams,
  ): void {
    const { from, to } = this.period;
    this.counting(`${pointer}/total`, figures.total, row);
    this.add(`${pointer}/started`, figures.started, { ...row, startedFrom: from, startedTo: to });
    this.add(`${pointer}/completed`, figures.completed, { ...row, completedFrom: from, completedTo: to });
  }

  /** A count of those that were underway or done at some time of the period. */
  counting(pointer: string, value: number, row: RegisterParams): void {
    this.add(pointer, value, { ...row, countsFrom: this.period.from, countsTo: this.period.to });
  }

  /** @param key of the gmina's row; null where the row is no gmina's */
  row(pointer: string, figures: RowFigures, row: RegisterParams, key: string | null): void {
    const { from, to } = this.period;
    const moved = { ...row, figureFrom: from, figureTo: to };
    this.activities(`${pointer}/activities`, figures.activities, row);
    for (const [mark, value] of Object.entries(figures.attendance) as [string, number][])
      this.add(`${pointer}/attendance/${mark}`, value, { ...row, mark, occurredFrom: from, occurredTo: to });
    this.amounts(pointer, figures, row, key);
    const last = figures.lastContactOn;
    if (last !== null) {
      // A contact counts from the first day that it may mean.
      this.add(`${pointer}/lastContactOn`, last, { ...row, kind: 'contact', startedFrom: last, startedTo: last });
    }
    for (const [name, waitsFor] of [
      ['openFollowUps', 'followUp'],
      ['openPromises', 'promise'],
    ] as const) {
      this.add(`${pointer}/${name}/count`, figures[name].count, { ...row, waitsFor });
      // Not `overdue`: that is judged on the day of the question, and a position may fall on an earlier one.
      const dueTo = plusDays(this.point.day, -1);
      this.add(`${pointer}/${name}/overdue`, figures[name].overdue, { ...row, waitsFor, dueTo });
    }
    this.add(`${pointer}/late`, figures.late, { ...moved, figure: 'late' });
    this.add(`${pointer}/backfilled`, figures.backfilled, { ...moved, figure: 'backfilled' });
  }

  /** Money and lengths. @param key of the gmina's row; null where the figures are of no gmina's row */
  amounts(
    pointer: string,
    { money, length }: { readonly money: ItemMoney; readonly length: number },
    row: RegisterParams,
    key: string | null = null,
  ): void {
    const months = { figureFrom: this.period.from, figureTo: this.period.to };
    const moved = { ...row, ...months };
    for (const [name, value] of Object.entries<number>(money.support)) {
      const shared =
        name === 'shared' ? { figure: 'support.delivered', mark: 'shared' } : { figure: `support.${name}` };
      this.add(`${pointer}/money/support/${name}`, value, { ...moved, ...shared });
    }
    for (const [name, value] of Object.entries<number>(money.investments)) {
      // A gmina's own share may be in an activity that does not name it as a place.
      const own =
        name === 'share' && key !== null
          ? { figure: `investments.share.${key}`, ...months }
          : { ...moved, figure: `investments.${name}` };
      this.add(`${pointer}/money/investments/${name}`, value, own);
    }
    this.add(`${pointer}/length`, length, { ...moved, figure: 'length' });
  }

  /** A gmina's row: what is worked out from a figure is listed by that figure's query. */
  gmina(pointer: string, row: GminaRow): void {
    this.row(pointer, row, { gmina: row.terc }, row.key);
    for (const group of ['percentOfAll', 'perThousand'] as const) {
      const figures = row[group];
      if (figures === null) continue;
      for (const [name, of] of [
        ['activities', 'activities/total'],
        ['supportDelivered', 'money/support/delivered'],
        ['investmentShare', 'money/investments/share'],
      ] as const) {
        const link = this.found[`${pointer}/${of}`];
        if (link !== undefined && figures[name] !== 0) this.found[`${pointer}/${group}/${name}`] = link;
      }
    }
  }
}

/** How the register is asked for an item of a strategy. */
export const itemParams = (code: string, strategy: string | undefined): RegisterParams =>
  code === OUTSIDE_STRATEGY || strategy === undefined ? { item: code } : { item: code, strategy };
