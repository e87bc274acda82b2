import type { VNode } from 'preact';
import { SHORTEST } from '../../../application/access/password-rule.js';
import { type Kept, written } from '../kept.js';
import type { Drawn } from '../layout.js';
import type { Look } from '../look.js';
import type { Amiss } from '../pages.js';
import { ResentForm, TextField, WriteForm } from '../parts/forms.js';
import { isPassing, Passing } from '../parts/passing.js';

/** What is wrong with a field, in the reader's language. */
export const faultsOf = ({ words }: Look, amiss: Amiss | null | undefined, pointer: string): string[] =>
  (amiss?.faults ?? []).filter((fault) => fault.pointer === pointer).map(({ detail }) => words.fault(detail));

/** What is wrong, above the form. @param otherwise where no field is to blame and waiting does not help */
export function Told({
  look,
  amiss,
  otherwise,
}: {
  readonly look: Look;
  readonly amiss: Amiss | null | undefined;
  readonly otherwise: string;
}): VNode | null {
  if (amiss === null || amiss === undefined) return null;
  const { t } = look;
  return (
    <p class="amiss" role="alert">
      {isPassing(amiss) ? (
        <>
          <Passing look={look} amiss={amiss} /> {amiss.wait === null && t.session.later}
        </>
      ) : amiss.faults.length > 0 ? (
        t.session.mend
      ) : (
        otherwise
      )}
    </p>
  );
}

interface Asked {
  readonly name: string;
  readonly next: string | undefined;
  /** What was typed into the form that waits there. */
  readonly kept?: Kept | null;
  readonly amiss?: Amiss;
}

/** @param asked what was typed before, and where to go on */
export function signInPage(look: Look, { name, next = '', kept = null, amiss }: Asked): Drawn {
  const s = look.t.session;
  return {
    title: s.signIn,
    ...(kept !== null && { personal: true }),
    body: (
      <>
        {kept !== null && (
          <p class="warning" role="status">
            {s.kept}
          </p>
        )}
        <Told look={look} amiss={amiss} otherwise={s.wrong} />
        <WriteForm look={look} action="/logowanie" class="narrow">
          <input type="hidden" name="next" value={next} />
          {kept !== null && <input type="hidden" name="kept" value={written(kept)} />}
          <TextField name="name" label={s.name} value={name} autocomplete="username" required />
          <TextField name="password" label={s.password} type="password" autocomplete="current-password" required />
          <div class="actions">
            <button class="button">{s.signIn}</button>
          </div>
        </WriteForm>
        <p>{s.forgotten}</p>
      </>
    ),
  };
}

/** Leads back to the form that was being filled in when the session ended; a script goes there at once. */
export function resumePage(look: Look, address: string, kept: Kept): Drawn {
  const s = look.t.session;
  return {
    title: s.resume,
    script: 'forms.js',
    personal: true,
    body: (
      <>
        <p class="lead">{s.resumeMeans}</p>
        <ResentForm look={look} action={address} fields={kept} class="resume">
          <button class="button">{s.resumeButton}</button>
        </ResentForm>
      </>
    ),
  };
}

/** One's own password. */
export function passwordPage(look: Look, amiss: Amiss | null): Drawn {
  const { t, f } = look;
  const s = t.session;
  return {
    title: s.changePassword,
    body: (
      <>
        <Told look={look} amiss={amiss} otherwise={s.wrongCurrent} />
        <WriteForm look={look} action="/haslo" class="narrow">
          <TextField
            name="current"
            label={s.currentPassword}
            type="password"
            autocomplete="current-password"
            required
          />
          <TextField
            name="password"
            label={s.newPassword}
            type="password"
            hint={s.passwordHint(f.number(SHORTEST))}
            faults={faultsOf(look, amiss, '/password')}
            autocomplete="new-password"
            required
          />
          <p>{s.endsOthers}</p>
          <div class="actions">
            <button class="button">{s.changePassword}</button>
          </div>
        </WriteForm>
      </>
    ),
  };
}

interface Chosen {
  readonly secret: string;
  /** Null where the link makes the first administrator. */
  readonly account: string | null;
  readonly name: string;
  readonly amiss?: Amiss;
}

/** A password chosen with a link. */
export function choosePage(look: Look, { secret, account, name, amiss }: Chosen): Drawn {
  const { t, f } = look;
  const s = t.session;
  return {
    title: account === null ? s.first : s.choosePassword,
    // Its address holds a secret that still is good.
    personal: true,
    body: (
      <>
        <p class="lead">{account === null ? s.firstMeans : s.chooseFor(account)}</p>
        <Told look={look} amiss={amiss} otherwise={s.wrong} />
        <WriteForm look={look} action={`/link/${secret}`} class="narrow">
          {account === null ? (
            <TextField
              name="name"
              label={s.name}
              value={name}
              hint={s.nameHint}
              faults={faultsOf(look, amiss, '/name')}
              autocomplete="username"
              required
            />
          ) : (
            // For the browser's own keeper of passwords.
            <input type="hidden" name="username" autocomplete="username" value={account} />
          )}
          <TextField
            name="password"
            label={s.newPassword}
            type="password"
            hint={s.passwordHint(f.number(SHORTEST))}
            faults={faultsOf(look, amiss, '/password')}
            autocomplete="new-password"
            required
          />
          <div class="actions">
            <button class="button">{s.choosePassword}</button>
          </div>
        </WriteForm>
      </>
    ),
  };
}
