import type { Effect } from '../activities/activity.js';
import { campaign } from '../activities/campaign/campaign.js';
import { jointInvestment } from '../activities/joint-investment/joint-investment.js';
import type { Kind } from '../activities/kind.js';
import { kindNamed } from '../catalogue.js';
import type { LedgerEvent } from '../kernel/event.js';
import { type Doc, NOTHING, type View } from '../kernel/view.js';
import { GMINA, MEASURE, STRATEGY } from '../registers/registers.js';
import { effectOf } from '../subjects.js';
import { type Part, partsOf } from './figures.js';
import { isShared, latePartsOf } from './gmina-months.js';
import { type ActivityDoc, isActivity, lateness, type Listing } from './register.js';
import { isEntry } from './registers.js';

/** What an event was to its activity: its first (`new`), a later step, one recorded late or backfilled, or what became of it. */
type EventClass = Exclude<Effect, 'stepped'> | 'new' | 'step' | 'late' | 'backfilled';

/** Rows and items in which something counts. */
export interface Rows {
  readonly gminas: readonly string[];
  readonly items: readonly string[];
  /** Whether several gminas share what is done. */
  readonly shared: boolean;
}

/** Objects of the same rows have the same name. */
export const nameOfRows = ({ gminas, items, shared }: Rows): string =>
  `${gminas.join()} ${items.join()} ${String(shared)}`;

/** A counter of a row (figures.ts tells their keys). */
export type Counter = Omit<Part, 'value'>;

/** What was added in the same rows: of {@link AdditionsDoc} the place of the rows, and by turns that of a counter and a value. */
export interface Added {
  readonly rows: number;
  readonly parts: readonly number[];
}

/** What an event of an activity added to the counters. */
export interface Addition {
  readonly position: number;
  readonly event: string;
  readonly class: EventClass;
  /** Id and number of the activity. */
  readonly activity: string;
  readonly number: string;
  /** One, or two where the activity moved to other rows: what was taken away there, and added here. */
  readonly added: readonly Added[];
  /** Of a kind that reports list one by one: as it stood before the event (null: nowhere) and stands after it. */
  readonly listed?: { readonly kind: string; readonly was: Listing | null; readonly is: Listing };
}

/** An event of a register from which figures are told: what it says may be long, and is read from the ledger. */
export interface Altered {
  readonly position: number;
  readonly event: string;
  readonly stream: string;
}

/** A stretch of the ledger with what each event in it added. What its lines share is said once. */
export interface AdditionsDoc extends Doc {
  /** Block and segment: what is recorded in a later segment leaves this document alone. */
  readonly id: string;
  readonly block: number;
  readonly rows: readonly Rows[];
  readonly counters: readonly Counter[];
  /** In the ledger's order. */
  readonly lines: readonly (Addition | Altered)[];
}

/** Positions to a document: few, since each event that is recorded by itself writes all of it. */
const BLOCK = 64;

export const blockOf = (position: number): number => Math.floor((position - 1) / BLOCK);

const COUNTED: ReadonlySet<string> = new Set([STRATEGY, GMINA, MEASURE].map(({ name }) => name));

/** Kinds that reports list one by one. */
export const LISTED: ReadonlySet<string> = new Set([jointInvestment, campaign].map(({ name }) => name));

/** What each event added to the counters, for the difference of two reports (question 2 of DOMAIN.md section 5). */
export const additions: View = {
  name: 'additions',
  version: 1,
  sort: 'block',
  fields: { block: 'number' },
  // Only the document at the ledger's end is ever altered.
  kept: 2,
  fold: ({ event, before, after }) => {
    const line = lineOf(event, before, after);
    if (line === null) return NOTHING;
    const block = blockOf(event.position);
    const id = `${String(block)}/${event.segment}`;
    return {
      reads: [id],
      // The view holds nothing else.
      apply: (get) => [line((get(id) as AdditionsDoc | undefined) ?? { id, block, rows: [], counters: [], lines: [] })],
    };
  },
};

/** How an event alters the document of its stretch; null where it does not. */
function lineOf(
  event: LedgerEvent,
  before: Doc | null,
  after: Doc | null,
): ((doc: AdditionsDoc) => AdditionsDoc) | null {
  const { position, id, stream } = event;
  if (isEntry(after)) {
    if (!COUNTED.has(after.register)) return null;
    return (doc) => ({ ...doc, lines: [...doc.lines, { position, event: id, stream }] });
  }
  const kind = isActivity(after) ? kindNamed(after.kind) : undefined;
  if (!isActivity(after) || kind === undefined) return null;
  const was = isActivity(before) ? before : null;
  return (doc) => {
    const [rows, counters] = [[...doc.rows], [...doc.counters]];
    const added = addedBy(kind, was, after).map((each) => ({
      rows: placeOrAdd(rows, each.rows, inSameRows),
      parts: each.parts.flatMap(({ value, ...counter }) => [placeOrAdd(counters, counter, isSameCounter), value]),
    }));
    return { ...doc, rows, counters, lines: [...doc.lines, { ...additionOf(event, was, after), added }] };
  };
}

