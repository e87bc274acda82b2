import { Pairs } from '../../domain/kernel/pairs.js';
import type { Rows } from '../../domain/views/additions.js';
import { rowsOf } from '../../domain/views/gmina-months.js';
import { ALL, COUNTY, OUTSIDE } from '../../domain/views/rows.js';
import type { Bundle } from './bundles.js';
import type { Class, Figure, Source } from './figure.js';
import type { Figures } from './figures.js';
import type { Weights } from './weights.js';

/**
 * Figures to which something adds as much. In a long stretch most of them have soon told all the causes that they tell one
 * by one: from then on it is counted for them together how often it came, and handed on at the end.
 */
class Alike {
  private readonly telling: Figure[];
  private readonly counting: Figure[] = [];
  private readonly events = new Map<Class, number>();

  constructor(
    readonly by: number,
    readonly figures: readonly Figure[],
  ) {
    this.telling = [...figures];
  }

  /** Takes an event that adds to each of these figures, and to none of them besides. @param give tells one figure */
  take(source: Source, give: (figure: Figure, by: number, source: Source) => void): void {
    for (let at = this.telling.length - 1; at >= 0; at--) {
      const figure = this.telling[at];
      if (figure === undefined) continue;
      if (figure.isTold) {
        // What was counted so far is none of its.
        this.handOn();
        this.telling.splice(at, 1);
        this.counting.push(figure);
      } else give(figure, this.by, source);
    }
    if (this.counting.length > 0) this.events.set(source.class, (this.events.get(source.class) ?? 0) + 1);
  }

  /** Until then the counted figures have values of before. */
  handOn(): void {
    for (const [name, events] of this.events)
      for (const figure of this.counting) figure.addTogether(name, this.by * events, events);
    this.events.clear();
  }
}

/** The figures to which something adds. */
export type Way = readonly Alike[];

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
  /** Ways have most of their parts in common: all lead through the totals. */
  private readonly parts = new Pairs<Weights, string, readonly Alike[]>();
  private readonly all: Alike[] = [];
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
    const way = [...this.below('/kinds', kinds)];
    const add = (path: string | undefined, weights: Weights): void => {
      if (path !== undefined) way.push(...this.below(path, weights));
    };
    for (const row of rowsOf(rows, bundle)) add(this.pathOf(row), inRow);
    for (const item of rows.items) add(this.items.get(item), inItem);
    if (cells !== 0)
      way.push(
        this.alike(
          cells,
          rows.gminas.flatMap((row) => rows.items.map((item) => this.cell(row, item))),
        ),
      );
    return way;
  }

  /** Hands on what is counted for figures together. */
  handOn(): void {
    for (const alike of this.all) alike.handOn();
  }

  private alike(by: number, figures: readonly Figure[]): Alike {
    const alike = new Alike(by, figures);
    this.all.push(alike);
    return alike;
  }

  private below(path: string, weights: Weights): readonly Alike[] {
    return this.parts.get(weights, path, () => {
      const found = new Map<number, Figure[]>();
      for (const [below, by] of weights) {
        const figure = this.figures.below(path, below);
        if (!figure.isWanted && figure.tells === null) continue;
        const alike = found.get(by);
        if (alike === undefined) found.set(by, [figure]);
        else alike.push(figure);
      }
      return [...found].map(([by, figures]) => this.alike(by, figures));
    });
  }
}
