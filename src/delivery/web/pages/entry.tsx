import type { VNode } from 'preact';
import { ZONE } from '../../../application/placing.js';
import type { ActivityEntry } from '../../../application/queries/activities.js';
import type { HistoryLine } from '../../../application/queries/history.js';
import { type Kind, rowOf } from '../../../domain/activities/kind.js';
import { formsOf } from '../../../domain/kernel/field-forms.js';
import type { JsonObject } from '../../../domain/kernel/json.js';
import { effectOf } from '../../../domain/subjects.js';
import { type Drawn, Section } from '../layout.js';
import type { Look } from '../look.js';
import { Due, Status, when } from '../parts/activities.js';
import { type Linked, Named, placeOf, Value } from '../parts/values.js';

/** One entry: what it says, what became of it, and what can become of it. */
export function entryPage(
  look: Look,
  kind: Kind,
  entry: ActivityEntry,
  history: readonly HistoryLine[],
  linked: Linked,
): Drawn {
  const { t, words } = look;
  return {
    title: entry.title,
    kicker: `${entry.number} · ${words.kind(entry.kind)}`,
    body: (
      <>
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
                    <li>{words.step(kind.name, step)}</li>
                  ))}
                </ul>
              )}
            </Section>
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

/** One event of the history: who, when, why, and every field before and after. */
function Told({
  look,
  kind,
  line,
  linked,
}: {
  readonly look: Look;
  readonly kind: Kind;
  readonly line: HistoryLine;
  readonly linked: Linked;
}): VNode {
  const { t, f, words } = look;
  const shown = { look, kind, linked };
  return (
    <li id={`p${line.position}`}>
      <h3>{eventWords(look, kind, line.type)}</h3>
      <p class="quiet">
        {f.moment(line.recordedAt, ZONE)} · {line.by} ({line.roles.map((role) => words.role(role)).join(', ')}
        {line.department !== undefined && `, ${line.department}`}) · {t.position(f.number(Number(line.position)))}
        {line.origin !== undefined &&
          ` · ${t.entry.imported(line.origin.file.slice(0, 12), f.number(line.origin.row))}`}
      </p>
      {line.reason !== undefined && (
        <p>
          {t.entry.reason}: {line.reason}
        </p>
      )}
      {line.changes.length > 0 && (
        <div
          class="scroll"
          role="region"
          aria-label={`${eventWords(look, kind, line.type)}, ${t.position(f.number(Number(line.position)))} (${t.table})`}
          tabIndex={0}
        >
          <table class="changes">
            <thead>
              <tr>
                <th scope="col">{t.entry.field}</th>
                <th scope="col">{t.entry.before}</th>
                <th scope="col">{t.entry.after}</th>
              </tr>
            </thead>
            <tbody>
              {line.changes.map(({ path, before, after }) => {
                const place = placeOf(look, kind, path);
                return (
                  <tr>
                    <th scope="row">{place.words}</th>
                    <td class={before === null ? undefined : 'was'}>
                      <Value {...shown} field={place.field} form={place.form} value={before} />
                    </td>
                    <td class={after === null ? undefined : 'is'}>
                      <Value {...shown} field={place.field} form={place.form} value={after} />
                    </td>
                  </tr>
                );
              })}
            </tbody>
          </table>
        </div>
      )}
    </li>
  );
}

/** What an event of an activity did. */
export function eventWords({ t, words }: Look, kind: Kind, type: string): string {
  const effect = effectOf(type);
  if (effect !== 'stepped') return t.effects[effect];
  const step = Object.entries(kind.steps).find(([, { event }]) => event === type)?.[0];
  return step === undefined ? type : words.step(kind.name, step);
}
