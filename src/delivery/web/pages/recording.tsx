import type { VNode } from 'preact';
import type { ActivityLine } from '../../../application/queries/activities.js';
import { StepFields } from '../../../domain/activities/details.js';
import { type Kind, rowOf } from '../../../domain/activities/kind.js';
import { KINDS } from '../../../domain/catalogue.js';
import { formsOf } from '../../../domain/kernel/field-forms.js';
import { recordingPath } from '../forms/addresses.js';
import { detailNames, namesInOrder } from '../forms/detail-names.js';
import type { Draft } from '../forms/draft.js';
import type { Section } from '../forms/places.js';
import { filledIn, type Typed } from '../forms/typed.js';
import type { Drawn } from '../layout.js';
import type { Look } from '../look.js';
import { when } from '../parts/activities.js';
import type { Drawing } from '../forms/drawing.js';
import { defaultOf, Fields } from '../parts/entry-fields.js';
import { EntryForm } from '../parts/entry-form.js';

/** Which kind is to be recorded. */
export function choosePage(look: Look): Drawn {
  const { t, words } = look;
  return {
    title: t.forms.chooseKind,
    body: (
      <ul class="choices">
        {KINDS.map((kind) => (
          <li>
            <a href={look.href(recordingPath(kind))}>{words.kind(kind.name)}</a>
            {startsOf(kind)
              .slice(1)
              .map((step) => (
                <a class="start" href={look.href(recordingPath(kind), { step })}>
                  {words.step(kind.name, step)}
                </a>
              ))}
          </li>
        ))}
      </ul>
    ),
  };
}

export const startsOf = (kind: Kind): readonly string[] =>
  Object.entries(kind.steps).flatMap(([step, row]) => (row.starts === true ? [step] : []));

/** The fields of a recording: the details, and the first step's own beside. */
function recordingSections(kind: Kind, step: string): readonly Section[] {
  const row = rowOf(kind, step);
  const details = { payload: kind.details, prefix: '/', names: namesInOrder(kind) };
  return [details, ...(row === undefined ? [] : [{ payload: row.fields, prefix: '/' }])];
}

/** The strategy whose codes are meant: the one that was chosen, else the one in force on the day that was typed. */
export function strategyMeant(look: Look, typed: Typed, prefix = '/'): string | null {
  const [chosen = ''] = typed.get(`${prefix}strategy`) ?? [];
  if (chosen !== '') return chosen;
  const [day = ''] = typed.get(`${prefix}occurredOn`) ?? [];
  const { strategies, inForce } = look.at.directory;
  return (day === '' ? undefined : strategies.findLast(({ from }) => from <= day)?.id) ?? inForce;
}

const COMMON = new Set(formsOf(StepFields).keys());

/** The details: first what an entry of the kind has to say, then, folded away, what it may say besides. */
export function DetailFields({
  drawing,
  kind,
  prefix,
  folded,
}: {
  readonly drawing: Drawing;
  readonly kind: Kind;
  readonly prefix: string;
  /** What is folded away besides, and the names of its inputs. */
  readonly folded?: { readonly names: readonly string[]; readonly fields: VNode } | undefined;
}): VNode {
  const { first, more } = detailNames(kind);
  const says = (name: string): boolean =>
    filledIn(drawing.typed, name) && drawing.typed.get(name)?.[0] !== defaultOf(name.slice(prefix.length));
  const open = [...more.map((name) => `${prefix}${name}`), ...(folded?.names ?? [])].some(
    (name) =>
      says(name) ||
      drawing.wanted === name ||
      drawing.faults.some(({ at }) => at === name || at?.startsWith(`${name}/`) === true),
  );
  return (
    <>
      <div class="inputs">
        <Fields drawing={drawing} payload={kind.details} prefix={prefix} names={first} />
      </div>
      <details open={open}>
        <summary>{drawing.look.t.forms.more}</summary>
        <div class="inputs">
          <Fields drawing={drawing} payload={kind.details} prefix={prefix} names={more} />
          {folded?.fields}
        </div>
      </details>
    </>
  );
}

