import type { EventStore } from './event-store.js';

/** Told as files are read and written: parts done, of how many. */
export type OnPart = (done: number, of: number) => void;

/** What a backup says of itself, in `manifest.json` beside the files. */
export interface Manifest {
  readonly format: 1;
  /** Of the program that made it. */
  readonly version: string;
  /** RFC 3339. */
  readonly madeAt: string;
  readonly ledger: LedgerFacts;
  readonly files: readonly { readonly name: string; readonly bytes: number; readonly sha256: string }[];
}

/** A ledger as its file shows it. */
export interface LedgerFacts {
  /** The ledger's own id. */
  readonly id: string;
  readonly county: string;
  /** How many it holds: the position of its last one. */
  readonly events: number;
  /** When the last one was recorded. */
  readonly lastRecordedAt: string;
}

export interface Restored {
  readonly manifest: Manifest;
  /** Where what stood in the directory was put; null where nothing did. */
  readonly aside: string | null;
}

/**
 * A ledger that is written event by event beside its directory's files, and put in place when it is whole. There is one
 * such place in a directory: what was broken off, however that was, is found there by the next one and gone on with.
 */
export interface Staging {
  readonly ledger: EventStore;
  /** The directory with what was left of one that was broken off; null where there was nothing. */
  readonly left: string | null;
  /**
   * Closes it, checks it, and puts it in place. @throws Rejection `state` where there is a ledger by now, or somebody has a
   * file open; `invalid`
   */
  put(): Promise<LedgerFacts>;
  /** Lets go of it. What was not put in place stays, unless that is nothing. */
  close(): Promise<void>;
  /** Takes away what was not put in place, because it is not what it ought to be. */
  discard(): Promise<void>;
}

/**
 * The files of the embedded engine, for those who run it: copied, checked, put in place. A directory is a data directory,
 * as KRONIKA_DATA names it. What a disk refuses is a Rejection `unavailable`.
 */
export abstract class LedgerFiles {
  /**
   * Copies the ledger, the tokens and the access log into a directory that it makes, while others read and write. The views are left out:
   * they are computed. What is there under the name `target` is whole and checked, or nothing is.
   *
   * @param ledgerOnly tokens and the access log are elsewhere: files of theirs were left from before, and are stale
   * @throws Rejection `state` when there is something already; `not-found` when there is no ledger; `invalid` when it is damaged
   */
  abstract backUp(
    directory: string,
    target: string,
    options: { readonly ledgerOnly: boolean },
    onPart: OnPart,
  ): Promise<Manifest>;

  /**
   * Checks a backup and puts it in place of nothing, or with `replace` of what is there, which is kept aside.
   *
   * @param onRecord puts it on record before anything is put in place; it is given the directory in which the files lie
   * @throws Rejection `invalid` when it is not what its manifest says, or not a whole ledger; `state` when there is a
   * ledger already, or a running program has it open; `not-found` when there is no backup
   */
  abstract restore(
    source: string,
    directory: string,
    options: {
      readonly replace: boolean;
      readonly onRecord: (staged: string, manifest: Manifest) => Promise<void>;
    },
    onPart: OnPart,
  ): Promise<Restored>;

  /**
   * Copies the wrapped keys of persons into one file, in the place of the copy that was there: a key that was destroyed
   * since is in it no more.
   *
   * @returns how many @throws Rejection `not-found` where there are none
   */
  abstract backUpKeys(directory: string, target: string): Promise<number>;

  /** Opens the ledger of a directory. @throws Rejection `not-found` */
  abstract open(directory: string): EventStore;

  /** How many events the ledger of a directory holds. @throws Rejection `not-found` */
  abstract size(directory: string): number;

  /**
   * Begins a ledger for a directory that holds none, or goes on with the one that was broken off there.
   *
   * @throws Rejection `state`, also while somebody else does
   */
  abstract stage(directory: string): Promise<Staging>;
}
