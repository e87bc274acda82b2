/** Answers kept at hand: a few hundred kilobytes each at most. */
const MOST = 32;

/** The answers that were asked for last, by what was asked of which point of the ledger: they never change. */
export class Answers {
  /** The least lately used first. */
  private readonly kept = new Map<string, unknown>();

  has(key: string): boolean {
    return this.kept.has(key);
  }

  get(key: string): unknown {
    const answer = this.kept.get(key);
    this.keep(key, answer);
    return answer;
  }

  keep(key: string, answer: unknown): void {
    this.kept.delete(key);
    this.kept.set(key, answer);
    const [oldest] = this.kept.keys();
    if (this.kept.size > MOST && oldest !== undefined) this.kept.delete(oldest);
  }
}
