import type { VNode } from 'preact';
import { ZONE } from '../../../application/placing.js';
import type { ActivityPage } from '../../../application/queries/activities.js';
import type { EntryLine } from '../../../application/queries/entries.js';
import type { Support } from '../../../application/queries/support.js';
import { PERSON_READERS } from '../../http/rights.js';
import { type Drawn, Section } from '../layout.js';
import type { Look } from '../look.js';
import { supportBehind, type SUPPORT_BEHIND } from './organisations.js';
import { Activities } from '../parts/activities.js';
import { Figures, type Told } from '../parts/figures.js';
import { MonthChart, type MonthFigure } from '../parts/month-chart.js';
import { Years } from '../parts/periods.js';
import { Table } from '../parts/tables.js';
import { organisationOf } from './organisations.js';

export interface OrganisationShown {
  readonly year: number;
  readonly entry: EntryLine;
  readonly months: readonly MonthFigure[];
  readonly register: ActivityPage;
  readonly promises: ActivityPage;
}

/** One organisation: what it is, what it got under which decision, and everything it had a part in. */
export function organisationPage(look: Look, { year, entry, months, register, promises }: OrganisationShown): Drawn {
  const { t, words } = look;
  const details = organisationOf(entry.details);
  const { support } = entry;
  const caption = t.figures.months(String(year));
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
        {support !== undefined && <Figures look={look} told={supportTold(look, entry.id, support)} />}
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
        <Section title={t.organisation.register} id="register">
          <Activities
            look={look}
            caption={t.organisation.register}
            page={register}
            all={look.href('/rejestr', { organisation: entry.id })}
          />
        </Section>
      </>
    ),
  };
}

function supportTold(look: Look, id: string, support: Support): readonly Told[] {
  const { t, f } = look;
  const told = (name: keyof typeof SUPPORT_BEHIND, text: string): Told => ({
    label: t.organisation[name],
    text,
    href: supportBehind(look, id, name, support),
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

function Decisions({ look, support }: { readonly look: Look; readonly support: Support }): VNode {
  const { t, f } = look;
  if (support.decisions.length === 0) return <p>{t.organisation.noDecisions}</p>;
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
          cell: ({ amount }) => (amount === null ? t.none : f.zloty(amount)),
        },
        {
          head: t.register.number,
          cell: ({ activity }) => <a href={look.href('/rejestr', { number: activity })}>{activity}</a>,
        },
      ]}
      rows={support.decisions.toSorted((a, b) => (a.date < b.date ? 1 : -1))}
    />
  );
}
