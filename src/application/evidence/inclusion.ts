import { nodeHex } from './bytes.js';

/** Leaves from one to another, the last not included, counted from 0. */
interface Span {
  readonly from: number;
  readonly to: number;
}

export const nameOf = ({ from, to }: Span): string => `${String(from)}-${String(to)}`;

interface Step {
  readonly sibling: Span;
  /** Whether the sibling stands at the left. */
  readonly left: boolean;
  /** What both together cover. */
  readonly whole: Span;
}

/** The way from a leaf up to the root of a tree of `size` leaves (RFC 9162 section 2.1.3), nearest first. */
function wayUp(leaf: number, size: number): readonly Step[] {
  const steps: Step[] = [];
  for (let whole: Span = { from: 0, to: size }; whole.to - whole.from > 1;) {
    let half = 1;
    while (half * 2 < whole.to - whole.from) half *= 2;
    const middle = whole.from + half;
    const [first, second] = [
      { from: whole.from, to: middle },
      { from: middle, to: whole.to },
    ];
    steps.push(leaf < middle ? { sibling: second, left: false, whole } : { sibling: first, left: true, whole });
    whole = leaf < middle ? first : second;
  }
  return steps.reverse();
}

/** A leaf to be proven: its index, from 0, and its hash. */
export interface Leaf {
  readonly index: number;
  readonly hash: string;
}

export interface Proven {
  /** Leaves that do not lead to the root, by index; true where all else on the way is proven, so that the leaf is wrong. */
  readonly leaves: ReadonlyMap<number, boolean>;
  /** Names of stretches whose hash is not the tree's; of those that lack; and of those that no leaf needs. */
  readonly altered: readonly string[];
  readonly missing: readonly string[];
  readonly idle: readonly string[];
}

/**
 * Leads every leaf to the root by the hashes at hand, each for itself. What lies on a way that comes out right is proven,
 * and tells which hashes on the others' ways are wrong: so a wrong hash is told from a wrong leaf.
 */
export function prove(
  leaves: readonly Leaf[],
  size: number,
  root: string,
  hashes: Readonly<Record<string, string>>,
): Proven {
  const ways = new Ways(size, root, new Map(Object.entries(hashes)));
  let failed = leaves.filter((leaf) => !ways.leads(leaf));
  for (let before = leaves.length; failed.length < before && failed.length > 0;) {
    before = failed.length;
    failed = failed.filter((leaf) => !ways.leads(leaf));
  }
  return { leaves: new Map(failed.map(({ index }) => [index, ways.isProven(index)])), ...ways.told };
}

class Ways {
  private readonly proven = new Map<string, string>();
  private readonly needed = new Set<string>();

  constructor(
    private readonly size: number,
    private readonly root: string,
    private readonly given: ReadonlyMap<string, string>,
  ) {}

  /** Whether a leaf leads to the root; then all on its way is proven. */
  leads({ index, hash }: Leaf): boolean {
    const met: [string, string][] = [[nameOf({ from: index, to: index + 1 }), hash]];
    let at: string | null = hash;
    let there = false;
    for (const { sibling, left, whole } of wayUp(index, this.size)) {
      const name = nameOf(sibling);
      this.needed.add(name);
      if (there || at === null) continue;
      const beside = this.proven.get(name) ?? this.given.get(name);
      at = beside === undefined ? null : left ? nodeHex(beside, at) : nodeHex(at, beside);
      if (at === null || beside === undefined) continue;
      met.push([name, beside], [nameOf(whole), at]);
      // From here on another leaf has gone before.
      there = this.proven.get(nameOf(whole)) === at;
    }
    if (!there && at !== this.root) return false;
    for (const [name, value] of met) this.proven.set(name, value);
    return true;
  }

  /** Whether every hash on a leaf's way is proven by other leaves. */
  isProven(index: number): boolean {
    return wayUp(index, this.size).every(({ sibling }) => this.proven.has(nameOf(sibling)));
  }

  get told(): Pick<Proven, 'altered' | 'missing' | 'idle'> {
    return {
      altered: [...this.given].flatMap(([name, hash]) => ((this.proven.get(name) ?? hash) === hash ? [] : [name])),
      missing: [...this.needed].filter((name) => !this.given.has(name)),
      idle: [...this.given.keys()].filter((name) => !this.needed.has(name)),
    };
  }
}
