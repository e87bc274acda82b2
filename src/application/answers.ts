/** The answers that were asked for last, by what was asked of which point of the ledger: they never change. */
export class Answers<T> {
  /** The least lately used first. */
  private readonly kept = new Map<string, T>();

  /** @param most answers kept at hand */
  constructor(private readonly most: number) {}

  /** @returns undefined where the answer is not at hand: none is that */
  get(key: string): T | undefined {
    const answer = this.kept.get(key);
    if (answer !== undefined) this.keep(key, answer);
    return answer;
  }

  keep(key: string, answer: T): void {
    this.kept.delete(key);
    this.kept.set(key, answer);
    const [oldest] = this.kept.keys();
    if (this.kept.size > this.most && oldest !== undefined) this.kept.delete(oldest);
  }
}
