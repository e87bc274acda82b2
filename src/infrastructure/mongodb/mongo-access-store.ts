import type { IndexDescription } from 'mongodb';
import { AccessStore, type Token } from '../../application/ports/access-store.js';
import { Rejection } from '../../domain/kernel/rejection.js';
import type { MongoConnection } from './mongo-connection.js';
import { asRejection, isDuplicate } from './mongo-errors.js';

/** A token under its name, which is given once. */
interface StoredToken extends Omit<Token, 'name'> {
  readonly _id: string;
}

const TOKENS = 'tokens';

/** Whoever comes in is found by the hash of their token. */
const TOKEN_INDEXES: readonly IndexDescription[] = [{ key: { hash: 1 }, name: 'hash', unique: true }];

/** Tokens in a collection of their own, always read at the primary: one that was closed opens nothing from then on. */
export class MongoAccessStore extends AccessStore {
  private isClosed = false;

  private constructor(private readonly connection: MongoConnection) {
    super();
  }

  /** @throws Rejection `unavailable` */
  static async open(connection: MongoConnection): Promise<MongoAccessStore> {
    const store = new MongoAccessStore(connection.use());
    try {
      await store.tokens.createIndexes([...TOKEN_INDEXES]);
      return store;
    } catch (error) {
      await store.close();
      throw asRejection(error);
    }
  }

  override add({ name, ...token }: Token): Promise<void> {
    return this.work(async () => {
      try {
        await this.tokens.insertOne({ _id: name, ...token });
      } catch (error) {
        if (!isDuplicate(error)) throw error;
        throw new Rejection('state', `there is a token of the name ${name} already: names are not given twice`);
      }
    });
  }

  override byHash(hash: string): Promise<Token | null> {
    return this.work(async () => {
      const found = await this.tokens.findOne({ hash });
      return found === null ? null : toToken(found);
    });
  }

  override all(): Promise<readonly Token[]> {
    return this.work(async () => (await this.tokens.find({}, { sort: { _id: 1 } }).toArray()).map(toToken));
  }

  override closeToken(name: string, at: string): Promise<void> {
    return this.work(async () => {
      const { matchedCount } = await this.tokens.updateOne(
        { _id: name, closedAt: { $exists: false } },
        { $set: { closedAt: at } },
      );
      if (matchedCount === 1 || (await this.tokens.findOne({ _id: name })) !== null) return;
      throw new Rejection('not-found', `there is no token of the name ${name}`);
    });
  }

  override async close(): Promise<void> {
    if (this.isClosed) return;
    this.isClosed = true;
    await this.connection.release();
  }

  private get tokens() {
    return this.connection.collection<StoredToken>(TOKENS);
  }

  private async work<T>(work: () => Promise<T>): Promise<T> {
    if (this.isClosed) throw new Rejection('unavailable', 'The tokens are closed.');
    try {
      return await work();
    } catch (error) {
      throw asRejection(error);
    }
  }
}

const toToken = ({ _id: name, ...token }: StoredToken): Token => ({ name, ...token });
