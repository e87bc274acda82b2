import type { ClientSession } from 'mongodb';
import { readQuery } from '../../application/ports/view-query.js';
import { ViewStore } from '../../application/ports/view-store.js';
import type {
  At,
  Edition,
  Generation,
  InForce,
  Mark,
  Misfiled,
  Progress,
  Query,
  ViewShape,
} from '../../application/ports/view-store.js';
import type { Segment } from '../../domain/kernel/day.js';
import { Rejection } from '../../domain/kernel/rejection.js';
import type { Doc } from '../../domain/kernel/view.js';
import { EditionRows } from './edition-rows.js';
import { writesOf } from './edition-writes.js';
import type { MongoConnection } from './mongo-connection.js';
import { asRejection, isDuplicate } from './mongo-errors.js';
import { MongoGenerations } from './mongo-generations.js';
import { type ClosedEdition, closedOf, marksOf, type OpenEdition, openOf } from './view-collections.js';
import type { StoredGeneration } from './view-collections.js';
import { MongoReading } from './mongo-reading.js';
import { filterOf } from './where-to-mongo.js';

/**
 * As many editions go into one commit: it has to end within the server's transactionLifetimeLimitSeconds (60) and to
 * fit into its cache. A batch of 500 events brings some 4,000.
 */
const MOST_EDITIONS = 10_000;

/**
 * The views in one database of a MongoDB replica set; view-collections.ts says how they lie there. Each question is
 * answered from one snapshot, by whichever member the connection string's read preference says; each commit is one
 * transaction at the primary. Any number of processes may use the database.
 */
export class MongoViewStore extends ViewStore {
  private readonly known: MongoGenerations;
  private readonly reading: MongoReading;
  private readonly rows: EditionRows;
  /** The marks of the generation read last: they are only ever added to. */
  private marked: { readonly tag: string; readonly marks: readonly Mark[] } = { tag: '', marks: [] };
  private isClosed = false;

  private constructor(
    private readonly connection: MongoConnection,
    private readonly mostEditions: number,
  ) {
    super();
    this.known = new MongoGenerations(connection);
    this.reading = new MongoReading(connection);
    this.rows = new EditionRows(this.reading);
  }

  /** Creates what indexes are missing. @throws Rejection `unavailable` */
  static async open(connection: MongoConnection, mostEditions = MOST_EDITIONS): Promise<MongoViewStore> {
    const store = new MongoViewStore(connection.use(), mostEditions);
    try {
      await store.known.ensureIndexes();
      return store;
    } catch (error) {
      await store.close();
      throw asRejection(error);
    }
  }

  override generations(): Promise<readonly Generation[]> {
    return this.work(() => this.known.list());
  }

  override create(generation: string, views: readonly ViewShape[]): Promise<void> {
    return this.work(async () => {
      this.reading.noteSeen(await this.known.create(generation, views));
    });
  }

  override makeCurrent(generation: string): Promise<void> {
    return this.work(() => this.known.makeCurrent(generation));
  }

  override drop(generation: string): Promise<void> {
    return this.work(() => this.known.drop(generation));
  }

  override progress(generation: string): Promise<Progress> {
    return this.read(generation, async ({ position, cursor, effectiveAt, segment }) => ({
      position,
      cursor,
      effectiveAt,
      segment,
    }));
  }

  override marks(generation: string): Promise<readonly Mark[]> {
    return this.read(generation, async ({ tag }, session) => {
      const known = this.marked.tag === tag ? this.marked.marks : [];
      const last = known.at(-1)?.position ?? 0;
      const found = await this.reading.find<Mark>(session, marksOf(tag), { position: { $gt: last } }, { position: 1 });
      const more = found.map(({ segment, position, effectiveAt, after }) => ({
        segment,
        position,
        effectiveAt,
        after,
      }));
      const marks = [...known, ...more];
      this.marked = { tag, marks };
      return marks;
    });
  }

  override inForce(
    generation: string,
    view: string,
    ids: readonly string[],
    at: At,
  ): Promise<ReadonlyMap<string, InForce>> {
    return this.read(generation, async (stored, session) => {
      const { name } = shapeIn(stored, view);
      const rows = await this.rows.inForce(session, stored, name, at, (id) => ({ [id]: { $in: ids } }));
      const found = new Map(rows.map(({ id, from, doc }) => [id, { from, doc }]));
      return new Map(
        ids.flatMap((id) => {
          const edition = found.get(id);
          return edition === undefined ? [] : [[id, edition]];
        }),
      );
    });
  }

