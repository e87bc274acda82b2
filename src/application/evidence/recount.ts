import { Calendar, segmentOf } from '../../domain/kernel/day.js';
import type { LedgerEvent } from '../../domain/kernel/event.js';
import type { Ancestry, Change, Doc, View } from '../../domain/kernel/view.js';
import { LEDGER, type LedgerDetails } from '../../domain/registers/registers.js';
import { ancestorsOf, type Strategy } from '../../domain/strategy/strategy.js';
import { advance, subjectOf, upcast } from '../../domain/subjects.js';
import { coverage } from '../../domain/views/coverage.js';
import { gminaMonths } from '../../domain/views/gmina-months.js';
import { itemMonths } from '../../domain/views/item-months.js';
import { type ActivityDoc, isActivity, register } from '../../domain/views/register.js';
import { isEntry, measures, registers } from '../../domain/views/registers.js';
import type { Reading } from '../as-of.js';
import { ZONE } from '../placing.js';
import { compareScalars, type Criterion, readQuery } from '../ports/view-query.js';
import type { Query, Scalar } from '../ports/view-store.js';
import { reportFigures } from '../reports/report.js';
import type { ReportFigures } from '../reports/report-figures.js';
import { BETWEEN_BREATHS, breath } from './breath.js';
import type { Pack } from './pack.js';

/** The views that a report is told from. */
const VIEWS: readonly View[] = [register, registers, measures, gminaMonths, itemMonths, coverage];

/** What a pack's events make. */
export interface Recount {
  readonly figures: ReportFigures;
  readonly activities: ReadonlyMap<string, ActivityDoc>;
}

/**
 * Counts a pack's report anew from its events alone, by the folds and formulas that the office's program has. Numbers
 * are those of the rows: they count a whole year's entries, of which a pack has a part.
 *
 * @throws Error for events that cannot be folded
 */
export async function recount({ report, standing, events, rows }: Pack): Promise<Recount> {
  const position = Number(standing.position);
  const numbers = new Map(rows.map(({ id, number }) => [id, number]));
  const folding = new PackFolding((id) => numbers.get(id) ?? '');
  const places = placed(events);
  for (const [index, event] of places.entries()) {
    if (event.position <= position) folding.take(event);
    if (index % BETWEEN_BREATHS === 0) await breath();
  }
  const before = folding.snapshot();
  // What the ledger says of itself holds for every point.
  for (const event of places)
    if (event.position > position && event.stream.startsWith(`${LEDGER.name}-`)) folding.take(event);
  const reading: Reading = {
    position,
    day: standing.day,
    again: standing.position,
    find: async (view, query = {}) => found(before, view, query),
    count: async (view, where) => found(before, view, where === undefined ? {} : { where }).length,
    get: async (view, ids) => ids.flatMap((id) => before.get(view)?.get(id) ?? []),
  };
  const { strategy } = report;
  const asked = {
    report: report.report,
    from: report.from,
    to: report.to,
    ...(strategy !== null && { strategy: strategy.id }),
  };
  const figures = await reportFigures(reading, asked, folding.ledger);
  const activities = new Map<string, ActivityDoc>();
  for (const [id, doc] of before.get(register.name) ?? []) if (isActivity(doc)) activities.set(id, doc);
  return { figures, activities };
}

/** Times never go back (docs/adr/0015): an event's day is that of the latest time before it, its own included. */
function placed(events: Pack['events']): readonly LedgerEvent[] {
  const calendar = new Calendar(ZONE);
  let effectiveAt = '';
  return events.map(({ position, event }) => {
    const { recordedAt } = event.metadata;
    if (recordedAt > effectiveAt) effectiveAt = recordedAt;
    const day = calendar.dayOf(effectiveAt);
    return { ...event, position, effectiveAt, day, segment: segmentOf(day, 0) };
  });
}

type Documents = Map<string, Map<string, Doc>>;

/** Events one by one into the documents of the views. */
class PackFolding {
  private readonly documents: Documents = new Map(VIEWS.map(({ name }) => [name, new Map<string, Doc>()]));
  private readonly strategies = new Map<string, Strategy>();
  ledger: LedgerDetails | null = null;

  constructor(private readonly numbered: (id: string) => string) {}

  take(recorded: LedgerEvent): void {
    const event = upcast(recorded);
    const subject = subjectOf(event.stream);
    if (subject === null) return;
    const before = this.documents.get(subject.view)?.get(subject.id) ?? null;
    const after = advance(subject, event, before, () => this.numbered(subject.id), this.ancestry);
    if (isEntry(after) && after.register === 'strategy')
      // Checked as such when it was recorded; so was the ledger.
      this.strategies.set(after.key, after.details as unknown as Strategy);
    if (isEntry(after) && after.register === LEDGER.name) this.ledger = after.details as unknown as LedgerDetails;
    this.apply({ event, before, after, ancestry: this.ancestry });
  }

  /** The documents as they stand. */
  snapshot(): Documents {
    return new Map([...this.documents].map(([view, documents]) => [view, new Map(documents)]));
  }

  private apply(change: Change): void {
    for (const view of VIEWS) {
      const documents = this.documents.get(view.name);
      const folded = view.fold(change).apply((id) => documents?.get(id));
      for (const doc of folded) documents?.set(doc.id, doc);
    }
  }

  private readonly ancestry: Ancestry = (strategy, item) => {
    const tree = this.strategies.get(strategy);
    return tree === undefined ? [] : ancestorsOf(tree, item);
  };
}

/** The documents of a view that a query asks for, as every store would answer. */
function found(documents: Documents, name: string, query: Omit<Query, 'at' | 'without'>): readonly Doc[] {
  const view = VIEWS.find((each) => each.name === name);
  if (view === undefined) throw new Error(`a report is not told from ${name}`);
  const { criterion, sort, limit } = readQuery(view, query);
  const all = [...(documents.get(name)?.values() ?? [])];
  // Sorted fields hold scalars (readQuery).
  const at = (doc: Doc): Scalar => (doc[sort] ?? null) as Scalar;
  return all
    .filter((doc) => criterion === null || meets(doc, criterion))
    .sort((a, b) => compareScalars(at(a), at(b)) || compareScalars(a.id, b.id))
    .slice(0, limit);
}

function meets(doc: Doc, criterion: Criterion): boolean {
  switch (criterion.kind) {
    case 'and':
      return criterion.parts.every((part) => meets(doc, part));
    case 'or':
      return criterion.parts.some((part) => meets(doc, part));
    case 'in':
      return members(doc, criterion.field).some((value) => criterion.values.includes(value));
    case 'not-in':
      return !members(doc, criterion.field).some((value) => criterion.values.includes(value));
    case 'prefix':
      return members(doc, criterion.field).some((value) => String(value).startsWith(criterion.prefix));
    case 'compare': {
      const { operator, value: bound } = criterion;
      return members(doc, criterion.field).some(
        (value) => typeof value === typeof bound && holds(operator, compareScalars(value, bound)),
      );
    }
  }
}

/** A field's value, or each of them where it has several: checked when the document was made. */
const members = (doc: Doc, field: string): readonly Scalar[] => [doc[field] ?? null].flat() as Scalar[];

function holds(operator: '$gt' | '$gte' | '$lt' | '$lte', order: number): boolean {
  switch (operator) {
    case '$gt':
      return order > 0;
    case '$gte':
      return order >= 0;
    case '$lt':
      return order < 0;
    case '$lte':
      return order <= 0;
  }
}
