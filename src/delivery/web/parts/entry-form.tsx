import type { ComponentChildren, VNode } from 'preact';
import type { Payload } from '../../../domain/kernel/check.js';
import { formsOf } from '../../../domain/kernel/field-forms.js';
import { CONTACT_DATA } from '../../../application/commands/personal-data.js';
import type { Draft } from '../forms/draft.js';
import { idOf, type Placed, placedFaults, type Section } from '../forms/places.js';
import type { Look } from '../look.js';
import type { Drawing } from '../forms/drawing.js';
import { Lists } from './entry-fields.js';
import { Hidden, WriteForm } from './forms.js';
import { isPassing, Passing } from './passing.js';

/** Said by the domain where free text holds what only an acknowledgement lets stand (kernel/personal-data.ts). */
const MAY_BE_ACKNOWLEDGED = /^holds an e-mail address or phone number/;

/** What a form is of: a kind of activity, or a person. Its name leads to the words of its fields. */
interface Subject {
  readonly name: string;
  readonly details: Payload<object>;
}

export interface EntryFormProps {
  readonly look: Look;
  readonly kind: Subject;
  readonly action: string;
  readonly draft: Draft;
  readonly sections: readonly Section[];
  readonly strategy: string | null;
  readonly organisations: readonly string[];
  /** The button that the enter key presses. */
  readonly enter: string;
  /** Between what is amiss and the fields. */
  readonly above?: ComponentChildren;
  readonly children: (drawing: Drawing) => ComponentChildren;
  readonly buttons: ComponentChildren;
}

/** What every form of an entry has around its fields. */
export function EntryForm({
  look,
  kind,
  action,
  draft,
  sections,
  strategy,
  organisations,
  enter,
  above,
  children,
  buttons,
}: EntryFormProps): VNode {
  const { typed, meta, amiss, wanted } = draft;
  const { t, words } = look;
  const faults = placedFaults(look, kind.name, sections, amiss?.faults ?? []).map((fault) => ({
    ...fault,
    detail: words.refusal(kind.name, fault.detail),
  }));
  const drawing: Drawing = { look, kind: kind.name, typed, faults, wanted, strategy };
  const drawn = (name: string): boolean =>
    sections.some(
      ({ payload, prefix }) =>
        name.startsWith(prefix) && formsOf(payload).has(name.slice(prefix.length).split('/', 1)[0] ?? ''),
    );
  const acknowledging =
    meta.acknowledge === CONTACT_DATA || amiss?.faults.some(({ detail }) => MAY_BE_ACKNOWLEDGED.test(detail)) === true;
  const { acknowledge: _acknowledge, ...hidden } = meta;
  return (
    <>
      <Summary look={look} kind={kind} draft={draft} faults={faults} />
      <WriteForm look={look} action={action} class="entry">
        {/* The first button of a form is the one that the enter key presses. */}
        <button class="unseen" name="do" value={enter} tabIndex={-1} aria-hidden="true">
          {t.forms.save}
        </button>
        <Hidden values={hidden} />
        {/* Of a step that was chosen before: it stays, should that step be chosen again. */}
        {[...typed].flatMap(([name, texts]) =>
          drawn(name) ? [] : texts.map((text) => <input type="hidden" name={name} value={text} />),
        )}
        {above}
        {children(drawing)}
        {acknowledging && (
          <p class="warning">
            <label>
              <input
                type="checkbox"
                name="acknowledge"
                value={CONTACT_DATA}
                checked={meta.acknowledge === CONTACT_DATA}
              />{' '}
              {t.forms.acknowledge}
            </label>
          </p>
        )}
        <div class="actions">{buttons}</div>
        <noscript>
          <p class="hint">{t.forms.languageClears}</p>
        </noscript>
        <Lists look={look} organisations={organisations} />
      </WriteForm>
    </>
  );
}

/** What is wrong, with a link to each field; where one begins to read. */
function Summary({
  look,
  kind,
  draft: { amiss, resumed },
  faults,
}: {
  readonly look: Look;
  readonly kind: Subject;
  readonly draft: Draft;
  readonly faults: readonly Placed[];
}): VNode | null {
  const { t, words } = look;
  if (amiss === null)
    return resumed ? (
      <p class="warning" role="status">
        {t.forms.resumed}
      </p>
    ) : null;
  const whole = isPassing(amiss) ? (
    <Passing look={look} amiss={amiss} />
  ) : faults.length > 0 ? (
    t.forms.mend(t.forms.faults(faults.length))
  ) : (
    words.refusal(kind.name, amiss.detail)
  );
  return (
    <section class="warning summary" id="faults" tabIndex={-1} autofocus aria-labelledby="faults-title">
      <h2 id="faults-title">{t.forms.notSaved}</h2>
      <p>{whole}</p>
      {isPassing(amiss) && <p>{t.forms.keptForLater}</p>}
      {faults.length > 0 && (
        <ul>
          {faults.map(({ at, label, detail, pointer }) => (
            <li>
              {at === null ? (
                <>
                  {labelOf(look, kind, pointer)}: {detail}
                </>
              ) : (
                <a href={`#${idOf(at)}`}>
                  {label}: {detail}
                </a>
              )}
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}

/** What a field is called that is not in the form: a step may lack what only a correction adds. */
function labelOf(look: Look, kind: Subject, pointer: string): string {
  const name = pointer.split('/')[1] ?? '';
  return formsOf(kind.details).has(name) ? look.words.field(kind.name, name) : pointer;
}
