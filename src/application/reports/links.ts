import { OUTSIDE_STRATEGY } from '../../domain/views/rows.js';
import type { RowFigures } from '../queries/gminas.js';
import type { Period } from '../queries/period.js';
import { registerQuery, type RegisterParams } from '../queries/register-link.js';
import type { ActivityFigures } from '../queries/summary.js';
import type { ReportFigures } from './report-figures.js';

/** Gathers, for each figure that is not nothing, the register query that lists what is behind it. */
class Links {
  readonly found: Record<string, string> = {};

  constructor(
    private readonly period: Period,
    private readonly asOf: string,
  ) {}

  private add(pointer: string, value: number | string | null, params: RegisterParams): void {
    if (value !== null && value !== 0) this.found[pointer] = registerQuery({ ...params, asOf: this.asOf });
  }

  activities(pointer: string, figures: ActivityFigures, row: RegisterParams): void {
    const { from, to } = this.period;
    const occurred = { ...row, occurredFrom: from, occurredTo: to };
    this.totals(pointer, figures, row);
    for (const [kind, value] of Object.entries(figures.byKind))
      this.add(`${pointer}/byKind/${kind}`, value, { ...row, kind, countsFrom: from, countsTo: to });
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
    this.add(`${pointer}/total`, figures.total, { ...row, countsFrom: from, countsTo: to });
    this.add(`${pointer}/started`, figures.started, { ...row, startedFrom: from, startedTo: to });
    this.add(`${pointer}/completed`, figures.completed, { ...row, completedFrom: from, completedTo: to });
  }

  /** @param key of the gmina's row; null where the row is no gmina's */
  row(pointer: string, figures: RowFigures, row: RegisterParams, key: string | null): void {
    const { from, to } = this.period;
    const moved = { ...row, figureFrom: from, figureTo: to };
    this.activities(`${pointer}/activities`, figures.activities, row);
    for (const [mark, value] of Object.entries(figures.attendance)) {
      this.add(`${pointer}/attendance/${mark}`, value as number, { ...row, mark, occurredFrom: from, occurredTo: to });
    }
    const { support, investments } = figures.money;
    for (const [name, value] of Object.entries(support)) {
      const shared =
        name === 'shared' ? { figure: 'support.delivered', mark: 'shared' } : { figure: `support.${name}` };
      this.add(`${pointer}/money/support/${name}`, value, { ...moved, ...shared });
    }
    for (const [name, value] of Object.entries(investments)) {
      // A gmina's own share may be in an activity that does not name it as a place.
      const own =
        name === 'share' && key !== null
          ? { figure: `investments.share.${key}`, figureFrom: from, figureTo: to }
          : { ...moved, figure: `investments.${name}` };
      this.add(`${pointer}/money/investments/${name}`, value, own);
    }
    this.add(`${pointer}/length`, figures.length, { ...moved, figure: 'length' });
    const last = figures.lastContactOn;
    if (last !== null)
      this.add(`${pointer}/lastContactOn`, last, {
        ...row,
        kind: 'contact',
        phase: 'underway,done',
        occurredFrom: last,
        occurredTo: last,
      });
    for (const [name, waitsFor] of [
      ['openFollowUps', 'followUp'],
      ['openPromises', 'promise'],
    ] as const) {
      this.add(`${pointer}/${name}/count`, figures[name].count, { ...row, waitsFor });
      this.add(`${pointer}/${name}/overdue`, figures[name].overdue, { ...row, waitsFor, overdue: 'true' });
    }
    this.add(`${pointer}/late`, figures.late, { ...moved, figure: 'late' });
    this.add(`${pointer}/backfilled`, figures.backfilled, { ...moved, figure: 'backfilled' });
  }
}

export function reportLinks(figures: ReportFigures, asOf: string): Record<string, string> {
  const links = new Links(figures, asOf);
  links.row('/totals', figures.totals, {}, null);
  figures.gminas.forEach((row, index) => {
    links.row(`/gminas/${String(index)}`, row, { gmina: row.terc }, row.key);
  });
  links.row('/countyWide', figures.countyWide, { gmina: 'county' }, null);
  links.row('/outside', figures.outside, { gmina: 'outside' }, null);
  const strategy = figures.strategy?.id;
  figures.items.forEach(({ code, activities }, index) => {
    links.activities(
      `/items/${String(index)}/activities`,
      activities,
      code === OUTSIDE_STRATEGY || strategy === undefined ? { item: code } : { item: code, strategy },
    );
  });
  for (const [kind, counts] of Object.entries(figures.kinds)) links.totals(`/kinds/${kind}`, counts, { kind });
  return links.found;
}
