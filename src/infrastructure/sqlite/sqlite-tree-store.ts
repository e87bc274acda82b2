import Database from 'better-sqlite3';
import type { Statement, Transaction } from 'better-sqlite3';
import { TreeStore, type TreeProgress } from '../../application/ports/tree-store.js';
import { Rejection } from '../../domain/kernel/rejection.js';
import { tileKey, type Tile, type TileAt } from '../../domain/proof/tiles.js';
import { asRejection, patiently } from './ledger-errors.js';

/** The layout below, as `PRAGMA user_version` keeps it. */
const SCHEMA_VERSION = 1;

/** Milliseconds that a call waits for another process in its way. */
const PATIENCE = 5_000;

/** Tiles by level and index; one row that says how far the ledger was followed. */
const SCHEMA = `
  CREATE TABLE tiles (
    place  INTEGER PRIMARY KEY,
    hashes BLOB NOT NULL
  ) STRICT;

  CREATE TABLE progress (
    only     INTEGER PRIMARY KEY CHECK (only = 1),
    size     INTEGER NOT NULL,
    cursor   TEXT,
    stream   TEXT,
    revision INTEGER
  ) STRICT;

  INSERT INTO progress VALUES (1, 0, NULL, NULL, NULL);
  PRAGMA user_version = ${String(SCHEMA_VERSION)};
`;

interface Row {
  readonly size: number;
  readonly cursor: string | null;
  readonly stream: string | null;
  readonly revision: number | null;
}

type Altered = readonly (TileAt & { readonly tile: Tile })[];

/** Tiles of one level stand together; a level has at most 2^40 of them. */
const placeOf = ({ level, index }: TileAt): number => level * 2 ** 40 + index;

/**
 * The tree of hashes in an SQLite file of its own: views are built anew now and then, and the tree that the ledger is held
 * against is to survive that. It needs no fsync of its own, as it follows the ledger from where it stands.
 */
export class SqliteTreeStore extends TreeStore {
  private readonly reached: Statement<[], Row>;
  private readonly tile: Statement<[number], Buffer>;
  private readonly write: Transaction<(expected: number, next: TreeProgress, altered: Altered) => void>;

  private constructor(private readonly db: Database.Database) {
    super();
    this.reached = db.prepare<[], Row>('SELECT size, cursor, stream, revision FROM progress');
    this.tile = db.prepare<[number], Buffer>('SELECT hashes FROM tiles WHERE place = ?').pluck();
    const move = db.prepare<[number, string | null, string | null, number | null, number]>(
      'UPDATE progress SET size = ?, cursor = ?, stream = ?, revision = ? WHERE size = ?',
    );
    const put = db.prepare<[number, Tile]>('INSERT OR REPLACE INTO tiles VALUES (?, ?)');
    this.write = db.transaction((expected, { size, cursor, last }, altered) => {
      const { changes } = move.run(size, cursor, last?.stream ?? null, last?.revision ?? null, expected);
      if (changes === 0)
        throw new Rejection('conflict', `The tree is not of ${String(expected)} leaves: somebody else adds to it.`);
      for (const { tile, ...at } of altered) put.run(placeOf(at), tile);
    });
  }

  /** @throws Rejection `unavailable` when the file cannot be opened, or a later Kronika has laid it out */
  static open(path: string): SqliteTreeStore {
    let db: Database.Database | undefined;
    try {
      db = new Database(path, { timeout: PATIENCE });
      const version = Number(db.pragma('user_version', { simple: true }));
      if (version > SCHEMA_VERSION)
        throw new Rejection('unavailable', `${path} was laid out by a later Kronika (${String(version)}).`);
      // Of these pages a tile fills two, and its row a bit of another: larger ones would stay half empty.
      db.pragma('page_size = 4096');
      db.pragma('journal_mode = WAL');
      db.pragma('synchronous = NORMAL');
      if (version < SCHEMA_VERSION) {
        const opened = db;
        db.transaction(() => {
          // Asked again under the lock: another process may have been quicker.
          if (Number(opened.pragma('user_version', { simple: true })) === 0) opened.exec(SCHEMA);
        }).immediate();
      }
      // From here on whoever waits does so outside SQLite, which would hold up the whole event loop.
      db.pragma('busy_timeout = 5');
      return new SqliteTreeStore(db);
    } catch (error) {
      db?.close();
      if (error instanceof TypeError)
        throw new Rejection('unavailable', `${path}: ${error.message}`, [], { cause: error });
      throw asRejection(error);
    }
  }

  override progress(): Promise<TreeProgress> {
    return this.work(() => {
      const row = this.reached.get();
      if (row === undefined) throw new Error('a tree without its progress');
      const { size, cursor, stream, revision } = row;
      return { size, cursor, last: stream === null || revision === null ? null : { stream, revision } };
    });
  }

  override tiles(at: readonly TileAt[]): Promise<readonly Tile[]> {
    return this.work(() =>
      at.map((place) => {
        const tile = this.tile.get(placeOf(place));
        if (tile === undefined) throw new RangeError(`the tree has no tile ${tileKey(place)}`);
        return tile;
      }),
    );
  }

  override commit(expectedSize: number, next: TreeProgress, altered: Altered): Promise<void> {
    return this.work(() => {
      this.write.immediate(expectedSize, next, altered);
    });
  }

  override async close(): Promise<void> {
    await Promise.resolve();
    this.db.close();
  }

  private work<T>(work: () => T): Promise<T> {
    return patiently(() => {
      if (!this.db.open) throw new Rejection('unavailable', 'The tree of hashes is closed.');
      return work();
    }, PATIENCE);
  }
}
