import type { EntryLine, CountedPage, EntryParams } from '../../../application/queries/entries.js';
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
 * What the register is asked for what an organisation got: its support actions. What was granted or handed over is found
 * among them, with what was only asked for: a figure's own are not to be asked for without months.
 */
export const SUPPORT_BEHIND = {
  times: SUPPORT,
  requested: SUPPORT,
  granted: SUPPORT,
  delivered: SUPPORT,
  settled: SUPPORT,
  open: { ...SUPPORT, waitsFor: 'promise' },
} as const satisfies Partial<Record<keyof SupportSums, RegisterParams>>;

/** The register page with what is behind a figure of an organisation's support; undefined where nothing is. */
export const supportBehind = (
  look: Look,
  id: string,
  name: keyof typeof SUPPORT_BEHIND,
  sums: SupportSums,
): string | undefined =>
  sums[name] === 0 ? undefined : look.href('/rejestr', { organisation: id, ...SUPPORT_BEHIND[name] });

/** The organisations that the county works with, each with the support it got. */
export function organisationsPage(look: Look, asked: EntryParams, page: CountedPage<SupportSums>): Drawn {
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
                    <Figure href={supportBehind(look, id, 'times', support)}>{f.number(support.times)}</Figure>
                  ),
              },
              {
                head: t.organisation.delivered,
                figures: true,
                cell: ({ id, support }) =>
                  support === undefined ? (
                    ''
                  ) : (
                    <Figure href={supportBehind(look, id, 'delivered', support)}>{f.zloty(support.delivered)}</Figure>
                  ),
              },
              {
                head: t.organisation.open,
                figures: true,
                cell: ({ id, support }) =>
                  support === undefined ? (
                    ''
                  ) : (
                    <Figure href={supportBehind(look, id, 'open', support)}>{f.number(support.open)}</Figure>
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
