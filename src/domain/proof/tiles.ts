import { type Hash, HASH_BYTES, nodeHash } from './hashing.js';
import type { Node, NodeAt } from './paths.js';

/**
 * A tree cut into tiles: 256 hashes of one level side by side, which are the leaves of a small tree of their own whose
 * root is one hash of the tile above. Tiles of level 0 hold the hashes of leaves, those of level 1 the roots of 256 of
 * them, and so on, as in C2SP tlog-tiles. A leaf costs 32 bytes and what is left out is computed from its tile.
 */
export interface TileAt {
  readonly level: number;
  /** Counted from the left, from 0. */
  readonly index: number;
}

/** The hashes of a tile, one after the other; fewer than 256 where the tree ends. */
export type Tile = Buffer;

const HEIGHT = 8;
export const WIDTH = 2 ** HEIGHT;
const FULL = WIDTH * HASH_BYTES;

export const isFull = (tile: Tile): boolean => tile.length === FULL;

/** How many hashes a tile of a tree of this size holds; 0 where it has no such tile. */
function lengthOf({ level, index }: TileAt, size: number): number {
  const hashes = Math.floor(size / WIDTH ** level) - index * WIDTH;
  return Math.max(0, Math.min(WIDTH, hashes));
}

/** The unfinished tiles of a tree, the lowest first: what it takes to add to it. One that holds nothing is left out. */
export function edgeOf(size: number): TileAt[] {
  const tiles: TileAt[] = [];
  for (let [level, hashes] = [0, size]; hashes > 0; level++, hashes = Math.floor(hashes / WIDTH)) {
    if (hashes % WIDTH > 0) tiles.push({ level, index: Math.floor(hashes / WIDTH) });
  }
  return tiles;
}

/** The tile from which a subtree is told. */
export const tileOf = ({ level, index }: Node): TileAt => {
  const tileLevel = Math.floor(level / HEIGHT);
  return { level: tileLevel, index: Math.floor((index * 2 ** (level % HEIGHT)) / WIDTH) };
};

/** Tells subtrees from tiles. @throws Error when a tile does not hold what it should */
export const fromTiles =
  (tileAt: (tile: TileAt) => Tile): NodeAt =>
  (node) => {
    const tile = tileAt(tileOf(node));
    const count = 2 ** (node.level % HEIGHT);
    const first = (node.index * count) % WIDTH;
    return rootOf(tile, first, count);
  };

/** The root of `count` hashes of a tile, a power of two, from the one at `first`. */
function rootOf(tile: Tile, first: number, count: number): Hash {
  if ((first + count) * HASH_BYTES > tile.length) throw new Error('a tile that is shorter than its tree');
  let hashes = Array.from({ length: count }, (_, each) => hashAt(tile, first + each));
  while (hashes.length > 1) {
    hashes = hashes.flatMap((left, each) => {
      const right = hashes[each + 1];
      return each % 2 === 1 || right === undefined ? [] : [nodeHash(left, right)];
    });
  }
  const [root] = hashes;
  if (root === undefined) throw new RangeError('a subtree of nothing');
  return root;
}

export const hashAt = (tile: Tile, at: number): Hash => tile.subarray(at * HASH_BYTES, (at + 1) * HASH_BYTES);

/** Where a tile is kept by its place. */
export const tileKey = ({ level, index }: TileAt): string => `${String(level)}/${String(index)}`;

/** A tree that grows: leaves in, altered tiles out. It holds the unfinished tiles and nothing else. */
export class Growing {
  /** By level: the hashes of the tile that is not full. */
  private readonly edge: Hash[][] = [];

  /** @param edge the tiles that {@link edgeOf} names for this size, in its order */
  constructor(
    private size: number,
    edge: readonly Tile[],
  ) {
    edgeOf(size).forEach((at, each) => {
      const tile = edge[each];
      const length = lengthOf(at, size);
      if (tile === undefined || tile.length < length * HASH_BYTES)
        throw new Error('a tile that is shorter than its tree');
      this.edge[at.level] = Array.from({ length }, (_, hash) => hashAt(tile, hash));
    });
  }

  get leaves(): number {
    return this.size;
  }

  /** @returns every tile that these leaves altered, whole */
  add(leaves: readonly Hash[]): (TileAt & { readonly tile: Tile })[] {
    const altered = new Map<string, TileAt & { readonly tile: Tile }>();
    const keep = (at: TileAt, hashes: readonly Hash[]): Tile => {
      const tile = Buffer.concat(hashes);
      altered.set(tileKey(at), { ...at, tile });
      return tile;
    };
    const push = (level: number, index: number, hash: Hash): void => {
      const hashes = (this.edge[level] ??= []);
      hashes.push(hash);
      if (hashes.length < WIDTH) return;
      const at = { level, index: Math.floor(index / WIDTH) };
      const tile = keep(at, hashes);
      this.edge[level] = [];
      push(level + 1, at.index, rootOf(tile, 0, WIDTH));
    };
    for (const leaf of leaves) push(0, this.size++, leaf);
    for (const at of edgeOf(this.size)) keep(at, this.edge[at.level] ?? []);
    return [...altered.values()];
  }
}
