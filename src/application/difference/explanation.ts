import type { Day } from '../../domain/kernel/day.js';
import { Pairs } from '../../domain/kernel/pairs.js';
import type { Entry } from '../../domain/registers/register.js';
import { GMINA } from '../../domain/registers/registers.js';
import type { Addition, AdditionsDoc, Altered, Rows } from '../../domain/views/additions.js';
import { rowsOf } from '../../domain/views/gmina-months.js';
import { ALL, itemKey, OUTSIDE_STRATEGY } from '../../domain/views/rows.js';
import type { EventStore } from '../ports/event-store.js';
import { cellsOf, chosenStrategy } from '../queries/goals.js';
import { gminaFacts, type Shares } from '../queries/gminas.js';
import type { CountedDocs } from '../reports/counted.js';
import type { ReportAsked } from '../reports/report.js';
import { type Bundle, Bundles, type Counts } from './bundles.js';
import { CountedState } from './counted.js';
import { CONTACT, Contacts } from './contacts.js';
import { Figure, type Source } from './figure.js';
import { Figures } from './figures.js';
import { type Leaves, leavesOf } from './leaves.js';
import { ListedLines } from './listed.js';
import { GminaShares } from './shares.js';
import { referenceOf, TIME } from './sources.js';
import { Ways } from './ways.js';
import { Weighing } from './weights.js';

/**
 * The figures of a report on their way from one point of the ledger to another, event by event: what each event adds to
 * the counters is what it adds to every number; sets, latest dates, shares and ranks are looked at where it touched
 * what they are told from. Only a change of a register has all of them told anew.
 */
export class Explanation {
  private readonly figures: Figures;
  private readonly state: CountedState;
  private readonly bundles: Bundles;
  private readonly touched: Figure[] = [];
  private readonly sums = new Set<keyof Shares>();
  private readonly cells = new Pairs<string, string, Figure>();
  private readonly cellsAtStart: ReadonlyMap<string, number>;
  private readonly contacts = new Map<string, Contacts>();
  private readonly contacted = new Set<Contacts>();
  private readonly lines: ListedLines;
  /** Numbers of which something else is told. */
  private readonly told: Figure[] = [];
  private ways: Ways;
  private shares: GminaShares;

  /**
   * @param start the figures at the first point
   * @param days the first, up to which dues stand all the way; and the second, by which measures are read
   * @param wanted for each figure that somebody wants explained, how many causes are told one by one
   * @param counting the last position at which a register's event may have all figures told anew
   */
  constructor(
    private readonly asked: ReportAsked,
    start: Leaves,
    docs: CountedDocs,
    private readonly days: { readonly rows: Day; readonly goals: Day },
    wanted: ReadonlyMap<string, number>,
    private readonly counting: number,
  ) {
    this.figures = new Figures(start, wanted);
    this.state = new CountedState(docs);
    this.bundles = new Bundles(asked, new Weighing(asked, days.rows));
    this.cellsAtStart = cellsOf(docs.cells, asked);
    for (const { row, counters } of docs.rows)
      for (const [key, value] of Object.entries(counters))
        if (key.startsWith(CONTACT)) this.contactsOf(row).add(key.slice(CONTACT.length), value);
    this.lines = new ListedLines(asked, this.figures, wanted.keys());
    [this.ways, this.shares] = this.learn();
  }

  figure(path: string): Figure {
    return this.figures.at(path);
  }

  /** Sets every figure of these, for one cause. @param only whether a figure is told by these leaves, also by its absence */
  retell(leaves: Leaves, source: Source, only: (path: string) => boolean = () => true): void {
    for (const path of new Set([...this.figures.paths(), ...leaves.keys()]))
      if (only(path)) this.figure(path).set(leaves.get(path), source);
  }

  /** What registers say on the second day of what was known at the first point. */
  timePasses(): void {
    this.recount(TIME);
  }

  /** An entry of a register as it stands. */
  entry(id: string): Entry | undefined {
    return this.state.entry(id);
  }

  /** @param entry as the event left it */
  alter(line: Altered, entry: Entry): void {
    this.ways.handOn();
    this.state.put(entry);
    [this.ways, this.shares] = this.learn();
    this.recount(referenceOf(line));
  }

  /** @param doc whose line it is */
  apply(line: Addition, doc: AdditionsDoc): void {
    if (line.position <= this.counting) for (const added of line.added) this.state.add(added, doc);
    const counts = line.added.map((added) => this.bundles.of(added, doc));
    const [only] = counts;
    if (only !== undefined && counts.length === 1 && only.amounts.length === 0) {
      // One way: no figure is on it twice (an activity names a gmina once), so that nothing has to be added up first.
      for (const alike of this.ways.of(only.ones, only.rows)) alike.take(line, this.give);
      this.meet(only);
    } else
      for (const each of counts) {
        this.go(each.ones, each.rows, 1);
        for (const { bundle, times } of each.amounts) this.go(bundle, each.rows, times);
        this.meet(each);
      }
    this.settle(line);
    this.lines.apply(line);
  }

