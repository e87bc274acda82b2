import type { VNode } from 'preact';
import type { GminaRow, RowFigures } from '../../../application/queries/gminas.js';
import type { GoalRow } from '../../../application/queries/goals.js';
import type { Report } from '../../../application/reports/report.js';
import type { Phase } from '../../../domain/activities/phase.js';
import { KINDS } from '../../../domain/catalogue.js';
import { OUTSIDE_STRATEGY } from '../../../domain/views/rows.js';
import type { Look } from '../look.js';
import { type Column, Figure, Table } from '../parts/tables.js';
import { depthOf } from './goals.js';

/** A row of a report: a gmina's, the county's, what lies outside, or the totals. */
export interface ReportRow {
  readonly name: string;
  readonly href: string | undefined;
  readonly figures: RowFigures;
  /** Of a gmina. */
  readonly gmina: GminaRow | null;
  /** Its links, by path within the row. */
  readonly behind: (path: string) => string | undefined;
}

/** Every row of a report; the totals, which count each activity once, come last. */
export function reportRows(
  look: Look,
  { gminas, countyWide, outside, totals, links, from }: Report,
): readonly ReportRow[] {
  const row = (
    pointer: string,
    name: string,
    figures: RowFigures,
    gmina: GminaRow | null,
    terc?: string,
  ): ReportRow => ({
    name,
    href: terc === undefined ? undefined : look.href(`/gminy/${terc}`, { year: from.slice(0, 4) }),
    figures,
    gmina,
    behind: (path) => look.behind(links[`${pointer}/${path}`]),
  });
  return [
    ...gminas.map((each, index) => row(`/gminas/${String(index)}`, each.name, each, each, each.terc)),
    row('/countyWide', look.gmina('county'), countyWide, null, 'county'),
    row('/outside', look.gmina('outside'), outside, null, 'outside'),
    row('/totals', look.t.total, totals, null),
  ];
}

const PHASE_NAMES: readonly Phase[] = ['ahead', 'underway', 'done', 'dropped'];

/** A table of all rows. @param columns which figures */
export function RowsTable({
  look,
  rows,
  caption,
  columns,
}: {
  readonly look: Look;
  readonly rows: readonly ReportRow[];
  readonly caption: string;
  readonly columns: 'activities' | 'kinds' | 'waiting' | 'support' | 'investments' | 'late';
}): VNode {
  return (
    <Table
      look={look}
      caption={caption}
      columns={[
        {
          head: look.t.params.gmina,
          cell: ({ name, href }: ReportRow) => (href === undefined ? name : <a href={href}>{name}</a>),
        },
        ...columnsOf(look)[columns],
      ]}
      rows={rows.slice(0, -1)}
      {...(rows.at(-1) !== undefined && { foot: rows.at(-1) })}
    />
  );
}

function columnsOf(
  look: Look,
): Readonly<Record<Parameters<typeof RowsTable>[0]['columns'], readonly Column<ReportRow>[]>> {
  const { f, t, words } = look;
  const known = (value: number | null | undefined): string => (typeof value === 'number' ? f.number(value) : t.none);
  const told = (path: string, text: (figures: RowFigures) => string, head = words.figure(path)): Column<ReportRow> => ({
    head,
    figures: true,
    cell: ({ figures, behind }) => <Figure href={behind(path)}>{text(figures)}</Figure>,
  });
  const count = (path: string, of: (figures: RowFigures) => number, head?: string): Column<ReportRow> =>
    told(path, (figures) => f.number(of(figures)), head);
  const money = (path: string, of: (figures: RowFigures) => number): Column<ReportRow> =>
    told(path, (figures) => f.zloty(of(figures)));
  return {
    activities: [
      {
        head: words.figure('residents'),
        figures: true,
        cell: ({ gmina }) => known(gmina?.residents),
      },
      count('activities/total', ({ activities }) => activities.total),
      count('activities/started', ({ activities }) => activities.started),
      count('activities/completed', ({ activities }) => activities.completed),
      {
        head: words.figure('perThousand/activities'),
        figures: true,
        cell: ({ gmina, behind }) => (
          <Figure href={behind('perThousand/activities')}>{known(gmina?.perThousand?.activities)}</Figure>
        ),
      },
      ...PHASE_NAMES.map((phase) =>
        count(`activities/byPhase/${phase}`, ({ activities }) => activities.byPhase[phase], words.phase(phase)),
      ),
    ],
    kinds: KINDS.map(({ name }) =>
      count(`activities/byKind/${name}`, ({ activities }) => activities.byKind[name] ?? 0, words.kinds(name)),
    ),
    waiting: [
      count('attendance/invited', ({ attendance }) => attendance.invited),
      count('attendance/attended', ({ attendance }) => attendance.attended),
      count('attendance/inPlace', ({ attendance }) => attendance.inPlace),
      told('lastContactOn', ({ lastContactOn }) => (lastContactOn === null ? t.none : f.day(lastContactOn))),
      count('openFollowUps/count', ({ openFollowUps }) => openFollowUps.count),
      count('openFollowUps/overdue', ({ openFollowUps }) => openFollowUps.overdue),
      count('openPromises/count', ({ openPromises }) => openPromises.count),
      count('openPromises/overdue', ({ openPromises }) => openPromises.overdue),
    ],
    support: [
      money('money/support/requested', ({ money: { support } }) => support.requested),
      money('money/support/granted', ({ money: { support } }) => support.granted),
      money('money/support/delivered', ({ money: { support } }) => support.delivered),
      money('money/support/settled', ({ money: { support } }) => support.settled),
      money('money/support/returned', ({ money: { support } }) => support.returned),
      money('money/support/shared', ({ money: { support } }) => support.shared),
    ],
    investments: [
      money('money/investments/planned', ({ money: { investments } }) => investments.planned),
      money('money/investments/contracted', ({ money: { investments } }) => investments.contracted),
      money('money/investments/cost', ({ money: { investments } }) => investments.cost),
      money('money/investments/share', ({ money: { investments } }) => investments.share),
      told('length', ({ length }) => f.length(length)),
    ],
    late: [count('late', ({ late }) => late), count('backfilled', ({ backfilled }) => backfilled)],
  };
}

