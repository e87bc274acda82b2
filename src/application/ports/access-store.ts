import type { Role } from '../../domain/kernel/event.js';

/** A key to the interface. The token itself is shown once and never kept: only its SHA-256 is. */
export interface Token {
  /** Who acts with it: the actor's id in every event. */
  readonly name: string;
  /** SHA-256 of the token, in hex. */
  readonly hash: string;
  readonly roles: readonly Role[];
  readonly department?: string;
  /** The last day on which it opens anything: `2024-12-31`. */
  readonly endsOn?: string;
  readonly createdAt: string;
  /** Closed, never deleted: events name its holder. */
  readonly closedAt?: string;
}

/**
 * Who may come in. Not the ledger: what is here is administration. Every adapter passes test/contract. What cannot be
 * reached, or was closed, is a Rejection `unavailable`.
 */
export abstract class AccessStore {
  /** @throws Rejection `state` when the name is taken, be its token closed or not */
  abstract add(token: Token): Promise<void>;
  /** The token of this hash, closed and ended ones too: whether it opens anything is not asked here. */
  abstract byHash(hash: string): Promise<Token | null>;
  /** By name, in the order of code points. */
  abstract all(): Promise<readonly Token[]>;
  /** A token closed before stays closed as of then. @throws Rejection `not-found` */
  abstract closeToken(name: string, at: string): Promise<void>;
  abstract close(): Promise<void>;
}
