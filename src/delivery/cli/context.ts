import type { CheckpointShelf } from '../../application/ports/checkpoint-shelf.js';
import type { Moved } from '../../application/moving-in.js';
import type { Access } from '../../application/ports/access-log-store.js';
import type { EventStore } from '../../application/ports/event-store.js';
import type { LedgerFiles } from '../../application/ports/ledger-files.js';
import type { DemoEngines } from './demo.js';
import type { Terminal } from './terminal.js';

/** The program running as a server. */
export interface Serving {
  readonly url: string | null;
  /** Where the first administrator makes an account; null where there are accounts, or nobody is asked who they are. */
  readonly firstLink: string | null;
  close(): Promise<void>;
}

/** The application's services over a data directory. */
export interface Services {
  get<T>(service: abstract new (...given: never[]) => T): T;
  close(): Promise<void>;
}

/** A ledger that is being filled. */
export interface Filling {
  readonly ledger: EventStore;
  /** Where it is, to be shown: without a password. */
  readonly where: string;
  /** The directory with what was left of a copy that was broken off; null where there was nothing, and on a server. */
  readonly left: string | null;
  /** It is whole. Closes it, and puts it in place. */
  put(): Promise<void>;
  /** Lets go of it. What was not put in place stays, to be gone on with. */
  close(): Promise<void>;
  /** Takes away what was not put in place; on a server it stays. */
  discard(): Promise<void>;
}

/** Ledgers where a person says that they are: in a data directory, or on a server. Null is where the settings say. */
export interface Ledgers {
  /** @throws Misuse when the place cannot be one; Rejection `not-found` */
  open(place: string | null): Promise<EventStore>;
  /** How many events one holds; null on a server, which would have to be read through. @throws as `open` */
  size(place: string | null): number | null;
  /** Begins one where there is none, or goes on with one that was broken off. @throws Misuse; Rejection `state` */
  fill(place: string | null): Promise<Filling>;
}

/** Master keys in files. */
interface MasterKeyFiles {
  /** Makes one. @throws Misuse inside the data directory; Rejection `state` where there is something already */
  create(path: string): Promise<Buffer>;
  /** @throws Rejection `unavailable` */
  read(path: string): Promise<Buffer>;
}

/** What the composition root lends to the commands. */
export interface Parts {
  /** Serves the ledger that the settings name; those given here stand before those of the environment. */
  serve(settings?: Readonly<Record<string, string>>): Promise<Serving>;
  /**
   * Opens the services, `settings` as when serving. `create`: where there is no ledger yet, a data directory is made.
   *
   * @throws Misuse otherwise
   */
  open(options: { readonly create: boolean; readonly settings?: Readonly<Record<string, string>> }): Promise<Services>;
  readonly demoEngines: DemoEngines;
  readonly files: LedgerFiles;
  readonly masterKeys: MasterKeyFiles;
  /** A directory of kept checkpoints. */
  shelf(directory: string): CheckpointShelf;
  /** The program's own. */
  readonly version: string;
  readonly ledgers: Ledgers;
  /**
   * Puts on record that somebody does something with a whole ledger, without starting the program on it: in the access log
   * of a data directory, else in the one that the settings name.
   *
   * @throws Rejection `unavailable`: what cannot be put on record is not to be done
   */
  onRecord(access: Access, place: string | null): Promise<void>;
  /** Whether views, accounts, tokens and the access log are in MongoDB, as the settings have it. @throws Misuse */
  viewsApart(): boolean;
  /**
   * Takes accounts, tokens, the access log and the keys of persons from the data directory to MongoDB, as the settings name
   * both, and puts the files aside.
   *
   * @returns where the files are now
   * @throws Misuse where views are not in MongoDB; Rejection `state` beside a running server
   */
  moveIn(): Promise<{ readonly moved: Moved; readonly aside: string }>;
  /** The directory of the file with the keys of persons. @throws Misuse where they are in MongoDB */
  keys(): string;
  /** The data directory that the settings name, for its files. @throws Misuse where the ledger is not one of them */
  data(): string;
}

/** What each command is given. */
export interface Context {
  readonly terminal: Terminal;
  readonly parts: Parts;
  /** Says that the command found something amiss: it goes on, and ends with exit code 1. */
  found(): void;
}

/** Does something with the services, and lets go of them whatever happens. */
export async function withServices<T>(
  { parts }: Context,
  options: { readonly create: boolean },
  work: (services: Services) => Promise<T>,
): Promise<T> {
  const services = await parts.open(options);
  try {
    return await work(services);
  } finally {
    await services.close();
  }
}
