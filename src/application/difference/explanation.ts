import type { Day } from '../../domain/kernel/day.js';
import type { LedgerEvent } from '../../domain/kernel/event.js';
import { GMINA } from '../../domain/registers/registers.js';
import { effectOf } from '../../domain/subjects.js';
import { inCells } from '../../domain/views/coverage.js';
import { type Part, partsOf } from '../../domain/views/figures.js';
import { inRows, latePartsOf } from '../../domain/views/gmina-months.js';
import { inItems } from '../../domain/views/item-months.js';
import { lateness } from '../../domain/views/register.js';
import { ALL, COUNTY, itemKey, OUTSIDE, OUTSIDE_STRATEGY } from '../../domain/views/rows.js';
import { cellsOf, chosenStrategy, inCell } from '../queries/goals.js';
import { gminaFacts, percentOf, perThousandOf, rankOf, type Shares } from '../queries/gminas.js';
import type { CountedDocs } from '../reports/counted.js';
import type { ReportAsked } from '../reports/report.js';
import type { Alteration, CountedActivity } from './changes.js';
import { CONTACT, count, CountedState } from './counted.js';
import { type Class, Figure, type Source } from './figure.js';
import { type Leaves, leavesOf } from './leaves.js';
import { ListedLines } from './listed.js';
import { Weighing } from './weights.js';

export const TIME: Source = { position: null, event: null, class: 'time' };
export const CODE: Source = { position: null, event: null, class: 'code' };

/** The rows of a report that are no gmina's, by the key of their counters. */
const ROWS: Readonly<Record<string, string>> = { [ALL]: '/totals', [COUNTY]: '/countyWide', [OUTSIDE]: '/outside' };

const SHARED = {
  activities: 'activities/total',
  supportDelivered: 'money/support/delivered',
  investmentShare: 'money/investments/share',
} as const satisfies Record<keyof Shares, string>;

/** Where a counter of a row goes. */
interface Way {
  readonly counters: Record<string, number>;
  readonly figures: readonly (readonly [figure: Figure, by: number])[];
  /** The day, of a counter of contacts. */
  readonly contact: Day | null;
}

/**
 * The figures of a report on their way from one point of the ledger to another, event by event: what each event adds to
 * the counters is what it adds to every number; sets, latest dates, shares and ranks are looked at where it touched
 * what they are told from. Only a change of a register has all of them told anew.
 */
