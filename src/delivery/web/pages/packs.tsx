import { type Drawn, Section } from '../layout.js';
import type { Look } from '../look.js';
import { AuditWays } from '../parts/audit-ways.js';
import { PackButtons, packPath } from '../parts/evidence.js';
import { Calendar, Choice, Hidden } from '../parts/forms.js';
import { yearsOf } from '../periods.js';

/** Evidence packs: what they are, where they are taken, how they are checked. @param year that is proposed */
export function packsPage(look: Look, year: number): Drawn {
  const { t } = look;
  return {
    title: t.audit.pages.packs,
    body: (
      <>
        <AuditWays look={look} />
        <p class="lead">{t.packs.means}</p>
        <p>{t.packs.onRecord}</p>
        <div class="halves">
          <Section title={t.report.annual} id="annual">
            <form action={packPath('annual')} class="filters">
              <Hidden values={look.carried} />
              <Choice
                name="year"
                label={t.year}
                value={String(year)}
                options={yearsOf(look.at.directory).map((each) => ({ value: each, text: each }))}
              />
              <div class="actions">
                <PackButtons look={look} report="annual" />
              </div>
            </form>
          </Section>
          <Section title={t.report.period} id="period">
            <form action={packPath('period')} class="filters">
              <Hidden values={look.carried} />
              <Calendar name="from" label={t.report.from} type="month" value={`${String(year)}-01`} />
              <Calendar name="to" label={t.report.to} type="month" value={`${String(year)}-12`} />
              <div class="actions">
                <PackButtons look={look} report="period" />
              </div>
            </form>
          </Section>
        </div>
        <Section title={t.packs.checking} id="checking">
          <ol class="prose">
            {t.packs.ways.map((way) => (
              <li>{way}</li>
            ))}
          </ol>
        </Section>
      </>
    ),
  };
}
