import { Binary } from 'mongodb';
import { TreeStore, type TreeProgress } from '../../application/ports/tree-store.js';
import { Rejection } from '../../domain/kernel/rejection.js';
import { tileKey, type Tile, type TileAt } from '../../domain/proof/tiles.js';
import type { MongoConnection } from './mongo-connection.js';
import { asRejection, isDuplicate } from './mongo-errors.js';

/** A tile under its place: its hashes, one after the other. */
interface StoredTile {
  readonly _id: string;
  readonly hashes: Binary;
}

/** How far the tree has followed the ledger: one document. */
interface StoredProgress extends TreeProgress {
  readonly _id: typeof PROGRESS;
}

const TREE = 'tree';
const TILES = 'tiles';
const PROGRESS = 'progress';

/**
 * The tree of hashes in collections of its own, beside the generations of the views: it survives them all. A commit is one
 * transaction that compares the size, so that of two processes that follow the ledger one adds.
 */
export class MongoTreeStore extends TreeStore {
  private isClosed = false;

  private constructor(private readonly connection: MongoConnection) {
    super();
  }

  /** @throws Rejection `unavailable` */
  static async open(connection: MongoConnection): Promise<MongoTreeStore> {
    const store = new MongoTreeStore(connection.use());
    try {
      await store.begin();
      return store;
    } catch (error) {
      await store.close();
      throw asRejection(error);
    }
  }

  override progress(): Promise<TreeProgress> {
    return this.work(async () => {
      const found = await this.tree.findOne({ _id: PROGRESS });
      if (found === null) throw new Error('a tree without its progress');
      const { _id, ...progress } = found;
      return progress;
    });
  }

  override tiles(at: readonly TileAt[]): Promise<readonly Tile[]> {
    return this.work(async () => {
      const found = await this.stored.find({ _id: { $in: at.map(tileKey) } }).toArray();
      const tiles = new Map(found.map(({ _id, hashes }) => [_id, Buffer.from(hashes.buffer)]));
      return at.map((place) => {
        const tile = tiles.get(tileKey(place));
        if (tile === undefined) throw new RangeError(`the tree has no tile ${tileKey(place)}`);
        return tile;
      });
    });
  }

  override commit(
    expectedSize: number,
    { size, cursor, last }: TreeProgress,
    altered: readonly (TileAt & { readonly tile: Tile })[],
  ): Promise<void> {
    // What is given may become another thing meanwhile.
    const tiles = altered.map(({ tile, ...place }) => ({ _id: tileKey(place), hashes: new Binary(Buffer.from(tile)) }));
    return this.work(() =>
      this.connection.projecting.run(async (session) => {
        const filter = { _id: PROGRESS, size: expectedSize } as const;
        const { matchedCount } = await this.tree.updateOne(filter, { $set: { size, cursor, last } }, { session });
        if (matchedCount === 0)
          throw new Rejection(
            'conflict',
            `The tree is not of ${String(expectedSize)} leaves: somebody else adds to it.`,
          );
        if (tiles.length === 0) return;
        const writes = tiles.map(({ _id, hashes }) => ({
          replaceOne: { filter: { _id }, replacement: { hashes }, upsert: true },
        }));
        await this.stored.bulkWrite(writes, { session, ordered: false });
      }),
    );
  }

  override async close(): Promise<void> {
    if (this.isClosed) return;
    this.isClosed = true;
    await this.connection.release();
  }

  /** Begins an empty tree, where there is none. */
  private async begin(): Promise<void> {
    if ((await this.tree.findOne({ _id: PROGRESS })) !== null) return;
    try {
      await this.tree.insertOne({ _id: PROGRESS, size: 0, cursor: null, last: null });
    } catch (error) {
      // Another process was quicker.
      if (!isDuplicate(error)) throw error;
    }
  }

  private get tree() {
    return this.connection.collection<StoredProgress>(TREE);
  }

  private get stored() {
    return this.connection.collection<StoredTile>(TILES);
  }

  private async work<T>(work: () => Promise<T>): Promise<T> {
    if (this.isClosed) throw new Rejection('unavailable', 'The tree of hashes is closed.');
    try {
      return await work();
    } catch (error) {
      throw asRejection(error);
    }
  }
}
