import { Pairs } from '../../domain/kernel/pairs.js';
import { rowsOf } from '../../domain/views/gmina-months.js';
import { ALL, COUNTY, OUTSIDE } from '../../domain/views/rows.js';
import type { Bundle } from './bundles.js';
import type { Rows } from './changes.js';
import type { Figure } from './figure.js';
import type { Figures } from './figures.js';
import type { Weights } from './weights.js';

/** The figures to which something adds, with those to which it adds as much. */
export type Way = readonly { readonly by: number; readonly figures: readonly Figure[] }[];

/** The rows of a report that are no gmina's, by the key of their counters. */
const ROWS = [
  [ALL, '/totals'],
  [COUNTY, '/countyWide'],
  [OUTSIDE, '/outside'],
] as const;

/**
 * Finds the figures to which a bundle adds that counts in these rows, as long as the strategy and the gminas stay what
 * they are. Events are many, and such pairs few.
 */
export class Ways {
  private readonly known = new Pairs<Bundle, Rows, Way>();
  private readonly rows: ReadonlyMap<string, string>;
  private readonly items: ReadonlyMap<string, string>;

  /**
   * @param items codes of the items of the report's strategy by the keys of their rows
   * @param gminas the keys of their rows
   * @param cell how many activities of an item a row has in the period: figures that no report tells
   */
  constructor(
    private readonly figures: Figures,
    items: ReadonlyMap<string, string>,
    gminas: readonly string[],
    private readonly cell: (row: string, item: string) => Figure,
  ) {
    this.rows = new Map([...gminas.map((row) => [row, `/gminas/${row}`] as const), ...ROWS]);
    this.items = new Map([...items].map(([item, code]) => [item, `/items/${code}`]));
  }

  of(bundle: Bundle, rows: Rows): Way {
    return this.known.get(bundle, rows, () => this.find(bundle, rows));
  }

  /** The path of a row; undefined where the report has none for it. */
  pathOf(row: string): string | undefined {
    return this.rows.get(row);
  }

  private find(bundle: Bundle, rows: Rows): Way {
    const { row: inRow, kinds, item: inItem, cells } = bundle.weighed;
    const found = new Map<number, Figure[]>();
    const add = (figure: Figure, by: number): void => {
      const alike = found.get(by);
      if (alike === undefined) found.set(by, [figure]);
      else alike.push(figure);
    };
    const addBelow = (path: string | undefined, weights: Weights): void => {
      if (path === undefined) return;
      for (const [below, by] of weights) {
        const figure = this.figures.below(path, below);
        if (figure.isWanted || figure.tells !== null) add(figure, by);
      }
    };
    for (const row of rowsOf(rows, bundle)) addBelow(this.pathOf(row), inRow);
    addBelow('/kinds', kinds);
    for (const item of rows.items) addBelow(this.items.get(item), inItem);
    if (cells !== 0) for (const row of rows.gminas) for (const item of rows.items) add(this.cell(row, item), cells);
    return [...found].map(([by, figures]) => ({ by, figures }));
  }
}
