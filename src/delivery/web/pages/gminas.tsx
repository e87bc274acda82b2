import type { GminaList } from '../../../application/queries/gmina-list.js';
import { piecesOf, plainText, textOf } from '../../paper/paper.js';
import { type Drawn, Section } from '../layout.js';
import { gminaFigures, gminaName, gminaRows, type Row } from '../lists/gminas.js';
import type { Look } from '../look.js';
import { ListLinks } from '../parts/list-links.js';
import { Years } from '../parts/periods.js';
import { type Column, Figure, Table } from '../parts/tables.js';
import { TileMap } from '../parts/tile-map.js';

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
          <ListLinks look={look} path="/gminy" asked={{ year: String(year) }} />
          <Table
            look={look}
            caption={t.gmina.list(String(year))}
            hidden
            columns={columns(look, year, list)}
            rows={gminaRows(list)}
          />
        </Section>
      </>
    ),
  };
}

function columns(look: Look, year: number, list: GminaList): readonly Column<Row>[] {
  const { t, f } = look;
  const pointer = (row: Row): string =>
    row === list.county
      ? '/county'
      : row === list.outside
        ? '/outside'
        : `/gminas/${String(list.gminas.findIndex((each) => each === row))}`;
  const behind = (row: Row, path: string): string | undefined => look.behind(list.links[`${pointer(row)}/${path}`]);
  return [
    {
      head: t.params.gmina,
      cell: (row) => <a href={look.href(`/gminy/${row.terc}`, { year: String(year) })}>{gminaName(look, row)}</a>,
    },
    ...gminaFigures(look).map(({ text, right, path, cell }) => ({
      head: plainText(text),
      ...(right && { figures: true as const }),
      cell: (row: Row) => {
        const told = piecesOf(cell(row), f).map(textOf).join('');
        return told === '' ? t.none : <Figure href={behind(row, path)}>{told}</Figure>;
      },
    })),
  ];
}
