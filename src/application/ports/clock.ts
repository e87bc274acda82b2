/** The time, as a port: a fold never reads it, a test sets it. */
export abstract class Clock {
  /** Told by somebody instead of by the machine: only a demonstration ledger accepts such a clock. */
  readonly simulated: boolean = false;

  /** RFC 3339 in UTC with milliseconds. Need not be monotonic: the ledger sees to effective time. */
  abstract now(): string;
}
