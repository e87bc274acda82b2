import type { Day, Month } from '../../domain/kernel/day.js';
import { Pairs } from '../../domain/kernel/pairs.js';
import { NO_DAY, type Part } from '../../domain/views/figures.js';
import { rowFigures } from '../queries/gminas.js';
import type { Period } from '../queries/period.js';
import { Summary } from '../queries/summary.js';
import { kindsOf } from '../reports/counted.js';
import { leavesOf } from './leaves.js';

/** Counters of what waits: a due day follows. */
const WAITING = ['followUps/', 'promises/'] as const;

/** What one of a counter adds to a figure, by the figure's path below its row. */
export type Weights = readonly (readonly [path: string, by: number])[];

/** What it adds to the figures of the rows in which it counts. */
interface Weighed {
  /** A gmina's, the county-wide, the outside one or that of all. */
  readonly row: Weights;
  readonly item: Weights;
  /** Of all, by kind. */
  readonly kinds: Weights;
}

/**
 * How counters enter the figures of a row. Every number of a row is a sum of its counters, so the figures of one counter
 * alone tell what it weighs in each: they are asked of the report's own formulas, and there is no second truth.
 */
export class Weighing {
  private readonly known = new Map<string, Weighed>();
  private readonly names = new Pairs<Month, string, string>();
  private readonly paths = new Map<string, string>();

  /** @param day on which the figures stand */
  constructor(
    private readonly period: Period,
    private readonly day: Day,
  ) {}

  private weighed({ month, key }: Pick<Part, 'month' | 'key'>): Weighed {
    const name = this.nameOf({ month, key });
    let weighed = this.known.get(name);
    if (weighed === undefined) {
      const docs = [{ month, counters: { [key]: 1 } }];
      const row = rowFigures(docs, this.period, this.day);
      weighed = {
        row: this.weightsOf(row),
        item: this.weightsOf({ activities: row.activities }),
        kinds: this.weightsOf(kindsOf(new Summary(docs, this.period))),
      };
      this.known.set(name, weighed);
    }
    return weighed;
  }

  /** Of counters that come together: what cancels out is not in it. */
  together(of: keyof Weighed, parts: readonly Part[]): Weights {
    const sums = new Map<string, number>();
    for (const part of parts)
      for (const [path, by] of this.weighed(part)[of]) sums.set(path, (sums.get(path) ?? 0) + by * part.value);
    return [...sums].filter(([, by]) => by !== 0);
  }

  private weightsOf(figures: object): Weights {
    return [...leavesOf(figures)].flatMap(([path, value]) =>
      typeof value === 'number' && value !== 0 ? [[this.pathOf(path), value] as const] : [],
    );
  }

  /** One text for each path: figures are looked up by it, which is quicker than by texts that only say the same. */
  private pathOf(path: string): string {
    const known = this.paths.get(path);
    if (known === undefined) this.paths.set(path, path);
    return known ?? path;
  }

  /** The same for counters that weigh the same. */
  nameOf({ month, key }: Pick<Part, 'month' | 'key'>): string {
    return this.names.get(month, key, () => `${this.when(month, key)}/${this.due(key)}`);
  }

  /** Months before the period weigh alike, and those after it; within it months are told of what begins and ends alone. */
  private when(month: Month, key: string): string {
    if (month < this.period.from) return 'before';
    if (month > this.period.to) return 'after';
    return key.startsWith('started') || key.startsWith('completed') ? month : 'within';
  }

  /** So do all dues that are past, and those that are not. */
  private due(key: string): string {
    const what = WAITING.find((each) => key.startsWith(each));
    if (what === undefined) return key;
    const day = key.slice(what.length);
    return day === NO_DAY ? key : what + (day < this.day ? 'past' : 'ahead');
  }
}
