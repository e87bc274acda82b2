import type { EntryLine, EntryParams } from '../../../application/queries/entries.js';
import type { SupportSums } from '../../../application/queries/support.js';
import type { Cell } from '../../paper/paper.js';
import type { Look } from '../look.js';
import { organisationOf } from '../pages/organisations.js';
import { type Cells, columnsOf, type ListFile } from './list-file.js';

type ColumnName = keyof Look['t']['organisationColumns'];
type Line = EntryLine;

/** What one that was merged into another got stands in the row of that one. */
const sum =
  (name: keyof SupportSums, as: 'number' | 'grosze' = 'grosze') =>
  (_: Look, { support }: Line): Cell =>
    support === undefined ? '' : { as, value: support[name] };

const COLUMNS: Cells<ColumnName, Line> = {
  cells: {
    name: (_, { details }) => organisationOf(details).name,
    aliases: (_, { details }) => (organisationOf(details).aliases ?? []).join('; '),
    kind: ({ words }, { details }) => words.organisationKind(organisationOf(details).kind),
    gmina: (look, { details }) => {
      const { gmina } = organisationOf(details);
      return gmina === undefined ? '' : look.gmina(gmina);
    },
    locality: (_, { details }) => organisationOf(details).locality ?? '',
    krs: (_, { details }) => organisationOf(details).krs ?? '',
    regon: (_, { details }) => organisationOf(details).regon ?? '',
    contactPoints: (_, { details }) => (organisationOf(details).contactPoints ?? []).join('; '),
    times: sum('times', 'number'),
    requested: sum('requested'),
    granted: sum('granted'),
    delivered: sum('delivered'),
    settled: sum('settled'),
    returned: sum('returned'),
    open: sum('open', 'number'),
    decisions: sum('decisionsTotal', 'number'),
    mergedInto: (_, { mergedInto }) => mergedInto ?? '',
    recordedAt: (_, { recordedAt: value }) => ({ as: 'moment', value }),
    recordedBy: (_, { recordedBy }) => recordedBy,
    changedAt: (_, { lastChangedAt: value }) => ({ as: 'moment', value }),
    changedBy: (_, { lastChangedBy }) => lastChangedBy,
    id: (_, { id }) => id,
  },
  figures: ['times', 'requested', 'granted', 'delivered', 'settled', 'returned', 'open', 'decisions'],
  onPaper: ['name', 'kind', 'gmina', 'locality', 'times', 'requested', 'granted', 'delivered', 'open'],
};

/** The organisations that the county works with, each with the support it got. */
export function organisationList(
  look: Look,
  asked: EntryParams,
  { total, pages }: Pick<ListFile<Line>, 'total' | 'pages'>,
): ListFile<Line> {
  const { t } = look;
  return {
    file: 'organizacje',
    ...t.lists.organisations,
    total,
    counted: t.organisations(total),
    conditions: conditionsOf(look, asked),
    ...columnsOf(look, t.organisationColumns, COLUMNS),
    source: 'GET /v1/organisations',
    told: (line) => line,
    pages,
  };
}

function conditionsOf(look: Look, { q, kind, gmina }: EntryParams): readonly string[] {
  const { t, words: named } = look;
  const kinds = kind?.split(',').map((each) => named.organisationKind(each));
  return [
    ...(q === undefined ? [] : [`${t.organisation.name}: ${q}`]),
    ...(kinds === undefined ? [] : [`${t.params.kind}: ${kinds.join(', ')}`]),
    ...(gmina === undefined ? [] : [`${t.params.gmina}: ${look.gmina(gmina)}`]),
  ];
}
