import { type Hash, nodeHash } from './hashing.js';

/**
 * The root that a tree of `size` leaves has if this leaf is in it at `index` (counted from 0) and the path is right
 * (RFC 9162 section 2.1.3.2). Null when no tree of that size has such a path.
 */
export function rootByInclusion(index: number, size: number, leaf: Hash, path: readonly Hash[]): Hash | null {
  if (!isWhole(index) || !isWhole(size) || index >= size) return null;
  let [node, last, hash] = [index, size - 1, leaf];
  for (const sibling of path) {
    if (last === 0) return null;
    if (isOdd(node) || node === last) {
      hash = nodeHash(sibling, hash);
      // A last node without a sibling is taken over by the levels above it as it is.
      while (!isOdd(node) && node !== 0) [node, last] = [half(node), half(last)];
    } else hash = nodeHash(hash, sibling);
    [node, last] = [half(node), half(last)];
  }
  return last === 0 ? hash : null;
}

/** Whether a tree is the beginning of a larger one, by a path between their roots (RFC 9162 section 2.1.4.2). */
export function isConsistent(
  first: { readonly size: number; readonly root: Hash },
  second: { readonly size: number; readonly root: Hash },
  path: readonly Hash[],
): boolean {
  if (!isWhole(first.size) || !isWhole(second.size) || first.size < 1 || first.size > second.size) return false;
  if (first.size === second.size) return path.length === 0 && first.root.equals(second.root);
  const hashes = isPower(first.size) ? [first.root, ...path] : [...path];
  let [node, last] = [first.size - 1, second.size - 1];
  while (isOdd(node)) [node, last] = [half(node), half(last)];
  const start = hashes.shift();
  if (start === undefined) return false;
  let [ofFirst, ofSecond] = [start, start];
  for (const sibling of hashes) {
    if (last === 0) return false;
    if (isOdd(node) || node === last) {
      ofFirst = nodeHash(sibling, ofFirst);
      ofSecond = nodeHash(sibling, ofSecond);
      while (!isOdd(node) && node !== 0) [node, last] = [half(node), half(last)];
    } else ofSecond = nodeHash(ofSecond, sibling);
    [node, last] = [half(node), half(last)];
  }
  return last === 0 && ofFirst.equals(first.root) && ofSecond.equals(second.root);
}

const isWhole = (value: number): boolean => Number.isSafeInteger(value) && value >= 0;
const isOdd = (value: number): boolean => value % 2 === 1;
const half = (value: number): number => Math.floor(value / 2);
const isPower = (value: number): boolean => Number.isInteger(Math.log2(value));
