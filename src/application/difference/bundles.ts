import type { Kind } from '../../domain/activities/kind.js';
import { Pairs } from '../../domain/kernel/pairs.js';
import { inCells } from '../../domain/views/coverage.js';
import { type Part, partsOf } from '../../domain/views/figures.js';
import { inRows, latePartsOf } from '../../domain/views/gmina-months.js';
import { inItems } from '../../domain/views/item-months.js';
import { ALL } from '../../domain/views/rows.js';
import { inCell } from '../queries/goals.js';
import type { Period } from '../queries/period.js';
import type { CountedActivity } from './changes.js';
import { CONTACT } from './contacts.js';
import type { Figure } from './figure.js';
import type { Weighing, Weights } from './weights.js';

/** The figures to which something adds, and by how much. */
export type Way = readonly { readonly figure: Figure; readonly by: number }[];

/** Finds the figures of a row, or of an item: what is weighed goes by their paths below it. */
export interface Destinations {
  ofRow(row: string, weights: Weights): Way;
  ofKinds(weights: Weights): Way;
  ofItem(item: string, weights: Weights): Way;
}

type Details = CountedActivity['details'];

/**
 * Counters that an activity has together (begun and ended in this month, with that status). What they add to the figures
 * of a row is reckoned once for all activities that are alike in them, and what cancels out is never told: an activity
 * of one day adds to every month from its own on, and takes away from all but that.
 */
export class Bundle {
  private readonly rows = new Map<string, Way>();
  private readonly items = new Map<string, Way>();
  private readonly inRow: Weights;
  private readonly inKinds: Weights;
  private readonly inItem: Weights;
  /** What they add to the count of each of the matrix's cells. */
  readonly cells: number;

  /** @param details of an activity that has them: what several gminas share adds to a counter more */
  constructor(
    readonly parts: readonly Part[],
    readonly details: Details,
    weighing: Weighing,
    period: Period,
    private readonly to: Destinations,
  ) {
    const [row, item, cells]: [Part[], Part[], number[]] = [[], [], []];
    inRows({ details, gminas: [] }, parts, (each, part) => each === ALL && row.push(part));
    inItems({ items: [''] }, parts, (_item, part) => item.push(part));
    inCells({ gminas: [''], items: [''] }, parts, (_row, _item, { key, month, value }) =>
      cells.push(value * inCell(key, month, period)),
    );
    this.inRow = weighing.together('row', row);
    this.inKinds = weighing.together('kinds', row);
    this.inItem = weighing.together('item', item);
    this.cells = cells.reduce((total, each) => total + each, 0);
  }

  ofRow(row: string): Way {
    let way = this.rows.get(row);
    if (way === undefined) {
      way = this.to.ofRow(row, this.inRow);
      if (row === ALL) way = [...way, ...this.to.ofKinds(this.inKinds)];
      this.rows.set(row, way);
    }
    return way;
  }

  ofItem(item: string): Way {
    let way = this.items.get(item);
    if (way === undefined) this.items.set(item, (way = this.to.ofItem(item, this.inItem)));
    return way;
  }
}

/** An amount: as so many times one of it. */
interface Amount {
  readonly bundle: Bundle;
  readonly times: number;
  /** A gmina's own share of it. */
  readonly gmina: string | undefined;
}

/** All that an activity counts. */
export interface Counts {
  /** The counters of which it has one each. */
  readonly ones: Bundle;
  readonly amounts: readonly Amount[];
  /** Days of contacts: of these the last is told, which is no sum. */
  readonly contacts: readonly Part[];
}

/** Whether two differ at most in the counters of which they have one each. */
export const alikeElsewhere = (a: Counts, b: Counts): boolean =>
  alike(
    a.amounts,
    b.amounts,
    (one, other) => one.bundle === other.bundle && one.times === other.times && one.gmina === other.gmina,
  ) && alike(a.contacts, b.contacts, (one, other) => one.key === other.key);

const alike = <T>(a: readonly T[], b: readonly T[], same: (one: T, other: T) => boolean): boolean =>
  a.length === b.length &&
  a.every((each, index) => {
    const other = b[index];
    return other !== undefined && same(each, other);
  });

/** Tells the counters of activities bundle by bundle. */
export class Bundles {
  private readonly known = new Map<string, Bundle>();
  private readonly differences = new Pairs<Bundle, Bundle, Bundle>();
  /** By the state of an activity: the one before an event is the one after the event before. */
  private readonly counts = new WeakMap<CountedActivity, Counts>();

  constructor(
    private readonly period: Period,
    private readonly weighing: Weighing,
    private readonly to: Destinations,
  ) {}

  of(kind: Kind, activity: CountedActivity): Counts {
    let counts = this.counts.get(activity);
    if (counts === undefined)
      this.counts.set(
        activity,
        (counts = this.bundled(activity.details, [...partsOf(kind, activity), ...latePartsOf(activity)])),
      );
    return counts;
  }

  /** What is left of counters where others are taken from them. */
  less(of: Bundle, taken: Bundle): Bundle {
    return this.differences.get(of, taken, () => {
      const left = new Map<string, Part>();
      const add = (part: Part, sign: 1 | -1): void => {
        const name = this.weighing.nameOf(part);
        left.set(name, { ...part, value: (left.get(name)?.value ?? 0) + sign * part.value });
      };
      for (const part of of.parts) add(part, 1);
      for (const part of taken.parts) add(part, -1);
      return this.bundle(
        of.details,
        [...left.values()].filter(({ value }) => value !== 0),
      );
    });
  }

  private bundled(details: Details, parts: readonly Part[]): Counts {
    const [ones, amounts, contacts]: [Part[], Amount[], Part[]] = [[], [], []];
    for (const part of parts) {
      if (part.key.startsWith(CONTACT)) contacts.push(part);
      else if (part.value === 1 && part.gmina === undefined) ones.push(part);
      else
        amounts.push({
          bundle: this.bundle(details, [{ ...part, value: 1 }]),
          times: part.value,
          gmina: part.gmina,
        });
    }
    return { ones: this.bundle(details, ones), amounts, contacts };
  }

  private bundle(details: Details, parts: readonly Part[]): Bundle {
    let name = (details.gminas ?? []).length > 1 ? 'shared' : '';
    for (const part of parts)
      name += `|${String(part.value)}${part.gmina === undefined ? '' : '*'}${this.weighing.nameOf(part)}`;
    let bundle = this.known.get(name);
    if (bundle === undefined)
      this.known.set(name, (bundle = new Bundle(parts, details, this.weighing, this.period, this.to)));
    return bundle;
  }
}
