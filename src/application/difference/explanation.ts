import type { Day } from '../../domain/kernel/day.js';
import { GMINA } from '../../domain/registers/registers.js';
import { inCells } from '../../domain/views/coverage.js';
import { type Part, partsOf } from '../../domain/views/figures.js';
import { inRows, latePartsOf } from '../../domain/views/gmina-months.js';
import { inItems } from '../../domain/views/item-months.js';
import { ALL, COUNTY, itemKey, OUTSIDE, OUTSIDE_STRATEGY } from '../../domain/views/rows.js';
import { cellsOf, chosenStrategy, inCell } from '../queries/goals.js';
import { gminaFacts } from '../queries/gminas.js';
import type { CountedDocs } from '../reports/counted.js';
import type { ReportAsked } from '../reports/report.js';
import type { Alteration, CountedActivity } from './changes.js';
import { CountedState } from './counted.js';
import { CONTACT, Contacts } from './contacts.js';
import { Figure, type Source } from './figure.js';
import { type Leaves, leavesOf } from './leaves.js';
import { ListedLines } from './listed.js';
import { Pairs } from './pairs.js';
import { negative, net, samePlaces } from './parts.js';
import { GminaShares } from './shares.js';
import { classOf, sourceOf, TIME } from './sources.js';
import { Cell, type Way } from './ways.js';
import { Weighing, type Weights } from './weights.js';

/** The rows of a report that are no gmina's, by the key of their counters. */
const ROWS: Readonly<Record<string, string>> = { [ALL]: '/totals', [COUNTY]: '/countyWide', [OUTSIDE]: '/outside' };

/** What else is told from a sum: its shares, ranks by it, or whether an item is a gap. */
type Role = 'total' | 'share' | { readonly item: string };

/**
 * The figures of a report on their way from one point of the ledger to another, event by event: what each event adds to
 * the counters is what it adds to every number; sets, latest dates, shares and ranks are looked at where it touched
 * what they are told from. Only a change of a register has all of them told anew.
 */
export class Explanation {
  private readonly figures = new Map<string, Figure>();
  private readonly state: CountedState;
  private readonly weighing: Weighing;
  private readonly touched: Figure[] = [];
  private readonly cells = new Pairs<Cell>();
  private readonly cellsAtStart: ReadonlyMap<string, number>;
  private readonly cellsTouched: Cell[] = [];
  private readonly contacts = new Map<string, Contacts>();
  private readonly contacted = new Set<Contacts>();
  private readonly lines: ListedLines;
  private rowWays = new Pairs<Way>();
  private itemWays = new Pairs<Way>();
  /** What else a number is of, besides itself. */
  private readonly roles = new Map<Figure, Role>();
  private shares: GminaShares;
  /** Codes of the items of the report's strategy by the keys of their rows. */
  private items = new Map<string, string>();
  /** Of each gmina, by the key of its row. */
  private gminas = new Map<string, { readonly terc: string; readonly residents: number | null }>();

  /**
   * @param start the figures at the first point
   * @param days the first, up to which dues stand all the way; and the second, by which measures are read
   * @param wanted for each figure that somebody wants explained, how many causes are told one by one
   */
  constructor(
    private readonly asked: ReportAsked,
    private readonly start: Leaves,
    docs: CountedDocs,
    private readonly days: { readonly rows: Day; readonly goals: Day },
    private readonly wanted: ReadonlyMap<string, number>,
  ) {
    this.state = new CountedState(docs);
    this.weighing = new Weighing(asked, days.rows);
    this.cellsAtStart = cellsOf(docs.cells, asked);
    for (const { row, counters } of docs.rows)
      for (const [key, value] of Object.entries(counters))
        if (key.startsWith(CONTACT)) this.contactsOf(row).add(key.slice(CONTACT.length), value);
    this.lines = new ListedLines(asked, (path) => this.figure(path));
    for (const [path] of start) this.figure(path);
    this.shares = new GminaShares((path) => this.figure(path), this.gminas);
    this.learn();
  }

  figure(path: string): Figure {
    let figure = this.figures.get(path);
    if (figure === undefined)
      this.figures.set(path, (figure = new Figure(path, this.start.get(path), this.wanted.get(path) ?? 0)));
    return figure;
  }

