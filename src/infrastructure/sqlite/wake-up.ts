/** Lets those who have read everything sleep until there may be more. */
export class WakeUp {
  private readonly sleepers = new Set<() => void>();
  private calls = 0;

  /** How often it has called: to be noted before looking, so that no call between the look and the sleep is missed. */
  get count(): number {
    return this.calls;
  }

  /** Wakes everybody. */
  call(): void {
    this.calls++;
    for (const wake of this.sleepers) wake();
  }

  /**
   * Resolves at the first call after the `noted` one, when the signal aborts, or after `milliseconds`. Does not keep the
   * process alive.
   */
  sleep(noted: number, milliseconds: number, signal: AbortSignal): Promise<void> {
    if (noted !== this.calls || signal.aborted) return Promise.resolve();
    return new Promise((resolve) => {
      const wake = (): void => {
        clearTimeout(timer);
        this.sleepers.delete(wake);
        signal.removeEventListener('abort', wake);
        resolve();
      };
      const timer = setTimeout(wake, milliseconds).unref();
      this.sleepers.add(wake);
      signal.addEventListener('abort', wake);
    });
  }
}
