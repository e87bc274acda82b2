/** The time, as a port: a fold never reads it, a test sets it. */
export abstract class Clock {
  /** Told by somebody instead of by the machine: only a demonstration ledger accepts such a clock. */
  readonly simulated: boolean = false;

  /** RFC 3339 in UTC with milliseconds. Need not be monotonic: `stamp` is. */
  abstract now(): string;

  /**
   * The instant at which something is recorded, as the ledger asks within each append: now, and never before `latest`,
   * because recorded time does not go back. A clock that was put ahead by mistake would so stay ahead for ever: one that
   * is watched refuses.
   *
   * @param latest the latest instant at which the ledger was written to; null for an empty one
   * @throws Rejection `unavailable` when the time is not believed
   */
  stamp(latest: string | null): string {
    const now = this.now();
    return latest !== null && latest > now ? latest : now;
  }

  /** Believes what it tells now, on an administrator's word. */
  accept(): void {
    // A clock that is not watched is always believed.
  }
}
