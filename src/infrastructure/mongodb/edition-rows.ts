import type { ClientSession, Document, WithId } from 'mongodb';
import { compareScalars, type Search } from '../../application/ports/view-query.js';
import type { At, Scalar } from '../../application/ports/view-store.js';
import { OPEN } from '../../domain/kernel/day.js';
import type { Segment } from '../../domain/kernel/day.js';
import type { Doc } from '../../domain/kernel/view.js';
import type { MongoReading } from './mongo-reading.js';
import { type ClosedEdition, closedOf, type OpenEdition, openOf, type StoredGeneration } from './view-collections.js';
import { closedAt, filterOf, type IdField, openAt, orderOf } from './where-to-mongo.js';

/** An edition, be it open or closed. */
export interface Row {
  readonly id: string;
  readonly from: Segment;
  readonly to: Segment;
  readonly doc: Doc;
}

/** Editions handed over at a time for verification. */
const BATCH = 500;

/** Editions of a view, from both of its collections. */
export class EditionRows {
  constructor(private readonly reading: MongoReading) {}

  /** Those in force that a filter finds, in the order of a search where there is one. */
  async inForce(
    session: ClientSession,
    { tag }: StoredGeneration,
    view: string,
    at: At,
    filter: (id: IdField) => Document,
    search?: Search,
  ): Promise<readonly Row[]> {
    const limit = search === undefined || search.limit === Infinity ? undefined : search.limit;
    const [opened, ended] = [openAt(at), closedAt(at)];
    const find = <Stored extends Document>(name: string, time: Document | null, id: IdField) =>
      this.reading.find<Stored>(
        session,
        name,
        both(time, filter(id)),
        search === undefined ? undefined : orderOf(search, id),
        limit,
      );
    const open = (await find<OpenEdition>(openOf(tag, view), opened, '_id')).map(openRow);
    if (ended === null) return open;
    const closed = (await find<ClosedEdition>(closedOf(tag, view), ended, 'id')).map(closedRow);
    const rows = [...open, ...closed];
    return search === undefined ? rows : sorted(rows, search).slice(0, limit);
  }

  async count(
    session: ClientSession,
    { tag }: StoredGeneration,
    view: string,
    at: At,
    search: Search,
  ): Promise<number> {
    const [opened, ended] = [openAt(at), closedAt(at)];
    const open = await this.reading.count(session, openOf(tag, view), both(opened, filterOf(search, '_id')));
    if (ended === null) return open;
    return open + (await this.reading.count(session, closedOf(tag, view), both(ended, filterOf(search, 'id'))));
  }

  /**
   * The next editions after one, by document and then by their end, the open one last.
   *
   * @param onwards whether other documents follow
   */
  async page(
    session: ClientSession,
    { tag }: StoredGeneration,
    view: string,
    last: Pick<Row, 'id' | 'to'>,
    onwards: boolean,
  ): Promise<readonly Row[]> {
    const later: Document[] = [{ id: last.id, to: { $gt: last.to } }];
    const open: Document[] = last.to < OPEN ? [{ _id: last.id }] : [];
    if (onwards) {
      later.push({ id: { $gt: last.id } });
      open.push({ _id: { $gt: last.id } });
    }
    const order = { id: 1, to: 1 } as const;
    const closed = await this.reading.find<ClosedEdition>(session, closedOf(tag, view), { $or: later }, order, BATCH);
    const opened =
      open.length === 0
        ? []
        : await this.reading.find<OpenEdition>(session, openOf(tag, view), { $or: open }, { _id: 1 }, BATCH);
    return [...closed.map(closedRow), ...opened.map(openRow)]
      .sort((a, b) => compareScalars(a.id, b.id) || compareScalars(a.to, b.to))
      .slice(0, BATCH);
  }
}

const openRow = ({ _id, from, doc }: WithId<OpenEdition>): Row => ({ id: _id, from, to: OPEN, doc });

const closedRow = ({ id, from, to, doc }: WithId<ClosedEdition>): Row => ({ id, from, to, doc });

function both(...filters: readonly (Document | null)[]): Document {
  const said = filters.filter((filter): filter is Document => filter !== null && Object.keys(filter).length > 0);
  return said.length > 1 ? { $and: said } : (said[0] ?? {});
}

/** Two answers in the same order, made one. */
function sorted(rows: readonly Row[], { sort, descending }: Search): Row[] {
  // Only text and number fields are sorted by.
  const key = ({ doc }: Row): Scalar => (doc[sort] as Scalar | undefined) ?? null;
  const sign = descending ? -1 : 1;
  return [...rows].sort((a, b) => sign * (compareScalars(key(a), key(b)) || compareScalars(a.id, b.id)));
}
