import { TreeStore, type TreeProgress } from '../../application/ports/tree-store.js';
import { Rejection } from '../../domain/kernel/rejection.js';
import { tileKey, type Tile, type TileAt } from '../../domain/proof/tiles.js';

/** A tree of hashes that lives and dies with the process. */
export class MemoryTreeStore extends TreeStore {
  private readonly kept = new Map<string, Tile>();
  private reached: TreeProgress = { size: 0, cursor: null, last: null };
  private closed = false;

  override async progress(): Promise<TreeProgress> {
    this.refuseWhenClosed();
    return this.reached;
  }

  override async tiles(at: readonly TileAt[]): Promise<readonly Tile[]> {
    this.refuseWhenClosed();
    return at.map((place) => {
      const tile = this.kept.get(tileKey(place));
      if (tile === undefined) throw new RangeError(`the tree has no tile ${tileKey(place)}`);
      return Buffer.from(tile);
    });
  }

  override async commit(
    expectedSize: number,
    next: TreeProgress,
    altered: readonly (TileAt & { readonly tile: Tile })[],
  ): Promise<void> {
    this.refuseWhenClosed();
    if (this.reached.size !== expectedSize)
      throw new Rejection('conflict', `The tree is not of ${expectedSize} leaves: somebody else adds to it.`);
    for (const { tile, ...at } of altered) this.kept.set(tileKey(at), Buffer.from(tile));
    this.reached = next;
  }

  override async close(): Promise<void> {
    this.closed = true;
  }

  private refuseWhenClosed(): void {
    if (this.closed) throw new Rejection('unavailable', 'The tree of hashes is closed.');
  }
}
