import { uptime } from 'node:os';
import { Clock } from '../../application/ports/clock.js';
import { Rejection } from '../../domain/kernel/rejection.js';

/** How far the time may be ahead before nothing is recorded, in milliseconds. */
export interface ClockLimits {
  /** Of where the last event and the time since passed put it, while the program runs. */
  readonly leap: number;
  /** Of the last event, when the program starts: how long an office may write nothing. */
  readonly silence: number;
}

/**
 * A clock that is not believed when it leaps ahead: recorded time never goes back, so what is stamped once too late
 * holds up every later day (docs/adr/0015-the-clock.md).
 *
 * While the program runs, the machine's uptime says how much time has passed; it counts sleep too, and nobody sets it. At
 * the start there is only the last event to compare with.
 */
export class WatchedClock extends Clock {
  /** A moment at which the clock was believed, by both. */
  private believed: { readonly told: number; readonly passed: number };
  private started = false;

  /** @param passed milliseconds that have passed since some moment; never set by anybody */
  constructor(
    private readonly clock: Clock,
    private readonly limits: ClockLimits,
    private readonly passed: () => number = () => uptime() * 1000,
  ) {
    super();
    this.believed = this.seen();
  }

  now(): string {
    return this.clock.now();
  }

  override stamp(latest: string | null): string {
    const now = this.now();
    if (latest !== null && Date.parse(now) - Date.parse(latest) > this.limits.leap) this.examine(now, latest);
    this.started = true;
    return latest !== null && latest > now ? latest : now;
  }

  override accept(): void {
    this.believed = this.seen();
    this.started = true;
  }

  /** Nothing was recorded for a while, or the clock leapt. */
  private examine(now: string, latest: string): void {
    const { told, passed } = this.seen();
    const last = Date.parse(latest);
    const expected = this.believed.told + passed - this.believed.passed;
    if (expected >= last && told - expected > this.limits.leap) {
      throw refused(`the clock leapt ahead: it says ${now} where ${new Date(expected).toISOString()} was expected`);
    }
    // Before the first event of this process nothing but its own start speaks for the clock; nor where it stood behind.
    const proven = this.started && expected >= last;
    if (!proven && told - last > this.limits.silence) {
      throw refused(`the clock says ${now}, and the last event is of ${latest}`);
    }
    this.believed = { told, passed };
  }

  private seen(): { readonly told: number; readonly passed: number } {
    return { told: Date.parse(this.now()), passed: this.passed() };
  }
}

const refused = (what: string): Rejection =>
  new Rejection(
    'unavailable',
    `Nothing is recorded: ${what}. If the clock is wrong, set it; if it is right, say so: kronika clock accept`,
  );
