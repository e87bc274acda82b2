/**
 * Where the private key lies that signs checkpoints, as text (PKCS 8, PEM): readable by the account that runs the program
 * and nobody else. Never in the ledger, never in a backup. Errors: Rejection `unavailable`, also when others may read it.
 */
export abstract class KeyStore {
  /** The key in use; null while there is none. */
  abstract current(): Promise<string | null>;

  /** Keeps the first key. @returns the one that is kept: another process may have been quicker */
  abstract begin(key: string): Promise<string>;

  /** The key that is to follow; null when none is. */
  abstract next(): Promise<string | null>;

  /** Keeps a key that is to follow, in place of one that never came into use. */
  abstract stage(key: string): Promise<void>;

  /** The next key takes the place of the current one, which is no more. */
  abstract promote(): Promise<void>;
}
