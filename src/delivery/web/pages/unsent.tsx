import type { Unsent } from '../kept.js';
import type { Drawn } from '../layout.js';
import type { Look } from '../look.js';
import { ResentForm } from '../parts/forms.js';
import { Passing } from '../parts/passing.js';
import type { Amiss } from '../pages.js';

/** More than a word: what takes effort to type again. Codes, days and ids are one. */
const LONGER = /\S\s+\S/;

/**
 * Holds all that a form brought until it can be recorded: it is sent once more as it came. Nothing is read to draw it, so
 * that it can be drawn whatever is out of order.
 */
export function unsentPage(look: Look, { address, fields, pressed, drawable }: Unsent, amiss: Amiss): Drawn {
  const { t } = look;
  // The other names of a form say which one it is.
  const typed = Object.entries(fields).flatMap(([name, texts]) =>
    name.startsWith('/') ? texts.filter((text) => LONGER.test(text.trim())) : [],
  );
  return {
    title: t.forms.notSaved,
    kicker: String(amiss.status),
    // Sent in the other language, it is the form that is drawn.
    ...(drawable && { script: 'forms.js' }),
    personal: true,
    body: (
      <>
        <p class="warning" role="alert">
          <Passing look={look} amiss={amiss} /> {t.forms.keptForLater}
        </p>
        <ResentForm look={look} action={address} fields={fields} class="unsent">
          <div class="actions">
            {!(drawable && pressed === '') && (
              <button class="button" {...(pressed !== '' && { name: 'do', value: pressed })}>
                {t.forms.sendAgain}
              </button>
            )}
            {drawable && <button>{t.session.resumeButton}</button>}
          </div>
          {drawable && (
            <noscript>
              <p class="hint">{t.forms.languageClears}</p>
            </noscript>
          )}
        </ResentForm>
        {typed.length > 0 && (
          <details>
            <summary>{t.forms.typed}</summary>
            {typed.map((text) => (
              <pre>{text}</pre>
            ))}
          </details>
        )}
      </>
    ),
  };
}
