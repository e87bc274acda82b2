import type { VNode } from 'preact';
import type { AccessPage, AccessParams } from '../../../application/access/access-reading.js';
import { ZONE } from '../../../application/placing.js';
import { ACCESS_ACTIONS, type AccessAction, type AccessRecord } from '../../../application/ports/access-log-store.js';
import type { JsonObject } from '../../../domain/kernel/json.js';
import { ownOf } from '../../../domain/kernel/own.js';
import { type Drawn, Section } from '../layout.js';
import { addressOf, type Look } from '../look.js';
import { AuditWays } from '../parts/audit-ways.js';
import { Calendar, Choice, Field, Hidden } from '../parts/forms.js';
import { ListLinks } from '../parts/list-links.js';
import { Table } from '../parts/tables.js';

/** What an entry was done to is told one by one up to so many; a list of persons may name two hundred. */
const TOLD = 10;

/** Who did what: the last first. @param asked without the point in time */
export function accessesPage(look: Look, asked: AccessParams, { items, next }: AccessPage): Drawn {
  const { t } = look;
  const { cursor, ...chosen } = asked;
  return {
    title: t.accesses.title,
    personal: true,
    body: (
      <>
        <AuditWays look={look} />
        <p class="lead">{t.accesses.means}</p>
        <Section title={t.audit.pages.accesses} id="accesses">
          <Filters look={look} asked={chosen} />
          <ListLinks look={look} path="/audyt/dostepy" asked={chosen} />
          {items.length === 0 ? <p class="lead">{t.nothing}</p> : <Accesses look={look} items={items} />}
          <nav class="turning" aria-label={t.register.turning}>
            {cursor !== undefined && <a href={look.href('/audyt/dostepy', chosen)}>← {t.audit.newest}</a>}
            {next !== null && (
              <a rel="next" href={look.href('/audyt/dostepy', { ...chosen, cursor: next })}>
                {t.audit.older} →
              </a>
            )}
          </nav>
          <p class="actions">
            <a href={addressOf('/v1/access-log', { ...asked, asOf: look.at.asOf })}>{t.accesses.json}</a>
          </p>
        </Section>
      </>
    ),
  };
}

/** What was done, in words; what is no such thing stands as it is. */
export const actionWords = ({ t }: Look, action: string): string => {
  const words: Readonly<Record<AccessAction, string>> = t.accesses.actions;
  return ownOf(words, action) ?? action;
};

function Filters({ look, asked }: { readonly look: Look; readonly asked: AccessParams }): VNode {
  const { t } = look;
  return (
    <form action="/audyt/dostepy" class="filters" aria-label={t.accesses.filters}>
      <Hidden values={look.carried} />
      <Field name="by" label={t.accesses.by}>
        <input id="f-by" name="by" value={asked.by ?? ''} maxLength={100} />
      </Field>
      <Choice
        name="action"
        label={t.accesses.action}
        any={t.all}
        options={ACCESS_ACTIONS.map((each) => ({ value: each, text: actionWords(look, each) }))}
        value={asked.action}
      />
      <Field name="subject" label={t.accesses.subject}>
        <input id="f-subject" name="subject" value={asked.subject ?? ''} maxLength={200} />
      </Field>
      <Calendar name="from" label={t.accesses.from} type="date" value={asked.from} />
      <Calendar name="to" label={t.accesses.to} type="date" value={asked.to} />
      <div class="actions">
        <button class="button">{t.show}</button>
        <a href={look.href('/audyt/dostepy')}>{t.register.clear}</a>
      </div>
    </form>
  );
}

function Accesses({ look, items }: { readonly look: Look; readonly items: readonly AccessRecord[] }): VNode {
  const { t, f, words } = look;
  return (
    <Table
      look={look}
      caption={t.audit.pages.accesses}
      hidden
      columns={[
        { head: t.accesses.number, figures: true, cell: ({ number }: AccessRecord) => f.number(number) },
        { head: t.accesses.at, cell: ({ at }) => f.moment(at, ZONE) },
        {
          head: t.accesses.by,
          cell: ({ actor: { id, roles } }) => (
            <>
              {id} <span class="kind">{roles.map((role) => words.role(role)).join(', ')}</span>
            </>
          ),
        },
        { head: t.accesses.action, cell: ({ action }) => actionWords(look, action) },
        { head: t.accesses.subject, cell: ({ subjects }) => <Subjects look={look} subjects={subjects} /> },
        {
          head: t.accesses.details,
          cell: ({ details }) => (details === undefined ? '' : <code>{detailWords(details)}</code>),
        },
      ]}
      rows={items}
    />
  );
}

function Subjects({ look, subjects }: { readonly look: Look; readonly subjects: readonly string[] }): VNode {
  const { t, f } = look;
  return (
    <ul class="values">
      {subjects.slice(0, TOLD).map((subject) => (
        <li>
          <a href={look.href('/audyt/dostepy', { subject })}>
            <Named look={look} subject={subject} />
          </a>
        </li>
      ))}
      {subjects.length > TOLD && <li>{t.accesses.more(f.number(subjects.length - TOLD))}</li>}
    </ul>
  );
}

/** What an entry was done to. */
function Named({ look, subject }: { readonly look: Look; readonly subject: string }): VNode {
  const { word, rest } = subjectNamed(look, subject);
  return (
    <>
      {word} {rest !== '' && <code>{rest}</code>}
    </>
  );
}

/** What the first parts of `report/annual/freezings/018f...` are called, as many as have a word; the rest as it is. */
export function subjectNamed({ t }: Look, subject: string): { readonly word: string; readonly rest: string } {
  const words: Readonly<Record<string, string>> = t.accesses.subjects;
  const parts = subject.split('/');
  for (let many = parts.length; many > 0; many--) {
    const word = ownOf(words, parts.slice(0, many).join('/'));
    if (word !== undefined) return { word, rest: parts.slice(many).join('/') };
  }
  return { word: '', rest: subject };
}

/** What was asked, or what became of it, by the names of the interface. */
export const detailWords = (told: JsonObject): string =>
  Object.entries(told)
    .map(([name, value]) => `${name}: ${typeof value === 'string' ? value : JSON.stringify(value)}`)
    .join('; ');
