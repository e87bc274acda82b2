import type { LedgerDetails } from '../../domain/registers/registers.js';
import type { GminaRow, OtherRow, RowFigures } from '../queries/gminas.js';
import type { GoalFigures, GoalRow } from '../queries/goals.js';
import type { Period } from '../queries/period.js';
import type { CampaignLine, InvestmentLine, Listed } from './lines.js';

/** What a report says: every figure of it is a sum of events, and none depends on when it was asked but `asOf`. */
export interface ReportFigures extends Period {
  readonly report: 'period' | 'annual';
  readonly county: LedgerDetails['county'] | null;
  /** True for a demonstration ledger: what fills it is invented. */
  readonly demonstration: boolean;
  readonly strategy: GoalFigures['strategy'];
  /** Each activity once. */
  readonly totals: RowFigures;
  readonly gminas: readonly GminaRow[];
  readonly countyWide: OtherRow;
  readonly outside: OtherRow;
  readonly items: readonly GoalRow[];
  readonly kinds: Readonly<
    Record<string, { readonly total: number; readonly started: number; readonly completed: number }>
  >;
  readonly investments: Listed<InvestmentLine>;
  readonly campaigns: Listed<CampaignLine>;
  /** Codes of the strategy's items without any activity in the period. */
  readonly gaps: readonly string[];
}
