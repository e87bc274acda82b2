import { Pairs } from '../../domain/kernel/pairs.js';
import { Figure } from './figure.js';
import type { Leaves } from './leaves.js';

/** The figures of a report, by path. */
export class Figures {
  private readonly known = new Map<string, Figure>();
  private readonly under = new Pairs<string, string, Figure>();

  /**
   * @param start the figures at the first point
   * @param wanted for each figure that somebody wants explained, how many causes are told one by one
   */
  constructor(
    private readonly start: Leaves,
    private readonly wanted: ReadonlyMap<string, number>,
  ) {}

  at(path: string): Figure {
    let figure = this.known.get(path);
    if (figure === undefined)
      this.known.set(path, (figure = new Figure(path, this.start.get(path), this.wanted.get(path) ?? 0)));
    return figure;
  }

  /** The same without a path being made of the two each time. */
  below(path: string, rest: string): Figure {
    return this.under.get(path, rest, () => this.at(path + rest));
  }

  /** The paths of all that were there, and all that came. */
  paths(): ReadonlySet<string> {
    return new Set([...this.start.keys(), ...this.known.keys()]);
  }
}
