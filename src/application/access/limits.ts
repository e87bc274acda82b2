/** More who are told apart at a time than come in any office; beyond that the one not heard of for longest is forgotten. */
const MOST = 10_000;

/** What is remembered of each, in this process. */
class Remembered<V> {
  private readonly kept = new Map<string, V>();

  get(key: string): V | undefined {
    return this.kept.get(key);
  }

  set(key: string, value: V): void {
    // A Map hands out its keys in the order in which they came.
    this.kept.delete(key);
    this.kept.set(key, value);
    const [oldest] = this.kept.keys();
    if (this.kept.size > MOST && oldest !== undefined) this.kept.delete(oldest);
  }

  forget(key: string): void {
    this.kept.delete(key);
  }
}

/** So much at once, and then so much a second. */
export class Allowance {
  private readonly spent = new Remembered<{ readonly amount: number; readonly at: number }>();

  constructor(
    private readonly atOnce: number,
    private readonly aSecond: number,
  ) {}

  /** @param now in milliseconds @returns 0 where it was taken; else after how many seconds to try again */
  take(key: string, now: number): number {
    const { amount, at } = this.spent.get(key) ?? { amount: 0, at: now };
    // A clock that was put back gives nothing back.
    const left = Math.max(0, amount - (Math.max(0, now - at) / 1000) * this.aSecond);
    if (left + 1 > this.atOnce) return Math.ceil((left + 1 - this.atOnce) / this.aSecond);
    this.spent.set(key, { amount: left + 1, at: Math.max(now, at) });
    return 0;
  }
}

/** Tries that cost nothing: anybody mistypes. */
const FREE = 5;
/** The longest wait, in milliseconds; as long after it all is forgotten. */
const LONGEST = 900_000;

/**
 * Waits that double with each try, from a second to a quarter of an hour. A try counts as failed from its start, so that
 * a thousand at the same moment are no more than one after another; it is forgiven when it succeeds.
 */
export class GrowingWaits {
  private readonly tries = new Remembered<{ readonly count: number; readonly until: number }>();

  /** @param now in milliseconds @returns 0 where the try may be made; else after how many seconds */
  begin(key: string, now: number): number {
    const found = this.tries.get(key);
    if (found !== undefined && now < found.until) return Math.ceil((found.until - now) / 1000);
    const count = found === undefined || now >= found.until + LONGEST ? 1 : found.count + 1;
    const wait = count <= FREE ? 0 : Math.min(LONGEST, 1000 * 2 ** (count - FREE - 1));
    this.tries.set(key, { count, until: now + wait });
    return 0;
  }

  succeeded(key: string): void {
    this.tries.forget(key);
  }
}
