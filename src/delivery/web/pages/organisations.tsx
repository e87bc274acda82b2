import type { EntryLine, EntryPage, EntryParams } from '../../../application/queries/entries.js';
import type { SupportSums } from '../../../application/queries/support.js';
import type { JsonObject } from '../../../domain/kernel/json.js';
import { ORGANISATION_KINDS, type OrganisationDetails } from '../../../domain/registers/organisation.js';
import type { Drawn } from '../layout.js';
import type { Look } from '../look.js';
import { Choice, Field, Hidden } from '../parts/forms.js';
import { Table } from '../parts/tables.js';
import { Turning } from './register.js';

/** An organisation's details; they were checked when recorded. */
export const organisationOf = (details: JsonObject): OrganisationDetails => details as unknown as OrganisationDetails;

/** The organisations that the county works with, each with the support it got. */
export function organisationsPage(look: Look, asked: EntryParams, page: EntryPage<SupportSums>): Drawn {
  const { t, f, words } = look;
  const { cursor: _cursor, ...kept } = asked;
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
                cell: ({ support }) => (support === undefined ? t.organisation.merged : f.number(support.times)),
              },
              {
                head: t.organisation.delivered,
                figures: true,
                cell: ({ support }) => (support === undefined ? '' : f.zloty(support.delivered)),
              },
              {
                head: t.organisation.open,
                figures: true,
                cell: ({ support }) => (support === undefined ? '' : f.number(support.open)),
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
