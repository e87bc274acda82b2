import { EMPTY_ROOT, type Hash, nodeHash } from './hashing.js';

/** Leaves from one to another, the last not included, counted from 0. */
export interface Stretch {
  readonly from: number;
  readonly to: number;
}

/** A complete subtree: `index` counts those of 2^`level` leaves from the left, from 0. Leaves are of level 0. */
export interface Node {
  readonly level: number;
  readonly index: number;
}

export type NodeAt = (node: Node) => Hash;

/**
 * The stretches whose hashes prove that a leaf is in a tree, nearest first (RFC 9162 section 2.1.3.1).
 *
 * @throws RangeError when the tree has no such leaf
 */
export function inclusionStretches(leaf: number, size: number): Stretch[] {
  requireWhole(leaf, size);
  if (leaf >= size) throw new RangeError(`a tree of ${String(size)} leaves has no leaf ${String(leaf)}`);
  const found: Stretch[] = [];
  for (let [from, to] = [0, size]; to - from > 1;) {
    const middle = from + split(to - from);
    if (leaf < middle) {
      found.push({ from: middle, to });
      to = middle;
    } else {
      found.push({ from, to: middle });
      from = middle;
    }
  }
  return found.reverse();
}

/**
 * The stretches whose hashes prove that a tree is the beginning of a larger one (RFC 9162 section 2.1.4.1).
 *
 * @throws RangeError unless 0 < `first` <= `second`
 */
export function consistencyStretches(first: number, second: number): Stretch[] {
  requireWhole(first, second);
  if (first < 1 || first > second) {
    throw new RangeError(`a tree of ${String(first)} leaves is not the beginning of one of ${String(second)}`);
  }
  const found: Stretch[] = [];
  let [from, to] = [0, second];
  while (to !== first) {
    const middle = from + split(to - from);
    if (first <= middle) {
      found.push({ from: middle, to });
      to = middle;
    } else {
      found.push({ from, to: middle });
      from = middle;
    }
  }
  // The first tree as a whole is known to whoever asks.
  if (from > 0) found.push({ from, to });
  return found.reverse();
}

/** The complete subtrees that a stretch is made of, from the left. One that a path names begins where they can. */
export function nodesOf({ from, to }: Stretch): Node[] {
  const nodes: Node[] = [];
  for (let at = from; at < to;) {
    const leaves = largestPower(to - at);
    nodes.push({ level: Math.log2(leaves), index: at / leaves });
    at += leaves;
  }
  return nodes;
}

/** The hash of a stretch. That of all leaves is the tree's root. */
export function hashOf(stretch: Stretch, at: NodeAt): Hash {
  const hashes = nodesOf(stretch).map(at);
  return (
    hashes.reduceRight<Hash | null>((right, left) => (right === null ? left : nodeHash(left, right)), null) ??
    EMPTY_ROOT
  );
}

/** The largest power of two that is smaller than `leaves`, of which there are two at least. */
const split = (leaves: number): number => largestPower(leaves - 1);

/** The largest power of two that is not larger than `leaves`. */
function largestPower(leaves: number): number {
  let power = 1;
  while (power * 2 <= leaves) power *= 2;
  return power;
}

function requireWhole(...numbers: readonly number[]): void {
  for (const each of numbers)
    if (!Number.isSafeInteger(each) || each < 0) throw new RangeError(`not a number of leaves: ${String(each)}`);
}
