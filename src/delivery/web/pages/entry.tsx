import type { VNode } from 'preact';
import { ZONE } from '../../../application/placing.js';
import type { ActivityEntry } from '../../../application/queries/activities.js';
import type { HistoryLine } from '../../../application/queries/history.js';
import { type Kind, rowOf } from '../../../domain/activities/kind.js';
import { NO_OFFERS, type Offers } from '../../../domain/activities/offers.js';
import { formsOf } from '../../../domain/kernel/field-forms.js';
import type { JsonObject } from '../../../domain/kernel/json.js';
import { type Drawn, Section } from '../layout.js';
import type { Look } from '../look.js';
import { Due, Status, when } from '../parts/activities.js';
import { eventWords, Told } from '../parts/history.js';
import { changePath, recordingPath } from '../forms/addresses.js';
import { type Linked, Named, Value } from '../parts/values.js';

/** One entry: what it says, what became of it, and what can become of it. */
export function entryPage(
  look: Look,
  kind: Kind,
  entry: ActivityEntry,
  history: readonly HistoryLine[],
  linked: Linked,
  { offers, saved }: { readonly offers: Offers; readonly saved: boolean },
): Drawn {
  const { t, words } = look;
  return {
    title: entry.title,
    kicker: `${entry.number} · ${words.kind(entry.kind)}`,
    body: (
      <>
        {saved && (
          <p class="saved" role="status">
            {t.forms.saved}: {eventWords(look, kind, history.at(-1)?.type ?? '')}.
          </p>
        )}
        <p class="lead">
          <Status look={look} line={entry} />
          {entry.phase !== null && entry.phase !== 'dropped' && ` · ${words.phase(entry.phase)}`}
          {entry.due !== null && (
            <>
              {' '}
              · {t.register.due}: <Due look={look} line={entry} />
            </>
          )}
        </p>
        {entry.annulment !== null && (
          <p class="warning">
            {t.entry.annulled(entry.annulment.reason)}
            {entry.annulment.replacedBy !== undefined && (
              <>
                {' '}
                {t.entry.replacedBy}:{' '}
                <Named look={look} id={entry.annulment.replacedBy} mention={linked.get(entry.annulment.replacedBy)} />
              </>
            )}
          </p>
        )}
        <div class="halves">
          <Section title={t.entry.facts} id="facts">
            <Facts look={look} kind={kind} entry={entry} linked={linked} />
          </Section>
          <div>
            <Section title={t.entry.steps} id="steps">
              <Steps look={look} kind={kind} entry={entry} linked={linked} />
            </Section>
            <Section title={t.entry.next} id="next">
              {entry.steps.length === 0 ? (
                <p>{t.entry.noNext}</p>
              ) : (
                <ul class="next">
                  {entry.steps.map((step) => (
                    <li>
                      {offers.steps.includes(step) ? (
                        <a class="button" href={look.href(changePath(entry.id, { do: 'take', step }))}>
                          {words.step(kind.name, step)}
                        </a>
                      ) : (
                        words.step(kind.name, step)
                      )}
                      {offers.correct && !offers.steps.includes(step) && ` (${t.forms.onlyManager})`}
                    </li>
                  ))}
                </ul>
              )}
            </Section>
            <Changes look={look} kind={kind} entry={entry} offers={offers} />
          </div>
        </div>
        <Section title={t.entry.history} id="history">
          <p>{t.entry.historyMeans(t.events(history.length))}</p>
          <ol class="history">
            {history.toReversed().map((line) => (
              <Told look={look} kind={kind} line={line} linked={linked} />
            ))}
          </ol>
        </Section>
      </>
    ),
  };
}

