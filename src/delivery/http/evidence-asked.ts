import type { EvidenceOf } from '../../application/evidence/evidence.js';
import { readMonths, readYear } from '../../application/queries/period.js';
import { annual } from '../../application/reports/report.js';
import { type Fault, queryFault, refuseQuery } from '../../domain/kernel/rejection.js';
import type { EVIDENCE_PARAMS } from './questions.js';

/**
 * Which report a pack is asked of.
 *
 * @param given what is wrong with the address besides: told together with the question's own faults
 * @throws Rejection `bad-query` naming all that is wrong
 */
export function evidenceAsked(
  {
    report = 'annual',
    year,
    from,
    to,
    strategy,
    freezing,
    asOf,
  }: Partial<Record<(typeof EVIDENCE_PARAMS)[number], string>>,
  given: readonly Fault[],
): EvidenceOf {
  const beside = (named: Readonly<Record<string, string | undefined>>, says: string): readonly Fault[] =>
    Object.entries(named).flatMap(([name, value]) => (value === undefined ? [] : [queryFault(name, says)]));
  if (report !== 'annual' && report !== 'period') {
    refuseQuery([...given, queryFault('report', 'must be annual or period')]);
    throw new Error('a report that is none');
  }
  if (freezing !== undefined) {
    const says = 'is not named beside a freezing: that says it itself';
    refuseQuery([...given, ...beside({ year, from, to, strategy, asOf }, says)]);
    return { report, freezing };
  }
  const chosen = strategy === undefined ? {} : { strategy };
  if (report === 'annual') {
    const wrong = [...given, ...beside({ from, to }, 'is of the report on a period: this one has a year')];
    return { asked: { ...annual(readYear(year, wrong)), ...chosen }, asOf };
  }
  const wrong = [...given, ...beside({ year }, 'is of the annual report: this one has from and to')];
  return { asked: { report, ...readMonths(from, to, wrong), ...chosen }, asOf };
}
