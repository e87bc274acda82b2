import type { Answer } from '../../../application/queries/figures.js';
import type { GminaList } from '../../../application/queries/gmina-list.js';
import type { GminaRow, OtherRow } from '../../../application/queries/gminas.js';
import type { Phase } from '../../../domain/activities/phase.js';
import { type Cell, type Column, count, figures, words } from '../../paper/paper.js';
import type { Look } from '../look.js';
import type { ListFile } from './list-file.js';

const PHASE_NAMES: readonly Phase[] = ['ahead', 'underway', 'done', 'dropped'];

/** A gmina, or what belongs to none. */
export type Row = GminaRow | OtherRow;

/** A figure of a row, with its path within the row: what is behind it is known by that. */
export interface GminaFigure extends Column<Row> {
  readonly path: string;
}

const isGmina = (row: Row): row is GminaRow => 'residents' in row;

export const gminaName = (look: Look, row: Row): string => (isGmina(row) ? row.name : look.gmina(row.terc));

/** All rows of the comparison, gminas first. */
export const gminaRows = ({ gminas, county, outside }: GminaList): readonly Row[] => [...gminas, county, outside];

/** What gminas are compared by. */
export function gminaFigures({ words: named }: Look): readonly GminaFigure[] {
  const figure = (path: string, cell: (row: Row) => Cell, text = named.figure(path)): GminaFigure => ({
    ...figures(text, cell),
    path,
  });
  return [
    figure('residents', (row) => (isGmina(row) && row.residents !== null ? count(row.residents) : '')),
    figure('activities/total', ({ activities }) => count(activities.total)),
    figure('perThousand/activities', (row) =>
      isGmina(row) && row.perThousand !== null ? count(row.perThousand.activities) : '',
    ),
    ...PHASE_NAMES.map((phase) =>
      figure(`activities/byPhase/${phase}`, ({ activities }) => count(activities.byPhase[phase]), named.phase(phase)),
    ),
    {
      ...words(named.figure('lastContactOn'), ({ lastContactOn: value }: Row) =>
        value === null ? '' : { as: 'day', value },
      ),
      path: 'lastContactOn',
    },
    figure('openFollowUps/count', ({ openFollowUps }) => count(openFollowUps.count)),
    figure('openPromises/count', ({ openPromises }) => count(openPromises.count)),
  ];
}

/** The gminas of a year beside each other. */
export function gminaFile(look: Look, year: number, { value, position }: Answer<GminaList>): ListFile<Row> {
  const { t } = look;
  const rows = gminaRows(value);
  const columns = [
    words(t.params.gmina, (row: Row) => gminaName(look, row)),
    words(t.lists.terc, (row: Row) => (isGmina(row) ? row.terc : '')),
    ...gminaFigures(look),
  ];
  return {
    file: `gminy-${String(year)}`,
    title: t.gmina.list(String(year)),
    rows: t.ways.gminas,
    total: rows.length,
    counted: t.gminas(value.gminas.length),
    conditions: [],
    columns,
    onPaper: columns,
    source: 'GET /v1/gminas',
    told: (row) => row,
    pages: [{ value: { items: rows }, position }],
  };
}
