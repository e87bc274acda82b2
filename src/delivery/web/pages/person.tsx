import type { VNode } from 'preact';
import type { Erasure } from '../../../application/persons/certificate.js';
import type { PersonLine } from '../../../application/persons/person-reading.js';
import { ZONE } from '../../../application/placing.js';
import type { ActivityLine } from '../../../application/queries/activities.js';
import { contact } from '../../../domain/activities/contact/contact.js';
import { PERSON } from '../../../domain/registers/person.js';
import { ACCESS_READERS } from '../../http/auditors.js';
import { ERASERS, PERSON_READERS, RECORDERS } from '../../http/rights.js';
import { certificatePath, correctionPath, erasurePath, recordingPath } from '../forms/addresses.js';
import { type Drawn, Section } from '../layout.js';
import { addressOf, type Look } from '../look.js';
import { Activities } from '../parts/activities.js';
import { type Fact, Facts } from '../parts/facts.js';

export interface PersonShown {
  /** The last contacts that name the person. */
  readonly contacts: readonly ActivityLine[];
  readonly saved: boolean;
}

/** One person. Neither title names them: a browser keeps the titles of pages in its history. */
export function personPage(look: Look, person: PersonLine, { contacts, saved }: PersonShown): Drawn {
  const { t } = look;
  const { id, organisation, state, erasure } = person;
  return {
    title: state === 'erased' ? t.persons.erasure.title : look.capital(t.persons.one),
    kicker: organisation.name,
    personal: true,
    body: (
      <>
        {saved && (
          <p class="saved" role="status">
            {t.forms.saved}.
          </p>
        )}
        {state === 'readable' && <p class="on-record">{t.persons.onRecord}</p>}
        {state === 'unreadable' && <p class="warning">{t.persons.unreadableMeans}</p>}
        {state === 'erased' && <p class="lead">{t.persons.erasure.means}</p>}
        <Section title={t.persons.facts} id="facts">
          <Facts facts={factsOf(look, person)} />
          <Changes look={look} person={person} />
        </Section>
        {erasure !== undefined && <Erased look={look} id={id} erasure={erasure} />}
        <Section title={t.persons.contacts} id="contacts">
          {contacts.length === 0 ? (
            <p>{t.persons.noContacts}</p>
          ) : (
            <>
              <p>{t.persons.contactsMeans}</p>
              <Activities
                look={look}
                caption={t.persons.contacts}
                page={{ items: contacts }}
                columns={['number', 'when', 'what', 'state']}
                all={contactsHref(look, organisation.id)}
              />
            </>
          )}
          <p>
            <a href={contactsHref(look, organisation.id)}>{t.persons.allContacts}</a>
          </p>
        </Section>
        <p class="actions">
          <a href={look.href('/osoby')}>{t.persons.toList}</a>
          {look.may(...ACCESS_READERS) && (
            <a href={look.href('/audyt/dostepy', { subject: `${PERSON.name}/${id}` })}>{t.persons.readings}</a>
          )}
          <a href={addressOf(`/v1/${PERSON.path}/${id}`, { asOf: look.at.asOf })}>{t.persons.json}</a>
        </p>
      </>
    ),
  };
}

const contactsHref = (look: Look, organisation: string): string =>
  look.href('/rejestr', { kind: contact.name, organisation });

function factsOf(look: Look, person: PersonLine): readonly Fact[] {
  const { t, words, f } = look;
  const { state, name, phone, email, organisation } = person;
  const field = (of: string): string => words.field(PERSON.name, of);
  return [
    ...(state === 'readable'
      ? ([
          [field('name'), <strong>{name}</strong>],
          [field('phone'), phone ?? t.none],
          [field('email'), email ?? t.none],
        ] as const)
      : []),
    [field('organisation'), <a href={look.href(`/organizacje/${organisation.id}`)}>{organisation.name}</a>],
    [field('function'), person.function ?? t.none],
    [t.persons.id, <code>{person.id}</code>],
    [t.entry.recorded, `${f.moment(person.recordedAt, ZONE)}, ${person.recordedBy}`],
    [t.persons.changed, `${f.moment(person.lastChangedAt, ZONE)}, ${person.lastChangedBy}`],
  ];
}

/** What can be done with the person, by whom: as of a past day nothing. */
function Changes({ look, person }: { readonly look: Look; readonly person: PersonLine }): VNode | null {
  const { t } = look;
  const { id, state } = person;
  if (look.past || state === 'erased') return null;
  const records = look.may(...RECORDERS);
  return (
    <>
      <p class="actions">
        {records && (
          <a class="button" href={look.href(recordingPath(contact), { person: id })}>
            {t.persons.recordContact}
          </a>
        )}
        {records && state === 'readable' && (
          <a class="button" href={look.href(correctionPath(id))}>
            {t.persons.correct.link}
          </a>
        )}
        {look.may(...ERASERS) && (
          <a class="button" href={look.href(erasurePath(id))}>
            {t.persons.erase.link}
          </a>
        )}
      </p>
      {!look.may(...ERASERS) && <p class="quiet">{t.persons.erase.others}</p>}
    </>
  );
}

/** That a person was erased, and the certificate of it. */
function Erased({ look, id, erasure }: { readonly look: Look; readonly id: string; readonly erasure: Erasure }): VNode {
  const { t, f } = look;
  const own = t.persons.erasure;
  const { at, by, reason, keyDestroyedAt, certificate } = erasure;
  return (
    <>
      <Facts
        facts={[
          [own.at, f.moment(at, ZONE)],
          [own.by, by],
          [own.reason, reason],
          [own.keyDestroyedAt, f.moment(keyDestroyedAt, ZONE)],
        ]}
      />
      <Section title={own.certificate} id="certificate">
        {certificate === null ? (
          <p class="warning">{own.noCertificate}</p>
        ) : (
          <>
            <p>{own.certificateMeans}</p>
            <pre>{certificate}</pre>
            <p class="actions">
              <a href={look.href(certificatePath(id))} download>
                {own.download}
              </a>
            </p>
          </>
        )}
      </Section>
    </>
  );
}

/** A person who was erased, for whoever erases: they may not be one who reads. */
export function erasedPage(look: Look, id: string, erasure: Erasure): Drawn {
  const { t } = look;
  return {
    title: t.persons.erasure.title,
    personal: true,
    body: (
      <>
        <p class="lead">{t.persons.erasure.means}</p>
        <Erased look={look} id={id} erasure={erasure} />
        {look.may(...PERSON_READERS) && (
          <p class="actions">
            <a href={look.href('/osoby')}>{t.persons.toList}</a>
            <a href={`/v1/${PERSON.path}/${id}`}>{t.persons.json}</a>
          </p>
        )}
      </>
    ),
  };
}

/** Persons cannot be opened now. @param detail why, and who can do what */
export function closedPage(look: Look, detail: string): Drawn {
  const { t, words } = look;
  return {
    title: t.persons.unavailable,
    personal: true,
    body: <p class="lead">{words.outage(detail)}</p>,
  };
}
