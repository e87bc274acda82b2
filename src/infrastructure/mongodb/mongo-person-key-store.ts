import { type ClientSession, type IndexDescription, ObjectId } from 'mongodb';
import {
  type KeptKey,
  MASTER_KEY_CHANGED,
  PersonKeyStore,
  type WrappedKey,
} from '../../application/ports/person-key-store.js';
import { Rejection } from '../../domain/kernel/rejection.js';
import type { MongoConnection } from './mongo-connection.js';
import { asRejection, isDuplicate, isUnauthorized } from './mongo-errors.js';
import { again, type MongoTransactions } from './mongo-transactions.js';

/** A key under whose it is: wrapped, or what is left of one that was destroyed. */
interface StoredKey {
  readonly _id: string;
  readonly master?: string;
  readonly wrapped?: string;
  readonly destroyedAt?: string;
}

/** Whose turn it was last. */
interface StoredTurn {
  readonly _id: typeof WRAPPING;
  readonly turn: ObjectId;
}

const KEYS = 'keys';
const TURNS = 'turns';
const WRAPPING = 'wrapping';

/** Whether a master key wraps any, and which keys are to be wrapped anew. */
const KEY_INDEXES: readonly IndexDescription[] = [{ key: { master: 1 }, name: 'master' }];
/** Of those that were destroyed there is no master key. */
const NOT_DESTROYED = { master: { $gt: '' } } as const;

/**
 * The keys of persons in a database of their own beside the ledger's: it is the part of it with another rule for its
 * backups, which must not outlive an erasure. Always read at the primary.
 *
 * Keys are begun and wrapped anew in transactions that each write one and the same document, so that they come one after
 * the other: else a key might be begun under the old master key while all others get a new one. To destroy a key is a write
 * of its own, which waits for nobody who is gone.
 */
export class MongoPersonKeyStore extends PersonKeyStore {
  private readonly transactions: MongoTransactions;
  private readonly database: string;
  private isClosed = false;

  private constructor(private readonly connection: MongoConnection) {
    super();
    this.transactions = connection.transactions();
    this.database = `${connection.database}-keys`;
  }

  /** @throws Rejection `unavailable` */
  static async open(connection: MongoConnection): Promise<MongoPersonKeyStore> {
    const store = new MongoPersonKeyStore(connection.use());
    try {
      await store.keys.createIndexes([...KEY_INDEXES]);
      return store;
    } catch (error) {
      await store.close();
      throw isUnauthorized(error) ? notLetIn(store.database, error) : asRejection(error);
    }
  }

  override begin({ person, master, wrapped }: WrappedKey): Promise<WrappedKey> {
    return this.inTurn(async (session) => {
      const wraps = (await this.keys.findOne({ master }, { session })) !== null;
      if (!wraps && (await this.keys.findOne(NOT_DESTROYED, { session })) !== null)
        throw new Rejection('unavailable', MASTER_KEY_CHANGED);
      const found = await this.keys.findOne({ _id: person }, { session });
      if (found === null) {
        await this.keys.insertOne({ _id: person, master, wrapped }, { session });
        return { person, master, wrapped };
      }
      const kept = toKept(found);
      if ('destroyedAt' in kept) throw new Rejection('state', 'the key of this person was destroyed');
      return kept;
    });
  }

  override knows(master: string): Promise<boolean> {
    return this.work(async () => (await this.keys.findOne({ master })) !== null);
  }

  override find(persons: readonly string[]): Promise<ReadonlyMap<string, KeptKey>> {
    return this.work(async () => {
      const found = await this.keys.find({ _id: { $in: persons } }, { sort: { _id: 1 } }).toArray();
      return new Map(found.map((stored) => [stored._id, toKept(stored)]));
    });
  }

  override all(): Promise<readonly KeptKey[]> {
    return this.work(async () => (await this.keys.find({}, { sort: { _id: 1 } }).toArray()).map(toKept));
  }

  override destroy(person: string, at: string): Promise<string> {
    const attempt = async (): Promise<string | null> => {
      try {
        const standing = { _id: person, destroyedAt: { $exists: false } };
        await this.keys.replaceOne(standing, { destroyedAt: at }, { upsert: true });
        return at;
      } catch (error) {
        // It was destroyed before: nothing stands, and there is one of that person.
        if (!isDuplicate(error)) throw error;
        return (await this.keys.findOne({ _id: person }))?.destroyedAt ?? null;
      }
    };
    return this.work(() => again(attempt));
  }

  override rewrap(wrapAgain: (key: WrappedKey) => WrappedKey): Promise<number> {
    return this.inTurn(async (session) => {
      const found = await this.keys.find(NOT_DESTROYED, { session }).toArray();
      const writes = found.map(({ _id, master = '', wrapped = '' }) => {
        const next = wrapAgain({ person: _id, master, wrapped });
        return {
          replaceOne: { filter: { _id }, replacement: { master: next.master, wrapped: next.wrapped } },
        };
      });
      if (writes.length > 0) await this.keys.bulkWrite(writes, { session, ordered: false });
      return writes.length;
    });
  }

  override async close(): Promise<void> {
    if (this.isClosed) return;
    this.isClosed = true;
    await this.connection.release();
  }

  private get keys() {
    return this.connection.collection<StoredKey>(KEYS, this.database);
  }

  private inTurn<T>(work: (session: ClientSession) => Promise<T>): Promise<T> {
    const turns = this.connection.collection<StoredTurn>(TURNS, this.database);
    return this.work(() =>
      this.transactions.run(async (session) => {
        // Another one each time: what changes nothing keeps nobody out.
        await turns.updateOne({ _id: WRAPPING }, { $set: { turn: new ObjectId() } }, { session, upsert: true });
        return work(session);
      }),
    );
  }

  private async work<T>(work: () => Promise<T>): Promise<T> {
    if (this.isClosed) throw new Rejection('unavailable', 'The keys of persons are closed.');
    try {
      return await work();
    } catch (error) {
      throw asRejection(error);
    }
  }
}

/** Who gave Kronika an account before keys were there gave it no rights on their database. */
const notLetIn = (database: string, cause: unknown): Rejection =>
  new Rejection(
    'unavailable',
    `MongoDB does not let Kronika's account into the database ${database}, where the keys of persons are: give it readWrite there, too (docs/mongodb.md).`,
    [],
    { cause },
  );

const toKept = ({ _id: person, master = '', wrapped = '', destroyedAt }: StoredKey): KeptKey =>
  destroyedAt === undefined ? { person, master, wrapped } : { person, destroyedAt };
