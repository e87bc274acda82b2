import type { Kind } from '../../domain/activities/kind.js';
import { Pairs } from '../../domain/kernel/pairs.js';
import { inCells } from '../../domain/views/coverage.js';
import { type Part, partsOf } from '../../domain/views/figures.js';
import { inEachRow, latePartsOf } from '../../domain/views/gmina-months.js';
import { inItems } from '../../domain/views/item-months.js';
import { inCell } from '../queries/goals.js';
import type { Period } from '../queries/period.js';
import type { CountedActivity } from './changes.js';
import { CONTACT } from './contacts.js';
import type { Weighing, Weights } from './weights.js';

/** What a bundle adds to each row in which it counts, by the figure's path below that. */
interface Weighed {
  readonly row: Weights;
  readonly kinds: Weights;
  readonly item: Weights;
  /** To the count of each of the matrix's cells. */
  readonly cells: number;
}

/**
 * Counters that an activity has together (begun and ended in this month, with that status). What they add to the figures
 * of a row is reckoned once for all activities that are alike in them, and what cancels out is never told: an activity
 * of one day adds to every month from its own on, and takes away from all but that.
 *
 * A bundle leads to those of one counter more, so that it is found without being named.
 */
export class Bundle {
  private readonly longer = new Map<string, Bundle>();
  private known: Weighed | null = null;

  /** @param shared whether of activities that several gminas share: some counters add more there */
  constructor(
    private readonly weighing: Weighing,
    private readonly period: Period,
    readonly shared: boolean,
    readonly parts: readonly Part[] = [],
  ) {}

  with(part: Part): Bundle {
    const { value, gmina } = part;
    let name = this.weighing.nameOf(part);
    if (value !== 1) name += ` times ${String(value)}`;
    if (gmina !== undefined) name += ` of ${gmina}`;
    let longer = this.longer.get(name);
    if (longer === undefined) this.longer.set(name, (longer = this.followedBy(part)));
    return longer;
  }

  /** Of an amount that is a gmina's own share: the gmina. */
  get gmina(): string | undefined {
    return this.parts[0]?.gmina;
  }

  get weighed(): Weighed {
    return (this.known ??= this.weigh());
  }

  private weigh(): Weighed {
    const row = this.parts.flatMap((part) => inEachRow(part, this.shared));
    const item: Part[] = [];
    inItems({ items: [''] }, this.parts, (_item, part) => item.push(part));
    let cells = 0;
    inCells({ gminas: [''], items: [''] }, this.parts, (_row, _item, { key, month, value }) => {
      cells += value * inCell(key, month, this.period);
    });
    const together = (of: Parameters<Weighing['together']>[0], parts: readonly Part[]): Weights =>
      this.weighing.together(of, parts);
    return { row: together('row', row), kinds: together('kinds', row), item: together('item', item), cells };
  }

  private followedBy(part: Part): Bundle {
    return new Bundle(this.weighing, this.period, this.shared, [...this.parts, part]);
  }
}

/** An amount: as so many times one of it. */
interface Amount {
  readonly bundle: Bundle;
  readonly times: number;
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
  alike(a.amounts, b.amounts, (one, other) => one.bundle === other.bundle && one.times === other.times) &&
  alike(a.contacts, b.contacts, (one, other) => one.key === other.key);

const alike = <T>(a: readonly T[], b: readonly T[], same: (one: T, other: T) => boolean): boolean =>
  a.length === b.length &&
  a.every((each, index) => {
    const other = b[index];
    return other !== undefined && same(each, other);
  });

/** Tells the counters of activities bundle by bundle. */
export class Bundles {
  private readonly own: Bundle;
  private readonly shared: Bundle;
  /** By the state of an activity: the one before an event is the one after the event before. */
  private readonly counts = new WeakMap<CountedActivity, Counts>();

  private readonly differences = new Pairs<Bundle, Bundle, Bundle>();

  constructor(
    period: Period,
    private readonly weighing: Weighing,
  ) {
    this.own = new Bundle(weighing, period, false);
    this.shared = new Bundle(weighing, period, true);
  }

  of(kind: Kind, activity: CountedActivity): Counts {
    let counts = this.counts.get(activity);
    if (counts === undefined) this.counts.set(activity, (counts = this.bundled(kind, activity)));
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
      return [...left.values()]
        .filter(({ value }) => value !== 0)
        .reduce((bundle, part) => bundle.with(part), this.none(of.shared));
    });
  }

  private none(shared: boolean): Bundle {
    return shared ? this.shared : this.own;
  }

  private bundled(kind: Kind, activity: CountedActivity): Counts {
    const none = this.none(activity.rows.shared);
    let ones = none;
    const [amounts, contacts]: [Amount[], Part[]] = [[], []];
    for (const parts of [partsOf(kind, activity), latePartsOf(activity)])
      for (const part of parts) {
        if (part.key.startsWith(CONTACT)) contacts.push(part);
        else if (part.value === 1 && part.gmina === undefined) ones = ones.with(part);
        else amounts.push({ bundle: none.with({ ...part, value: 1 }), times: part.value });
      }
    return { ones, amounts, contacts };
  }
}
