import type { VNode } from 'preact';
import type { CampaignLine, InvestmentLine, Listed } from '../../../application/reports/lines.js';
import type { Report } from '../../../application/reports/report.js';
import type { Look } from '../look.js';
import { type Column, Figure, Table } from '../parts/tables.js';

interface OfReport {
  readonly look: Look;
  readonly report: Report;
}

/** The columns that both lists begin with. */
const common = (look: Look): readonly Column<InvestmentLine | CampaignLine>[] => [
  { head: look.t.register.number, cell: ({ id, number }) => <a href={look.href(`/rejestr/${id}`)}>{number}</a> },
  { head: look.t.register.what, cell: ({ title }) => title },
  { head: look.t.register.state, cell: ({ status }) => look.words.status(status) },
  { head: look.t.ways.gminas, cell: ({ gminas }) => gminas.map((code) => look.gmina(code)).join(', ') },
];

/** Columns of what an entry says in figures, each with the way to its history. */
const told =
  <L extends Pick<InvestmentLine, 'id'>>(look: Look, show: (value: number) => string) =>
  (head: string, of: (line: L) => number | null): Column<L> => ({
    head,
    figures: true,
    cell: (line) => {
      const value = of(line);
      return value === null ? (
        look.t.none
      ) : (
        <Figure href={`${look.href(`/rejestr/${line.id}`)}#history`}>{show(value)}</Figure>
      );
    },
  });

/** Where a list is not whole, the way to the rest. */
function Rest({
  look,
  report,
  listed,
  kind,
}: OfReport & { readonly listed: Listed<unknown>; readonly kind: string }): VNode | null {
  if (listed.total <= listed.lines.length) return null;
  return (
    <p>
      <a href={look.href('/rejestr', { kind, concernsFrom: report.from, concernsTo: report.to })}>
        {look.t.seeAll(look.f.number(listed.total))}
      </a>
    </p>
  );
}

/** Planned against actual cost, partners' shares and sources. */
export function Investments({ look, report }: OfReport): VNode {
  const { t, f, words } = look;
  const { investments } = report;
  if (investments.lines.length === 0) return <p>{t.report.noInvestments}</p>;
  const money = told<InvestmentLine>(look, (value) => f.zloty(value));
  return (
    <>
      <p>{t.report.overPlanMeans}</p>
      <Table
        look={look}
        caption={t.report.investments}
        hidden
        columns={[
          ...common(look),
          money(words.field('joint-investment', 'plannedCost'), ({ plannedCost }) => plannedCost),
          money(t.report.contracted, ({ contracted }) => contracted),
          money(words.field('joint-investment', 'cost'), ({ cost }) => cost),
          money(words.figure('overPlan'), ({ overPlan }) => overPlan),
          told<InvestmentLine>(look, (value) => f.length(value))(
            words.field('joint-investment', 'length'),
            ({ length }) => length,
          ),
          {
            head: words.field('joint-investment', 'partners'),
            cell: ({ partners }) =>
              partners
                .map(({ organisation, gmina, share }) => `${organisation ?? look.gmina(gmina ?? '')} ${f.zloty(share)}`)
                .join('; '),
          },
          {
            head: words.field('joint-investment', 'sources'),
            cell: ({ sources }) => sources.map(({ name, amount }) => `${name} ${f.zloty(amount)}`).join('; '),
          },
        ]}
        rows={investments.lines}
      />
      <Rest look={look} report={report} listed={investments} kind="joint-investment" />
    </>
  );
}

/** Aim, measure, target and result: what the supreme audit office asks of promotion (P/19/072). */
export function Campaigns({ look, report }: OfReport): VNode {
  const { t, f, words } = look;
  const { campaigns } = report;
  if (campaigns.lines.length === 0) return <p>{t.report.noCampaigns}</p>;
  const field = (name: string): string => words.field('campaign', name);
  const count = told<CampaignLine>(look, (value) => f.number(value));
  const money = told<CampaignLine>(look, (value) => f.zloty(value));
  return (
    <>
      <Table
        look={look}
        caption={t.report.campaigns}
        hidden
        columns={[
          ...common(look),
          { head: field('aim'), cell: ({ aim }) => aim ?? t.none },
          { head: field('measure'), cell: ({ measure }) => measure ?? t.none },
          count(field('baseline'), ({ baseline }) => baseline),
          count(field('target'), ({ target }) => target),
          count(words.figure('measured'), ({ measured }) => measured),
          { head: field('result'), cell: ({ result }) => result ?? t.none },
          money(field('budget'), ({ budget }) => budget),
          money(field('cost'), ({ cost }) => cost),
        ]}
        rows={campaigns.lines}
      />
      <Rest look={look} report={report} listed={campaigns} kind="campaign" />
    </>
  );
}