  /** Sets every figure of these, for one cause. @param only whether a figure is told by these leaves, also by its absence */
  retell(leaves: Leaves, source: Source, only: (path: string) => boolean = () => true): void {
    const paths = new Set([...this.figures.keys(), ...leaves.keys()]);
    for (const path of paths) if (only(path)) this.figure(path).set(leaves.get(path), source);
  }

  /** What registers say on the second day of what was known at the first point. */
  timePasses(): void {
    this.recount(TIME);
  }

  apply(alteration: Alteration): void {
    if (alteration.of === 'entry') {
      this.state.put(alteration.after);
      this.learn();
      this.recount(sourceOf(alteration.event, 'reference'));
      return;
    }
    const { event, before, after, kind } = alteration;
    const source = {
      ...sourceOf(event, classOf(event, before === null)),
      activity: after.id,
      number: after.number,
    };
    if (before === null) this.expand(after, partsOf(kind, after), latePartsOf(after));
    else if (samePlaces(before, after)) {
      this.expand(
        after,
        net(partsOf(kind, before), partsOf(kind, after)),
        net(latePartsOf(before), latePartsOf(after)),
      );
    } else {
      this.expand(before, partsOf(kind, before).map(negative), latePartsOf(before).map(negative));
      this.expand(after, partsOf(kind, after), latePartsOf(after));
    }
    this.settle(source);
    this.lines.apply(alteration, source);
  }

  /** What became overdue by the second day, or ceased to be, of one activity. */
  due(
    activity: { readonly id: string; readonly number: string; readonly gminas: readonly string[] },
    what: string,
    by: 1 | -1,
  ): void {
    const source = { ...TIME, activity: activity.id, number: activity.number };
    for (const row of [...activity.gminas, ALL]) {
      const path = this.pathOf(row);
      if (path !== null) this.figure(`${path}/${what}/overdue`).add(by, source);
    }
  }

  /** The lists as they stand at the second point. */
  list(after: Leaves): void {
    this.lines.finish(after);
  }

  private learn(): void {
    [this.rowWays, this.itemWays] = [new Pairs(), new Pairs()];
    const strategy = chosenStrategy(this.state.strategies(), this.asked.strategy, this.asked.from);
    this.items = new Map([
      ...(strategy?.items ?? []).map(({ code }): [string, string] => [itemKey(strategy?.id ?? '', code), code]),
      [OUTSIDE_STRATEGY, OUTSIDE_STRATEGY],
    ]);
    this.gminas = new Map(
      this.state.all(GMINA.name).map((entry) => [entry.key, gminaFacts(entry, Number(this.asked.to.slice(0, 4)))]),
    );
    this.shares = new GminaShares((path) => this.figure(path), this.gminas);
    this.roles.clear();
    for (const { activities, supportDelivered, investmentShare } of this.shares.sums()) {
      this.roles.set(activities, 'total');
      for (const figure of [supportDelivered, investmentShare]) this.roles.set(figure, 'share');
    }
    for (const code of this.items.values())
      if (code !== OUTSIDE_STRATEGY) this.roles.set(this.figure(`/items/${code}/activities/total`), { item: code });
  }

  private recount(source: Source): void {
    const counted = this.state.figures(this.asked, this.asked.strategy, this.days);
    this.retell(leavesOf(counted), source, isCounted);
  }

  /** The path of a row; null where the report has none for it. */
  private pathOf(row: string): string | null {
    return ROWS[row] ?? (this.gminas.has(row) ? `/gminas/${row}` : null);
  }

  private expand(places: CountedActivity, parts: readonly Part[], late: readonly Part[]): void {
    inRows(places, parts, this.inRow);
    inRows(places, late, this.inRow);
    inItems(places, parts, this.inItem);
    inCells(places, parts, this.inCell);
  }

  private readonly inRow = (row: string, part: Part): void => {
    this.go(
      this.rowWays.get(row, `${part.month}/${part.key}`, () => this.wayOfRow(row, part)),
      part.value,
    );
  };

  private readonly inItem = (item: string, part: Part): void => {
    this.go(
      this.itemWays.get(item, `${part.month}/${part.key}`, () => this.wayOfItem(item, part)),
      part.value,
    );
  };

