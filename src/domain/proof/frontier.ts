import { EMPTY_ROOT, type Hash, nodeHash } from './hashing.js';

/**
 * A tree's right edge, and no more of it: enough to add leaves and to tell the root after each. It is how a tree is
 * computed again from its leaves alone, in any order of sizes that grows.
 */
export class Frontier {
  /** Roots of the complete subtrees, from the left, each larger than the next: one for every one-bit of the size. */
  private readonly subtrees: Hash[] = [];
  private leaves = 0;

  get size(): number {
    return this.leaves;
  }

  push(leaf: Hash): void {
    let hash = leaf;
    // As in counting: each one-bit at the end is a subtree of the same size as what has been put together so far.
    for (let rest = this.leaves; rest % 2 === 1; rest = (rest - 1) / 2) {
      const left = this.subtrees.pop();
      if (left === undefined) throw new Error('a size that is not its subtrees');
      hash = nodeHash(left, hash);
    }
    this.subtrees.push(hash);
    this.leaves++;
  }

  root(): Hash {
    return (
      this.subtrees.reduceRight<Hash | null>((right, left) => (right === null ? left : nodeHash(left, right)), null) ??
      EMPTY_ROOT
    );
  }
}