  override async commit(
    generation: string,
    expectedPosition: number,
    next: Progress,
    editions: readonly Edition[],
    marks: readonly Mark[],
  ): Promise<void> {
    const { position, cursor, effectiveAt, segment } = next;
    if (editions.length > this.mostEditions) {
      throw new Rejection('too-large', `${editions.length} editions are more than one transaction takes.`);
    }
    const committing = this.work(() =>
      this.connection.projecting.run(async (session) => {
        // First of all, so that of two who project the one that comes later meets the other here.
        const stored = await this.known.advance(
          generation,
          expectedPosition,
          { position, cursor, effectiveAt, segment },
          session,
        );
        const views = new Map<string, Edition[]>();
        for (const edition of editions) {
          const { name } = shapeIn(stored, edition.view);
          const those = views.get(name);
          if (those === undefined) views.set(name, [edition]);
          else those.push(edition);
        }
        try {
          for (const [view, those] of views) await this.write(stored, shapeIn(stored, view), those, session);
          if (marks.length > 0)
            await this.connection.collection<Mark>(marksOf(stored.tag)).insertMany(
              marks.map((mark) => ({ ...mark })),
              { session },
            );
        } catch (error) {
          if (!isDuplicate(error)) throw error;
          throw new RangeError('an edition or a mark that does not follow the last', { cause: error });
        }
        return stored;
      }),
    );
    try {
      this.reading.noteSeen(await committing);
    } catch (fault) {
      // Where that cannot be asked just now, the refusal is what there is to say.
      if (fault instanceof Rejection && fault.code === 'conflict')
        await this.noteWhereItStands(generation).catch(() => undefined);
      throw fault;
    }
  }

  override find(generation: string, view: string, query: Query): Promise<readonly Doc[]> {
    return this.read(generation, async (stored, session) => {
      const shape = shapeIn(stored, view);
      const search = readQuery(shape, query);
      const rows = await this.rows.inForce(session, stored, shape.name, query.at, (id) => filterOf(search, id), search);
      return rows.map(({ doc }) => doc);
    });
  }

  override count(generation: string, view: string, query: Pick<Query, 'where' | 'at' | 'without'>): Promise<number> {
    return this.read(generation, async (stored, session) => {
      const shape = shapeIn(stored, view);
      const search = readQuery(shape, query);
      return this.rows.count(session, stored, shape.name, query.at, search);
    });
  }

  override async *editions(
    generation: string,
    view: string,
    only?: string,
  ): AsyncIterable<readonly { readonly from: Segment; readonly to: Segment; readonly doc: Doc }[]> {
    for (let last = { id: only ?? '', to: '' }; ;) {
      const rows = await this.read(generation, async (stored, session) => {
        const { name } = shapeIn(stored, view);
        return this.rows.page(session, stored, name, last, only === undefined);
      });
      const end = rows.at(-1);
      if (end === undefined) return;
      yield rows.map(({ from, to, doc }) => ({ from, to, doc }));
      last = end;
    }
  }

  /** Documents are found by what they say themselves; the server keeps its indexes, and `validate` checks them. */
  override misfiled(generation: string, view: string): Promise<Misfiled | null> {
    return this.read(generation, async (stored) => {
      shapeIn(stored, view);
      return null;
    });
  }

  override async close(): Promise<void> {
    if (this.isClosed) return;
    this.isClosed = true;
    await this.connection.release();
  }

  /** Whoever resumes would otherwise be told the old position again, for as long as the member that they ask lags. */
  private async noteWhereItStands(generation: string): Promise<void> {
    const stored = await this.work(() => this.known.get(generation));
    if (stored !== null) this.reading.noteSeen(stored);
  }

  private async write(
    { tag }: StoredGeneration,
    shape: ViewShape,
    editions: readonly Edition[],
    session: ClientSession,
  ): Promise<void> {
    const { open, closed, standing } = writesOf(shape, editions);
    const options = { session, ordered: false };
    const { matchedCount } = await this.connection
      .collection<OpenEdition>(openOf(tag, shape.name))
      .bulkWrite([...open], options);
    if (matchedCount !== standing) {
      throw new RangeError(`view ${shape.name}: an edition does not follow the last of its document`);
    }
    if (closed.length === 0) return;
    await this.connection.collection<ClosedEdition>(closedOf(tag, shape.name)).insertMany([...closed], options);
  }

  private read<T>(
    generation: string,
    work: (stored: StoredGeneration, session: ClientSession) => Promise<T>,
  ): Promise<T> {
    return this.work(() => this.reading.of(generation, work));
  }

  private async work<T>(work: () => Promise<T>): Promise<T> {
    if (this.isClosed) throw new Rejection('unavailable', 'The view store is closed.');
    try {
      return await work();
    } catch (error) {
      throw asRejection(error);
    }
  }
}

/** @throws RangeError when the generation has no such view */
function shapeIn({ views }: StoredGeneration, name: string): ViewShape {
  const shape = views.find((each) => each.name === name);
  if (shape === undefined) throw new RangeError(`no such view: ${name}`);
  return shape;
}
