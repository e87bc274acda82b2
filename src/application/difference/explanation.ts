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
import { CountedState } from './counted.js';
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

/** What else is told from a sum: shares of it, ranks by it, or whether an item is a gap. */
type Role = 'total' | 'share' | { readonly item: string };

const CONTACT = 'contact/';

/** Where a part of an activity goes, as often as it comes in the same places: to all that one of it adds to. */
interface Way {
  readonly counters: readonly (readonly [counters: Record<string, number>, key: string])[];
  readonly figures: readonly (readonly [figure: Figure, by: number])[];
  /** The rows in which it is a contact on a day. */
  readonly contacts: readonly (readonly [row: string, day: Day])[];
  readonly cells: readonly (readonly [cell: string, by: number])[];
}

/** The figures of a gmina that are told from its sums and those of all. */
interface GminaFigures {
  readonly own: Readonly<Record<keyof Shares, Figure>>;
  readonly percent: Readonly<Record<keyof Shares, Figure>>;
  readonly perThousand: Readonly<Record<keyof Shares, Figure>>;
  readonly rank: Figure;
  readonly residents: number | null;
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
  private readonly touched: Figure[] = [];
  private readonly cells: Map<string, number>;
  private readonly cellsBefore = new Map<string, number>();
  private readonly contacts = new Map<string, Contacts>();
  private readonly contacted = new Set<string>();
  private readonly lines: ListedLines;
  /** By places, and then by part. */
  private ways = new Map<string, Map<string, Way>>();
  /** What else a number is of, besides itself. */
  private readonly roles = new Map<Figure, Role>();
  private derived: readonly GminaFigures[] = [];
  /** Codes of the items of the report's strategy by the keys of their rows. */
  private items = new Map<string, string>();
  /** Of each gmina, by the key of its row. */
  private gminas = new Map<string, { readonly terc: string; readonly residents: number | null }>();
  private readonly whole: Readonly<Record<keyof Shares, Figure>>;

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
    for (const { row, counters } of docs.rows)
      for (const [key, value] of Object.entries(counters))
        if (key.startsWith(CONTACT)) this.contactsOf(row).add(key.slice(CONTACT.length), value);
    this.lines = new ListedLines(asked, (path) => this.figure(path));
    for (const [path] of start) this.figure(path);
    this.whole = this.sharesAt('/totals', SHARED);
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
    this.derived = [...this.gminas].map(([key, { residents }]) => ({
      own: this.sharesAt(`/gminas/${key}`, SHARED),
      percent: this.sharesAt(`/gminas/${key}/percentOfAll`),
      perThousand: this.sharesAt(`/gminas/${key}/perThousand`),
      rank: this.figure(`/gminas/${key}/rank`),
      residents,
    }));
    this.roles.clear();
    for (const { activities, supportDelivered, investmentShare } of [
      this.whole,
      ...this.derived.map(({ own }) => own),
    ]) {
      this.roles.set(activities, 'total');
      for (const figure of [supportDelivered, investmentShare]) this.roles.set(figure, 'share');
    }
    for (const code of this.items.values())
      if (code !== OUTSIDE_STRATEGY) this.roles.set(this.figure(`/items/${code}/activities/total`), { item: code });
  }

  private sharesAt(path: string, below?: Readonly<Record<keyof Shares, string>>): Record<keyof Shares, Figure> {
    const at = (name: keyof Shares): Figure => this.figure(`${path}/${below?.[name] ?? name}`);
    return {
      activities: at('activities'),
      supportDelivered: at('supportDelivered'),
      investmentShare: at('investmentShare'),
    };
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
    if (parts.length + late.length === 0) return;
    const { gminas, items, details } = places;
    const name = `${gminas.join()} ${items.join()} ${String((details.gminas ?? []).length > 1)}`;
    let ways = this.ways.get(name);
    if (ways === undefined) this.ways.set(name, (ways = new Map<string, Way>()));
    for (const part of parts) this.go(places, part, ways, true);
    for (const part of late) this.go(places, part, ways, false);
  }

  private go(places: CountedActivity, part: Part, ways: Map<string, Way>, inAll: boolean): void {
    const { month, key, gmina, value } = part;
    const name = gmina === undefined ? `${month}/${key}` : `${month}/${key}/${gmina}`;
    let way = ways.get(name);
    if (way === undefined) ways.set(name, (way = this.wayOf(places, { ...part, value: 1 }, inAll)));
    for (const [counters, counter] of way.counters) counters[counter] = (counters[counter] ?? 0) + value;
    for (const [figure, by] of way.figures) {
      if (figure.pending === 0) this.touched.push(figure);
      figure.pending += value * by;
    }
    for (const [row, day] of way.contacts) {
      this.contacted.add(row);
      this.contactsOf(row).add(day, value);
    }
    for (const [cell, by] of way.cells) {
      const standing = this.cells.get(cell) ?? 0;
      if (!this.cellsBefore.has(cell)) this.cellsBefore.set(cell, standing);
      this.cells.set(cell, standing + value * by);
    }
  }

  /** Where one of a part goes. What weighs nothing in this period is not followed. @param inAll also to items and cells */
  private wayOf(places: CountedActivity, part: Part, inAll: boolean): Way {
    const counters: Way['counters'][number][] = [];
    const figures: Way['figures'][number][] = [];
    const contacts: Way['contacts'][number][] = [];
    const cells: Way['cells'][number][] = [];
    inRows(places, [part], (row, { key, month }) => {
      const path = this.pathOf(row);
      if (path === null) return;
      const below = [
        ...this.weighing.weights('row', { key, month }).map(([at, by]) => [`${path}${at}`, by] as const),
        ...(row === ALL ? this.weighing.weights('kinds', { key, month }) : []).map(
          ([at, by]) => [`/kinds${at}`, by] as const,
        ),
      ];
      for (const [at, by] of below) figures.push([this.figure(at), by]);
      if (key.startsWith(CONTACT)) contacts.push([row, key.slice(CONTACT.length)]);
      if (below.length > 0 || key.startsWith(CONTACT)) counters.push([this.state.row(row, month), key]);
    });
    if (!inAll) return { counters, figures, contacts, cells };
    inItems(places, [part], (item, { key, month }) => {
      const weights = this.weighing.weights('item', { key, month });
      if (weights.length > 0) counters.push([this.state.item(item, month), key]);
      const code = this.items.get(item);
      if (code !== undefined) for (const [at, by] of weights) figures.push([this.figure(`/items/${code}${at}`), by]);
    });
    inCells(places, [part], (row, item, { key, month }) => {
      const by = inCell(key, month, this.asked);
      if (by === 0) return;
      counters.push([this.state.cell(row, item, month), key]);
      cells.push([`${row}/${item}`, by]);
    });
    return { counters, figures, contacts, cells };
  }

  private contactsOf(row: string): Contacts {
    let contacts = this.contacts.get(row);
    if (contacts === undefined) this.contacts.set(row, (contacts = new Contacts()));
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
    if (shares) this.shares(source);
    if (totals) this.ranks(source);
    this.reached(source);
    for (const row of this.contacted) {
      const path = this.pathOf(row);
      if (path !== null) this.figure(`${path}/lastContactOn`).set(this.contactsOf(row).last, source);
    }
    this.contacted.clear();
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

  private shares(source: Source): void {
    const all = amounts(this.whole);
    for (const { own, percent, perThousand, residents } of this.derived) {
      const its = amounts(own);
      setShares(percent, percentOf(its, all), source);
      const perHead = perThousandOf(its, residents);
      if (perHead !== null) setShares(perThousand, perHead, source);
    }
  }

  private ranks(source: Source): void {
    const totals = this.derived.map(({ own }) => own.activities.amount);
    this.derived.forEach(({ rank }, index) => {
      rank.set(rankOf(totals[index] ?? 0, totals), source);
    });
  }
}

const amounts = (figures: Readonly<Record<keyof Shares, Figure>>): Shares => ({
  activities: figures.activities.amount,
  supportDelivered: figures.supportDelivered.amount,
  investmentShare: figures.investmentShare.amount,
});

function setShares(figures: Readonly<Record<keyof Shares, Figure>>, shares: Shares, source: Source): void {
  figures.activities.set(shares.activities, source);
  figures.supportDelivered.set(shares.supportDelivered, source);
  figures.investmentShare.set(shares.investmentShare, source);
}

/** How many contacts a row has on each day, and the last of the days that has one. */
class Contacts {
  last: Day | undefined;
  private readonly days = new Map<Day, number>();

  add(day: Day, value: number): void {
    const now = (this.days.get(day) ?? 0) + value;
    this.days.set(day, now);
    if (now > 0 && (this.last === undefined || day > this.last)) this.last = day;
    else if (now <= 0 && day === this.last) this.last = this.latest();
  }

  private latest(): Day | undefined {
    let last: Day | undefined;
    for (const [day, contacts] of this.days) if (contacts > 0 && (last === undefined || day > last)) last = day;
    return last;
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
