import type { FreezingLine } from '../../../application/queries/freezings.js';
import type { Drawn } from '../layout.js';
import { Section } from '../layout.js';
import type { Look } from '../look.js';
import { Calendar, Choice, Hidden } from '../parts/forms.js';
import { FrozenList } from './frozen.js';
import { yearsOf } from '../periods.js';

/** The reports there are, each with what it asks, and those that are frozen. @param year that is proposed */
export function reportsPage(look: Look, year: number, frozen: readonly FreezingLine[]): Drawn {
  const { t } = look;
  const years = yearsOf(look.at.directory);
  return {
    title: t.ways.reports,
    body: (
      <>
        <p class="lead">{t.report.means}</p>
        <div class="halves">
          <Section title={t.report.annual} id="annual">
            <p>{t.report.annualMeans}</p>
            <form action="/raporty/roczny" class="filters">
              <Hidden values={look.carried} />
              <Choice
                name="year"
                label={t.year}
                value={String(year)}
                options={years.map((each) => ({ value: each, text: each }))}
              />
              <div class="actions">
                <button class="button">{t.show}</button>
              </div>
            </form>
          </Section>
          <Section title={t.report.period} id="period">
            <p>{t.report.periodMeans}</p>
            <form action="/raporty/okresowy" class="filters">
              <Hidden values={look.carried} />
              <Calendar name="from" label={t.report.from} type="month" value={`${String(year)}-01`} />
              <Calendar name="to" label={t.report.to} type="month" value={`${String(year)}-12`} />
              <div class="actions">
                <button class="button">{t.show}</button>
              </div>
            </form>
          </Section>
        </div>
        <Section title={t.freezing.list} id="frozen">
          <FrozenList look={look} frozen={frozen} />
        </Section>
      </>
    ),
  };
}
