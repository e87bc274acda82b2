import type { Tile, TileAt } from '../../domain/proof/tiles.js';
import type { Cursor } from './event-store.js';

/** How far the tree of hashes has followed the ledger. */
export interface TreeProgress {
  /** Leaves: the position of the last event in it; 0 before the first. */
  readonly size: number;
  readonly cursor: Cursor | null;
  /** Where that event stands, so that one can see whether the tree is this ledger's; null before the first. */
  readonly last: { readonly stream: string; readonly revision: number } | null;
}

/**
 * Where the ledger's tree of hashes lies, in tiles. It is computed from the ledger, but not to be thrown away lightly: it
 * is also what the ledger is held against. Every adapter passes test/contract. Errors: Rejection `unavailable`, `conflict`.
 */
export abstract class TreeStore {
  abstract progress(): Promise<TreeProgress>;

  /** The tiles at these places, in their order. @throws RangeError for one that is not there */
  abstract tiles(at: readonly TileAt[]): Promise<readonly Tile[]>;

  /**
   * Writes the altered tiles and how far the tree got together, or nothing. `conflict` when the tree is not of
   * `expectedSize` any more: somebody else adds to it.
   */
  abstract commit(
    expectedSize: number,
    next: TreeProgress,
    altered: readonly (TileAt & { readonly tile: Tile })[],
  ): Promise<void>;

  abstract close(): Promise<void>;
}
