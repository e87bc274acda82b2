import { randomUUID } from 'node:crypto';
import type { Document } from 'mongodb';
import { Lease } from '../../application/ports/lease.js';
import { Rejection } from '../../domain/kernel/rejection.js';
import type { MongoConnection } from './mongo-connection.js';
import { asRejection, isDuplicate } from './mongo-errors.js';

/** Who holds it (null: nobody), how often they said so, and the session in which they write. */
interface StoredLease {
  readonly _id: string;
  readonly holder: string | null;
  readonly beat: number;
  readonly session: Document;
}

const LEASES = 'leases';
const PROJECTOR = 'projector';

/**
 * The lease in a document whose holder counts up. Whoever wants it watches the count, by their own monotonic clock: when
 * it has stood still for long enough they take it, if it still stands there. So no clock is compared with another's, and
 * a server whose clock is wrong by minutes delays nobody.
 *
 * A transaction outlives the process that began it, for a minute, and locks what it wrote. So whoever takes the lease
 * first ends the session of the one before. Whoever cannot end it does not take the lease: the document still says which
 * session is to be ended, to them and to all others. Should the one before live after all, it tries again.
 */
export class MongoLease extends Lease {
  private readonly me = randomUUID();
  /** What was found when another held it, and when it was first found so. */
  private watched: { readonly holder: string | null; readonly beat: number; readonly since: number } | null = null;
  private isClosed = false;

  private constructor(private readonly connection: MongoConnection) {
    super();
  }

  static open(connection: MongoConnection): MongoLease {
    return new MongoLease(connection.use());
  }

  override take(milliseconds: number): Promise<boolean> {
    return this.work(async () => {
      const kept = await this.leases.updateOne({ _id: PROJECTOR, holder: this.me }, { $inc: { beat: 1 } });
      if (kept.matchedCount === 1) return true;
      const standing = await this.leases.findOne({ _id: PROJECTOR });
      if (standing === null) return this.begin();
      if (standing.holder !== null && !this.isAbandoned(standing, milliseconds)) return false;
      return this.takeOver(standing);
    });
  }

  override async close(): Promise<void> {
    if (this.isClosed) return;
    this.isClosed = true;
    try {
      await this.leases.updateOne({ _id: PROJECTOR, holder: this.me }, { $set: { holder: null } });
    } catch {
      // Nobody can be told; others will see that the count stands still.
    }
    await this.connection.release();
  }

  private async begin(): Promise<boolean> {
    try {
      await this.leases.insertOne({ _id: PROJECTOR, holder: this.me, beat: 0, session: this.connection.projecting.id });
      return true;
    } catch (error) {
      if (isDuplicate(error)) return false;
      throw error;
    }
  }

  private async takeOver({ holder, beat, session }: StoredLease): Promise<boolean> {
    await this.connection.killSession(session);
    const taken = await this.leases.updateOne(
      { _id: PROJECTOR, holder, beat },
      { $set: { holder: this.me, beat: beat + 1, session: this.connection.projecting.id } },
    );
    if (taken.matchedCount === 0) return false;
    this.watched = null;
    return true;
  }

  /** Whether the count has stood still for so long, as far as this process has seen. */
  private isAbandoned({ holder, beat }: StoredLease, milliseconds: number): boolean {
    const now = performance.now();
    if (this.watched?.holder !== holder || this.watched.beat !== beat) this.watched = { holder, beat, since: now };
    return now - this.watched.since >= milliseconds;
  }

  private get leases() {
    return this.connection.collection<StoredLease>(LEASES);
  }

  private async work<T>(work: () => Promise<T>): Promise<T> {
    if (this.isClosed) throw new Rejection('unavailable', 'The lease is closed.');
    try {
      return await work();
    } catch (error) {
      throw asRejection(error);
    }
  }
}
