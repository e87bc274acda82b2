import { Pairs } from '../../domain/kernel/pairs.js';
import {
  type Added,
  type AdditionsDoc,
  type Counter,
  eachCounter,
  nameOfRows,
  type Rows,
  rowsIn,
} from '../../domain/views/additions.js';
import { inCells } from '../../domain/views/coverage.js';
import type { Part } from '../../domain/views/figures.js';
import { inEachRow } from '../../domain/views/gmina-months.js';
import { inItems } from '../../domain/views/item-months.js';
import { inCell } from '../queries/goals.js';
import type { Period } from '../queries/period.js';
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
 * Counters to which an event adds together (begun and ended in this month, with that status). What that does to the figures
 * of a row is reckoned once for all events that are alike in it, and what cancels out is never told: an activity
 * of one day adds to every month from its own on, and takes away from all but that.
 *
 * A bundle leads to those of one counter more, so that it is found without being named.
 */
export class Bundle {
  private readonly longer = new Pairs<string, number, Bundle>();
  private known: Weighed | null = null;

  /** @param shared whether of activities that several gminas share: some counters add more there */
  constructor(
    private readonly weighing: Weighing,
    private readonly period: Period,
    private readonly shared: boolean,
    private readonly parts: readonly Part[] = [],
  ) {}

  with({ counter, name }: NamedCounter, value: number): Bundle {
    return this.longer.get(
      name,
      value,
      () => new Bundle(this.weighing, this.period, this.shared, [...this.parts, { ...counter, value }]),
    );
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
}

/** An amount: as so many times one of it. */
interface Amount {
  readonly bundle: Bundle;
  readonly times: number;
}

/** What was added in some rows. */
export interface Counts {
  /** One object for all that are the same, so that what it does to the figures goes by it. */
  readonly rows: Rows;
  /** The counters to which one was added, or from which one was taken. */
  readonly ones: Bundle;
  readonly amounts: readonly Amount[];
  /** Days of contacts: of these the last is told, which is no sum. */
  readonly contacts: readonly Part[];
}

/** A counter, and a name that it shares with those that weigh the same. */
interface NamedCounter {
  readonly counter: Counter;
  readonly name: string;
  readonly isContact: boolean;
}

/** Tells what was added to the counters bundle by bundle. */
export class Bundles {
  private readonly own: Bundle;
  private readonly shared: Bundle;
  private readonly rows = new Map<string, Rows>();
  /** Of the document at hand. */
  private doc: AdditionsDoc | null = null;
  private its: { readonly rows: readonly Rows[]; readonly counters: readonly NamedCounter[] } = {
    rows: [],
    counters: [],
  };

  constructor(
    period: Period,
    private readonly weighing: Weighing,
  ) {
    this.own = new Bundle(weighing, period, false);
    this.shared = new Bundle(weighing, period, true);
  }

  /** @param doc whose line it is of */
  of(added: Added, doc: AdditionsDoc): Counts {
    if (doc !== this.doc) this.look(doc);
    const rows = rowsIn(this.its.rows, added);
    const none = rows.shared ? this.shared : this.own;
    let ones = none;
    const [amounts, contacts]: [Amount[], Part[]] = [[], []];
    eachCounter(this.its.counters, added, (named, value) => {
      if (named.isContact) contacts.push({ ...named.counter, value });
      else if (Math.abs(value) === 1 && named.counter.gmina === undefined) ones = ones.with(named, value);
      else amounts.push({ bundle: none.with(named, 1), times: value });
    });
    return { rows, ones, amounts, contacts };
  }

  private look(doc: AdditionsDoc): void {
    this.doc = doc;
    this.its = {
      rows: doc.rows.map((rows) => this.known(rows)),
      counters: doc.counters.map((counter) => ({
        counter,
        name: this.weighing.nameOf(counter) + (counter.gmina === undefined ? '' : ` of ${counter.gmina}`),
        isContact: counter.key.startsWith(CONTACT),
      })),
    };
  }

  private known(rows: Rows): Rows {
    const name = nameOfRows(rows);
    const known = this.rows.get(name);
    if (known === undefined) this.rows.set(name, rows);
    return known ?? rows;
  }
}
