import type { VNode } from 'preact';
import { ZONE } from '../../../application/placing.js';
import type { CloudEvent, LedgerParams } from '../../../application/queries/ledger.js';
import type { Mention } from '../../../application/queries/mentions.js';
import { KINDS } from '../../../domain/catalogue.js';
import { ownOf } from '../../../domain/kernel/own.js';
import { FREEZING } from '../../../domain/freezing.js';
import { ORGANISATION, REGISTERS } from '../../../domain/registers/registers.js';
import { START, STRATEGY_START_TAKEN } from '../../../domain/registers/strategy-changes.js';
import { subjectOf } from '../../../domain/subjects.js';
import { type Drawn, Section } from '../layout.js';
import type { Look } from '../look.js';
import { AuditWays } from '../parts/audit-ways.js';
import { eventWords, ProofLink } from '../parts/history.js';
import { Calendar, Choice, Field, Hidden } from '../parts/forms.js';
import { ListLinks } from '../parts/list-links.js';
import { Table } from '../parts/tables.js';
import { Named } from '../parts/values.js';

export interface Trailed {
  readonly events: readonly CloudEvent[];
  /** How many there are in all. */
  readonly total: number;
  /** Position before which the next page begins; null on the last. */
  readonly older: string | null;
  /** Whether this is not the first. */
  readonly newer: boolean;
  readonly mentioned: ReadonlyMap<string, Mention>;
}

/** The trail: everything that was recorded, newest first. */
export function auditPage(look: Look, asked: LedgerParams, trailed: Trailed): Drawn {
  const { t } = look;
  return {
    title: t.ways.audit,
    body: (
      <>
        <AuditWays look={look} />
        <p class="lead">
          {t.audit.means} <a href={look.href('/audyt/odtwarzacz')}>{t.audit.toPlayer}</a>
        </p>
        <Section title={t.audit.trail} id="trail">
          <Filters look={look} asked={asked} />
          <div class="above">
            <p role="status">{t.events(trailed.total)}</p>
            <ListLinks look={look} path="/audyt" asked={asked} total={trailed.total} />
          </div>
          {trailed.events.length === 0 ? (
            <p class="lead">{t.register.empty}</p>
          ) : (
            <Events look={look} caption={t.audit.trail} events={trailed.events} mentioned={trailed.mentioned} />
          )}
          <nav class="turning" aria-label={t.register.turning}>
            {trailed.newer && <a href={look.href('/audyt', { ...asked, before: undefined })}>← {t.audit.newest}</a>}
            {trailed.older !== null && (
              <a rel="next" href={look.href('/audyt', { ...asked, before: trailed.older })}>
                {t.audit.older} →
              </a>
            )}
          </nav>
        </Section>
      </>
    ),
  };
}

function Filters({ look, asked }: { readonly look: Look; readonly asked: LedgerParams }): VNode {
  const { t } = look;
  const subjects = [
    ...KINDS.map(({ name }) => name),
    ...REGISTERS.map(({ name }) => name),
    ...[START, FREEZING, 'day'],
  ].map((name) => ({ value: name, text: subjectKindWords(look, name) }));
  return (
    <form action="/audyt" class="filters" aria-label={t.audit.filters}>
      <Hidden values={look.carried} />
      {asked.stream !== undefined && (
        <p>
          {t.audit.stream}: <code>{asked.stream}</code>{' '}
          <a href={look.href('/audyt', { ...asked, stream: undefined })}>{t.audit.everyStream}</a>
          <input type="hidden" name="stream" value={asked.stream} />
        </p>
      )}
      <Choice name="kind" label={t.audit.subject} any={t.all} options={subjects} value={asked.kind} />
      <Choice
        name="gmina"
        label={t.params.gmina}
        any={t.all}
        options={look.at.directory.gminas.map(({ terc, label }) => ({ value: terc, text: label }))}
        value={asked.gmina}
      />
      <Field name="by" label={t.params.recordedBy}>
        <input id="f-by" name="by" value={asked.by ?? ''} maxLength={100} />
      </Field>
      <Calendar name="recordedFrom" label={t.params.recordedFrom} type="date" value={asked.recordedFrom} />
      <Calendar name="recordedTo" label={t.params.recordedTo} type="date" value={asked.recordedTo} />
      <div class="actions">
        <button class="button">{t.show}</button>
        <a href={look.href('/audyt')}>{t.register.clear}</a>
      </div>
    </form>
  );
}

