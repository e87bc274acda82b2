import { Clock } from '../ports/clock.js';

/** A clock that stands where it is put: for the demonstration, which tells three years in a few seconds. */
export class SimulatedClock extends Clock {
  override readonly simulated = true;

  /** @param instant RFC 3339 in UTC with milliseconds */
  constructor(private instant: string) {
    super();
  }

  now(): string {
    return this.instant;
  }

  /** Puts the clock on; it does not go back. */
  set(instant: string): void {
    if (instant < this.instant) throw new RangeError(`the clock stands at ${this.instant}, later than ${instant}`);
    this.instant = instant;
  }
}
