import type { ClientSession, Document, WithId } from 'mongodb';
import { Rejection } from '../../domain/kernel/rejection.js';
import type { MongoConnection } from './mongo-connection.js';
import { GENERATIONS, type StoredGeneration } from './view-collections.js';

type Work<T> = (stored: StoredGeneration, session: ClientSession) => Promise<T>;

/** How far a generation was seen. */
export type Seen = Pick<StoredGeneration, '_id' | 'tag' | 'position'>;

/**
 * Asks questions of one generation, each in one snapshot. Members that answer beside the primary may be behind it. What
 * this process has seen of a generation it does not see undone: a member that is further behind, or does not have the
 * generation, is not asked on, the primary is. So whoever waited for a position finds it, a fold never builds on what its
 * own commit replaced, and whoever was told that somebody else projects ({@link noteSeen}) goes on from where they are.
 */
export class MongoReading {
  /** What was seen last of each generation, by its name. */
  private readonly seen = new Map<string, Seen>();
  private readonly primaryOnly = new WeakSet<ClientSession>();

  constructor(private readonly connection: MongoConnection) {}

  /** @throws Rejection `unsettled` when there is no such generation (any more) */
  async of<T>(generation: string, work: Work<T>): Promise<T> {
    const answer = await this.connection.snapshot((session) => this.ask(session, generation, work));
    if (answer !== BEHIND) return answer;
    return this.connection.snapshot(async (session) => {
      this.primaryOnly.add(session);
      const again = await this.ask(session, generation, work);
      if (again === BEHIND) throw new Rejection('unavailable', 'MongoDB is not available: its primary lost writes.');
      return again;
    });
  }

  noteSeen({ _id, tag, position }: Seen): void {
    const known = this.seen.get(_id);
    if (known?.tag !== tag || known.position < position) this.seen.set(_id, { _id, tag, position });
  }

  find<Stored extends Document>(
    session: ClientSession,
    collection: string,
    filter: Document,
    sort?: Record<string, 1 | -1>,
    limit?: number,
  ): Promise<WithId<Stored>[]> {
    // The filter is of the shape that where-to-mongo.ts writes; the driver would have it typed by the document's fields.
    const found = this.connection.snapshotted<Stored>(collection).find(filter as object, {
      session,
      readPreference: this.preference(session),
      ...(sort !== undefined && { sort }),
      ...(limit !== undefined && { limit }),
    });
    return found.toArray();
  }

  count(session: ClientSession, collection: string, filter: Document): Promise<number> {
    const options = { session, readPreference: this.preference(session) };
    return this.connection.snapshotted(collection).countDocuments(filter, options);
  }

  private async ask<T>(session: ClientSession, generation: string, work: Work<T>): Promise<T | typeof BEHIND> {
    const isLast = this.primaryOnly.has(session);
    const [stored] = await this.find<StoredGeneration>(session, GENERATIONS, { _id: generation });
    if (stored === undefined) {
      if (!isLast) return BEHIND;
      throw new Rejection('unsettled', `Views of generation ${generation} are gone; ask again.`);
    }
    const known = this.seen.get(generation);
    // Of two of the same name the primary knows which is the later.
    const isBehind = known?.tag === stored.tag ? stored.position < known.position : known !== undefined && !isLast;
    if (isBehind) return BEHIND;
    this.noteSeen(stored);
    return work(stored, session);
  }

  private preference(session: ClientSession) {
    return this.primaryOnly.has(session) ? ('primary' as const) : this.connection.readPreference;
  }
}

const BEHIND = Symbol('behind');
