import type { VNode } from 'preact';
import { ZONE } from '../../../application/placing.js';
import type { Freezing, FreezingLine } from '../../../application/queries/freezings.js';
import { type Drawn, pointWords } from '../layout.js';
import type { Look } from '../look.js';
import { PackOf } from '../parts/evidence.js';
import { type Fact, Facts } from '../parts/facts.js';
import { Position } from '../parts/position.js';
import { Table } from '../parts/tables.js';
import { differencePath, freezingPath } from '../report-addresses.js';
import { Files, periodWords, ReportBody } from './report.js';

/** As much of a digest as tells two apart at a glance. */
const SHORT_DIGEST = 12;

/** The frozen reports, the last one first. */
export function FrozenList({ look, frozen }: { readonly look: Look; readonly frozen: readonly FreezingLine[] }): VNode {
  const { t, f } = look;
  if (frozen.length === 0) return <p>{t.freezing.none}</p>;
  return (
    <>
      <p>{t.freezing.means}</p>
      <Table
        look={look}
        caption={t.freezing.list}
        hidden
        columns={[
          {
            head: t.freezing.report,
            cell: (line: FreezingLine) => (
              <>
                <a href={look.href(freezingPath(line.report, line.id))}>
                  {t.freezing[line.report](periodWords(look, line))}
                </a>
                {line.strategy !== null && <span class="kind">{t.freezing.ofStrategy(line.strategy)}</span>}
              </>
            ),
          },
          { head: t.freezing.when, cell: ({ recordedAt }) => f.moment(recordedAt, ZONE) },
          { head: t.freezing.who, cell: ({ recordedBy }) => recordedBy },
          { head: t.asOf, cell: ({ day }) => f.day(day) },
          { head: t.audit.position, figures: true, cell: ({ asOf }) => f.number(Number(asOf)) },
          { head: t.report.proof, cell: ({ digest }) => <code>{`${digest.slice(0, SHORT_DIGEST)}…`}</code> },
          {
            head: t.freezing.since,
            cell: ({ report, id }) => (
              <a href={look.href(differencePath(report), { freezing: id })}>{t.difference.compare}</a>
            ),
          },
        ]}
        rows={frozen.toSorted((a, b) => Number(b.position) - Number(a.position))}
      />
    </>
  );
}

/**
 * A frozen report, as it was.
 *
 * @param then where the report stands: its figures lead to the entries that were behind them
 * @param file its address in a form
 */
export function frozenPage(
  look: Look,
  then: Look,
  { freezing, report }: Freezing,
  file: (extension: string) => string,
): Drawn {
  const { t, f } = look;
  const told: readonly Fact[] = [
    [t.freezing.when, f.moment(freezing.recordedAt, ZONE)],
    [t.freezing.who, freezing.recordedBy],
    [t.freezing.event, <Position look={look} position={freezing.position} />],
    [t.report.proof, <code>{freezing.digest}</code>],
  ];
  return {
    title: t.freezing.title(periodWords(look, report)),
    kicker: `${report.county?.name ?? ''} · ${pointWords(then)}`,
    body: (
      <>
        <Files look={look} file={file}>
          <a href={look.href(differencePath(freezing.report), { freezing: freezing.id })}>{t.freezing.sinceMeans}</a>
        </Files>
        <p>{t.freezing.means}</p>
        <Facts facts={told} />
        <ReportBody look={then} report={report} />
        <PackOf look={look} report={freezing.report} asked={{ freezing: freezing.id }} />
      </>
    ),
  };
}

/** Frozen, but the lists do not show it yet. */
export function frozenLatePage(look: Look): Drawn {
  const { t } = look;
  return {
    title: t.freezing.when,
    body: (
      <>
        <p class="lead">{t.freezing.lateMeans}</p>
        <p class="actions">
          <a class="button" href={look.href('/raporty')}>
            {t.freezing.toList}
          </a>
        </p>
      </>
    ),
  };
}
