import type { ComponentChildren, VNode } from 'preact';
import type { Report } from '../../../application/reports/report.js';
import { lastOf } from '../../../domain/kernel/day.js';
import { LATE_DAYS } from '../../../domain/views/register.js';
import { type Drawn, pointWords, Section } from '../layout.js';
import type { Look } from '../look.js';
import { PackOf } from '../parts/evidence.js';
import { type Fact, Facts } from '../parts/facts.js';
import { Figures, FigureTable, RowReader } from '../parts/figures.js';
import { MonthChart, monthFigures } from '../parts/month-chart.js';
import { Campaigns, Investments } from './report-lines.js';
import { GoalsTable, KindsTable, reportRows, RowsTable } from './report-tables.js';
import { Measures } from './goal.js';
import { reportPath } from '../report-addresses.js';
import { CompareForm } from '../parts/compare-form.js';
import { WriteForm } from '../parts/forms.js';

/** What is around a report on its page. */
interface Around {
  /** Its address in a form. */
  readonly file: (extension: string) => string;
  /** Under which it is frozen, however often the form is sent; null for who may not freeze it. */
  readonly key: string | null;
}

/** A report as a document: every figure leads to the entries behind it. */
export function reportPage(look: Look, report: Report, { file, key }: Around): Drawn {
  const { t, at } = look;
  return {
    ...reportHead(look, report),
    body: (
      <>
        <Files look={look} file={file} />
        {key !== null && (
          <WriteForm look={look} action={reportPath(report.report)} asked={at.asked} class="actions">
            <input type="hidden" name="key" value={key} />
            <button>{t.freezing.freeze}</button>
            <span class="quiet">{t.freezing.freezeMeans}</span>
          </WriteForm>
        )}
        <details>
          <summary>{t.difference.link}</summary>
          <CompareForm look={look} report={{ ...report, strategy: at.asked['strategy'] }} />
        </details>
        <ReportBody look={look} report={report} />
        <PackOf look={look} report={report.report} asked={at.asked} />
      </>
    ),
  };
}

export const reportHead = (look: Look, report: Report): Pick<Drawn, 'title' | 'kicker'> => ({
  title: look.t.report.title(periodWords(look, report)),
  kicker: `${report.county?.name ?? ''} · ${pointWords(look)}`,
});

/** What is shown, as files to keep, and what else leads on from there. */
export function Files({
  look: { t },
  file,
  children,
}: Pick<Around, 'file'> & { readonly look: Look; readonly children?: ComponentChildren }): VNode {
  return (
    <p class="actions">
      <a href={file('csv')} download>
        {t.report.csv}
      </a>
      <a href={file('xlsx')} download>
        {t.report.xlsx}
      </a>
      <a href={file('docx')} download>
        {t.report.docx}
      </a>
      <a href={file('md')} download>
        {t.report.markdown}
      </a>
      {children}
      <span class="quiet">{t.print}</span>
    </p>
  );
}

