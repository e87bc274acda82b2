import { type ClientSession, type IndexDescription, ObjectId } from 'mongodb';
import {
  type Account,
  type AccountChanges,
  type AccountsCheck,
  AccountStore,
  type PasswordLink,
  type Session,
} from '../../application/ports/account-store.js';
import { Rejection } from '../../domain/kernel/rejection.js';
import type { MongoConnection } from './mongo-connection.js';
import { asRejection, isDuplicate } from './mongo-errors.js';
import type { MongoTransactions } from './mongo-transactions.js';

/** An account under its name, which is given once. */
interface StoredAccount extends Omit<Account, 'name'> {
  readonly _id: string;
}

/** A session under its hash. */
interface StoredSession extends Omit<Session, 'hash'> {
  readonly _id: string;
}

/** A link under whose it is, so that there is one of each. */
interface StoredLink extends PasswordLink {
  readonly _id: string;
}

/** Whose turn it is to change accounts by what all of them say. */
interface StoredTurn {
  readonly _id: string;
  readonly turn: ObjectId;
}

const ACCOUNTS = 'accounts';
const SESSIONS = 'sessions';
const LINKS = 'links';
const TURNS = 'turns';
const CHECKED = 'accounts';

/** Sessions end with their account; those that are over are forgotten when another opens. */
const SESSION_INDEXES: readonly IndexDescription[] = [
  { key: { account: 1 }, name: 'account' },
  { key: { endsAt: 1 }, name: 'endsAt' },
];
/** Whoever follows a link brings its hash. */
const LINK_INDEXES: readonly IndexDescription[] = [{ key: { hash: 1 }, name: 'hash', unique: true }];

/**
 * Accounts, sessions and links, always read at the primary: what was ended opens nothing from then on. An account and
 * what ends with it are written in one transaction. Changes that are checked each write one and the same document, so that
 * they come one after the other: each reads a snapshot, in which it would not see what the other takes away.
 */
export class MongoAccountStore extends AccountStore {
  private readonly transactions: MongoTransactions;
  private isClosed = false;

  private constructor(private readonly connection: MongoConnection) {
    super();
    this.transactions = connection.transactions();
  }

  /** @throws Rejection `unavailable` */
  static async open(connection: MongoConnection): Promise<MongoAccountStore> {
    const store = new MongoAccountStore(connection.use());
    try {
      await store.sessions.createIndexes([...SESSION_INDEXES]);
      await store.links.createIndexes([...LINK_INDEXES]);
      return store;
    } catch (error) {
      await store.close();
      throw asRejection(error);
    }
  }

  override add({ name, ...account }: Account): Promise<void> {
    return this.work(async () => {
      try {
        await this.accounts.insertOne({ _id: name, ...account });
      } catch (error) {
        if (!isDuplicate(error)) throw error;
        throw new Rejection('state', `there is an account of the name ${name} already: names are not given twice`);
      }
    });
  }

  override named(name: string): Promise<Account | null> {
    return this.work(async () => toAccount(await this.accounts.findOne({ _id: name })));
  }

  override all(): Promise<readonly Account[]> {
    return this.work(() => this.everyone());
  }

  override change(name: string, changes: AccountChanges, check?: AccountsCheck): Promise<void> {
    return this.together(async (session) => {
      if (check !== undefined) await this.inTurn(check, session);
      const { _id, department, endsOn, ...rest } = { ...(await this.known(name, session)), ...changes };
      const account = {
        ...rest,
        ...(department !== undefined && department !== null && { department }),
        ...(endsOn !== undefined && endsOn !== null && { endsOn }),
      };
      await this.accounts.replaceOne({ _id }, account, { session });
      if (changes.password !== undefined) await this.endAll(name, session);
    });
  }

  override closeAccount(name: string, at: string, check?: AccountsCheck): Promise<void> {
    return this.together(async (session) => {
      if (check !== undefined) await this.inTurn(check, session);
      const { closedAt } = await this.known(name, session);
      if (closedAt === undefined) await this.accounts.updateOne({ _id: name }, { $set: { closedAt: at } }, { session });
      await this.endAll(name, session);
    });
  }

