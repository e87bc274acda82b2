import type { GminaList } from '../../../application/queries/gmina-list.js';
import type { GminaRow, OtherRow } from '../../../application/queries/gminas.js';
import type { Phase } from '../../../domain/activities/phase.js';
import { type Drawn, Section } from '../layout.js';
import type { Look } from '../look.js';
import { Years } from '../parts/periods.js';
import { type Column, Figure, Table } from '../parts/tables.js';
import { TileMap } from '../parts/tile-map.js';

const PHASE_NAMES: readonly Phase[] = ['ahead', 'underway', 'done', 'dropped'];

/** Every gmina with its year, and what was done for the whole county or outside it. */
export function gminasPage(look: Look, year: number, list: GminaList): Drawn {
  const { t } = look;
  return {
    title: t.ways.gminas,
    body: (
      <>
        <Years look={look} path="/gminy" year={year} />
        <p class="lead">{t.gmina.listMeans}</p>
        <TileMap look={look} rows={list.gminas} year={year} caption={t.desk.mapMeans} />
        <Section title={t.gmina.list(String(year))} id="list">
          <Table
            look={look}
            caption={t.gmina.list(String(year))}
            hidden
            columns={columns(look, year, list)}
            rows={[...list.gminas, list.county, list.outside]}
          />
        </Section>
      </>
    ),
  };
}

type Row = GminaRow | OtherRow;

const isGmina = (row: Row): row is GminaRow => 'residents' in row;

function columns(look: Look, year: number, list: GminaList): readonly Column<Row>[] {
  const { t, f, words } = look;
  const pointer = (row: Row): string =>
    row === list.county
      ? '/county'
      : row === list.outside
        ? '/outside'
        : `/gminas/${String(list.gminas.findIndex((each) => each === row))}`;
  const behind = (row: Row, path: string): string | undefined => look.behind(list.links[`${pointer(row)}/${path}`]);
  const counted = (path: string, of: (row: Row) => number, head = words.figure(path)): Column<Row> => ({
    head,
    figures: true,
    cell: (row) => <Figure href={behind(row, path)}>{f.number(of(row))}</Figure>,
  });
  return [
    {
      head: t.params.gmina,
      cell: (row) => (
        <a href={look.href(`/gminy/${row.terc}`, { year: String(year) })}>
          {isGmina(row) ? row.name : look.gmina(row.terc)}
        </a>
      ),
    },
    {
      head: words.figure('residents'),
      figures: true,
      cell: (row) => (isGmina(row) && row.residents !== null ? f.number(row.residents) : t.none),
    },
    counted('activities/total', ({ activities }) => activities.total),
    {
      head: words.figure('perThousand/activities'),
      figures: true,
      cell: (row) =>
        isGmina(row) && row.perThousand !== null ? (
          <Figure href={behind(row, 'perThousand/activities')}>{f.number(row.perThousand.activities)}</Figure>
        ) : (
          t.none
        ),
    },
    ...PHASE_NAMES.map((phase) =>
      counted(`activities/byPhase/${phase}`, ({ activities }) => activities.byPhase[phase], words.phase(phase)),
    ),
    {
      head: words.figure('lastContactOn'),
      cell: (row) => (
        <Figure href={behind(row, 'lastContactOn')}>
          {row.lastContactOn === null ? t.none : f.day(row.lastContactOn)}
        </Figure>
      ),
    },
    counted('openFollowUps/count', ({ openFollowUps }) => openFollowUps.count),
    counted('openPromises/count', ({ openPromises }) => openPromises.count),
  ];
}