/** What a new entry is drawn with, besides the form itself. */
export interface Recording {
  readonly kind: Kind;
  readonly step: string;
  readonly draft: Draft;
  readonly organisations: readonly string[];
  /** Recorded just now from this form. */
  readonly saved: ActivityLine | null;
  /** The one that it is a copy of. */
  readonly copied: ActivityLine | null;
  /** Entries that say the same of the same day. */
  readonly twins: readonly ActivityLine[];
}

/** A new entry. */
export function recordingPage(look: Look, recording: Recording): Drawn {
  const { kind, step, draft, organisations, saved, copied, twins } = recording;
  const { t, words } = look;
  const sections = recordingSections(kind, step);
  const row = rowOf(kind, step);
  const starts = startsOf(kind);
  const amiss = draft.amiss !== null || twins.length > 0;
  return {
    title: `${amiss ? t.forms.faultBefore : ''}${look.capital(words.kind(kind.name))}`,
    kicker: t.forms.newEntry,
    script: 'forms.js',
    body: (
      <>
        {saved !== null && (
          <p class="saved" role="status">
            {t.forms.saved} <EntryLink look={look} line={saved} />.
          </p>
        )}
        {copied !== null && (
          <p class="quiet">
            {t.forms.copied} <EntryLink look={look} line={copied} />. {t.forms.copiedMeans}
          </p>
        )}
        {twins.length > 0 && (
          <section class="warning summary" id="faults" tabIndex={-1} autofocus aria-labelledby="twins-title">
            <h2 id="twins-title">{t.forms.notSaved}</h2>
            <p>{t.forms.twin}</p>
            <ul>
              {twins.map((line) => (
                <li>
                  <EntryLink look={look} line={line} /> ({when(look, line)})
                </li>
              ))}
            </ul>
            <p>{t.forms.twinMeans}</p>
          </section>
        )}
        <EntryForm
          look={look}
          kind={kind}
          action={recordingPath(kind)}
          draft={{ ...draft, meta: { ...draft.meta, step } }}
          sections={sections}
          strategy={strategyMeant(look, draft.typed)}
          organisations={organisations}
          enter="record"
          above={
            starts.length > 1 && (
              <div class="actions" role="group" aria-label={t.forms.whatHappened}>
                <span>{t.forms.whatHappened}</span>
                {starts.map((each) => (
                  <button name="do" value={`step:${each}`} aria-pressed={each === step ? 'true' : 'false'}>
                    {words.step(kind.name, each)}
                  </button>
                ))}
              </div>
            )
          }
          buttons={
            <>
              <button class="button" name="do" value="record">
                {t.forms.save}
              </button>
              <button name="do" value="next">
                {t.forms.saveAndNext}
              </button>
            </>
          }
        >
          {(drawing) => {
            const names = [...formsOf(row?.fields ?? StepFields).keys()];
            const own = (
              <fieldset class="wide">
                <legend>{t.forms.step(words.step(kind.name, step))}</legend>
                <p class="hint">{t.forms.onMeans}</p>
                <div class="inputs">
                  <Fields drawing={drawing} payload={row?.fields ?? StepFields} prefix="/" />
                </div>
              </fieldset>
            );
            // A step that says nothing but its day is no matter of every entry's.
            const plain = names.every((name) => COMMON.has(name));
            const folded = plain ? { names: names.map((name) => `/${name}`), fields: own } : undefined;
            return (
              <>
                <DetailFields drawing={drawing} kind={kind} prefix="/" folded={folded} />
                {!plain && own}
              </>
            );
          }}
        </EntryForm>
      </>
    ),
  };
}

function EntryLink({ look, line }: { readonly look: Look; readonly line: ActivityLine }): VNode {
  return (
    <a href={look.href(`/rejestr/${line.id}`)}>
      {line.number} {line.title}
    </a>
  );
}

/** Recorded, but the register does not show it yet. */
export function latePage(look: Look, id: string): Drawn {
  const { t } = look;
  return {
    title: t.forms.late,
    body: (
      <>
        <p class="lead">{t.forms.lateMeans}</p>
        <p class="actions">
          <a class="button" href={look.href(`/rejestr/${id}`)}>
            {t.forms.toEntry}
          </a>
        </p>
      </>
    ),
  };
}

/** As of a past day nothing is written. */
export function pastPage(look: Look): Drawn {
  const { t } = look;
  return {
    title: t.forms.past,
    body: <p class="lead">{t.forms.pastMeans}</p>,
  };
}
