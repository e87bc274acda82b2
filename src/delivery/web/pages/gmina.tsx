import type { VNode } from 'preact';
import type { ActivityPage } from '../../../application/queries/activities.js';
import type { GminaList, OneGmina } from '../../../application/queries/gmina-list.js';
import type { GminaRow } from '../../../application/queries/gminas.js';
import { type Drawn, Section } from '../layout.js';
import type { Look } from '../look.js';
import { Activities } from '../parts/activities.js';
import { Bar } from '../parts/bar.js';
import { FigureTable, Figures, Kinds, RowReader } from '../parts/figures.js';
import { MonthChart, monthFigures } from '../parts/month-chart.js';
import { Years } from '../parts/periods.js';
import { Figure, Table } from '../parts/tables.js';

export interface GminaShown {
  readonly year: number;
  readonly gmina: OneGmina;
  /** All of them, to compare with. */
  readonly list: GminaList;
  /** Of the year, and what is open whatever the year. */
  readonly register: ActivityPage;
  readonly promises: ActivityPage;
}

/** One gmina, or what was done for the whole county or outside it. */
export function gminaPage(look: Look, { year, gmina, list, register, promises }: GminaShown): Drawn {
  const { t } = look;
  const reader = new RowReader(look, gmina.links);
  const path = `/gminy/${gmina.terc}`;
  const months = t.figures.months(String(year));
  return {
    title: 'residents' in gmina ? gmina.name : look.gmina(gmina.terc),
    kicker: 'residents' in gmina ? facts(look, gmina) : t.gmina.other,
    body: (
      <>
        <Years look={look} path={path} year={year} />
        <Figures look={look} told={reader.counts(gmina)} />
        <Section title={months} id="months">
          <MonthChart
            look={look}
            caption={months}
            figures={monthFigures(look, gmina.activities.byMonth, gmina.links, '/activities/byMonth')}
          />
        </Section>
        <div class="halves">
          <Section title={t.figures.kinds} id="kinds">
            <Kinds look={look} byKind={gmina.activities.byKind} reader={reader} />
          </Section>
          <Section title={t.figures.money} id="money">
            <FigureTable look={look} caption={t.figures.money} told={reader.money(gmina.money, gmina.length)} />
          </Section>
        </div>
        {'residents' in gmina && <Comparison look={look} year={year} list={list} own={gmina.terc} />}
        <Section title={t.gmina.promises} id="promises">
          <Activities
            look={look}
            caption={t.gmina.promises}
            page={promises}
            columns={['number', 'what', 'state', 'due']}
            all={look.href('/rejestr', { gmina: gmina.terc, waitsFor: 'promise', sort: 'due' })}
          />
        </Section>
        <Section title={t.gmina.register(String(year))} id="register">
          <Activities
            look={look}
            caption={t.gmina.register(String(year))}
            page={register}
            columns={['number', 'when', 'what', 'state']}
            all={look.href('/rejestr', { gmina: gmina.terc, countsFrom: gmina.from, countsTo: gmina.to })}
          />
        </Section>
      </>
    ),
  };
}

function facts(
  { t, f, words }: Look,
  { terc, kind, residents, residentsYear, residentsSource, rank }: GminaRow,
): string {
  return [
    words.gminaKind(kind),
    `TERC ${terc}`,
    ...(residents === null
      ? []
      : [t.gmina.residents(f.number(residents), String(residentsYear), residentsSource ?? '')]),
    t.gmina.rank(String(rank)),
  ].join(' · ');
}

/** Every gmina per 1,000 residents, its own marked. */
function Comparison({
  look,
  year,
  list,
  own,
}: {
  readonly look: Look;
  readonly year: number;
  readonly list: GminaList;
  readonly own: string;
}): VNode {
  const { t, f, words } = look;
  const known = list.gminas.filter((row) => row.perThousand !== null);
  const rows = known.toSorted((a, b) => (b.perThousand?.activities ?? 0) - (a.perThousand?.activities ?? 0));
  const most = rows[0]?.perThousand?.activities ?? 0;
  const behind = (row: GminaRow, path: string): string | undefined =>
    look.behind(list.links[`/gminas/${String(list.gminas.indexOf(row))}/perThousand/${path}`]);
  return (
    <Section title={t.gmina.comparison} id="comparison">
      <Table
        look={look}
        caption={t.gmina.comparison}
        hidden
        columns={[
          {
            head: t.params.gmina,
            cell: ({ terc, name }) =>
              terc === own ? (
                <strong aria-current="true">{name}</strong>
              ) : (
                <a href={look.href(`/gminy/${terc}`, { year: String(year) })}>{name}</a>
              ),
          },
          {
            head: words.figure('perThousand/activities'),
            figures: true,
            cell: (row) => (
              <Figure href={behind(row, 'activities')}>{f.number(row.perThousand?.activities ?? 0)}</Figure>
            ),
          },
          { head: t.gmina.beside, cell: (row) => <Bar value={row.perThousand?.activities ?? 0} most={most} /> },
          {
            head: words.figure('perThousand/supportDelivered'),
            figures: true,
            cell: (row) => (
              <Figure href={behind(row, 'supportDelivered')}>{f.zloty(row.perThousand?.supportDelivered ?? 0)}</Figure>
            ),
          },
          {
            head: words.figure('perThousand/investmentShare'),
            figures: true,
            cell: (row) => (
              <Figure href={behind(row, 'investmentShare')}>{f.zloty(row.perThousand?.investmentShare ?? 0)}</Figure>
            ),
          },
        ]}
        rows={rows}
      />
    </Section>
  );
}
