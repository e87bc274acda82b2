import { PHASES, type Phase } from '../../domain/activities/phase.js';
import { type Day, type Month, monthsBetween } from '../../domain/kernel/day.js';
import { KINDS } from '../../domain/catalogue.js';
import { keyOf, NO_DAY } from '../../domain/views/figures.js';
import type { Period } from './period.js';

/** Counters of one row and month, as the views keep them (domain/views/figures.ts tells their keys). */
export interface MonthCounters {
  readonly month: Month;
  readonly counters: Readonly<Record<string, number>>;
}

/** Counters of a kind's statuses: `status/<kind>/<status>`. */
const STATUS = 'status/';

/** Documents by a key of theirs. */
export function grouped<T>(docs: readonly T[], key: (doc: T) => string): ReadonlyMap<string, readonly T[]> {
  const groups = new Map<string, T[]>();
  for (const doc of docs) {
    const group = groups.get(key(doc));
    if (group === undefined) groups.set(key(doc), [doc]);
    else group.push(doc);
  }
  return groups;
}

type Counts = Readonly<Record<string, number>>;

/** The counters of a span's two ends. */
interface Spans {
  readonly started: string;
  readonly completed: string;
}

const ALL_SPANS: Spans = { started: 'started', completed: 'completed' };
const YEAR_ONLY: Spans = { started: 'startedYearOnly', completed: 'completedYearOnly' };

/** A kind's counter. */
const of = (counters: Counts, what: string, kind: string): number => counters[keyOf(what, kind)] ?? 0;

export interface ActivityFigures {
  /** Activities that were underway or done at some time of the period, each once. */
  readonly total: number;
  /** How many of them began, and ended, in it. */
  readonly started: number;
  readonly completed: number;
  /** Of all, by occurredOn. */
  readonly byPhase: Readonly<Record<Phase, number>>;
  readonly byStatus: Counts;
  /** Of total. */
  readonly byKind: Counts;
  /** Of total; what is known by its year alone under `unknown`. */
  readonly byMonth: Counts;
}

/** Grosze. */
export interface MoneyFigures {
  readonly support: {
    readonly requested: number;
    readonly granted: number;
    readonly delivered: number;
    readonly settled: number;
    readonly returned: number;
    readonly shared: number;
  };
  readonly investments: {
    readonly planned: number;
    readonly contracted: number;
    readonly cost: number;
    readonly share: number;
  };
}

/**
 * Of an item of the strategy: what several gminas share, and a gmina's own share, are matters of the gminas' rows.
 * Grosze.
 */
export interface ItemMoney {
  readonly support: Omit<MoneyFigures['support'], 'shared'>;
  readonly investments: Omit<MoneyFigures['investments'], 'share'>;
}

export interface Waiting {
  readonly count: number;
  readonly overdue: number;
}

export interface AttendanceFigures {
  readonly invited: number;
  readonly attended: number;
  readonly inPlace: number;
}

/** A row's counters, ready for the figures of one period. */
export class Summary {
  private readonly before: Record<string, number> = {};
  private readonly within: Record<string, number> = {};
  private known: Readonly<Record<string, number>> | null = null;
  private readonly byMonth = new Map<Month, Readonly<Record<string, number>>>();

  constructor(
    private readonly docs: readonly MonthCounters[],
    private readonly period: Period,
  ) {
    for (const { month, counters } of docs) {
      if (month > period.to) continue;
      if (month >= period.from) this.byMonth.set(month, counters);
      addTo(month < period.from ? this.before : this.within, counters);
    }
  }

  /** Of all months, whatever the period: what few figures are told from. */
  private get ever(): Readonly<Record<string, number>> {
    if (this.known !== null) return this.known;
    const ever: Record<string, number> = {};
    for (const { counters } of this.docs) addTo(ever, counters);
    return (this.known = ever);
  }

  /** Those running at the period's start and those started in it. */
  private total(kind: string, spans: Spans = ALL_SPANS): number {
    return this.running(kind, spans) + of(this.within, spans.started, kind);
  }

  private running(kind: string, { started, completed }: Spans = ALL_SPANS): number {
    return of(this.before, started, kind) - of(this.before, completed, kind);
  }

  activities(): ActivityFigures {
    const sumOf = (figure: (kind: string) => number): number => KINDS.reduce((sum, { name }) => sum + figure(name), 0);
    const byStatus = this.statuses();
    return {
      total: sumOf((kind) => this.total(kind)),
      started: sumOf((kind) => of(this.within, 'started', kind)),
      completed: sumOf((kind) => of(this.within, 'completed', kind)),
      byPhase: byPhase(byStatus),
      byStatus,
      byKind: Object.fromEntries(KINDS.map(({ name }) => [name, this.total(name)])),
      byMonth: this.months(),
    };
  }

