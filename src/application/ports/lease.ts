/**
 * Which of several processes projects and closes days. It only decides who works; that two never both write is the view
 * store's doing, whose commit compares the position. Every adapter passes test/contract. Errors: Rejection
 * `unavailable`.
 */
export abstract class Lease {
  /**
   * Takes the lease, or keeps it. To be called again and again, several times within `milliseconds`: who has not called
   * for so long may find that another holds it. No two clocks are compared.
   *
   * @returns whether the caller holds it now
   */
  abstract take(milliseconds: number): Promise<boolean>;

  /** Gives it up, where it is held: another need not wait. */
  abstract close(): Promise<void>;
}
