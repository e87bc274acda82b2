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

/**
 * How counters enter the figures of a row. Every number of a row is a sum of its counters, so the figures of one counter
 * alone tell what it weighs in each: they are asked of the report's own formulas, and there is no second truth.
 */
export class Weighing {
  private readonly known = new Map<string, Weights>();
  private readonly names = new Pairs<Month, string, string>();

  /** @param day on which the figures stand */
  constructor(
    private readonly period: Period,
    private readonly day: Day,
  ) {}

  /** @param of `row`: a gmina's, the county-wide, the outside one or that of all; `kinds`: of all, by kind */
  private weights(of: 'row' | 'item' | 'kinds', { month, key }: Pick<Part, 'month' | 'key'>): Weights {
    const name = `${of}/${this.nameOf({ month, key })}`;
    let weights = this.known.get(name);
    if (weights === undefined) {
      const docs = [{ month, counters: { [key]: 1 } }];
      const leaves = [...leavesOf(this.figures(of, docs))];
      weights = leaves.flatMap(([path, value]) =>
        typeof value === 'number' && value !== 0 ? [[path, value] as const] : [],
      );
      this.known.set(name, weights);
    }
    return weights;
  }

  /** Of counters that come together: what cancels out is not in it. */
  together(of: 'row' | 'item' | 'kinds', parts: readonly Part[]): Weights {
    const sums = new Map<string, number>();
    for (const part of parts)
      for (const [path, by] of this.weights(of, part)) sums.set(path, (sums.get(path) ?? 0) + by * part.value);
    return [...sums].filter(([, by]) => by !== 0);
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

  private figures(of: 'row' | 'item' | 'kinds', docs: ConstructorParameters<typeof Summary>[0]): object {
    switch (of) {
      case 'row':
        return rowFigures(docs, this.period, this.day);
      case 'item':
        return { activities: new Summary(docs, this.period).activities() };
      case 'kinds':
        return kindsOf(new Summary(docs, this.period));
    }
  }
}
