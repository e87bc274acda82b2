import type { VNode } from 'preact';
import { type Day, lastOf } from '../../../domain/kernel/day.js';
import type { Look } from '../look.js';
import { type Addressed, differencePath, reportParams } from '../report-addresses.js';
import { Calendar, Hidden } from './forms.js';

/**
 * Asks for what became different in a report from one day to another; the later one is that of the whole application.
 *
 * @param was proposed; left out, the last day of the report's period, where that is past
 */
export function CompareForm({
  look,
  report,
  was,
}: {
  readonly look: Look;
  readonly report: Addressed;
  readonly was?: Day;
}): VNode {
  const { t, at } = look;
  const end = lastOf(report.to);
  return (
    <form action={differencePath(report.report)} class="filters" aria-label={t.difference.points}>
      <Hidden values={{ ...reportParams(report), ...look.carried, asOf: undefined }} />
      <Calendar
        name="comparedTo"
        label={t.difference.wasOn}
        type="date"
        value={was ?? (end < at.directory.day ? end : undefined)}
        required
      />
      <Calendar name="asOf" label={t.difference.isOn} type="date" value={at.directory.day} />
      <div class="actions">
        <button class="button">{t.difference.compare}</button>
      </div>
    </form>
  );
}
