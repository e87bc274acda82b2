import type { VNode } from 'preact';
import type { UnsealedPerson } from '../../../application/persons/person-reading.js';
import { ZONE } from '../../../application/placing.js';
import { formsOf } from '../../../domain/kernel/field-forms.js';
import { PersonDetails, PersonErasure } from '../../../domain/registers/person.js';
import { ReasonBody } from '../../http/bodies.js';
import { PERSON_READERS } from '../../http/rights.js';
import { correctionPath, erasurePath, NEW_PERSON, personPath } from '../forms/addresses.js';
import { CHANGES } from '../forms/changes.js';
import type { Draft } from '../forms/draft.js';
import type { Drawing } from '../forms/drawing.js';
import { CONFIRMED, PERSON_SECTIONS, PERSONS } from '../forms/persons.js';
import { idOf } from '../forms/places.js';
import { sameIn, type Typed } from '../forms/typed.js';
import { type Drawn, Section } from '../layout.js';
import type { Look } from '../look.js';
import { Fields } from '../parts/entry-fields.js';
import { ChangesTable } from '../parts/changes-table.js';
import { EntryForm, type EntryFormProps } from '../parts/entry-form.js';
import { Facts } from '../parts/facts.js';
import { Beside, faultsAt } from '../parts/inputs.js';

/** A form of a person, with what is around every form. */
function PersonForm({
  button,
  leave: [to, text],
  organisations = [],
  enter = 'record',
  ...form
}: Pick<EntryFormProps, 'look' | 'action' | 'draft' | 'sections' | 'children'> &
  Partial<Pick<EntryFormProps, 'organisations' | 'enter'>> & {
    readonly button: string;
    /** Where one goes who does not send it, and what that is called. */
    readonly leave: readonly [path: string, text: string];
  }): VNode {
  return (
    <EntryForm
      {...form}
      kind={PERSONS}
      strategy={null}
      organisations={organisations}
      enter={enter}
      buttons={
        <>
          <button class="button" name="do" value="record">
            {button}
          </button>
          <a href={form.look.href(to)}>{text}</a>
        </>
      }
    />
  );
}

/** The form of a new person. */
export function registeringPage(look: Look, draft: Draft, organisations: readonly string[]): Drawn {
  const { t } = look;
  const own = t.persons.register;
  return {
    ...headOf(look, own.title, draft),
    body: (
      <>
        <p class="lead">{own.means}</p>
        <PersonForm
          look={look}
          action={NEW_PERSON}
          draft={draft}
          sections={PERSON_SECTIONS.register}
          organisations={organisations}
          button={own.button}
          leave={['/osoby', t.forms.leave]}
        >
          {(drawing) => (
            <div class="inputs">
              <Fields drawing={drawing} payload={PersonDetails} prefix="/" />
            </div>
          )}
        </PersonForm>
      </>
    ),
  };
}

export interface CorrectingPerson {
  readonly person: Pick<UnsealedPerson, 'id' | 'organisation'>;
  readonly draft: Draft;
  readonly organisations: readonly string[];
  /** Whether what the form shows was opened for it. */
  readonly opened: boolean;
  /** What others changed while the form was open, from what to what; null for nothing. */
  readonly overtaken: { readonly was: Typed; readonly now: Typed } | null;
}

/** The form that corrects a person. */
export function correctingPage(
  look: Look,
  { person, draft, organisations, opened, overtaken }: CorrectingPerson,
): Drawn {
  const { t } = look;
  const own = t.persons.correct;
  const { id, organisation } = person;
  return {
    ...headOf(look, own.title, draft),
    kicker: organisation.name,
    body: (
      <>
        <p class="lead">{own.means}</p>
        {opened && <p class="on-record">{t.persons.onRecord}</p>}
        {overtaken !== null && <Meanwhile look={look} {...overtaken} />}
        <PersonForm
          look={look}
          action={correctionPath(id)}
          draft={draft}
          sections={PERSON_SECTIONS.correct}
          organisations={organisations}
          button={own.button}
          leave={[personPath(id), t.forms.leave]}
        >
          {(drawing) => (
            <div class="inputs">
              <Fields drawing={drawing} payload={PersonDetails} prefix={CHANGES} />
              <Fields drawing={drawing} payload={ReasonBody} prefix="/" />
            </div>
          )}
        </PersonForm>
      </>
    ),
  };
}

