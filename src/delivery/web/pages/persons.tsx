import type { VNode } from 'preact';
import type { PersonLine, PersonPage } from '../../../application/persons/person-reading.js';
import { PERSON } from '../../../domain/registers/person.js';
import { RECORDERS } from '../../http/rights.js';
import { NEW_PERSON, personPath } from '../forms/addresses.js';
import type { Drawn } from '../layout.js';
import { addressOf, type Look } from '../look.js';
import { Choice, Hidden } from '../parts/forms.js';
import { Table } from '../parts/tables.js';
import { Turning } from './register.js';

/** What a list of persons may be asked by. */
export interface PersonsAsked {
  readonly organisation?: string;
  readonly cursor?: string;
}

/** The persons whom the county's staff call and write to. @param organisations where such persons work */
export function personsPage(
  look: Look,
  asked: PersonsAsked,
  { items, next }: PersonPage,
  organisations: readonly PersonLine['organisation'][],
): Drawn {
  const { t } = look;
  const { cursor: _cursor, ...kept } = asked;
  return {
    title: t.persons.title,
    personal: true,
    body: (
      <>
        <p class="lead">{t.persons.means}</p>
        {items.some(({ state }) => state === 'readable') && <p class="on-record">{t.persons.listOnRecord}</p>}
        {look.may(...RECORDERS) && !look.past && (
          <p class="actions">
            <a class="button" href={look.href(NEW_PERSON, kept)}>
              {t.persons.add}
            </a>
          </p>
        )}
        <form action="/osoby" class="filters" aria-label={t.persons.filters}>
          <Hidden values={look.carried} />
          <Choice
            name="organisation"
            label={t.params.organisation}
            any={t.all}
            value={asked.organisation}
            options={organisations.map(({ id, name }) => ({ value: id, text: name }))}
          />
          <div class="actions">
            <button class="button">{t.show}</button>
            <a href={look.href('/osoby')}>{t.register.clear}</a>
          </div>
        </form>
        {items.length === 0 ? <p class="lead">{t.persons.none}</p> : <Persons look={look} items={items} />}
        <Turning
          look={look}
          page={{ previous: null, next }}
          to={(cursor) => look.href('/osoby', { ...kept, cursor })}
        />
        <p class="actions">
          <a href={addressOf(`/v1/${PERSON.path}`, { ...asked, asOf: look.at.asOf })}>{t.persons.json}</a>
        </p>
      </>
    ),
  };
}

function Persons({ look, items }: { readonly look: Look; readonly items: readonly PersonLine[] }): VNode {
  const { t, words } = look;
  const head = (field: string): string => look.capital(words.field(PERSON.name, field));
  return (
    <Table
      look={look}
      caption={t.persons.title}
      hidden
      columns={[
        {
          head: head('name'),
          cell: ({ id, name, state }: PersonLine) => (
            <a href={look.href(personPath(id))}>{state === 'readable' ? name : t.persons.states[state]}</a>
          ),
        },
        { head: head('function'), cell: (person) => person.function ?? t.none },
        {
          head: head('organisation'),
          cell: ({ organisation: { id, name } }) => <a href={look.href(`/organizacje/${id}`)}>{name}</a>,
        },
        { head: head('phone'), cell: ({ phone, state }) => phone ?? (state === 'readable' ? t.none : '') },
        { head: head('email'), cell: ({ email, state }) => email ?? (state === 'readable' ? t.none : '') },
      ]}
      rows={items}
    />
  );
}
