import type { ComponentChildren, VNode } from 'preact';
import type { Role } from '../../domain/kernel/event.js';
import { isDay } from '../../domain/kernel/day.js';
import { ZONE } from '../../application/placing.js';
import { PERSON_READERS, RECORDERS } from '../http/rights.js';
import { addressOf, type Look } from './look.js';
import { assetAddress } from './assets.js';
import { auditPath } from './parts/audit-ways.js';
import { Hidden, WriteForm } from './parts/forms.js';

/** What a page shows: its title, and what stands below the heading. */
export interface Drawn {
  readonly title: string;
  /** Above the heading: what kind of thing it is. */
  readonly kicker?: string;
  readonly body: ComponentChildren;
  /** A file that makes it quicker to use; it works without. */
  readonly script?: string;
  /** Id of what was asked for, where a long form stands above it. */
  readonly results?: string;
  /** It shows what only some may read: no browser keeps a copy. */
  readonly personal?: true;
}

/** The ways into the application, in the order of the day's work. */
const WAYS = [
  ['desk', '/pulpit', null],
  ['recording', '/wpis', RECORDERS],
  ['register', '/rejestr', null],
  ['gminas', '/gminy', null],
  ['goals', '/cele', null],
  ['organisations', '/organizacje', null],
  ['persons', '/osoby', PERSON_READERS],
  ['calendar', '/kalendarz', null],
  ['reports', '/raporty', null],
  // Everybody may see the checkpoints: where the audit begins for whom, its own ways say.
  ['audit', '/audyt', null],
  ['accounts', '/konta', ['administrator']],
] as const satisfies readonly (readonly [string, string, readonly Role[] | null])[];

/** What every page has around it. */
export function Layout({ look, title, kicker, body, script, results }: Drawn & { readonly look: Look }): VNode {
  const { t, past } = look;
  const { caller, directory } = look.at;
  return (
    <html lang={look.code}>
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <meta name="referrer" content="same-origin" />
        <title>{`${title} – Kronika${past ? `, ${pointWords(look)}` : ''}`}</title>
        <link rel="stylesheet" href={assetAddress('style.css')} />
        {script !== undefined && <script type="module" src={assetAddress(script)} />}
        <link rel="icon" type="image/svg+xml" href={assetAddress('icon.svg')} />
      </head>
      <body class={past ? 'past' : undefined}>
        <a class="skip" href="#content">
          {t.skip}
        </a>
        {results !== undefined && (
          <a class="skip" href={`#${results}`}>
            {t.skipToResults}
          </a>
        )}
        <header class="top">
          <div class="brand">
            <a href={look.href('/pulpit')}>Kronika</a>
            <span>{directory.ledger?.county.name ?? ''}</span>
          </div>
          {caller !== null && <Tools look={look} />}
          {caller !== null && <Navigation look={look} />}
        </header>
        {past && <Past look={look} />}
        {directory.ledger?.demonstration === true && (
          <aside class="notice" aria-label={t.notice}>
            {t.demonstration}
          </aside>
        )}
        <main id="content" tabIndex={-1}>
          {kicker !== undefined && <p class="kicker">{kicker}</p>}
          <h1>{title}</h1>
          {body}
        </main>
        <Footer look={look} />
      </body>
    </html>
  );
}

function Navigation({ look }: { readonly look: Look }): VNode {
  const { path } = look.at;
  return (
    <nav class="ways" aria-label={look.t.navigation}>
      <ul>
        {WAYS.filter(
          // As of a past day nothing is written.
          ([name, , roles]) => (roles === null || look.may(...roles)) && !(name === 'recording' && look.past),
        ).map(([name, address]) => {
          const begins = name === 'audit' ? auditPath(look) : address;
          return (
            <li>
              <a
                href={look.href(begins)}
                aria-current={path === begins ? 'page' : path.startsWith(`${address}/`) ? 'true' : undefined}
              >
                {look.t.ways[name]}
              </a>
            </li>
          );
        })}
      </ul>
    </nav>
  );
}

/** Search, the point in time, and the language: on every page alike. */
function Tools({ look }: { readonly look: Look }): VNode {
  const { t } = look;
  const { path, asked, asOf, directory } = look.at;
  // A page of a list is one of its point in time.
  const here = { ...asked, cursor: undefined, before: undefined };
  const other = look.code === 'pl' ? 'en' : undefined;
  return (
    <div class="tools">
      <form role="search" action="/rejestr" class="search">
        <Hidden values={look.carried} />
        <label for="search">{t.search}</label>
        <input id="search" name="q" type="search" maxLength={200} placeholder={t.searchHint} />
        <button>{t.find}</button>
      </form>
      <form action={path} class="point">
        <Hidden values={{ ...here, ...look.carried, asOf: undefined }} />
        <label for="as-of">{t.asOf}</label>
        <input
          id="as-of"
          name="asOf"
          type="date"
          max={directory.today}
          value={asOf === undefined ? directory.today : directory.day}
        />
        <button>{t.show}</button>
      </form>
      <a
        class="language"
        lang={other ?? 'pl'}
        hreflang={other ?? 'pl'}
        href={addressOf(path, { ...asked, asOf, lang: other })}
      >
        {t.otherLanguage}
      </a>
    </div>
  );
}

/** In words, the point at which the application stands: a day, an instant, or a position on its day. */
export function pointWords({ t, f, at: { asOf, directory, position } }: Look): string {
  if (asOf === undefined || isDay(asOf)) return t.asOfDay(f.day(asOf ?? directory.day));
  if (/^\d+$/.test(asOf)) return t.asOfPosition(f.number(position), f.day(directory.day));
  return t.asOfMoment(f.moment(asOf, ZONE));
}

function Past({ look }: { readonly look: Look }): VNode {
  const { path, asked } = look.at;
  const now = addressOf(path, {
    ...asked,
    cursor: undefined,
    before: undefined,
    lang: look.code === 'pl' ? undefined : look.code,
  });
  return (
    <section class="past-banner" aria-label={look.t.asOf}>
      <p>
        <strong>{pointWords(look)}.</strong> {look.t.pastMeans}
      </p>
      <a href={now}>{look.t.backToNow}</a>
    </section>
  );
}

function Footer({ look }: { readonly look: Look }): VNode {
  const { t, f } = look;
  const { caller, position } = look.at;
  return (
    <footer class="bottom">
      {caller !== null && (
        <p>
          {pointWords(look)}; {t.position(f.number(position))}.{' '}
          {caller.alone ? <strong>{t.authenticationOff}</strong> : t.signedInAs(caller.actor.id)}
        </p>
      )}
      <ul>
        {look.at.proof !== null && (
          <>
            <li>
              <a href={look.href('/haslo')}>{t.session.changePassword}</a>
            </li>
            <li>
              <WriteForm look={look} action="/wylogowanie">
                <button>{t.session.signOut}</button>
              </WriteForm>
            </li>
          </>
        )}
        <li>
          <a href={look.href('/dostepnosc')}>{t.accessibility}</a>
        </li>
        <li>
          <a href="/docs" hreflang="en">
            {t.interface}
          </a>
        </li>
        <li>{t.guide}</li>
      </ul>
    </footer>
  );
}

/** A part of a page under a heading of its own. */
export function Section({
  title,
  id,
  children,
}: {
  readonly title: string;
  readonly id: string;
  readonly children: ComponentChildren;
}): VNode {
  return (
    <section aria-labelledby={id}>
      <h2 id={id}>{title}</h2>
      {children}
    </section>
  );
}