  override openSession({ hash, ...opened }: Session): Promise<void> {
    return this.together(async (session) => {
      await this.sessions.deleteMany({ endsAt: { $lte: opened.openedAt } }, { session });
      await this.sessions.insertOne({ _id: hash, ...opened }, { session });
    });
  }

  override session(hash: string): Promise<Session | null> {
    return this.work(async () => {
      const found = await this.sessions.findOne({ _id: hash });
      if (found === null) return null;
      const { _id, ...session } = found;
      return { hash: _id, ...session };
    });
  }

  override seen(hash: string, at: string): Promise<void> {
    return this.work(async () => {
      await this.sessions.updateOne({ _id: hash }, { $set: { seenAt: at } });
    });
  }

  override endSession(hash: string): Promise<void> {
    return this.work(async () => {
      await this.sessions.deleteOne({ _id: hash });
    });
  }

  override putLink(link: PasswordLink): Promise<void> {
    return this.work(async () => {
      await this.links.replaceOne({ _id: linkOf(link.account) }, link, { upsert: true });
    });
  }

  override link(hash: string): Promise<PasswordLink | null> {
    return this.work(async () => toLink(await this.links.findOne({ hash })));
  }

  override takeLink(hash: string): Promise<PasswordLink | null> {
    return this.work(async () => {
      const found = await this.links.findOne({ hash });
      if (found === null) return null;
      // One of those who found it deletes it; a link that took its place meanwhile stays.
      const { deletedCount } = await this.links.deleteOne({ _id: found._id, hash });
      return deletedCount === 1 ? toLink(found) : null;
    });
  }

  override async close(): Promise<void> {
    if (this.isClosed) return;
    this.isClosed = true;
    await this.connection.release();
  }

  private async everyone(session?: ClientSession): Promise<readonly Account[]> {
    const found = await this.accounts.find({}, { sort: { _id: 1 }, ...(session && { session }) }).toArray();
    return found.flatMap((each) => toAccount(each) ?? []);
  }

  private async inTurn(check: AccountsCheck, session: ClientSession): Promise<void> {
    const turns = this.connection.collection<StoredTurn>(TURNS);
    // Another one each time: what changes nothing keeps nobody out.
    await turns.updateOne({ _id: CHECKED }, { $set: { turn: new ObjectId() } }, { session, upsert: true });
    check(await this.everyone(session));
  }

  private async known(name: string, session: ClientSession): Promise<StoredAccount> {
    const found = await this.accounts.findOne({ _id: name }, { session });
    if (found === null) throw new Rejection('not-found', `there is no account of the name ${name}`);
    return found;
  }

  private async endAll(account: string, session: ClientSession): Promise<void> {
    await this.sessions.deleteMany({ account }, { session });
    await this.links.deleteOne({ _id: linkOf(account) }, { session });
  }

  private get accounts() {
    return this.connection.collection<StoredAccount>(ACCOUNTS);
  }

  private get sessions() {
    return this.connection.collection<StoredSession>(SESSIONS);
  }

  private get links() {
    return this.connection.collection<StoredLink>(LINKS);
  }

  private together(work: (session: ClientSession) => Promise<void>): Promise<void> {
    return this.work(() => this.transactions.run(work));
  }

  private async work<T>(work: () => Promise<T>): Promise<T> {
    if (this.isClosed) throw new Rejection('unavailable', 'The accounts are closed.');
    try {
      return await work();
    } catch (error) {
      throw asRejection(error);
    }
  }
}

const linkOf = (account: string | null): string => (account === null ? 'first' : `of ${account}`);

function toAccount(stored: StoredAccount | null): Account | null {
  if (stored === null) return null;
  const { _id: name, ...account } = stored;
  return { name, ...account };
}

function toLink(stored: StoredLink | null): PasswordLink | null {
  if (stored === null) return null;
  const { _id, ...link } = stored;
  return link;
}
