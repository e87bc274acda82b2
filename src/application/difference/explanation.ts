import type { Day } from '../../domain/kernel/day.js';
import { Pairs } from '../../domain/kernel/pairs.js';
import { GMINA } from '../../domain/registers/registers.js';
import { partsOf } from '../../domain/views/figures.js';
import { latePartsOf, rowsOf } from '../../domain/views/gmina-months.js';
import { ALL, COUNTY, itemKey, OUTSIDE, OUTSIDE_STRATEGY } from '../../domain/views/rows.js';
import { cellsOf, chosenStrategy } from '../queries/goals.js';
import { gminaFacts, type Shares } from '../queries/gminas.js';
import type { CountedDocs } from '../reports/counted.js';
import type { ReportAsked } from '../reports/report.js';
import { alikeElsewhere, type Bundle, Bundles, type Counts, type Way } from './bundles.js';
import { Cell } from './cells.js';
import type { Alteration, CountedActivity } from './changes.js';
import { CountedState } from './counted.js';
import { CONTACT, Contacts } from './contacts.js';
import { Figure, type Source } from './figure.js';
import { type Leaves, leavesOf } from './leaves.js';
import { ListedLines } from './listed.js';
import { negative, samePlaces } from './parts.js';
import { GminaShares } from './shares.js';
import { classOf, sourceIn, sourceOf, TIME } from './sources.js';
import { Weighing, type Weights } from './weights.js';

