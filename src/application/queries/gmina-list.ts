import { KINDS } from '../../domain/catalogue.js';
import { type Fault, queryFault, Rejection } from '../../domain/kernel/rejection.js';
import type { Entry } from '../../domain/registers/register.js';
import { GMINA } from '../../domain/registers/registers.js';
import { registers } from '../../domain/views/registers.js';
import { COUNTY, OUTSIDE } from '../../domain/views/rows.js';
import type { Reading } from '../as-of.js';
import { type FigureLinks, Links } from './figure-links.js';
import type { GminaFigures, GminaRow, OtherRow } from './gminas.js';
import type { Period } from './period.js';

/** How a list of gminas may be ordered; `-` turns it round. */
export const GMINA_SORTS = ['-activities', 'activities', 'name', 'terc'] as const;

export interface GminasShown {
  /** Most activities first, unless told otherwise. */
  readonly sort?: string;
  /** Only those without an activity of this kind in the period. */
  readonly without?: string;
}

/** The rows as a list shows them, with the register query behind each figure. */
export interface GminaList extends Period {
  readonly gminas: readonly GminaRow[];
  readonly county: OtherRow;
  readonly outside: OtherRow;
  readonly links: FigureLinks;
}

export function gminaList(figures: GminaFigures, shown: GminasShown, point: Pick<Reading, 'again' | 'day'>): GminaList {
  const { from, to, county, outside } = figures;
  const { sort = '-activities', without } = shown;
  const gminas = sorted(
    without === undefined ? figures.gminas : figures.gminas.filter((row) => row.activities.byKind[without] === 0),
    sort,
  );
  const links = new Links({ from, to }, point);
  gminas.forEach((row, index) => {
    links.gmina(`/gminas/${String(index)}`, row);
  });
  links.row('/county', county, { gmina: COUNTY }, null);
  links.row('/outside', outside, { gmina: OUTSIDE }, null);
  return { from, to, gminas, county, outside, links: links.found };
}

export function shownFaults({ sort, without }: GminasShown): readonly Fault[] {
  const kinds = KINDS.map(({ name }) => name);
  return [
    ...(sort === undefined || GMINA_SORTS.some((each) => each === sort)
      ? []
      : [queryFault('sort', `must be one of ${GMINA_SORTS.join(', ')}`)]),
    ...(without === undefined || kinds.includes(without)
      ? []
      : [queryFault('without', `must be a kind of activity: ${kinds.join(', ')}`)]),
  ];
}

function sorted(rows: readonly GminaRow[], sort: string): readonly GminaRow[] {
  switch (sort) {
    case 'activities':
      return [...rows].reverse();
    case 'name':
      return [...rows].sort((a, b) => a.name.localeCompare(b.name, 'pl'));
    case 'terc':
      return [...rows].sort((a, b) => (a.terc < b.terc ? -1 : 1));
    default:
      return rows;
  }
}

/** A gmina's row alone, with the revision of its entry in the register. */
export type RevisedRow = GminaRow & { readonly revision: number };

/** One row alone, with its period and the register query behind each figure. */
export type OneGmina = (RevisedRow | OtherRow) & Period & { readonly links: FigureLinks };

/** @throws Rejection `not-found` where the county has no such gmina */
export async function oneGmina(figures: GminaFigures, terc: string, point: Reading): Promise<OneGmina> {
  const { from, to, county, outside } = figures;
  const links = new Links({ from, to }, point);
  const other = terc === COUNTY ? county : terc === OUTSIDE ? outside : undefined;
  if (other !== undefined) {
    links.row('', other, { gmina: other.terc }, null);
    return { from, to, ...other, links: links.found };
  }
  const row = figures.gminas.find((each) => each.terc === terc || each.key === terc);
  if (row === undefined) throw new Rejection('not-found', `there is no gmina ${terc} in this county`);
  links.gmina('', row);
  const [entry] = (await point.get(registers.name, [`${GMINA.name}/${row.key}`])) as unknown as readonly Entry[];
  if (entry === undefined) throw new Error(`a row without an entry: ${row.key}`);
  return { from, to, ...row, revision: entry.revision, links: links.found };
}