/** Where something stands in a list; it is added at the end where it is not there. */
function placeOrAdd<T>(list: T[], what: T, same: (a: T, b: T) => boolean): number {
  const place = list.findIndex((each) => same(each, what));
  return place >= 0 ? place : list.push(what) - 1;
}

const isSameCounter = (a: Counter, b: Counter): boolean =>
  a.key === b.key && a.month === b.month && a.gmina === b.gmina;

const inSameRows = (a: Rows, b: Rows): boolean => nameOfRows(a) === nameOfRows(b);

function additionOf(event: LedgerEvent, before: ActivityDoc | null, after: ActivityDoc): Omit<Addition, 'added'> {
  const { kind, id, number } = after;
  return {
    position: event.position,
    event: event.id,
    class: classOf(event, before === null),
    activity: id,
    number,
    ...(LISTED.has(kind) && {
      listed: { kind, was: before === null ? null : listingOf(before), is: listingOf(after) },
    }),
  };
}

/** @param first whether the event began the activity */
function classOf(event: LedgerEvent, first: boolean): EventClass {
  const effect = effectOf(event.type);
  if (effect !== 'stepped') return effect;
  return lateness(event)?.key ?? (first ? 'new' : 'step');
}

const listingOf = ({ countsFrom, countsUntil, phase, occurredOn }: ActivityDoc): Listing => ({
  countsFrom,
  countsUntil,
  phase,
  occurredOn,
});

/** Parts with the rows in which they count. */
interface InRows {
  readonly rows: Rows;
  readonly parts: readonly Part[];
}

/** What an event added in some rows; where the activity moved from one row to another, what it took away first. */
function addedBy(kind: Kind, before: ActivityDoc | null, after: ActivityDoc): readonly InRows[] {
  const is = countedIn(kind, after);
  if (before === null) return withParts([is]);
  const was = countedIn(kind, before);
  const taken = was.parts.map((part) => ({ ...part, value: -part.value }));
  if (!inSameRows(was.rows, is.rows)) return withParts([{ rows: was.rows, parts: taken }, is]);
  return withParts([{ rows: is.rows, parts: net([...taken, ...is.parts]) }]);
}

const withParts = (all: readonly InRows[]): readonly InRows[] => all.filter(({ parts }) => parts.length > 0);

const countedIn = (kind: Kind, doc: ActivityDoc): InRows => ({
  rows: { gminas: doc.gminas, items: doc.items, shared: isShared(doc) },
  parts: [...partsOf(kind, doc), ...latePartsOf(doc)],
});

/** What is left of parts of the same counter. */
function net(parts: readonly Part[]): readonly Part[] {
  const left: Part[] = [];
  for (const part of parts) {
    const place = left.findIndex((each) => isSameCounter(each, part));
    const known = left[place];
    if (known === undefined) left.push(part);
    else left[place] = { ...known, value: known.value + part.value };
  }
  return left.filter(({ value }) => value !== 0);
}

/** Hands over each counter of what was added, with the value. @param counters of the document, or something for each of them */
export function eachCounter<C>(
  counters: readonly C[],
  { parts }: Added,
  take: (counter: C, value: number) => void,
): void {
  for (let at = 0; at + 1 < parts.length; at += 2) {
    const counter = counters[parts[at] ?? -1];
    if (counter === undefined) throw new RangeError(`additions: no counter ${String(parts[at])}`);
    take(counter, parts[at + 1] ?? 0);
  }
}

/** What a line of a document added, in full. */
export function inFull(doc: AdditionsDoc, added: Added): InRows {
  const parts: Part[] = [];
  eachCounter(doc.counters, added, (counter, value) => void parts.push({ ...counter, value }));
  return { rows: rowsIn(doc.rows, added), parts };
}

/** The rows in which something was added. @param rows of the document, or something for each of them */
export function rowsIn<R>(rows: readonly R[], added: Added): R {
  const its = rows[added.rows];
  if (its === undefined) throw new RangeError(`additions: no rows ${String(added.rows)}`);
  return its;
}
