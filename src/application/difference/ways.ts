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

/** How many activities of an item a row has in the period: figures that no report tells, by row and item. */
export type Cells = Pairs<string, string, Figure>;

/** The rows of a report that are no gmina's, by the key of their counters. */
const ROWS: Readonly<Record<string, string>> = { [ALL]: '/totals', [COUNTY]: '/countyWide', [OUTSIDE]: '/outside' };

/**
 * Finds the figures to which a bundle adds that counts in these rows, as long as the strategy and the gminas stay what
 * they are. Events are many, and such pairs few.
 */
export class Ways {
  private readonly known = new Pairs<Bundle, Rows, Way>();

  /**
   * @param items codes of the items of the report's strategy by the keys of their rows
   * @param gminas by the keys of their rows
   */
  constructor(
    private readonly figures: Figures,
    private readonly items: ReadonlyMap<string, string>,
    private readonly gminas: ReadonlyMap<string, unknown>,
    private readonly cell: (row: string, item: string) => Figure,
  ) {}

  of(bundle: Bundle, rows: Rows): Way {
    return this.known.get(bundle, rows, () => this.find(bundle, rows));
  }

  /** The path of a row; null where the report has none for it. */
  pathOf(row: string): string | null {
    return ROWS[row] ?? (this.gminas.has(row) ? `/gminas/${row}` : null);
  }

  private find(bundle: Bundle, rows: Rows): Way {
    const { row: inRow, kinds, item: inItem, cells } = bundle.weighed;
    const found = new Map<number, Figure[]>();
    const add = (figure: Figure, by: number): void => {
      const alike = found.get(by);
      if (alike === undefined) found.set(by, [figure]);
      else alike.push(figure);
    };
    const addBelow = (path: string | null, weights: Weights): void => {
      if (path === null) return;
      for (const [below, by] of weights) {
        const figure = this.figures.below(path, below);
        if (figure.isWanted || figure.tells !== null) add(figure, by);
      }
    };
    for (const row of rowsOf(rows, bundle)) addBelow(this.pathOf(row), inRow);
    addBelow('/kinds', kinds);
    for (const item of rows.items) {
      const code = this.items.get(item);
      if (code !== undefined) addBelow(`/items/${code}`, inItem);
    }
    if (cells !== 0) for (const row of rows.gminas) for (const item of rows.items) add(this.cell(row, item), cells);
    return [...found].map(([by, figures]) => ({ by, figures }));
  }
}
