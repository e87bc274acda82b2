import type { Day } from '../../domain/kernel/day.js';
import { RegisterBook } from '../registers.js';
import type { Entry } from '../../domain/registers/register.js';
import { GMINA, MEASURE } from '../../domain/registers/registers.js';
import { type Added, type AdditionsDoc, inFull } from '../../domain/views/additions.js';
import { cellKey, type CoverageMonth, inCells } from '../../domain/views/coverage.js';
import { inRows, type RowMonth } from '../../domain/views/gmina-months.js';
import { inItems, type ItemMonth } from '../../domain/views/item-months.js';
import type { Period } from '../queries/period.js';
import { type CountedDocs, type CountedFigures, countedFigures } from '../reports/counted.js';

/** A document of one's own, to be altered. */
type Own<D> = D & { readonly counters: Record<string, number> };

const own = <D extends RowMonth | ItemMonth | CoverageMonth>(docs: readonly D[]): Map<string, Own<D>> =>
  new Map(docs.map((doc) => [doc.id, { ...doc, counters: { ...doc.counters } }]));

/** The documents that a report counts from, on their way from one point of the ledger to another. */
export class CountedState {
  private readonly rows: Map<string, Own<RowMonth>>;
  private readonly items: Map<string, Own<ItemMonth>>;
  private readonly cells: Map<string, Own<CoverageMonth>>;
  private readonly entries = new Map<string, Entry>();

  constructor(docs: CountedDocs) {
    this.rows = own(docs.rows);
    this.items = own(docs.items);
    this.cells = own(docs.cells);
    for (const entry of [...docs.gminas, ...docs.measures, ...docs.strategies.all('strategy')]) this.put(entry);
  }

  put(entry: Entry): void {
    this.entries.set(entry.id, entry);
  }

  all(register?: string): Entry[] {
    const all = [...this.entries.values()];
    return register === undefined ? all : all.filter((entry) => entry.register === register);
  }

  strategies(): RegisterBook {
    const book = new RegisterBook();
    for (const entry of this.all('strategy')) book.put(entry);
    return book;
  }

  entry(id: string): Entry | undefined {
    return this.entries.get(id);
  }

  /** @param doc whose line it is of */
  add(added: Added, doc: AdditionsDoc): void {
    const { rows, parts } = inFull(doc, added);
    inRows(rows, parts, (row, { month, key, value }) => {
      const id = `${row}/${month}`;
      let doc = this.rows.get(id);
      if (doc === undefined) this.rows.set(id, (doc = { id, row, month, counters: {} }));
      doc.counters[key] = (doc.counters[key] ?? 0) + value;
    });
    inItems(rows, parts, (item, { month, key, value }) => {
      const id = `${item}/${month}`;
      let doc = this.items.get(id);
      if (doc === undefined) this.items.set(id, (doc = { id, item, month, counters: {} }));
      doc.counters[key] = (doc.counters[key] ?? 0) + value;
    });
    inCells(rows, parts, (row, item, { month, key, value }) => {
      const id = `${row}/${month}`;
      let doc = this.cells.get(id);
      if (doc === undefined) this.cells.set(id, (doc = { id, row, month, counters: {} }));
      const counter = cellKey(key, item);
      doc.counters[counter] = (doc.counters[counter] ?? 0) + value;
    });
  }

  figures(
    period: Period,
    strategy: string | undefined,
    days: { readonly rows: Day; readonly goals: Day },
  ): CountedFigures {
    return countedFigures(
      {
        rows: [...this.rows.values()].map(whole),
        items: [...this.items.values()].map(whole),
        cells: [...this.cells.values()].map(whole),
        gminas: this.all(GMINA.name),
        measures: this.all(MEASURE.name),
        strategies: this.strategies(),
      },
      period,
      strategy,
      days,
    );
  }
}

/** A counter that is back at nothing is none: a status without activities is not told. */
function whole<D extends { readonly counters: Readonly<Record<string, number>> }>(doc: D): D {
  const counters = Object.fromEntries(Object.entries(doc.counters).filter(([, value]) => value !== 0));
  return { ...doc, counters };
}
