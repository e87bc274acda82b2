/** A person's key as it is kept: wrapped by the master key that goes by the id beside. */
export interface WrappedKey {
  readonly person: string;
  /** Id of the master key. */
  readonly master: string;
  /** Base64. */
  readonly wrapped: string;
}

/** What is left of a key that was destroyed. */
interface DestroyedKey {
  readonly person: string;
  /** RFC 3339. */
  readonly destroyedAt: string;
}

export type KeptKey = WrappedKey | DestroyedKey;

/** What an adapter says where there are keys, and none is wrapped by the master key that is brought. */
export const MASTER_KEY_CHANGED =
  'The keys of persons are wrapped by another master key than the one that Kronika runs with: set that one (KRONIKA_MASTER_KEY_FILE or KRONIKA_MASTER_KEY) and restart Kronika.';

/**
 * The keys of persons, wrapped: in a place of their own, because whoever destroys one must know where it was. In no
 * backup of the ledger. Every adapter passes test/contract. What cannot be reached, was closed or has no room is a
 * Rejection `unavailable`.
 */
export abstract class PersonKeyStore {
  /**
   * Keeps the key of a person who has none. MUST be durable when the promise settles: what is sealed with a key that is
   * lost is lost.
   *
   * @returns the one that is kept: another process may have been quicker
   * @throws Rejection `state` where the person's key was destroyed; `unavailable` where there are keys and none is wrapped
   * by this master key: it was changed meanwhile
   */
  abstract begin(key: WrappedKey): Promise<WrappedKey>;

  /** Whether any key is wrapped by the master key of this id. */
  abstract knows(master: string): Promise<boolean>;

  /** Those of these persons, by person; one that is not there is left out. */
  abstract find(persons: readonly string[]): Promise<ReadonlyMap<string, KeptKey>>;

  /** Every one by person, and what is left of those that were destroyed. */
  abstract all(): Promise<readonly KeptKey[]>;

  /**
   * Destroys a person's key, and any that somebody might bring later: when the promise settles, nobody MUST find anything
   * of it where the keys are. What an engine keeps beside them for a while (docs/adr/0027) is of use to nobody without the
   * master key.
   *
   * @returns when it was destroyed: of one that was before, then
   */
  abstract destroy(person: string, at: string): Promise<string>;

  /** Puts other wrappings in the place of all: all of them or none. @returns how many there are */
  abstract rewrap(again: (key: WrappedKey) => WrappedKey): Promise<number>;

  abstract close(): Promise<void>;
}
