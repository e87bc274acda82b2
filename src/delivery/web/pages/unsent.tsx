import { PROOF_FIELD } from '../../http/rights.js';
import type { Unsent } from '../kept.js';
import type { Drawn } from '../layout.js';
import type { Look } from '../look.js';
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
  const texts = Object.entries(fields).flatMap(([name, each]) => each.map((text) => [name, text] as const));
  // The other names of a form say which one it is.
  const typed = texts.filter(([name, text]) => name.startsWith('/') && LONGER.test(text.trim()));
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
        <form method="post" action={address} class="unsent">
          {look.at.proof !== null && <input type="hidden" name={PROOF_FIELD} value={look.at.proof} />}
          {texts.map(([name, text]) => (
            <input type="hidden" name={name} value={text} />
          ))}
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
        </form>
        {typed.length > 0 && (
          <details>
            <summary>{t.forms.typed}</summary>
            {typed.map(([, text]) => (
              <pre>{text}</pre>
            ))}
          </details>
        )}
      </>
    ),
  };
}
