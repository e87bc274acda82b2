import { existsSync, mkdirSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Provider } from '@nestjs/common';
import { LedgerTree } from './application/audit/ledger-tree.js';
import { Roots } from './application/audit/roots.js';
import type { Kept } from './application/moving-in.js';
import { AccessLogStore } from './application/ports/access-log-store.js';
import { AccessStore } from './application/ports/access-store.js';
import { CheckpointShelf, NoShelf } from './application/ports/checkpoint-shelf.js';
import { AccountStore } from './application/ports/account-store.js';
import { Clock } from './application/ports/clock.js';
import { EventStore } from './application/ports/event-store.js';
import { Ids } from './application/ports/ids.js';
import { Lease } from './application/ports/lease.js';
import { KeyStore } from './application/ports/key-store.js';
import { MasterKey } from './application/ports/master-key.js';
import { Passwords } from './application/ports/passwords.js';
import { PersonKeyStore } from './application/ports/person-key-store.js';
import { Scratch } from './application/ports/scratch.js';
import { TreeStore } from './application/ports/tree-store.js';
import { ViewStore } from './application/ports/view-store.js';
import { TalliedLedger, Tally } from './application/tally.js';
import type { Config } from './config.js';
import { MemoryViewStore } from './infrastructure/memory/memory-view-store.js';
import { ACCESS_FILE, ACCESS_LOG_FILE, KEYS_FILE, refuseLeft } from './infrastructure/sqlite/data-directory.js';
import { SqliteAccessLogStore } from './infrastructure/sqlite/sqlite-access-log-store.js';
import { SqliteAccessStore } from './infrastructure/sqlite/sqlite-access-store.js';
import { SqliteAccountStore } from './infrastructure/sqlite/sqlite-account-store.js';
import { SqliteEventStore } from './infrastructure/sqlite/sqlite-event-store.js';
import { SqliteLease } from './infrastructure/sqlite/sqlite-lease.js';
import { SqlitePersonKeyStore } from './infrastructure/sqlite/sqlite-person-key-store.js';
import { SqliteTreeStore } from './infrastructure/sqlite/sqlite-tree-store.js';
import { SqliteViewStore } from './infrastructure/sqlite/sqlite-view-store.js';
import { Argon2Passwords } from './infrastructure/system/argon2-passwords.js';
import { CheckpointDirectory } from './infrastructure/system/checkpoint-directory.js';
import { KeyFiles } from './infrastructure/system/key-files.js';
import { MasterKeyFile, SetMasterKey } from './infrastructure/system/master-key-file.js';
import { UuidIds } from './infrastructure/system/uuid-ids.js';

/** A thread runs what was built: where a test reads the sources, commits are made in the one thread that there is. */
const openViews = (path: string): SqliteViewStore =>
  import.meta.url.endsWith('.js') ? SqliteViewStore.openThreaded(path) : SqliteViewStore.open(path);

class ScratchFiles extends Scratch {
  override small(): ViewStore {
    return new MemoryViewStore();
  }

  override async large(): ReturnType<Scratch['large']> {
    const directory = await mkdtemp(join(tmpdir(), 'kronika-replay-'));
    const store = openViews(join(directory, 'views.sqlite'));
    const dispose = async (): Promise<void> => {
      await store.close();
      await rm(directory, { recursive: true, force: true });
    };
    return { store, dispose };
  }
}

/** What is apart from the ledger: views, the tree of hashes, accounts, tokens, the access log, keys, and who projects. */
async function viewAdapters({ data, viewStore }: Config): Promise<Provider[]> {
  // What speaks to a server takes a while to load: only where there is one.
  if (viewStore !== null) {
    refuseLeft(data);
    return (await import('./mongodb-adapters.js')).mongoDbAdapters(viewStore);
  }
  return [
    { provide: ViewStore, useFactory: () => openViews(join(data, 'views.sqlite')) },
    { provide: TreeStore, useFactory: () => SqliteTreeStore.open(join(data, 'tree.sqlite')) },
    { provide: AccessStore, useFactory: () => SqliteAccessStore.open(join(data, ACCESS_FILE)) },
    { provide: AccountStore, useFactory: () => SqliteAccountStore.open(join(data, ACCESS_FILE)) },
    { provide: AccessLogStore, useFactory: () => SqliteAccessLogStore.open(join(data, ACCESS_LOG_FILE)) },
    { provide: PersonKeyStore, useFactory: () => SqlitePersonKeyStore.open(join(data, KEYS_FILE)) },
    { provide: Lease, useFactory: () => new SqliteLease(join(data, 'lease.sqlite')) },
  ];
}

/** Does something with what is kept in files beside the ledger: with those that there are. */
export async function withFiles<T>(data: string, work: (kept: Partial<Kept>) => Promise<T>): Promise<T> {
  const [access, log, keys] = [join(data, ACCESS_FILE), join(data, ACCESS_LOG_FILE), join(data, KEYS_FILE)];
  const kept: Partial<Kept> = {
    ...(existsSync(access) && { accounts: SqliteAccountStore.open(access), tokens: SqliteAccessStore.open(access) }),
    ...(existsSync(log) && { log: SqliteAccessLogStore.open(log) }),
    ...(existsSync(keys) && { keys: SqlitePersonKeyStore.open(keys) }),
  };
  try {
    return await work(kept);
  } finally {
    for (const store of Object.values(kept)) await store.close();
  }
}

async function openLedger({ data, eventStore }: Config, clock: Clock): Promise<EventStore> {
  if (eventStore === null) return SqliteEventStore.open(join(data, 'ledger.sqlite'), clock);
  const { EventStoreDbEventStore } = await import('./infrastructure/eventstoredb/eventstoredb-event-store.js');
  return EventStoreDbEventStore.open(eventStore, clock);
}

/** Where ports meet adapters: the embedded default keeps its files in the data directory. */
export async function adapters(config: Config, clock: Clock): Promise<Provider[]> {
  const { data, checkpoints, masterKey } = config;
  // Nobody but the account that runs Kronika reads the ledger's files.
  mkdirSync(data, { recursive: true, mode: 0o700 });
  return [
    { provide: Clock, useValue: clock },
    { provide: Ids, useClass: UuidIds },
    { provide: Scratch, useClass: ScratchFiles },
    { provide: KeyStore, useFactory: () => new KeyFiles(data) },
    {
      provide: CheckpointShelf,
      useFactory: () => (checkpoints === null ? new NoShelf() : new CheckpointDirectory(checkpoints)),
    },
    { provide: Roots, useExisting: LedgerTree },
    {
      provide: EventStore,
      inject: [Tally],
      useFactory: async (tally: Tally) => new TalliedLedger(await openLedger(config, clock), tally),
    },
    ...(await viewAdapters(config)),
    {
      provide: MasterKey,
      useFactory: () =>
        masterKey !== null && 'file' in masterKey
          ? new MasterKeyFile(masterKey.file)
          : new SetMasterKey(masterKey?.key),
    },
    { provide: Passwords, useClass: Argon2Passwords },
  ];
}