  private readonly inCell = (row: string, item: string, { month, key, value }: Part): void => {
    const by = inCell(key, month, this.asked);
    if (by === 0) return;
    const counters = this.state.cell(row, item, month);
    counters[key] = (counters[key] ?? 0) + value;
    const cell = this.cells.get(row, item, () => new Cell(row, item, this.cellsAtStart.get(`${row}/${item}`) ?? 0));
    if (cell.before === null) {
      cell.before = cell.count;
      this.cellsTouched.push(cell);
    }
    cell.count += value * by;
  };

  private go({ counters, key, figures, contact }: Way, value: number): void {
    if (counters === null) return;
    counters[key] = (counters[key] ?? 0) + value;
    for (const [figure, by] of figures) {
      if (figure.pending === 0) this.touched.push(figure);
      figure.pending += value * by;
    }
    if (contact === null) return;
    contact.of.add(contact.day, value);
    this.contacted.add(contact.of);
  }

  private wayOfRow(row: string, part: Part): Way {
    const { key, month } = part;
    const path = this.pathOf(row);
    if (path === null) return { counters: null, key, figures: [], contact: null };
    if (key.startsWith(CONTACT)) {
      const contact = { of: this.contactsOf(row), day: key.slice(CONTACT.length) };
      return { counters: this.state.row(row, month), key, figures: [], contact };
    }
    const figures = [
      ...this.followed(path, this.weighing.weights('row', part)),
      ...(row === ALL ? this.followed('/kinds', this.weighing.weights('kinds', part)) : []),
    ];
    return { counters: figures.length === 0 ? null : this.state.row(row, month), key, figures, contact: null };
  }

  private wayOfItem(item: string, part: Part): Way {
    const weights = this.weighing.weights('item', part);
    const code = this.items.get(item);
    return {
      counters: weights.length === 0 ? null : this.state.item(item, part.month),
      key: part.key,
      figures: code === undefined ? [] : this.followed(`/items/${code}`, weights),
      contact: null,
    };
  }

  private followed(path: string, weights: Weights): Way['figures'] {
    return weights.map(([below, by]) => [this.figure(path + below), by] as const);
  }

  private contactsOf(row: string): Contacts {
    let contacts = this.contacts.get(row);
    if (contacts === undefined) this.contacts.set(row, (contacts = new Contacts(row)));
    return contacts;
  }

  /** Gives what the event added to its figures, and looks at those that are told from them. */
  private settle(source: Source): void {
    let [shares, totals] = [false, false];
    for (const figure of this.touched) {
      const { pending } = figure;
      if (pending === 0) continue;
      figure.pending = 0;
      const before = figure.amount;
      figure.add(pending, source);
      const role = this.roles.get(figure);
      if (role === undefined) continue;
      if (role === 'total') [shares, totals] = [true, true];
      else if (role === 'share') shares = true;
      else if ((before === 0) !== (figure.amount === 0)) this.figure('/gaps').move(role.item, before !== 0, source);
    }
    this.touched.length = 0;
    if (shares) this.shares.tellShares(source);
    if (totals) this.shares.tellRanks(source);
    this.reached(source);
    for (const { row, last } of this.contacted) {
      const path = this.pathOf(row);
      if (path !== null) this.figure(`${path}/lastContactOn`).set(last, source);
    }
    this.contacted.clear();
  }

  /** The gminas that an item reached. */
  private reached(source: Source): void {
    for (const cell of this.cellsTouched) {
      const { row, item, count, before } = cell;
      cell.before = null;
      if ((before ?? 0) > 0 === count > 0) continue;
      const [gmina, code] = [this.gminas.get(row), this.items.get(item)];
      if (gmina !== undefined && code !== undefined)
        this.figure(`/items/${code}/gminas`).move(gmina.terc, count > 0, source);
    }
    this.cellsTouched.length = 0;
  }
}

/** Lists are told from the activities, not from counters; whose the report is never changes. */
const isCounted = (path: string): boolean =>
  /^\/(strategy|totals|gminas|countyWide|outside|items|kinds|gaps)(\/|$)/.test(path);
