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

/** A report's own pack, for those who may take it. Null for others. */
export function PackOf({ look, report }: { readonly look: Look; readonly report: Report }): VNode | null {
  if (!look.may(...AUDITORS)) return null;
  const { t } = look;
  const { from, to } = report;
  const asked = report.report === 'annual' ? { year: from.slice(0, 4) } : { from, to };
  return (
    <div class="actions">
      <p>
        {t.packs.ofReport} <a href={look.href('/audyt/pakiety')}>{t.packs.how}</a>
      </p>
      <form action={packPath(report.report)} class="actions">
        <Hidden values={{ ...asked, strategy: look.at.asked['strategy'], ...look.carried }} />
        <PackButtons look={look} report={report.report} />
      </form>
    </div>
  );
}
