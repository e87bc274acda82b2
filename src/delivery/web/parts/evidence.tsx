import type { VNode } from 'preact';
import type { Report } from '../../../application/reports/report.js';
import { AUDITORS } from '../../http/auditors.js';
import type { Look } from '../look.js';
import { Hidden } from './forms.js';

/** Where a report's packs are: `roczny`, `okresowy`. */
const PACKS = { annual: '/audyt/pakiety/roczny', period: '/audyt/pakiety/okresowy' } as const;

/** What a form that asks for a pack sends to, where nothing else is said. */
export const packPath = (report: Report['report']): string => `${PACKS[report]}.html`;

/** The two forms in which a pack is taken. */
export function PackButtons({ look, report }: { readonly look: Look; readonly report: Report['report'] }): VNode {
  const { t } = look;
  return (
    <>
      <button class="button">{t.packs.html}</button>
      <button formAction={`${PACKS[report]}.json`}>{t.packs.json}</button>
    </>
  );
}

/** The pack of a report, for those who may take it; null for others. @param asked which one: by year, months, or freezing */
export function PackOf({
  look,
  report,
  asked,
}: {
  readonly look: Look;
  readonly report: Report['report'];
  readonly asked: Look['at']['asked'];
}): VNode | null {
  if (!look.may(...AUDITORS)) return null;
  const { t } = look;
  return (
    <div class="actions">
      <p>
        {t.packs.ofReport} <a href={look.href('/audyt/pakiety')}>{t.packs.how}</a>
      </p>
      <form action={packPath(report)} class="actions">
        <Hidden values={{ ...asked, ...look.carried }} />
        <PackButtons look={look} report={report} />
      </form>
    </div>
  );
}