/** What else can be done with the entry; nothing where nobody may. */
function Changes({ look, kind, entry, offers }: Omit<OfEntry, 'linked'> & { readonly offers: Offers }): VNode | null {
  const { t } = look;
  if (offers === NO_OFFERS) return null;
  const ways = (['correct', 'undo', 'annul', 'restore'] as const).filter((each) => offers[each]);
  return (
    <Section title={t.forms.otherChanges} id="changes">
      <p class="actions">
        {ways.map((each) => (
          <a class="button" href={look.href(changePath(entry.id, { do: each }))}>
            {each === 'correct' ? t.forms.correct : t.forms.doing[each]}
          </a>
        ))}
        <a class="button" href={look.href(recordingPath(kind), { copy: entry.id })}>
          {t.forms.copy}
        </a>
      </p>
    </Section>
  );
}

interface OfEntry {
  readonly look: Look;
  readonly kind: Kind;
  readonly entry: ActivityEntry;
  readonly linked: Linked;
}

function Facts({ look, kind, entry, linked }: OfEntry): VNode {
  const { t, words, f } = look;
  const {
    title: _title,
    occurredOn: _on,
    occurredUntil: _until,
    occurredPrecision: _precision,
    strategy,
    ...details
  } = entry.details;
  const forms = formsOf(kind.details);
  // In the order of the payload class: shared fields first, then the kind's own.
  const fields = [...forms.keys()].filter((field) => Object.hasOwn(details, field));
  // What a ledger holds is JSON, whatever its payload class calls it.
  const told = details as unknown as JsonObject;
  return (
    <dl class="facts">
      <dt>{t.register.when}</dt>
      <dd>{when(look, entry)}</dd>
      {fields.map((field) => (
        <>
          <dt>{words.field(kind.name, field)}</dt>
          <dd>
            {field === 'strategyItems' ? (
              <Items look={look} codes={entry.strategyItems} strategy={strategy} />
            ) : (
              <Value
                look={look}
                kind={kind}
                linked={linked}
                field={field}
                value={told[field] ?? null}
                form={forms.get(field)}
              />
            )}
          </dd>
        </>
      ))}
      {entry.jrwa.length > 0 && (
        <>
          <dt>{t.entry.jrwa}</dt>
          <dd>{entry.jrwa.join(', ')}</dd>
        </>
      )}
      <dt>{t.entry.recorded}</dt>
      <dd>
        {f.moment(entry.recordedAt, ZONE)}, {entry.recordedBy}
        {entry.lateDays > 0 && ` (${t.entry.late(t.days(entry.lateDays))})`}
        {entry.backfilledDays > 0 && ` (${t.entry.backfilled(t.days(entry.backfilledDays))})`}
      </dd>
    </dl>
  );
}

function Items({
  look,
  codes,
  strategy,
}: {
  readonly look: Look;
  readonly codes: readonly string[];
  readonly strategy: string | undefined;
}): VNode {
  if (codes.length === 0) return <>{look.t.outsideStrategy}</>;
  return (
    <ul class="values">
      {codes.map((code) => (
        <li>
          <a href={look.href(`/cele/${code.split('/').at(-1) ?? code}`, { strategy })}>{code}</a>{' '}
          {look.item(code, strategy)}
        </li>
      ))}
    </ul>
  );
}

/** The steps in force, in the order in which they were taken. */
function Steps({ look, kind, entry, linked }: OfEntry): VNode {
  const { words, f } = look;
  return (
    <ol class="steps">
      {entry.taken.map(({ step, on, status, by, ...fields }) => {
        const forms = formsOf(rowOf(kind, step)?.fields ?? kind.details);
        return (
          <li>
            <b>{words.step(kind.name, step)}</b>{' '}
            <span class="quiet">
              {f.day(on)}, {by}
            </span>{' '}
            → {words.status(status)}
            {Object.keys(fields).length > 0 && (
              <dl class="facts">
                {Object.entries(fields).map(([field, value]) => (
                  <>
                    <dt>{words.field(kind.name, field)}</dt>
                    <dd>
                      <Value
                        look={look}
                        kind={kind}
                        linked={linked}
                        field={field}
                        value={value ?? null}
                        form={forms.get(field)}
                      />
                    </dd>
                  </>
                ))}
              </dl>
            )}
          </li>
        );
      })}
    </ol>
  );
}
