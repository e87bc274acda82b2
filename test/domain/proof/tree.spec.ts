import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { Frontier } from '../../../src/domain/proof/frontier.js';
import { EMPTY_ROOT, type Hash, leafHash } from '../../../src/domain/proof/hashing.js';
import { consistencyStretches, hashOf, inclusionStretches, type NodeAt } from '../../../src/domain/proof/paths.js';
import { isConsistent, rootByInclusion } from '../../../src/domain/proof/proofs.js';
import { edgeOf, fromTiles, Growing, isFull, tileKey, type Tile, tileOf } from '../../../src/domain/proof/tiles.js';
import { CONSISTENCY, INCLUSION, LEAVES, ROOTS } from './reference-trees.js';
import { runs } from '../../support/runs.js';

/** A tree as it is kept: its tiles, grown in batches of some sizes. */
function grown(
  leaves: readonly Hash[],
  batches: readonly number[] = [leaves.length],
): { at: NodeAt; tiles: Map<string, Tile> } {
  const tiles = new Map<string, Tile>();
  let done = 0;
  for (let turn = 0; done < leaves.length; turn++) {
    // Taken up anew each time, as after a restart.
    const growing = new Growing(
      done,
      edgeOf(done).map((at) => tiles.get(tileKey(at))!),
    );
    const batch = leaves.slice(done, done + Math.max(1, batches[turn % batches.length] ?? 1));
    for (const altered of growing.add(batch)) tiles.set(tileKey(altered), altered.tile);
    done += batch.length;
    expect(growing.leaves).toBe(done);
  }
  return { at: fromTiles((tile) => tiles.get(tileKey(tile))!), tiles };
}

const many = (count: number): Hash[] => Array.from({ length: count }, (_, each) => leafHash(`leaf ${String(each)}`));
const rootOf = (leaves: readonly Hash[]): Hash => {
  const frontier = new Frontier();
  for (const leaf of leaves) frontier.push(leaf);
  return frontier.root();
};
const hex = (hashes: readonly Hash[]): string[] => hashes.map((hash) => hash.toString('hex'));

describe('the reference trees of RFC 6962', () => {
  const leaves = LEAVES.map(leafHash);
  const { at } = grown(leaves);

  it('have the roots that are published, whichever way they are computed', () => {
    expect(hex([EMPTY_ROOT])).toEqual([ROOTS[0]]);
    for (const [size, root] of ROOTS.entries()) {
      expect(hex([rootOf(leaves.slice(0, size)), hashOf({ from: 0, to: size }, at)])).toEqual([root, root]);
    }
  });

  it.each(INCLUSION)('prove leaf $leaf of $size by the path that is published', ({ leaf, size, path }) => {
    const proof = inclusionStretches(leaf, size).map((stretch) => hashOf(stretch, at));
    expect(hex(proof)).toEqual(path);
    expect(rootByInclusion(leaf, size, leaves[leaf]!, proof)?.toString('hex')).toBe(ROOTS[size]);
  });

  it.each(CONSISTENCY)('prove that $first is the beginning of $second as published', ({ first, second, path }) => {
    const proof = consistencyStretches(first, second).map((stretch) => hashOf(stretch, at));
    expect(hex(proof)).toEqual(path);
    const [one, other] = [first, second].map((size) => ({ size, root: Buffer.from(ROOTS[size]!, 'hex') }));
    expect(isConsistent(one!, other!, proof)).toBe(true);
  });
});

