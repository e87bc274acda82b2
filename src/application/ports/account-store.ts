import type { Role } from '../../domain/kernel/event.js';

/** A person who comes in with a name and a password. */
export interface Account {
  /** Who acts: the actor's id in every event. */
  readonly name: string;
  /** The password's hash in PHC form, `$argon2id$...`; null until its owner has chosen one. */
  readonly password: string | null;
  readonly roles: readonly Role[];
  readonly department?: string;
  /** The last day on which it opens anything: `2024-12-31`. */
  readonly endsOn?: string;
  readonly createdAt: string;
  /** Closed, never deleted: events name it. */
  readonly closedAt?: string;
}

/** What of an account may become different. What is left out stays; null takes it away. */
export interface AccountChanges {
  readonly password?: string;
  readonly roles?: readonly Role[];
  readonly department?: string | null;
  readonly endsOn?: string | null;
}

/** One browser in which somebody has signed in. Its secret is never kept: only the secret's SHA-256 is. */
export interface Session {
  /** SHA-256 of the secret, in hex. */
  readonly hash: string;
  readonly account: string;
  readonly openedAt: string;
  /** When it was used last, to the minute or so. */
  readonly seenAt: string;
  /** When it ends, however busy. */
  readonly endsAt: string;
}

/** A link with which a password is chosen, once. */
export interface PasswordLink {
  /** SHA-256 of the secret in it, in hex. */
  readonly hash: string;
  /** Whose password; null for the first administrator, whose account it makes. */
  readonly account: string | null;
  readonly endsAt: string;
}

/**
 * Whether a change may come about, by all accounts as they stand before it: what it throws, the change throws, and nothing
 * is written. Asked at the moment of writing: of two changes that are checked, the second is asked of what the first left.
 */
export type AccountsCheck = (accounts: readonly Account[]) => void;

/**
 * The accounts of the people who use it, with their sessions. Not the ledger: what is here is administration. Every
 * adapter passes test/contract. What cannot be reached, or was closed, is a Rejection `unavailable`.
 */
export abstract class AccountStore {
  /** @throws Rejection `state` when the name is taken, be its account closed or not */
  abstract add(account: Account): Promise<void>;
  /** The account of exactly this name, closed and ended ones too. */
  abstract named(name: string): Promise<Account | null>;
  /** By name, in the order of code points. */
  abstract all(): Promise<readonly Account[]>;
  /** A new password ends the account's sessions and its link. @throws Rejection `not-found`; what the check throws */
  abstract change(name: string, changes: AccountChanges, check?: AccountsCheck): Promise<void>;
  /**
   * Ends its sessions and its link. One closed before stays closed as of then.
   *
   * @throws Rejection `not-found`; what the check throws
   */
  abstract closeAccount(name: string, at: string, check?: AccountsCheck): Promise<void>;

  /** Forgets the sessions that have ended by the time this one opens. */
  abstract openSession(session: Session): Promise<void>;
  /** The session of this hash, as long as it is kept: whether it has ended is not asked here. */
  abstract session(hash: string): Promise<Session | null>;
  /** Says that a session is in use; of one that is not there nothing is said. */
  abstract seen(hash: string, at: string): Promise<void>;
  /** Ends a session, or nothing where there is none. */
  abstract endSession(hash: string): Promise<void>;

  /** A link takes the place of an earlier one of the same account. */
  abstract putLink(link: PasswordLink): Promise<void>;
  /** The link of this hash, ended or not; null once it was taken. */
  abstract link(hash: string): Promise<PasswordLink | null>;
  /** Takes a link away and returns it: of two who ask at the same time, one gets it and the other null. */
  abstract takeLink(hash: string): Promise<PasswordLink | null>;

  abstract close(): Promise<void>;
}
