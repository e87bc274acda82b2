import {
  type ClientSession,
  type Collection,
  type Document,
  MongoClient,
  MongoServerSelectionError,
  type ReadPreference,
} from 'mongodb';
import { Rejection } from '../../domain/kernel/rejection.js';
import { asRejection, isLostSnapshot, isMissing } from './mongo-errors.js';
import { DURABLE, MongoTransactions } from './mongo-transactions.js';

/** What holds where the connection string says nothing else, in milliseconds. */
const PATIENCE = {
  /** Until a member of the set is found that can be asked, such as a new primary. */
  serverSelectionTimeoutMS: 5_000,
  connectTimeoutMS: 5_000,
  /** Until a member that does not answer is given up. */
  socketTimeoutMS: 30_000,
};

/**
 * The database of one ledger's views in a replica set, and the ways in which it is read and written. Its name stands in
 * the connection string, so that one set can hold many ledgers. Whoever uses a connection says so by {@link use} and
 * ends with {@link release}; the last one closes it.
 */
export class MongoConnection {
  private users = 0;
  /** The transactions of whoever projects: in one session, so that what is left of them can be ended with it. */
  readonly projecting: MongoTransactions;

  private constructor(private readonly client: MongoClient) {
    this.projecting = this.transactions();
  }

  /** @throws Rejection `unavailable` where no replica set answers */
  static async open(url: string): Promise<MongoConnection> {
    const client = clientFor(url);
    // Where the connection string names a set, the driver does not say of what kind the servers are that are of none.
    const greetings = new Set<unknown>();
    const note = ({ reply }: { readonly reply: Document }): void => void greetings.add(reply['msg']);
    client.on('serverHeartbeatSucceeded', note);
    const refusal = (cause?: unknown): Rejection => (greetings.has(ROUTER) ? router(cause) : standalone(cause));
    try {
      await client.connect();
      const { setName } = await client.db('admin').command({ hello: 1 });
      if (typeof setName === 'string') return new MongoConnection(client);
    } catch (error) {
      await client.close();
      throw isOfNoSet(error) ? refusal(error) : asRejection(error);
    } finally {
      client.off('serverHeartbeatSucceeded', note);
    }
    await client.close();
    throw refusal();
  }

  /** Whether questions may be answered by another member than the primary. */
  get readPreference(): ReadPreference {
    return this.client.readPreference;
  }

  /** Transactions that wait for no others: for what is written while somebody projects. */
  transactions(): MongoTransactions {
    return new MongoTransactions(this.client);
  }

  use(): this {
    this.users++;
    return this;
  }

  async release(): Promise<void> {
    if (--this.users === 0) await this.client.close();
  }

  /** The name of the database. */
  get database(): string {
    return this.client.db().databaseName;
  }

  /**
   * Read and written at the primary, with a majority's word.
   *
   * @param database another one of the set, for what has backups of its own
   */
  collection<Stored extends Document>(name: string, database = this.database): Collection<Stored> {
    const options = { readPreference: 'primary', readConcern: { level: 'majority' } } as const;
    return this.client.db(database).collection<Stored>(name, options);
  }

  /** To be read in a {@link snapshot}: any other read concern, such as the connection string's, would undo it. */
  snapshotted<Stored extends Document>(name: string): Collection<Stored> {
    return this.client.db().collection<Stored>(name, { readConcern: { level: 'snapshot' } });
  }

  /** The names of all collections that begin so. */
  async names(prefixes: readonly string[]): Promise<readonly string[]> {
    const found = await this.client.db().listCollections({}, { nameOnly: true }).toArray();
    return found.map(({ name }) => name).filter((name) => prefixes.some((prefix) => name.startsWith(prefix)));
  }

  /** Drops a collection, unless somebody else did. */
  async drop(name: string): Promise<void> {
    try {
      await this.client.db().dropCollection(name);
    } catch (error) {
      if (!isMissing(error)) throw error;
    }
  }

  /** Runs reads that all see the database as it stood at the first of them. They have to name the session. */
  async snapshot<T>(work: (session: ClientSession) => Promise<T>): Promise<T> {
    for (let tries = 2; ;) {
      const session = this.client.startSession({ snapshot: true });
      try {
        return await work(session);
      } catch (error) {
        if (--tries === 0 || !isLostSnapshot(error)) throw asRejection(error);
      } finally {
        await session.endSession();
      }
    }
  }

  /** Ends what a session has begun, such as the transaction of a process that is gone: it would lock what it wrote. */
  async killSession(id: Document): Promise<void> {
    await this.client.db('admin').command({ killSessions: [id] });
  }
}

/** @throws Rejection `unavailable` for a connection string that cannot be one, without repeating it */
function clientFor(url: string): MongoClient {
  try {
    return new MongoClient(withPatience(url), {
      writeConcern: DURABLE,
      retryWrites: true,
      retryReads: true,
      ignoreUndefined: true,
      appName: 'kronika',
    });
  } catch (error) {
    const why = error instanceof Error ? error.message.replaceAll(/mongodb(\+srv)?:\S*/g, '...') : String(error);
    throw new Rejection('unavailable', `The connection string of MongoDB cannot be used: ${why}.`);
  }
}

/** A connection string that names a set finds no server where none is a member of it. */
const isOfNoSet = (error: unknown): boolean =>
  error instanceof MongoServerSelectionError &&
  error.reason?.type === 'ReplicaSetNoPrimary' &&
  error.reason.servers.size === 0;

const standalone = (cause?: unknown): Rejection =>
  new Rejection(
    'unavailable',
    'The MongoDB server is not a member of a replica set, or not of the one named: a standalone server knows no ' +
      'transactions, without which views cannot be kept whole. Start it with --replSet and run rs.initiate(), also ' +
      'where it is the only one (docs/mongodb.md).',
    [],
    { cause },
  );

/** What a router says in its greeting. */
const ROUTER = 'isdbgrid';

const router = (cause?: unknown): Rejection =>
  new Rejection(
    'unavailable',
    'The MongoDB server is the router of a sharded cluster (mongos), with which Kronika was never tried. Name the members ' +
      'of a replica set that is no part of such a cluster (docs/mongodb.md).',
    [],
    { cause },
  );

/** What the program passes to the driver itself would go before what the connection string says. */
function withPatience(url: string): string {
  const given = new Set(Array.from(url.matchAll(/[?&]([a-z]+)=/gi), ([, name = '']) => name.toLowerCase()));
  const more = Object.entries(PATIENCE).filter(([name]) => !given.has(name.toLowerCase()));
  if (more.length === 0) return url;
  const parameters = more.map(([name, value]) => `${name}=${value}`).join('&');
  return url.includes('?') ? `${url}&${parameters}` : `${url}?${parameters}`;
}