  /** What became overdue by the second day, or ceased to be, of one activity. */
  due(
    activity: { readonly id: string; readonly number: string; readonly gminas: readonly string[] },
    what: string,
    by: 1 | -1,
  ): void {
    const source = { ...TIME, activity: activity.id, number: activity.number };
    for (const row of [...activity.gminas, ALL]) {
      const path = this.ways.pathOf(row);
      if (path !== undefined) this.figure(`${path}/${what}/overdue`).add(by, source);
    }
  }

  /** The lists as they stand at the second point. */
  async list(after: Leaves, ledger: EventStore): Promise<void> {
    this.ways.handOn();
    await this.lines.finish(after, ledger);
  }

  /** Where counters go, and what is told of them, depends on the strategy and the gminas. */
  private learn(): [Ways, GminaShares] {
    for (const figure of this.told.splice(0)) figure.tells = null;
    const strategy = chosenStrategy(this.state.strategies(), this.asked.strategy, this.asked.from);
    const items = new Map([
      ...(strategy?.items ?? []).map(({ code }): [string, string] => [itemKey(strategy?.id ?? '', code), code]),
      [OUTSIDE_STRATEGY, OUTSIDE_STRATEGY],
    ]);
    const gminas = new Map(
      this.state.all(GMINA.name).map((entry) => [entry.key, gminaFacts(entry, Number(this.asked.to.slice(0, 4)))]),
    );
    const shares = new GminaShares((path) => this.figure(path), gminas);
    for (const [sum, figure] of shares.sums()) this.tells(figure, sum);
    const gaps = this.figure('/gaps');
    for (const member of items.values())
      if (member !== OUTSIDE_STRATEGY)
        this.tells(this.figure(`/items/${member}/activities/total`), { set: gaps, member, isIn: (sum) => sum === 0 });
    const cell = (row: string, item: string): Figure => {
      const figure = this.cells.get(row, item, () => new Figure('', this.cellsAtStart.get(`${row}/${item}`), 0));
      const [member, code] = [gminas.get(row)?.terc, items.get(item)];
      if (member !== undefined && code !== undefined)
        this.tells(figure, { set: this.figure(`/items/${code}/gminas`), member, isIn: (sum) => sum > 0 });
      return figure;
    };
    return [new Ways(this.figures, items, [...gminas.keys()], cell), shares];
  }

  private tells(figure: Figure, what: Figure['tells']): void {
    figure.tells = what;
    this.told.push(figure);
  }

  private recount(source: Source): void {
    const counted = this.state.figures(this.asked, this.asked.strategy, this.days);
    this.retell(leavesOf(counted), source, isCounted);
  }

  private meet({ rows, contacts }: Counts): void {
    for (const part of contacts)
      for (const row of rowsOf(rows, part)) {
        const its = this.contactsOf(row);
        its.add(part.key.slice(CONTACT.length), part.value);
        this.contacted.add(its);
      }
  }

  private go(bundle: Bundle, rows: Rows, times: number): void {
    for (const { by, figures } of this.ways.of(bundle, rows))
      for (const figure of figures) {
        if (figure.pending === 0) this.touched.push(figure);
        figure.pending += by * times;
      }
  }

  private contactsOf(row: string): Contacts {
    let contacts = this.contacts.get(row);
    if (contacts === undefined) this.contacts.set(row, (contacts = new Contacts(row)));
    return contacts;
  }

  private readonly give = (figure: Figure, by: number, source: Source): void => {
    const before = figure.amount;
    figure.add(by, source);
    const { tells } = figure;
    if (tells === null) return;
    if (typeof tells === 'string') this.sums.add(tells);
    else {
      const { set, member, isIn } = tells;
      const is = isIn(figure.amount);
      if (isIn(before) !== is) set.move(member, is, source);
    }
  };

  /** Gives what the event added to its figures, and looks at those that are told from them. */
  private settle(source: Source): void {
    for (const figure of this.touched) {
      const { pending } = figure;
      if (pending === 0) continue;
      figure.pending = 0;
      this.give(figure, pending, source);
    }
    this.touched.length = 0;
    for (const sum of this.sums) this.shares.tell(sum, source);
    this.sums.clear();
    for (const { row, last } of this.contacted) {
      const path = this.ways.pathOf(row);
      if (path !== undefined) this.figures.below(path, '/lastContactOn').set(last, source);
    }
    this.contacted.clear();
  }
}

/** Lists are told from the activities, not from counters; whose the report is never changes. */
const isCounted = (path: string): boolean =>
  /^\/(strategy|totals|gminas|countyWide|outside|items|kinds|gaps)(\/|$)/.test(path);
