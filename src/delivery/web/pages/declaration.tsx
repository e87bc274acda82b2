import type { EntryLine } from '../../../application/queries/entries.js';
import type { Day } from '../../../domain/kernel/day.js';
import { type Drawn, Section } from '../layout.js';
import type { Look } from '../look.js';
import { organisationOf } from './organisations.js';

/** When this statement was written, and last looked at. */
const WRITTEN: Day = '2026-11-24';

/**
 * The accessibility statement that the law asks for (act of 4 April 2019 on digital accessibility, art. 10 and 12). Its
 * ids are those by which statements are read by machines. What only the office knows comes from its own entry in the
 * register of organisations.
 *
 * @param office null where the register has no county
 * @param since the first day of the ledger
 */
export function declarationPage(look: Look, office: EntryLine | null, since: Day | null): Drawn {
  const { t, f } = look;
  const d = t.declaration;
  const { name = null, contactPoints = [] } = office === null ? {} : organisationOf(office.details);
  const email = contactPoints.find((each) => each.includes('@') && !each.startsWith('@'));
  const phone = contactPoints.find((each) => /^[+\d][\d ()-]{5,}$/.test(each));
  return {
    title: t.accessibility,
    body: (
      <div class="prose" id="a11y-deklaracja">
        <p id="a11y-wstep" class="lead">
          <span id="a11y-podmiot">{name ?? d.office}</span> {d.promise}{' '}
          <a id="a11y-url" href={look.href('/pulpit')}>
            Kronika
          </a>
          .
        </p>
        <ul>
          <li>
            {d.published}{' '}
            <time id="a11y-data-publikacja" dateTime={since ?? WRITTEN}>
              {f.day(since ?? WRITTEN)}
            </time>
          </li>
          <li>
            {d.updated}{' '}
            <time id="a11y-data-aktualizacja" dateTime={WRITTEN}>
              {f.day(WRITTEN)}
            </time>
          </li>
        </ul>
        <Section title={d.state} id="stan">
          <p id="a11y-status">{d.status}</p>
          <ul>
            {d.faults.map((fault) => (
              <li>{fault}</li>
            ))}
          </ul>
        </Section>
        <Section title={d.eases} id="ulatwienia">
          <ul>
            {d.easings.map((ease) => (
              <li>{ease}</li>
            ))}
          </ul>
        </Section>
        <Section title={d.made} id="przygotowanie">
          <ul>
            <li>
              {d.written}{' '}
              <time id="a11y-data-sporzadzenie" dateTime={WRITTEN}>
                {f.day(WRITTEN)}
              </time>
            </li>
            <li>
              {d.reviewed}{' '}
              <time id="a11y-data-przeglad" dateTime={WRITTEN}>
                {f.day(WRITTEN)}
              </time>
            </li>
            <li id="a11y-audytor">{d.how}</li>
          </ul>
        </Section>
        <Section title={d.contact} id="a11y-kontakt">
          <ul>
            <li>
              {d.person} <span id="a11y-osoba">{d.personOf(name ?? d.office)}</span>
            </li>
            <li>
              {d.email} <span id="a11y-email">{email ?? d.unknown}</span>
            </li>
            <li>
              {d.phone} <span id="a11y-telefon">{phone ?? d.unknown}</span>
            </li>
          </ul>
        </Section>
        <Section title={d.procedure} id="a11y-procedura">
          {d.procedures.map((each) => (
            <p>{each}</p>
          ))}
          <p>
            <a href="https://www.rpo.gov.pl/">{d.ombudsman}</a>
          </p>
        </Section>
        <Section title={d.architecture} id="a11y-architektura">
          <p>{d.building}</p>
        </Section>
        <Section title={d.apps} id="a11y-aplikacje">
          <p>{d.noApps}</p>
        </Section>
      </div>
    ),
  };
}
