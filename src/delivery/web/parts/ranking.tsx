import type { VNode } from 'preact';
import type { GminaList } from '../../../application/queries/gmina-list.js';
import type { Look } from '../look.js';
import { Figure, Table } from './tables.js';

/** What the map of the gminas says, as a table. */
export function Ranking({
  look,
  gminas,
  year,
}: {
  readonly look: Look;
  readonly gminas: GminaList;
  readonly year: number;
}): VNode {
  const { t, f, words } = look;
  return (
    <Table
      look={look}
      caption={t.desk.mapMeans}
      hidden
      columns={[
        {
          head: t.params.gmina,
          cell: ({ terc, name }) => <a href={look.href(`/gminy/${terc}`, { year: String(year) })}>{name}</a>,
        },
        {
          head: words.figure('activities/total'),
          figures: true,
          cell: (row) => (
            <Figure href={look.behind(gminas.links[`/gminas/${String(gminas.gminas.indexOf(row))}/activities/total`])}>
              {f.number(row.activities.total)}
            </Figure>
          ),
        },
        {
          head: words.figure('lastContactOn'),
          cell: (row) => (
            <Figure href={look.behind(gminas.links[`/gminas/${String(gminas.gminas.indexOf(row))}/lastContactOn`])}>
              {row.lastContactOn === null ? t.none : f.day(row.lastContactOn)}
            </Figure>
          ),
        },
      ]}
      rows={gminas.gminas}
    />
  );
}