/** What a report says. @param look where it stands: so its links lead to what was there then */
export function ReportBody({ look, report }: { readonly look: Look; readonly report: Report }): VNode {
  const { t, f } = look;
  const { from, to, totals, links } = report;
  const reader = new RowReader(look, links, '/totals');
  const rows = reportRows(look, report);
  return (
    <>
      {report.ahead !== 'none' && <p class="warning">{t.report.ahead[report.ahead](f.day(report.day))}</p>}
      <Head look={look} report={report} />
      <Section title={t.report.summary} id="summary">
        <Figures look={look} told={reader.counts(totals)} />
        <MonthChart
          look={look}
          caption={t.figures.months(`${f.month(from)} – ${f.month(to)}`)}
          figures={monthFigures(look, totals.activities.byMonth, links, '/totals/activities/byMonth')}
        />
      </Section>
      <Section title={t.ways.gminas} id="gminas">
        <p>{t.report.gminasMeans}</p>
        <RowsTable look={look} rows={rows} caption={t.ways.gminas} columns="activities" />
        <RowsTable look={look} rows={rows} caption={t.report.kindsInGminas} columns="kinds" />
        <RowsTable look={look} rows={rows} caption={t.report.waiting} columns="waiting" />
      </Section>
      <Section title={t.ways.goals} id="goals">
        <p>{t.goals.counted}</p>
        <GoalsTable look={look} report={report} />
      </Section>
      <Section title={t.goals.measures} id="measures">
        <Measures look={look} measures={report.items.flatMap(({ measures }) => measures)} />
      </Section>
      <Section title={t.figures.kinds} id="kinds">
        <KindsTable look={look} report={report} />
      </Section>
      <Section title={t.figures.money} id="money">
        <p>{t.report.moneyMeans}</p>
        <FigureTable look={look} caption={t.figures.money} told={reader.money(totals.money, totals.length)} />
        <RowsTable look={look} rows={rows} caption={t.report.support} columns="support" />
        <RowsTable look={look} rows={rows} caption={t.report.investmentMoney} columns="investments" />
      </Section>
      <Section title={t.report.investments} id="investments">
        <Investments look={look} report={report} />
      </Section>
      <Section title={t.report.campaigns} id="campaigns">
        <Campaigns look={look} report={report} />
      </Section>
      <Section title={t.report.gaps} id="gaps">
        <Gaps look={look} report={report} />
      </Section>
      <Section title={t.report.late} id="late">
        <p>{t.report.lateMeans(t.days(LATE_DAYS))}</p>
        <RowsTable look={look} rows={rows} caption={t.report.late} columns="late" />
      </Section>
      <Section title={t.report.proof} id="proof">
        <p>{t.report.proofMeans}</p>
        <p>
          SHA-256: <code>{report.digest}</code>
        </p>
      </Section>
    </>
  );
}

/** A report's period, as it follows what it is said of. */
export function periodWords({ t, f }: Look, { report, from, to }: Pick<Report, 'report' | 'from' | 'to'>): string {
  if (report === 'annual') return t.report.ofYear(from.slice(0, 4));
  return from === to ? f.month(from) : t.report.ofPeriod(f.month(from), f.month(to));
}

/** What it is a report of, and as of when. */
function Head({ look, report }: { readonly look: Look; readonly report: Report }): VNode {
  const { t, f } = look;
  const { county, from, to, position, strategy } = report;
  const told: readonly Fact[] = [
    [t.report.county, county === null ? t.none : `${county.name} (TERC ${county.terc})`],
    [t.report.months, `${f.day(`${from}-01`)} – ${f.day(lastOf(to))}`],
    [t.report.standing, pointWords(look)],
    [t.report.position, f.number(Number(position))],
    [
      t.params.strategy,
      strategy === null
        ? t.goals.noStrategy
        : `${t.goals.strategy(strategy.title, f.day(strategy.from), f.day(strategy.until))}${strategy.ranOut ? `. ${t.goals.ranOut}` : ''}`,
    ],
  ];
  return <Facts facts={told} />;
}

/** What there was nothing of. */
function Gaps({ look, report }: { readonly look: Look; readonly report: Report }): VNode {
  const { t } = look;
  const { gaps, items, gminas, strategy } = report;
  const named = (list: readonly { readonly name: string }[]): string =>
    list.length === 0 ? t.report.noneSuch : list.map(({ name }) => name).join(', ');
  return (
    <>
      <h3>{t.report.gapItems}</h3>
      {strategy === null || gaps.length === 0 ? (
        <p>{strategy === null ? t.goals.noStrategy : t.report.noGaps}</p>
      ) : (
        <ul>
          {items
            .filter(({ code }) => gaps.includes(code))
            .map(({ code, text }) => (
              <li>
                <a href={look.href(`/cele/${code}`, { strategy: strategy.id, year: report.from.slice(0, 4) })}>
                  {code}
                </a>{' '}
                {text}
              </li>
            ))}
        </ul>
      )}
      <h3>{t.report.silentGminas}</h3>
      <p>{named(gminas.filter(({ activities }) => activities.byKind['contact'] === 0))}</p>
      <h3>{t.report.idleGminas}</h3>
      <p>{named(gminas.filter(({ activities }) => activities.total === 0))}</p>
    </>
  );
}
