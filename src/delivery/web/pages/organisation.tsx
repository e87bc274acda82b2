import type { VNode } from 'preact';
import { ZONE } from '../../../application/placing.js';
import type { ActivityPage } from '../../../application/queries/activities.js';
import type { EntryLine } from '../../../application/queries/entries.js';
import type { KindInGmina, OrganisationFigures } from '../../../application/queries/organisation-figures.js';
import type { Period } from '../../../application/queries/period.js';
import type { Support } from '../../../application/queries/support.js';
import type { OrganisationDetails } from '../../../domain/registers/organisation.js';
import { PERSON_READERS } from '../../http/rights.js';
import { type Drawn, Section } from '../layout.js';
import type { Look } from '../look.js';
import { Activities } from '../parts/activities.js';
import { Bar } from '../parts/bar.js';
import { Figures, FigureTable, RowReader, type Told } from '../parts/figures.js';
import { MonthChart, type MonthFigure } from '../parts/month-chart.js';
import { Years } from '../parts/periods.js';
import { Figure, Table } from '../parts/tables.js';
import { organisationOf, supportBehind, type SupportFigure } from './organisations.js';

export interface OrganisationShown {
  readonly year: number;
  readonly entry: EntryLine;
  readonly months: readonly MonthFigure[];
  /** Of the year; null of one that was merged into another: it counts with that one. */
  readonly figures: OrganisationFigures | null;
  /** All the months in which anything counts. */
  readonly ever: Period;
  /** Of the year. */
  readonly register: ActivityPage;
  readonly promises: ActivityPage;
}

/** One organisation: what it is, what it got under which decision, and everything it had a part in. */
export function organisationPage(look: Look, shown: OrganisationShown): Drawn {
  const { year, entry, months, figures, ever, register, promises } = shown;
  const { t, words } = look;
  const details = organisationOf(entry.details);
  const { support } = entry;
  const caption = t.figures.months(String(year));
  const money = t.organisation.money(String(year));
  return {
    title: details.name,
    kicker: words.organisationKind(details.kind),
    body: (
      <>
        {entry.mergedInto !== undefined && (
          <p class="warning">
            {t.organisation.mergedInto}{' '}
            <a href={look.href(`/organizacje/${entry.mergedInto}`)}>{t.organisation.standing}</a>
          </p>
        )}
        {support !== undefined && (
          <>
            <p class="lead">{t.organisation.ever}</p>
            <Figures look={look} told={supportTold(look, entry.id, support, ever)} />
          </>
        )}
        <div class="halves">
          <Section title={t.organisation.facts} id="facts">
            <Facts look={look} entry={entry} />
            {look.may(...PERSON_READERS) && (
              <p>
                <a href={look.href('/osoby', { organisation: entry.id })}>{t.persons.atOrganisation}</a>
              </p>
            )}
          </Section>
          <Section title={t.gmina.promises} id="promises">
            <Activities
              look={look}
              caption={t.gmina.promises}
              page={promises}
              columns={['number', 'what', 'state', 'due']}
              all={look.href('/rejestr', { organisation: entry.id, waitsFor: 'promise', sort: 'due' })}
            />
          </Section>
        </div>
        {support !== undefined && (
          <Section title={t.organisation.decisions} id="decisions">
            <Decisions look={look} support={support} />
          </Section>
        )}
        <Section title={caption} id="months">
          <Years look={look} path={`/organizacje/${entry.id}`} year={year} />
          <MonthChart look={look} caption={caption} figures={months} />
        </Section>
        {figures !== null && (
          <>
            <Section title={money} id="money">
              <p>{t.organisation.moneyMeans}</p>
              <FigureTable
                look={look}
                caption={money}
                told={new RowReader(look, figures.links).money(figures.money, figures.length)}
              />
            </Section>
            {figures.ofItsKind.length > 0 && (
              <Section title={t.organisation.comparison} id="comparison">
                <Comparison look={look} year={year} own={details} rows={figures.ofItsKind} />
              </Section>
            )}
          </>
        )}
        <Section title={t.gmina.register(String(year))} id="register">
          <Activities
            look={look}
            caption={t.gmina.register(String(year))}
            page={register}
            all={look.href('/rejestr', {
              organisation: entry.id,
              countsFrom: `${String(year)}-01`,
              countsTo: `${String(year)}-12`,
            })}
          />
          <p>
            <a href={look.href('/rejestr', { organisation: entry.id })}>{t.organisation.register}</a>
          </p>
        </Section>
      </>
    ),
  };
}

function supportTold(look: Look, id: string, support: Support, ever: Period): readonly Told[] {
  const { t, f } = look;
  const told = (name: SupportFigure, text: string): Told => ({
    label: t.organisation[name],
    text,
    href: supportBehind(look, id, name, support, ever),
  });
  return [
    told('times', f.number(support.times)),
    told('requested', f.zloty(support.requested)),
    told('granted', f.zloty(support.granted)),
    told('delivered', f.zloty(support.delivered)),
    told('settled', f.zloty(support.settled)),
    told('open', f.number(support.open)),
  ];
}