/** The rows of a report that are no gmina's, by the key of their counters. */
const ROWS: Readonly<Record<string, string>> = { [ALL]: '/totals', [COUNTY]: '/countyWide', [OUTSIDE]: '/outside' };

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
  private readonly cells = new Pairs<string, string, Cell>();
  private readonly cellsAtStart: ReadonlyMap<string, number>;
  private readonly cellsTouched: Cell[] = [];
  private readonly contacts = new Map<string, Contacts>();
  private readonly contacted = new Set<Contacts>();
  private readonly lines: ListedLines;
  private bundles: Bundles;
  /** Numbers of which something else is told. */
  private readonly told: Figure[] = [];
  private shares: GminaShares;
  /** Codes of the items of the report's strategy by the keys of their rows. */
  private items = new Map<string, string>();
  /** Of each gmina, by the key of its row. */
  private gminas = new Map<string, { readonly terc: string; readonly residents: number | null }>();

  /**
   * @param start the figures at the first point
   * @param days the first, up to which dues stand all the way; and the second, by which measures are read
   * @param wanted for each figure that somebody wants explained, how many causes are told one by one
   * @param counting the last position at which a register's event may have all figures told anew
   */
  constructor(
    private readonly asked: ReportAsked,
    private readonly start: Leaves,
    docs: CountedDocs,
    private readonly days: { readonly rows: Day; readonly goals: Day },
    private readonly wanted: ReadonlyMap<string, number>,
    private readonly counting: number,
  ) {
    this.state = new CountedState(docs);
    this.weighing = new Weighing(asked, days.rows);
    this.cellsAtStart = cellsOf(docs.cells, asked);
    for (const { row, counters } of docs.rows)
      for (const [key, value] of Object.entries(counters))
        if (key.startsWith(CONTACT)) this.contactsOf(row).add(key.slice(CONTACT.length), value);
    this.lines = new ListedLines(asked, (path) => this.figure(path));
    for (const [path] of start) this.figure(path);
    this.bundles = this.unknown();
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
    const source = sourceIn(event, classOf(event, before === null), after);
    if (event.position <= this.counting) {
      if (before !== null)
        this.state.add(before, partsOf(kind, before).map(negative), latePartsOf(before).map(negative));
      this.state.add(after, partsOf(kind, after), latePartsOf(after));
    }
    const is = this.bundles.of(kind, after);
    if (before === null) this.count(after, is, 1);
    else this.countAnew(before, this.bundles.of(kind, before), after, is);
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
    this.bundles = this.unknown();
    const strategy = chosenStrategy(this.state.strategies(), this.asked.strategy, this.asked.from);
    this.items = new Map([
      ...(strategy?.items ?? []).map(({ code }): [string, string] => [itemKey(strategy?.id ?? '', code), code]),
      [OUTSIDE_STRATEGY, OUTSIDE_STRATEGY],
    ]);
    this.gminas = new Map(
      this.state.all(GMINA.name).map((entry) => [entry.key, gminaFacts(entry, Number(this.asked.to.slice(0, 4)))]),
    );
    this.shares = new GminaShares((path) => this.figure(path), this.gminas);
    for (const figure of this.told.splice(0)) figure.tells = null;
    for (const [sum, figure] of this.shares.sums()) this.tells(figure, sum);
    for (const code of this.items.values())
      if (code !== OUTSIDE_STRATEGY) this.tells(this.figure(`/items/${code}/activities/total`), { item: code });
  }

  private tells(figure: Figure, what: Figure['tells']): void {
    figure.tells = what;
    this.told.push(figure);
  }

  private recount(source: Source): void {
    const counted = this.state.figures(this.asked, this.asked.strategy, this.days);
    this.retell(leavesOf(counted), source, isCounted);
  }

  /** The path of a row; null where the report has none for it. */
  private pathOf(row: string): string | null {
    return ROWS[row] ?? (this.gminas.has(row) ? `/gminas/${row}` : null);
  }

  /** No bundle is known yet: where they go depends on the strategy and the gminas. */
  private unknown(): Bundles {
    const followed = (path: string, weights: Weights): Way =>
      weights
        .map(([below, by]) => ({ figure: this.figure(path + below), by }))
        .filter(({ figure }) => figure.isWanted || figure.tells !== null);
    return new Bundles(this.asked, this.weighing, {
      ofRow: (row, weights) => {
        const path = this.pathOf(row);
        return path === null ? [] : followed(path, weights);
      },
      ofKinds: (weights) => followed('/kinds', weights),
      ofItem: (item, weights) => {
        const code = this.items.get(item);
        return code === undefined ? [] : followed(`/items/${code}`, weights);
      },
    });
  }

  private countAnew(before: CountedActivity, was: Counts, after: CountedActivity, is: Counts): void {
    if (!samePlaces(before, after)) {
      this.count(before, was, -1);
      this.count(after, is, 1);
      return;
    }
    if (was.ones !== is.ones) this.hand(after, this.bundles.less(is.ones, was.ones), 1);
    if (alikeElsewhere(was, is)) return;
    this.countRest(after, was, -1);
    this.countRest(after, is, 1);
  }

  private count(places: CountedActivity, counts: Counts, sign: 1 | -1): void {
    this.hand(places, counts.ones, sign);
    this.countRest(places, counts, sign);
  }

  private countRest(places: CountedActivity, { amounts, contacts }: Counts, sign: 1 | -1): void {
    for (const { bundle, times, gmina } of amounts) this.hand(places, bundle, sign * times, gmina);
    for (const part of contacts)
      for (const row of rowsOf(places, part)) {
        const its = this.contactsOf(row);
        its.add(part.key.slice(CONTACT.length), sign * part.value);
        this.contacted.add(its);
      }
  }

  /** @param gmina in whose row alone it counts, besides that of all */
  private hand(places: CountedActivity, bundle: Bundle, times: number, gmina?: string): void {
    for (const row of rowsOf(places, { gmina })) this.go(bundle.ofRow(row), times);
    for (const item of places.items) this.go(bundle.ofItem(item), times);
    if (bundle.cells === 0) return;
    for (const row of places.gminas) for (const item of places.items) this.inCell(row, item, bundle.cells * times);
  }

  private go(way: Way, times: number): void {
    for (const { figure, by } of way) {
      if (figure.pending === 0) this.touched.push(figure);
      figure.pending += by * times;
    }
  }

  private inCell(row: string, item: string, by: number): void {
    const cell = this.cells.get(row, item, () => new Cell(row, item, this.cellsAtStart.get(`${row}/${item}`) ?? 0));
    if (cell.before === null) {
      cell.before = cell.count;
      this.cellsTouched.push(cell);
    }
    cell.count += by;
  }

  private contactsOf(row: string): Contacts {
    let contacts = this.contacts.get(row);
    if (contacts === undefined) this.contacts.set(row, (contacts = new Contacts(row)));
    return contacts;
  }

  /** Gives what the event added to its figures, and looks at those that are told from them. */
  private settle(source: Source): void {
    const sums = new Set<keyof Shares>();
    for (const figure of this.touched) {
      const { pending } = figure;
      if (pending === 0) continue;
      figure.pending = 0;
      const before = figure.amount;
      figure.add(pending, source);
      const { tells } = figure;
      if (tells === null) continue;
      if (typeof tells === 'string') sums.add(tells);
      else if ((before === 0) !== (figure.amount === 0)) this.figure('/gaps').move(tells.item, before !== 0, source);
    }
    this.touched.length = 0;
    for (const sum of sums) this.shares.tell(sum, source);
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