export class Explanation {
  private readonly figures = new Map<string, Figure>();
  private readonly state: CountedState;
  private readonly weighing: Weighing;
  private readonly touched = new Set<Figure>();
  private readonly cells: Map<string, number>;
  private readonly cellsBefore = new Map<string, number>();
  private readonly contacts = new Map<string, Map<Day, number>>();
  private readonly lines: ListedLines;
  private ways = new Map<string, Way>();
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
    this.cells = cellsOf(docs.cells, asked);
    this.lines = new ListedLines(asked, (path) => this.figure(path));
    for (const [path] of start) this.figure(path);
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
    this.ways = new Map();
    const strategy = chosenStrategy(this.state.strategies(), this.asked.strategy, this.asked.from);
    this.items = new Map([
      ...(strategy?.items ?? []).map(({ code }): [string, string] => [itemKey(strategy?.id ?? '', code), code]),
      [OUTSIDE_STRATEGY, OUTSIDE_STRATEGY],
    ]);
    this.gminas = new Map(
      this.state.all(GMINA.name).map((entry) => [entry.key, gminaFacts(entry, Number(this.asked.to.slice(0, 4)))]),
    );
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
    const name = `r/${row}/${part.month}/${part.key}`;
    let way = this.ways.get(name);
    if (way === undefined) this.ways.set(name, (way = this.wayOfRow(row, part)));
    this.go(way, part);
    if (way.contact !== null) this.contact(row, way.contact, part.value);
  };

  private readonly inItem = (item: string, part: Part): void => {
    const name = `i/${item}/${part.month}/${part.key}`;
    let way = this.ways.get(name);
    if (way === undefined) {
      const code = this.items.get(item);
      const weights = code === undefined ? [] : this.weighing.weights('item', part);
      const figures = weights.map(([path, by]) => [this.figure(`/items/${code ?? ''}${path}`), by] as const);
      this.ways.set(name, (way = { counters: this.state.item(item, part.month), figures, contact: null }));
    }
    this.go(way, part);
  };

  private readonly inCell = (row: string, item: string, part: Part): void => {
    count(this.state.cell(row, item, part.month), part);
    const key = `${row}/${item}`;
    const standing = this.cells.get(key) ?? 0;
    if (!this.cellsBefore.has(key)) this.cellsBefore.set(key, standing);
    this.cells.set(key, standing + part.value * inCell(part.key, part.month, this.asked));
  };

  private wayOfRow(row: string, part: Part): Way {
    const path = this.pathOf(row);
    const weights = path === null ? [] : this.weighing.weights('row', part);
    const kinds = row === ALL ? this.weighing.weights('kinds', part) : [];
    return {
      counters: this.state.row(row, part.month),
      figures: [
        ...weights.map(([below, by]) => [this.figure(`${path ?? ''}${below}`), by] as const),
        ...kinds.map(([below, by]) => [this.figure(`/kinds${below}`), by] as const),
      ],
      contact: part.key.startsWith(CONTACT) ? part.key.slice(CONTACT.length) : null,
    };
  }

  private go({ counters, figures }: Way, part: Part): void {
    count(counters, part);
    for (const [figure, by] of figures) {
      figure.pending += part.value * by;
      this.touched.add(figure);
    }
  }

  private contact(row: string, day: Day, value: number): void {
    const days = this.contacts.get(row);
    // Told from the counters, which have this one already.
    if (days === undefined) this.contacts.set(row, this.state.contacts(row));
    else days.set(day, (days.get(day) ?? 0) + value);
    this.lastContacts.add(row);
  }

  private readonly lastContacts = new Set<string>();

  /** Gives what the event added to its figures, and looks at those that are told from them. */
  private settle(source: Source): void {
    let [shares, totals] = [false, false];
    for (const figure of this.touched) {
      const { pending, path } = figure;
      if (pending === 0) continue;
      figure.pending = 0;
      const before = figure.amount;
      figure.add(pending, source);
      if (path.startsWith('/items/')) this.gap(figure, before, source);
      else if (path.endsWith('/activities/total')) [shares, totals] = [true, true];
      else if (path.endsWith(SHARED.supportDelivered) || path.endsWith(SHARED.investmentShare)) shares = true;
    }
    this.touched.clear();
    if (shares) this.shares(source);
    if (totals) this.ranks(source);
    this.reached(source);
    for (const row of this.lastContacts) this.lastContact(row, source);
    this.lastContacts.clear();
  }

  private gap({ path, amount }: Figure, before: number, source: Source): void {
    const code = /^\/items\/([^/]+)\/activities\/total$/.exec(path)?.[1];
    if (code === undefined || code === OUTSIDE_STRATEGY || (before === 0) === (amount === 0)) return;
    this.figure('/gaps').move(code, amount === 0, source);
  }

  /** The gminas that an item reached. */
  private reached(source: Source): void {
    for (const [key, before] of this.cellsBefore) {
      const now = this.cells.get(key) ?? 0;
      if (before > 0 === now > 0) continue;
      const slash = key.indexOf('/');
      const [gmina, code] = [this.gminas.get(key.slice(0, slash)), this.items.get(key.slice(slash + 1))];
      if (gmina !== undefined && code !== undefined)
        this.figure(`/items/${code}/gminas`).move(gmina.terc, now > 0, source);
    }
    this.cellsBefore.clear();
  }

  private lastContact(row: string, source: Source): void {
    const path = this.pathOf(row);
    if (path === null) return;
    let last: Day | undefined;
    for (const [day, contacts] of this.contacts.get(row) ?? [])
      if (contacts > 0 && (last === undefined || day > last)) last = day;
    this.figure(`${path}/lastContactOn`).set(last, source);
  }

  private sharesOf(path: string): Shares {
    return {
      activities: this.figure(`${path}/${SHARED.activities}`).amount,
      supportDelivered: this.figure(`${path}/${SHARED.supportDelivered}`).amount,
      investmentShare: this.figure(`${path}/${SHARED.investmentShare}`).amount,
    };
  }

  private shares(source: Source): void {
    const all = this.sharesOf('/totals');
    for (const [key, { residents }] of this.gminas) {
      const own = this.sharesOf(`/gminas/${key}`);
      this.setShares(`/gminas/${key}/percentOfAll`, percentOf(own, all), source);
      const perThousand = perThousandOf(own, residents);
      if (perThousand !== null) this.setShares(`/gminas/${key}/perThousand`, perThousand, source);
    }
  }

  private setShares(path: string, shares: Shares, source: Source): void {
    for (const name of Object.keys(SHARED) as (keyof Shares)[])
      this.figure(`${path}/${name}`).set(shares[name], source);
  }

  private ranks(source: Source): void {
    const totals = [...this.gminas.keys()].map(
      (key) => [key, this.figure(`/gminas/${key}/${SHARED.activities}`).amount] as const,
    );
    const all = totals.map(([, total]) => total);
    for (const [key, total] of totals) this.figure(`/gminas/${key}/rank`).set(rankOf(total, all), source);
  }
}

/** Lists are told from the activities, not from counters; whose the report is never changes. */
const isCounted = (path: string): boolean =>
  /^\/(strategy|totals|gminas|countyWide|outside|items|kinds|gaps)(\/|$)/.test(path);

export const sourceOf = ({ position, id }: LedgerEvent, as: Class): Source => ({
  position: String(position),
  event: id,
  class: as,
});

function classOf(event: LedgerEvent, first: boolean): Class {
  const effect = effectOf(event.type);
  if (effect !== 'stepped') return effect;
  return lateness(event)?.key ?? (first ? 'new' : 'step');
}

const negative = (part: Part): Part => ({ ...part, value: -part.value });

/** What is left where one is taken from the other. */
function net(before: readonly Part[], after: readonly Part[]): Part[] {
  const parts = new Map<string, Part>();
  const add = (part: Part, sign: 1 | -1): void => {
    const key = `${part.month}/${part.key}/${part.gmina ?? ''}`;
    const value = (parts.get(key)?.value ?? 0) + sign * part.value;
    if (value === 0) parts.delete(key);
    else parts.set(key, { ...part, value });
  };
  for (const part of before) add(part, -1);
  for (const part of after) add(part, 1);
  return [...parts.values()];
}

/** Whether an activity counts in the same rows, also what it shares among gminas. */
const samePlaces = (a: CountedActivity, b: CountedActivity): boolean =>
  alike(a.gminas, b.gminas) && alike(a.items, b.items) && alike(a.details.gminas ?? [], b.details.gminas ?? []);

const alike = (a: readonly string[], b: readonly string[]): boolean =>
  a === b || (a.length === b.length && a.every((each, index) => each === b[index]));