  kind(name: string): { readonly total: number; readonly started: number; readonly completed: number } {
    return {
      total: this.total(name),
      started: of(this.within, 'started', name),
      completed: of(this.within, 'completed', name),
    };
  }

  /**
   * Of a kind: those that were underway or done at some time of the period, or are still ahead and were to begin by its end
   * (as many as `concernsWhere` finds in the register).
   */
  concerning(kind: string): number {
    const ahead = PHASES.ahead.map((status) => `${STATUS}${kind}/${status}`);
    return ahead.reduce((sum, key) => sum + (this.before[key] ?? 0) + (this.within[key] ?? 0), this.total(kind));
  }

  private months(): Record<string, number> {
    let running = 0;
    let unknown = 0;
    for (const { name } of KINDS) {
      running += this.running(name) - this.running(name, YEAR_ONLY);
      unknown += this.total(name, YEAR_ONLY);
    }
    const counts: Record<string, number> = {};
    for (const month of monthsBetween(this.period.from, this.period.to)) {
      const counters = this.byMonth.get(month);
      let [started, completed] = [0, 0];
      if (counters !== undefined)
        for (const { name } of KINDS) {
          started += of(counters, 'started', name) - of(counters, 'startedYearOnly', name);
          completed += of(counters, 'completed', name) - of(counters, 'completedYearOnly', name);
        }
      counts[month] = running + started;
      running += started - completed;
    }
    return { ...counts, unknown };
  }

  /** How many of the period's have each status, of whatever kind they are. */
  private statuses(): Record<string, number> {
    const counts = new Map<string, number>();
    for (const [name, value] of Object.entries(this.within)) {
      if (!name.startsWith(STATUS)) continue;
      const status = name.slice(name.lastIndexOf('/') + 1);
      counts.set(status, (counts.get(status) ?? 0) + value);
    }
    return Object.fromEntries([...counts].sort(([a], [b]) => (a < b ? -1 : 1)));
  }

  money(): MoneyFigures {
    const of = (figure: string): number => this.within[figure] ?? 0;
    return {
      support: {
        requested: of('support/requested'),
        granted: of('support/granted'),
        delivered: of('support/delivered'),
        settled: of('support/settled'),
        returned: of('support/returned'),
        shared: of('support/shared'),
      },
      investments: {
        planned: of('investments/planned'),
        contracted: of('investments/contracted'),
        cost: of('investments/cost'),
        share: of('investments/share'),
      },
    };
  }

  itemMoney(): ItemMoney {
    const {
      support: { shared: _shared, ...support },
      investments: { share: _share, ...investments },
    } = this.money();
    return { support, investments };
  }

  /** Metres accepted. */
  length(): number {
    return this.within['length'] ?? 0;
  }

  attendance(): AttendanceFigures {
    return {
      invited: this.within['invited'] ?? 0,
      attended: this.within['attended'] ?? 0,
      inPlace: this.within['inPlace'] ?? 0,
    };
  }

  late(): { readonly late: number; readonly backfilled: number } {
    return { late: this.within['late'] ?? 0, backfilled: this.within['backfilled'] ?? 0 };
  }

  /** The last day with a contact, whatever the period; null when there was none. */
  lastContactOn(): Day | null {
    const days = Object.keys(this.ever).filter((key) => key.startsWith('contact/') && (this.ever[key] ?? 0) > 0);
    const last = days.sort().at(-1);
    return last === undefined ? null : last.slice('contact/'.length);
  }

  /** What waits, whatever the period; overdue is what was due before the day asked. */
  waiting(key: 'followUps' | 'promises', day: Day): Waiting {
    let [count, overdue] = [0, 0];
    for (const [name, value] of Object.entries(this.ever)) {
      if (!name.startsWith(`${key}/`)) continue;
      const due = name.slice(key.length + 1);
      count += value;
      if (due !== NO_DAY && due < day) overdue += value;
    }
    return { count, overdue };
  }
}

function addTo(sums: Record<string, number>, counters: Readonly<Record<string, number>>): void {
  for (const [key, value] of Object.entries(counters)) sums[key] = (sums[key] ?? 0) + value;
}

function byPhase(byStatus: Counts): Record<Phase, number> {
  const count = (phase: Phase): number => PHASES[phase].reduce((sum, status) => sum + (byStatus[status] ?? 0), 0);
  return { ahead: count('ahead'), underway: count('underway'), done: count('done'), dropped: count('dropped') };
}