describe('every tree', () => {
  /** Around the sizes at which tiles and levels end, too. */
  const SIZES = fc.oneof(fc.integer({ min: 1, max: 70 }), fc.constantFrom(255, 256, 257, 511, 512, 513, 769));
  const LARGEST = 800;
  const leaves = many(LARGEST);
  const roots = ((): Hash[] => {
    const frontier = new Frontier();
    return [frontier.root(), ...leaves.map((leaf) => (frontier.push(leaf), frontier.root()))];
  })();
  const { at } = grown(leaves);

  it('proves each of its leaves, and no other in its place', () => {
    fc.assert(
      fc.property(SIZES, fc.nat(), fc.nat(), (size, which, bit) => {
        const leaf = which % size;
        const path = inclusionStretches(leaf, size).map((stretch) => hashOf(stretch, at));
        const root = roots[size]!;
        expect(rootByInclusion(leaf, size, leaves[leaf]!, path)).toEqual(root);
        const other = Buffer.from(leaves[leaf]!);
        other[bit % 32]! ^= 1 << (bit % 8);
        expect(rootByInclusion(leaf, size, other, path)).not.toEqual(root);
        for (const [each, hash] of path.entries()) {
          const altered = Buffer.from(hash);
          altered[bit % 32]! ^= 1 << (bit % 8);
          expect(rootByInclusion(leaf, size, leaves[leaf]!, path.with(each, altered))).not.toEqual(root);
        }
        expect(rootByInclusion((leaf + 1) % size, size, leaves[leaf]!, path)?.equals(root) ?? false).toBe(size === 1);
        expect(rootByInclusion(leaf, size, leaves[leaf]!, [...path, leaves[0]!])).toBeNull();
        if (path.length > 0) expect(rootByInclusion(leaf, size, leaves[leaf]!, path.slice(1))).not.toEqual(root);
      }),
      runs(150),
    );
  });

  it('proves each of its beginnings, and nothing else to be one', () => {
    fc.assert(
      fc.property(SIZES, fc.nat(), fc.nat(), (second, which, bit) => {
        const first = 1 + (which % second);
        const path = consistencyStretches(first, second).map((stretch) => hashOf(stretch, at));
        const [one, other] = [
          { size: first, root: roots[first]! },
          { size: second, root: roots[second]! },
        ];
        expect(isConsistent(one, other, path)).toBe(true);
        const forged = Buffer.from(one.root);
        forged[bit % 32]! ^= 1 << (bit % 8);
        expect(isConsistent({ ...one, root: forged }, other, path)).toBe(false);
        expect(isConsistent(one, { ...other, root: forged }, path)).toBe(false);
        for (const [each, hash] of path.entries()) {
          const altered = Buffer.from(hash);
          altered[bit % 32]! ^= 1 << (bit % 8);
          expect(isConsistent(one, other, path.with(each, altered))).toBe(false);
        }
        expect(isConsistent(one, other, [...path, leaves[0]!])).toBe(false);
        if (path.length > 0) expect(isConsistent(one, other, path.slice(0, -1))).toBe(false);
      }),
      runs(150),
    );
  });

  it('has the same tiles for every way of cutting its leaves into batches', () => {
    fc.assert(
      fc.property(
        SIZES,
        fc.array(fc.integer({ min: 1, max: 300 }), { minLength: 1, maxLength: 6 }),
        (size, batches) => {
          const some = leaves.slice(0, size);
          const [whole, cut] = [grown(some), grown(some, batches)];
          const sorted = (tiles: Map<string, Tile>): unknown => [...tiles].sort(([a], [b]) => (a < b ? -1 : 1));
          expect(sorted(cut.tiles)).toEqual(sorted(whole.tiles));
          expect(hashOf({ from: 0, to: size }, cut.at)).toEqual(roots[size]);
        },
      ),
      runs(30),
    );
  });

  it('of a hundred thousand leaves spans three levels of tiles, and proves its edges', () => {
    const size = 66_000;
    const large = many(size);
    const { at: node, tiles } = grown(large, [500]);
    expect([...tiles.keys()].filter((key) => key.startsWith('2/'))).toEqual(['2/0']);
    expect(isFull(tiles.get('1/0')!)).toBe(true);
    const root = rootOf(large);
    expect(hashOf({ from: 0, to: size }, node)).toEqual(root);
    for (const leaf of [0, 255, 256, 65_535, 65_536, size - 1]) {
      const path = inclusionStretches(leaf, size).map((stretch) => hashOf(stretch, node));
      expect(rootByInclusion(leaf, size, large[leaf]!, path)).toEqual(root);
    }
    expect(tileOf({ level: 9, index: 3 })).toEqual({ level: 1, index: 0 });
  });

  it('refuses leaves and beginnings that it has not', () => {
    expect(() => inclusionStretches(8, 8)).toThrow(RangeError);
    expect(() => inclusionStretches(-1, 8)).toThrow(RangeError);
    expect(() => consistencyStretches(0, 8)).toThrow(RangeError);
    expect(() => consistencyStretches(9, 8)).toThrow(RangeError);
    expect(rootByInclusion(8, 8, leaves[0]!, [])).toBeNull();
    expect(isConsistent({ size: 0, root: EMPTY_ROOT }, { size: 1, root: roots[1]! }, [])).toBe(false);
  });
});
