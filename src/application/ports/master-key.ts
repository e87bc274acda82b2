/** The key that wraps the keys of persons: 32 bytes, kept outside the data directory. Errors: Rejection `unavailable`. */
export abstract class MasterKey {
  /** Null where no setting names one. */
  abstract read(): Promise<Buffer | null>;
}
