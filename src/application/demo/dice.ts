/**
 * Seeded pseudo-random numbers: the same name, the same throws, on every machine. The generator is sfc32 (Chris
 * Doty-Humphrey's Small Fast Counting), seeded by FNV-1a of the name; plenty for a story, no good for secrets.
 */
export class Dice {
  private readonly state: Uint32Array;

  constructor(name: string) {
    const seed = (salt: number): number => {
      let hash = 0x811c9dc5 ^ salt;
      for (const byte of Buffer.from(name)) hash = Math.imul(hash ^ byte, 0x01000193);
      return hash;
    };
    this.state = Uint32Array.of(seed(1), seed(2), seed(3), 1);
    for (let i = 0; i < 16; i++) this.throw();
  }

  /** 0 to 2^32 - 1. */
  throw(): number {
    const [a = 0, b = 0, c = 0, counter = 0] = this.state;
    const sum = (a + b + counter) >>> 0;
    this.state.set([b ^ (b >>> 9), c + (c << 3), ((c << 21) | (c >>> 11)) + sum, counter + 1]);
    return sum;
  }

  /** A whole number from `least` to `most`, both included. */
  between(least: number, most: number): number {
    return least + (this.throw() % (most - least + 1));
  }

  /** True in so many of a hundred cases. */
  chance(percent: number): boolean {
    return this.between(1, 100) <= percent;
  }

  one<T>(from: readonly T[]): T {
    const found = from[this.between(0, from.length - 1)];
    if (found === undefined) throw new RangeError('nothing to choose from');
    return found;
  }

  /** So many of a list, each once, in the list's order; all of it where it is shorter. */
  some<T>(count: number, from: readonly T[]): T[] {
    const left = from.map((_, index) => index);
    while (left.length > count) left.splice(this.between(0, left.length - 1), 1);
    return left.flatMap((index) => from[index] ?? []);
  }

  /** Parts that add up to `total`, each a multiple of `unit` and at least `least`; the last takes what is left over. */
  shares(total: number, count: number, least: number, unit: number): number[] {
    const weights = Array.from({ length: count }, () => this.between(1, 100));
    const all = weights.reduce((sum, weight) => sum + weight, 0);
    const spare = total - count * least;
    const parts = weights.map((weight) => least + Math.floor((spare * weight) / all / unit) * unit);
    const rest = total - parts.reduce((sum, part) => sum + part, 0);
    return parts.map((part, index) => (index === count - 1 ? part + rest : part));
  }
}
