import type { JsonObject } from './kernel/json.js';
import type { Day, Month } from './kernel/day.js';

/** Of the streams of frozen reports: `freezing-<id>`, one event each. Nothing is ever done to one. */
export const FREEZING = 'freezing';

export const REPORT_FROZEN = 'ReportFrozen';

/** What a report said when it was frozen: enough to read it again as it was, whatever becomes of the program. */
export interface ReportFrozen {
  readonly report: 'period' | 'annual';
  readonly from: Month;
  readonly to: Month;
  /** The strategy that was asked for; null: the one in force at the period's start. */
  readonly strategy: string | null;
  /** At which it stood, and on which day: what was due before it was overdue. */
  readonly position: number;
  readonly day: Day;
  readonly viewVersions: Readonly<Record<string, number>>;
  /** SHA-256 (hex) of the RFC 8785 form of the figures. */
  readonly digest: string;
  readonly figures: JsonObject;
}
