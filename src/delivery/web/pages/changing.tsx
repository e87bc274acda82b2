import type { VNode } from 'preact';
import type { ActivityEntry } from '../../../application/queries/activities.js';
import type { Kind } from '../../../domain/activities/kind.js';
import { AnnulmentBody, ReasonBody } from '../../http/bodies.js';
import { type Change, changePath } from '../forms/addresses.js';
import { type Altered, CHANGES, changeSections, fieldsOf, stepSections } from '../forms/changes.js';
import type { Draft } from '../forms/draft.js';
import type { Drawn } from '../layout.js';
import type { Look } from '../look.js';
import { ChangesTable, changeShown } from '../parts/changes-table.js';
import { Fields } from '../parts/entry-fields.js';
import { EntryForm } from '../parts/entry-form.js';
import { Told } from '../parts/history.js';
import type { Linked } from '../parts/values.js';
import { DetailFields, strategyMeant } from './recording.js';

export interface Changing {
  readonly kind: Kind;
  readonly entry: ActivityEntry;
  readonly change: Change;
  readonly draft: Draft;
  readonly organisations: readonly string[];
  /** What would change, where that was asked for. */
  readonly altered: readonly Altered[] | null;
  readonly linked: Linked;
}

/** A form that changes an entry. */
export function changingPage(look: Look, changing: Changing): Drawn {
  const { kind, entry, change, draft, organisations, altered, linked } = changing;
  const { t, words } = look;
  const doing = change.do === 'take' ? words.step(kind.name, change.step) : t.effects[EFFECTS[change.do]];
  const means = change.do === 'take' ? undefined : t.forms.means[change.do];
  return {
    title: `${draft.amiss === null ? '' : t.forms.faultBefore}${look.capital(doing)}`,
    kicker: `${entry.number} · ${entry.title}`,
    script: 'forms.js',
    body: (
      <>
        {means !== undefined && <p class="lead">{means}</p>}
        {draft.meanwhile.length > 0 && (
          <section class="warning" aria-labelledby="meanwhile">
            <h2 id="meanwhile">{t.forms.meanwhile}</h2>
            <p>{t.forms.meanwhileMeans}</p>
            <ol class="history">
              {draft.meanwhile.map((line) => (
                <Told look={look} kind={kind} line={line} linked={linked} />
              ))}
            </ol>
          </section>
        )}
        {altered !== null && <Review look={look} kind={kind} altered={altered} linked={linked} />}
        <EntryForm
          look={look}
          kind={kind}
          action={changePath(entry.id, change)}
          draft={draft}
          sections={changeSections(look, kind, entry, change)}
          strategy={strategyMeant(look, draft.typed, CHANGES)}
          organisations={organisations}
          enter={change.do === 'correct' ? 'review' : 'record'}
          buttons={
            <>
              {change.do === 'correct' && (
                <button name="do" value="review">
                  {t.forms.review}
                </button>
              )}
              <button class="button" name="do" value="record">
                {change.do === 'take' ? t.forms.save : t.forms.doing[change.do]}
              </button>
              <a href={look.href(`/rejestr/${entry.id}`)}>{t.forms.leave}</a>
            </>
          }
        >
          {(drawing) => (
            <>
              {change.do === 'correct' && <DetailFields drawing={drawing} kind={kind} prefix={CHANGES} />}
              {change.do === 'correct' &&
                stepSections(look, kind, entry).map(({ legend = '', payload, prefix }) => (
                  <fieldset class="wide">
                    <legend>{t.forms.step(legend)}</legend>
                    <div class="inputs">
                      <Fields drawing={drawing} payload={payload} prefix={prefix} />
                    </div>
                  </fieldset>
                ))}
              <div class="inputs">
                <Fields
                  drawing={drawing}
                  prefix="/"
                  payload={
                    change.do === 'take'
                      ? fieldsOf(kind, change.step)
                      : change.do === 'annul'
                        ? AnnulmentBody
                        : ReasonBody
                  }
                />
              </div>
            </>
          )}
        </EntryForm>
      </>
    ),
  };
}

const EFFECTS = { correct: 'corrected', undo: 'undone', annul: 'annulled', restore: 'restored' } as const;

/** What a correction would do: every field before and after. */
function Review({
  look,
  kind,
  altered,
  linked,
}: Pick<Changing, 'kind' | 'linked'> & { readonly look: Look; readonly altered: readonly Altered[] }): VNode {
  const { t } = look;
  if (altered.length === 0)
    return (
      <p class="warning" role="status">
        {t.forms.noChange}
      </p>
    );
  return (
    <section aria-labelledby="review" tabIndex={-1} autofocus>
      <h2 id="review">{t.forms.willChange}</h2>
      <ChangesTable
        look={look}
        label={t.forms.willChange}
        after={t.forms.willBe}
        changes={altered.map((change) => changeShown({ look, kind, linked }, change))}
      />
    </section>
  );
}

/** A step that the entry cannot take as it stands now. */
export function impossiblePage(look: Look, kind: Kind, entry: ActivityEntry, step: string): Drawn {
  const { t, words } = look;
  return {
    title: t.forms.impossible,
    kicker: `${entry.number} · ${entry.title}`,
    body: (
      <>
        <p class="lead">{t.forms.impossibleMeans(words.step(kind.name, step), words.status(entry.status))}</p>
        <p class="actions">
          <a class="button" href={look.href(`/rejestr/${entry.id}`)}>
            {t.forms.toEntry}
          </a>
        </p>
      </>
    ),
  };
}
