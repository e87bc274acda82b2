import type { ClientSession, Filter, IndexDescription } from 'mongodb';
import {
  AccessLogStore,
  type AccessQuery,
  type AccessRecord,
  isRecord,
} from '../../application/ports/access-log-store.js';
import { Rejection } from '../../domain/kernel/rejection.js';
import type { MongoConnection } from './mongo-connection.js';
import { asRejection, isDuplicate } from './mongo-errors.js';
import { again, type MongoTransactions } from './mongo-transactions.js';
import { Turns } from './turns.js';

/** A record under its number. What was asked has names of any kind, and in a document some would mean something: it is kept as text. */
interface StoredRecord extends Omit<AccessRecord, 'number' | 'details'> {
  readonly _id: number;
  readonly details?: string;
}

const ACCESS_LOG = 'access_log';

/** Whoever asks wants the last first; what is to be disposed of is found by its time. */
const INDEXES: readonly IndexDescription[] = [
  { key: { at: 1 }, name: 'at' },
  { key: { 'actor.id': 1, _id: 1 }, name: 'by' },
  { key: { action: 1, _id: 1 }, name: 'action' },
  { key: { subjects: 1, _id: 1 }, name: 'subject' },
];

/** Records read at a time. */
const BATCH = 500;

type Next = (last: AccessRecord | null) => AccessRecord;

/**
 * The access log in a collection, each record under its number: of two who add the next one, the server lets one in, and
 * the other looks again at what is the last. What is the last has the word of a majority, so that no election takes it
 * away from under the next. Always read at the primary.
 */
export class MongoAccessLogStore extends AccessLogStore {
  /** One's own records do not get into each other's way. */
  private readonly turns = new Turns();
  private readonly transactions: MongoTransactions;
  private isClosed = false;

  private constructor(private readonly connection: MongoConnection) {
    super();
    this.transactions = connection.transactions();
  }

  /** @throws Rejection `unavailable` */
  static async open(connection: MongoConnection): Promise<MongoAccessLogStore> {
    const store = new MongoAccessLogStore(connection.use());
    try {
      await store.log.createIndexes([...INDEXES]);
      return store;
    } catch (error) {
      await store.close();
      throw asRejection(error);
    }
  }

  override append(next: Next): Promise<AccessRecord> {
    const attempt = async (): Promise<AccessRecord | null> => {
      const record = next(await this.latest());
      try {
        await this.log.insertOne(toStored(record));
        return record;
      } catch (error) {
        if (isDuplicate(error)) return null;
        throw error;
      }
    };
    const since = performance.now();
    return this.work(() => this.turns.take(() => again(attempt, since)));
  }

  override dispose(through: number, next: Next): Promise<AccessRecord> {
    const both = async (session: ClientSession): Promise<AccessRecord> => {
      const record = next(await this.latest(session));
      if (!tellsOfDisposal(record, through)) throw new Error('the access log is only disposed of with a record of it');
      await this.log.deleteMany({ _id: { $lte: through } }, { session });
      // Last: from here on until the commit, whoever else adds a record waits.
      await this.log.insertOne(toStored(record), { session });
      return record;
    };
    return this.work(() => this.turns.take(() => this.transactions.run(both)));
  }

  override last(): Promise<AccessRecord | null> {
    return this.work(() => this.latest());
  }

  override find({ limit, ...query }: AccessQuery): Promise<readonly AccessRecord[]> {
    return this.work(async () => {
      const found = await this.log.find(filterOf(query), { sort: { _id: -1 }, limit }).toArray();
      return found.flatMap((stored) => toRecord(stored) ?? []);
    });
  }

  override count(query: Omit<AccessQuery, 'limit'>): Promise<number> {
    return this.work(() => this.log.countDocuments(filterOf(query)));
  }

  override async *all(): ReturnType<AccessLogStore['all']> {
    for (let after = 0; ;) {
      const found = await this.work(() =>
        this.log.find({ _id: { $gt: after } }, { sort: { _id: 1 }, limit: BATCH }).toArray(),
      );
      const last = found.at(-1);
      if (last === undefined) return;
      yield found.map((stored) => ({ number: stored._id, record: toRecord(stored) }));
      after = last._id;
    }
  }

  override async close(): Promise<void> {
    if (this.isClosed) return;
    this.isClosed = true;
    await this.connection.release();
  }

  private async latest(session?: ClientSession): Promise<AccessRecord | null> {
    const options = { sort: { _id: -1 }, ...(session !== undefined && { session }) } as const;
    // Records have numbers: what somebody else put there is passed over.
    const stored = await this.log.findOne({ _id: { $gt: 0 } }, options);
    if (stored === null) return null;
    const record = toRecord(stored);
    if (record === null)
      throw new Rejection('unavailable', 'The last entry of the access log cannot be read: run kronika verify.');
    return record;
  }

  private get log() {
    return this.connection.collection<StoredRecord>(ACCESS_LOG);
  }

  private async work<T>(work: () => Promise<T>): Promise<T> {
    if (this.isClosed) throw new Rejection('unavailable', 'The access log is closed.');
    try {
      return await work();
    } catch (error) {
      throw asRejection(error);
    }
  }
}

function filterOf({ by, action, subject, from, until, before }: Omit<AccessQuery, 'limit'>): Filter<StoredRecord> {
  const at = { ...(from !== undefined && { $gte: from }), ...(until !== undefined && { $lt: until }) };
  return {
    _id: { $gt: 0, ...(before !== undefined && { $lt: before }) },
    ...(by !== undefined && { 'actor.id': by }),
    ...(action !== undefined && { action }),
    ...(subject !== undefined && { subjects: subject }),
    ...(Object.keys(at).length > 0 && { at }),
  };
}

/** What the server cannot be told to refuse. */
const tellsOfDisposal = ({ number, action, details }: AccessRecord, through: number): boolean =>
  action === 'access-log-disposed' && Number(details?.['through']) >= through && number > through;

const toStored = ({ number: _id, details, ...record }: AccessRecord): StoredRecord => ({
  _id,
  ...record,
  ...(details !== undefined && { details: JSON.stringify(details) }),
});

/** Null for what somebody put there that is no record. */
function toRecord({ _id: number, details, ...stored }: StoredRecord): AccessRecord | null {
  try {
    const read: unknown = {
      ...stored,
      number,
      ...(details !== undefined && { details: JSON.parse(details) as unknown }),
    };
    // What else is there is no JSON perhaps: a hash is made of it all the same.
    return isRecord(read) ? (JSON.parse(JSON.stringify(read)) as AccessRecord) : null;
  } catch {
    return null;
  }
}