/** What somebody else changed, field by field. */
function Meanwhile({ look, was, now }: { readonly look: Look; readonly was: Typed; readonly now: Typed }): VNode {
  const { t, words } = look;
  const changed = [...formsOf(PersonDetails).keys()].filter((field) => !sameIn(was, now, CHANGES + field));
  // An organisation is told by its name.
  const told = (typed: Typed, field: string): string | null =>
    (typed.get(CHANGES + field) ?? typed.get(`${CHANGES}${field}/name`) ?? [])[0] ?? null;
  return (
    <section class="warning" aria-labelledby="meanwhile">
      <h2 id="meanwhile">{t.persons.meanwhile}</h2>
      <p>{t.persons.meanwhileMeans}</p>
      <ChangesTable
        look={look}
        label={t.persons.meanwhile}
        changes={changed.map((field) => ({
          field: words.field(PERSONS.name, field),
          before: told(was, field),
          after: told(now, field),
        }))}
      />
    </section>
  );
}

/** The form that erases a person: it says what that does, and shows nothing that is sealed. */
export function erasingPage(look: Look, person: UnsealedPerson, draft: Draft): Drawn {
  const { t, words, f } = look;
  const own = t.persons.erase;
  const { id, organisation, recordedAt, recordedBy } = person;
  const field = (of: string): string => words.field(PERSONS.name, of);
  return {
    ...headOf(look, own.title, draft),
    kicker: organisation.name,
    body: (
      <>
        <p class="lead">{own.means}</p>
        <div class="halves">
          <Section title={own.what} id="what">
            <ul class="prose">
              {own.effects.map((effect) => (
                <li>{effect}</li>
              ))}
            </ul>
          </Section>
          <Section title={own.whom} id="whom">
            <p>{own.whomMeans}</p>
            <Facts
              facts={[
                [field('organisation'), organisation.name],
                [field('function'), person.function ?? t.none],
                [t.persons.id, <code>{id}</code>],
                [t.entry.recorded, `${f.moment(recordedAt, ZONE)}, ${recordedBy}`],
              ]}
            />
          </Section>
        </div>
        <PersonForm
          look={look}
          action={erasurePath(id)}
          draft={draft}
          sections={PERSON_SECTIONS.erase}
          enter="review"
          button={own.button}
          leave={[look.may(...PERSON_READERS) ? personPath(id) : '/pulpit', own.leave]}
        >
          {(drawing) => (
            <>
              <div class="inputs">
                <Fields drawing={drawing} payload={PersonErasure} prefix="/" />
              </div>
              <Confirmed drawing={drawing} />
            </>
          )}
        </PersonForm>
      </>
    ),
  };
}

function Confirmed({ drawing }: { readonly drawing: Drawing }): VNode {
  const amiss = faultsAt(drawing, CONFIRMED).length > 0;
  return (
    <div class="warning">
      <label>
        <input
          type="checkbox"
          id={idOf(CONFIRMED)}
          name={CONFIRMED}
          value="true"
          checked={drawing.typed.get(CONFIRMED)?.[0] === 'true'}
          aria-describedby={amiss ? `e-${CONFIRMED}` : undefined}
          aria-invalid={amiss ? 'true' : undefined}
        />{' '}
        {drawing.look.t.persons.erase.confirmed}
      </label>
      <Beside drawing={drawing} at={CONFIRMED} />
    </div>
  );
}

const headOf = ({ t }: Look, title: string, { amiss }: Draft): Pick<Drawn, 'title' | 'script' | 'personal'> => ({
  title: `${amiss === null ? '' : t.forms.faultBefore}${title}`,
  script: 'forms.js',
  personal: true,
});

/** Recorded, but the list does not show them yet. */
export function personLatePage(look: Look, id: string): Drawn {
  const { t } = look;
  return {
    title: t.persons.late,
    body: (
      <>
        <p class="lead">{t.persons.lateMeans}</p>
        <p class="actions">
          <a class="button" href={look.href(personPath(id))}>
            {t.persons.toPerson}
          </a>
        </p>
      </>
    ),
  };
}