/** Events with who recorded them when, and of what. */
export function Events({
  look,
  caption,
  events,
  mentioned,
}: {
  readonly look: Look;
  readonly caption: string;
  readonly events: readonly CloudEvent[];
  readonly mentioned: ReadonlyMap<string, Mention>;
}): VNode {
  const { t, f, words } = look;
  return (
    <Table
      look={look}
      caption={caption}
      hidden
      columns={[
        { head: t.audit.position, figures: true, cell: ({ position }: CloudEvent) => f.number(Number(position)) },
        { head: t.entry.recorded, cell: ({ time }) => f.moment(time, ZONE) },
        {
          head: t.audit.who,
          cell: ({ actor, roles }) => (
            <>
              {actor}{' '}
              <span class="kind">
                {roles
                  .split(' ')
                  .filter(Boolean)
                  .map((role) => words.role(role))
                  .join(', ')}
              </span>
            </>
          ),
        },
        { head: t.audit.what, cell: ({ type, subject }) => typeWords(look, type, subject) },
        { head: t.audit.subject, cell: (event) => <Subject look={look} event={event} mentioned={mentioned} /> },
        { head: t.proof.short, cell: ({ id, position }) => <ProofLink look={look} event={id} position={position} /> },
      ]}
      rows={events}
    />
  );
}

/** What an event is of, by name. */
export function Subject({
  look,
  event,
  mentioned,
}: {
  readonly look: Look;
  readonly event: CloudEvent;
  readonly mentioned: ReadonlyMap<string, Mention>;
}): VNode {
  const subject = subjectOf(event.subject);
  const { kind, name } = subjectTold(look, event, mentioned);
  if (subject === null) return <>{name}</>;
  return (
    <>
      <span class="kind">{kind}</span>{' '}
      {subject.of === 'activity' ? (
        <Named look={look} id={subject.id} mention={mentioned.get(subject.id)} />
      ) : subject.register === ORGANISATION ? (
        <a href={look.href(`/organizacje/${subject.key}`)}>{name}</a>
      ) : (
        name
      )}
    </>
  );
}

/** What an event is of, in words: of which kind (empty where it is of none), and which one. */
export function subjectTold(
  look: Look,
  event: CloudEvent,
  mentioned: ReadonlyMap<string, Mention>,
): { readonly kind: string; readonly name: string } {
  const subject = subjectOf(event.subject);
  const told = event.data as Readonly<Record<string, unknown>>;
  if (subject === null) {
    const day = told[event.type === STRATEGY_START_TAKEN ? 'from' : 'day'];
    return { kind: '', name: typeof day === 'string' ? look.f.day(day) : event.subject };
  }
  if (subject.of === 'activity') {
    const mention = mentioned.get(subject.id);
    const name = mention === undefined ? subject.id : `${mention.number} ${mention.title}`;
    return { kind: look.words.kind(subject.kind.name), name };
  }
  return { kind: subjectWords(look, subject.register.name), name: nameIn(look, subject.key, told) };
}

/** What an event calls its subject, else what the registers do. */
function nameIn({ at: { directory } }: Look, key: string, { name, title }: Readonly<Record<string, unknown>>): string {
  const told = [name, title].find((each) => typeof each === 'string');
  return told ?? ownOf(directory.officials, key)?.name ?? ownOf(directory.units, key) ?? key;
}

function subjectWords({ t }: Look, name: string): string {
  const words: Readonly<Record<string, string>> = t.audit.subjects;
  return ownOf(words, name) ?? name;
}

/** What the trail tells apart, in words: many of a kind of activity, one of a register. */
export const subjectKindWords = (look: Look, name: string): string =>
  KINDS.some((kind) => kind.name === name) ? look.words.kinds(name) : subjectWords(look, name);

/** What an event did, in words; what nobody has put into words stands as it is. */
export function typeWords(look: Look, type: string, stream: string): string {
  const subject = subjectOf(stream);
  if (subject?.of === 'activity') return eventWords(look, subject.kind, type);
  const words: Readonly<Record<string, string>> = look.t.audit.types;
  return ownOf(words, type) ?? type;
}
