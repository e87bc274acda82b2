import type { ClientSession, Document, WithId } from 'mongodb';
import { Rejection } from '../../domain/kernel/rejection.js';
import type { MongoConnection } from './mongo-connection.js';
import { GENERATIONS, type StoredGeneration } from './view-collections.js';

type Work<T> = (stored: StoredGeneration, session: ClientSession) => Promise<T>;

/**
 * Asks questions of one generation, each in one snapshot. Members that answer beside the primary may be behind it. What
 * this process has seen of a generation it does not see undone: a member that is further behind is not asked on, the
 * primary is. So whoever waited for a position finds it, and a fold never builds on what its own commit replaced.
 */
export class MongoReading {
  /** Position up to which a generation was seen, by its tag. */
  private readonly seen = new Map<string, number>();
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

  noteSeen(tag: string, position: number): void {
    if (position > (this.seen.get(tag) ?? 0)) this.seen.set(tag, position);
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
    const [stored] = await this.find<StoredGeneration>(session, GENERATIONS, { _id: generation });
    if (stored === undefined)
      throw new Rejection('unsettled', `Views of generation ${generation} are gone; ask again.`);
    if (stored.position < (this.seen.get(stored.tag) ?? 0)) return BEHIND;
    const answer = await work(stored, session);
    this.noteSeen(stored.tag, stored.position);
    return answer;
  }

  private preference(session: ClientSession) {
    return this.primaryOnly.has(session) ? ('primary' as const) : this.connection.readPreference;
  }
}

const BEHIND = Symbol('behind');