function Facts({ look, entry }: { readonly look: Look; readonly entry: EntryLine }): VNode {
  const { t, f } = look;
  const { aliases = [], gmina, locality, krs, regon, contactPoints = [] } = organisationOf(entry.details);
  const told: readonly (readonly [string, string | undefined])[] = [
    [t.organisation.aliases, aliases.join('; ')],
    [t.params.gmina, gmina === undefined ? undefined : look.gmina(gmina)],
    [t.organisation.locality, locality],
    ['KRS', krs],
    ['REGON', regon],
    [t.organisation.contactPoints, contactPoints.join(', ')],
    [t.entry.recorded, `${f.moment(entry.recordedAt, ZONE)}, ${entry.recordedBy}`],
  ];
  return (
    <dl class="facts">
      {told.map(
        ([label, text]) =>
          text !== undefined &&
          text !== '' && (
            <>
              <dt>{label}</dt>
              <dd>{text}</dd>
            </>
          ),
      )}
    </dl>
  );
}

/** What organisations of its kind got in each gmina per 1,000 residents, most first, its own marked. */
function Comparison({
  look,
  year,
  own,
  rows: unsorted,
}: {
  readonly look: Look;
  readonly year: number;
  readonly own: Pick<OrganisationDetails, 'kind' | 'gmina'>;
  readonly rows: readonly KindInGmina[];
}): VNode {
  const { t, f, words } = look;
  const perThousand = (row: KindInGmina): number => row.perThousand?.supportDelivered ?? 0;
  const rows = unsorted.toSorted((a, b) => perThousand(b) - perThousand(a));
  const most = rows[0] === undefined ? 0 : perThousand(rows[0]);
  const isOwn = (terc: string): boolean =>
    look.at.directory.gminas.some(({ terc: now, codes }) => now === terc && codes.includes(own.gmina ?? ''));
  /** Its organisations, each with what it got. */
  const behind = (row: KindInGmina, value: number): string | undefined =>
    value === 0 ? undefined : look.href('/organizacje', { kind: own.kind, gmina: row.terc });
  return (
    <>
      <p>{t.organisation.comparisonMeans}</p>
      <Table
        look={look}
        caption={t.organisation.comparison}
        hidden
        columns={[
          {
            head: t.params.gmina,
            cell: ({ terc, name }) => (
              <a href={look.href(`/gminy/${terc}`, { year: String(year) })}>
                {isOwn(terc) ? <strong aria-current="true">{name}</strong> : name}
              </a>
            ),
          },
          {
            head: words.figure('residents'),
            figures: true,
            cell: ({ residents, residentsYear }) =>
              residents === null ? t.none : t.gmina.residentsIn(f.number(residents), String(residentsYear)),
          },
          {
            head: t.ways.organisations,
            figures: true,
            cell: (row) => <Figure href={behind(row, row.organisations)}>{f.number(row.organisations)}</Figure>,
          },
          {
            head: words.figure('money/support/delivered'),
            figures: true,
            cell: (row) => <Figure href={behind(row, row.supportDelivered)}>{f.zloty(row.supportDelivered)}</Figure>,
          },
          {
            head: words.figure('perThousand/supportDelivered'),
            figures: true,
            cell: (row) =>
              row.perThousand === null ? (
                t.none
              ) : (
                <Figure href={behind(row, row.perThousand.supportDelivered)}>
                  {f.zloty(row.perThousand.supportDelivered)}
                </Figure>
              ),
          },
          { head: t.gmina.beside, cell: (row) => <Bar value={perThousand(row)} most={most} /> },
        ]}
        rows={rows}
      />
    </>
  );
}

function Decisions({ look, support }: { readonly look: Look; readonly support: Support }): VNode {
  const { t, f } = look;
  if (support.decisions.length === 0) return <p>{t.organisation.noDecisions}</p>;
  const entryHref = (number: string): string => look.href('/rejestr', { number });
  return (
    <Table
      look={look}
      caption={t.organisation.decisions}
      hidden
      columns={[
        { head: t.organisation.decision, cell: ({ number }) => number },
        { head: t.organisation.organ, cell: ({ organ }) => organ },
        { head: t.register.when, cell: ({ date }) => f.day(date) },
        {
          head: t.organisation.granted,
          figures: true,
          cell: ({ amount, activity }) => (
            <Figure href={amount === null || amount === 0 ? undefined : entryHref(activity)}>
              {amount === null ? t.none : f.zloty(amount)}
            </Figure>
          ),
        },
        {
          head: t.register.number,
          cell: ({ activity }) => <a href={entryHref(activity)}>{activity}</a>,
        },
      ]}
      rows={support.decisions.toSorted((a, b) => (a.date < b.date ? 1 : -1))}
    />
  );
}
