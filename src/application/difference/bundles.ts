import { inCells } from '../../domain/views/coverage.js';
import type { Part } from '../../domain/views/figures.js';
import { inRows } from '../../domain/views/gmina-months.js';
import { inItems } from '../../domain/views/item-months.js';
import { ALL } from '../../domain/views/rows.js';
import { inCell } from '../queries/goals.js';
import type { Period } from '../queries/period.js';
import type { CountedActivity } from './changes.js';
import { CONTACT } from './contacts.js';
import type { Figure } from './figure.js';
import type { Weighing, Weights } from './weights.js';

/** The figures to which something adds, and by how much. */
export type Way = readonly (readonly [figure: Figure, by: number])[];

/** Finds the figures of a row, or of an item: what is weighed goes by their paths below it. */
export interface Destinations {
  ofRow(row: string, weights: Weights): Way;
  ofKinds(weights: Weights): Way;
  ofItem(item: string, weights: Weights): Way;
}

/** Where an activity counts. */
type Places = Pick<CountedActivity, 'gminas' | 'items' | 'details'>;

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

  constructor(
    parts: readonly Part[],
    places: Places,
    weighing: Weighing,
    period: Period,
    private readonly to: Destinations,
  ) {
    const [row, item, cells]: [Part[], Part[], number[]] = [[], [], []];
    inRows({ ...places, gminas: [] }, parts, (each, part) => each === ALL && row.push(part));
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

/** Tells the counters of activities bundle by bundle. */
export class Bundles {
  private readonly known = new Map<string, Bundle>();

  constructor(
    private readonly period: Period,
    private readonly weighing: Weighing,
    private readonly to: Destinations,
  ) {}

  /**
   * Hands over the bundles in which counters come, each so many times: those of one together, an amount (or a gmina's own
   * share of it) as so many times one of it.
   */
  told(
    places: Places,
    parts: readonly Part[],
    take: (bundle: Bundle, times: number, part: Pick<Part, 'gmina'>) => void,
  ): void {
    // What several gminas share adds to a counter more.
    const shared = (places.details.gminas ?? []).length > 1 ? 'shared' : '';
    let together = shared;
    for (const part of parts) {
      // Of contacts the last day is told, which is no sum.
      if (part.key.startsWith(CONTACT)) continue;
      const name = this.weighing.nameOf(part);
      if (isOne(part)) together += `${part.value > 0 ? '+' : '-'}${name}`;
      else {
        const one = { ...part, value: 1 };
        take(
          this.bundle(`${shared}*${name}*${part.gmina ?? ''}`, places, () => [one]),
          part.value,
          part,
        );
      }
    }
    if (together !== shared)
      take(
        this.bundle(together, places, () => parts.filter(isOne)),
        1,
        NO_GMINA,
      );
  }

  private bundle(name: string, places: Places, parts: () => readonly Part[]): Bundle {
    let bundle = this.known.get(name);
    if (bundle === undefined)
      this.known.set(name, (bundle = new Bundle(parts(), places, this.weighing, this.period, this.to)));
    return bundle;
  }
}

const NO_GMINA = {};

const isOne = ({ key, value, gmina }: Part): boolean =>
  (value === 1 || value === -1) && gmina === undefined && !key.startsWith(CONTACT);
