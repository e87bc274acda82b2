import type { CountedPage, EntryLine, EntryParams } from '../../../application/queries/entries.js';
import type { Period } from '../../../application/queries/period.js';
import type { RegisterParams } from '../../../application/queries/register-link.js';
import type { SupportSums } from '../../../application/queries/support.js';
import type { JsonObject } from '../../../domain/kernel/json.js';
import { ORGANISATION_KINDS, type OrganisationDetails } from '../../../domain/registers/organisation.js';
import type { Drawn } from '../layout.js';
import type { Look } from '../look.js';
import { Choice, Field, Hidden } from '../parts/forms.js';
import { ListLinks } from '../parts/list-links.js';
import { Figure, Table } from '../parts/tables.js';
import { Turning } from './register.js';

/** An organisation's details; they were checked when recorded. */
export const organisationOf = (details: JsonObject): OrganisationDetails => details as unknown as OrganisationDetails;

const SUPPORT = { kind: 'support-action' } as const;

/**
 * What the register is asked for what an organisation got: its support actions that moved the amount. How often it got
 * something is found among all of them: what was given in kind, or before the rest was called off, is not to be asked for
 * alone.
 */
const SUPPORT_BEHIND = {
  times: SUPPORT,
  requested: { ...SUPPORT, figure: 'support.requested' },
  granted: { ...SUPPORT, figure: 'support.granted' },
  delivered: { ...SUPPORT, figure: 'support.delivered' },
  settled: { ...SUPPORT, figure: 'support.settled' },
  open: { ...SUPPORT, waitsFor: 'promise' },
} as const satisfies Partial<Record<keyof SupportSums, RegisterParams>>;

export type SupportFigure = keyof typeof SUPPORT_BEHIND;

/**
 * The register page with what is behind a figure of an organisation's support; undefined where nothing is.
 *
 * @param months all those in which anything counts: these sums are told whatever the year
 */
export function supportBehind(
  look: Look,
  id: string,
  name: SupportFigure,
  sums: SupportSums,
  months: Period,
): string | undefined {
  if (sums[name] === 0) return undefined;
  const behind = SUPPORT_BEHIND[name];
  const moved = 'figure' in behind ? { figureFrom: months.from, figureTo: months.to } : {};
  return look.href('/rejestr', { organisation: id, ...behind, ...moved });
}

/** The organisations that the county works with, each with the support it got. */
export function organisationsPage(
  look: Look,
  asked: EntryParams,
  page: CountedPage<SupportSums>,
  months: Period,
): Drawn {
  const { t, f, words } = look;
  const { cursor: _cursor, ...kept } = asked;
  const { total = 0 } = page;
  return {
    title: t.ways.organisations,
    body: (
      <>
        <form action="/organizacje" class="filters" aria-label={t.organisation.filters}>
          <Hidden values={look.carried} />
          <Field name="q" label={t.organisation.name}>
            <input id="f-q" name="q" type="search" value={asked.q ?? ''} maxLength={200} />
          </Field>
          <Choice
            name="kind"
            label={t.params.kind}
            any={t.all}
            value={asked.kind}
            options={ORGANISATION_KINDS.map((kind) => ({ value: kind, text: words.organisationKind(kind) }))}
          />
          <Choice
            name="gmina"
            label={t.params.gmina}
            any={t.all}
            value={asked.gmina}
            options={look.at.directory.gminas.map(({ terc, label }) => ({ value: terc, text: label }))}
          />
          <div class="actions">
            <button class="button">{t.show}</button>
            <a href={look.href('/organizacje')}>{t.register.clear}</a>
          </div>
        </form>
        <div class="above">
          <p role="status">{t.organisations(total)}</p>
          <ListLinks look={look} path="/organizacje" asked={kept} total={total} />
        </div>
        {page.items.length === 0 ? (
          <p class="lead">{t.organisation.none}</p>
        ) : (
          <Table
            look={look}
            caption={t.organisation.list}
            columns={[
              {
                head: t.organisation.name,
                cell: ({ id, details }: EntryLine<SupportSums>) => (
                  <a href={look.href(`/organizacje/${id}`)}>{organisationOf(details).name}</a>
                ),
              },
              { head: t.params.kind, cell: ({ details }) => words.organisationKind(organisationOf(details).kind) },
              {
                head: t.params.gmina,
                cell: ({ details }) => {
                  const { gmina, locality } = organisationOf(details);
                  return [
                    ...(gmina === undefined ? [] : [look.gmina(gmina)]),
                    ...(locality === undefined ? [] : [locality]),
                  ].join(', ');
                },
              },
              {
                head: t.organisation.times,
                figures: true,
                cell: ({ id, support }) =>
                  support === undefined ? (
                    t.organisation.merged
                  ) : (
                    <Figure href={supportBehind(look, id, 'times', support, months)}>{f.number(support.times)}</Figure>
                  ),
              },
              {
                head: t.organisation.delivered,
                figures: true,
                cell: ({ id, support }) =>
                  support === undefined ? (
                    ''
                  ) : (
                    <Figure href={supportBehind(look, id, 'delivered', support, months)}>
                      {f.zloty(support.delivered)}
                    </Figure>
                  ),
              },
              {
                head: t.organisation.open,
                figures: true,
                cell: ({ id, support }) =>
                  support === undefined ? (
                    ''
                  ) : (
                    <Figure href={supportBehind(look, id, 'open', support, months)}>{f.number(support.open)}</Figure>
                  ),
              },
            ]}
            rows={page.items}
          />
        )}
        <Turning
          look={look}
          page={{ previous: null, next: page.next }}
          to={(cursor) => look.href('/organizacje', { ...kept, cursor })}
        />
      </>
    ),
  };
}