export function GoalsTable({ look, report }: { readonly look: Look; readonly report: Report }): VNode {
  const { t, f, words } = look;
  const { items, links, gminas, strategy, from } = report;
  const linked = (row: GoalRow, path: string, text: string): VNode => (
    <Figure href={look.behind(links[`/items/${String(items.indexOf(row))}/activities/${path}`])}>{text}</Figure>
  );
  return (
    <Table
      look={look}
      caption={t.ways.goals}
      hidden
      columns={[
        {
          head: t.goals.item,
          cell: ({ code }: GoalRow) => (
            <a href={look.href(`/cele/${code}`, { strategy: strategy?.id, year: from.slice(0, 4) })}>
              {code === OUTSIDE_STRATEGY ? t.none : code}
            </a>
          ),
        },
        {
          head: t.goals.text,
          cell: (row) => (
            <>
              <span class="kind">{words.itemLevel(row.code, depthOf(row, items))}</span>{' '}
              {row.code === OUTSIDE_STRATEGY ? '' : row.text}
            </>
          ),
        },
        {
          head: words.figure('activities/total'),
          figures: true,
          cell: (row) =>
            row.activities.total === 0 && row.code !== OUTSIDE_STRATEGY ? (
              <span class="late">{t.goals.gap}</span>
            ) : (
              linked(row, 'total', f.number(row.activities.total))
            ),
        },
        ...PHASE_NAMES.map((phase) => ({
          head: words.phase(phase),
          figures: true as const,
          cell: (row: GoalRow) => linked(row, `byPhase/${phase}`, f.number(row.activities.byPhase[phase])),
        })),
        {
          head: t.ways.gminas,
          figures: true,
          // The entries that the item counts say in which gminas.
          cell: (row) => {
            const told = t.goals.ofAll(f.number(row.gminas.length), f.number(gminas.length));
            return row.gminas.length === 0 ? told : linked(row, 'total', told);
          },
        },
      ]}
      rows={items}
    />
  );
}

export function KindsTable({ look, report }: { readonly look: Look; readonly report: Report }): VNode {
  const { t, f, words } = look;
  const { kinds, links } = report;
  return (
    <Table
      look={look}
      caption={t.figures.kinds}
      hidden
      columns={[
        {
          head: t.params.kind,
          cell: ({ name, letters }: (typeof KINDS)[number]) => `${words.kinds(name)} (${letters})`,
        },
        ...(['total', 'started', 'completed'] as const).map((figure) => ({
          head: words.figure(figure),
          figures: true as const,
          cell: ({ name }: (typeof KINDS)[number]) => (
            <Figure href={look.behind(links[`/kinds/${name}/${figure}`])}>
              {f.number(kinds[name]?.[figure] ?? 0)}
            </Figure>
          ),
        })),
      ]}
      rows={KINDS}
    />
  );
}
