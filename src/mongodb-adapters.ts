import type { Provider } from '@nestjs/common';
import type { Kept } from './application/moving-in.js';
import { AccessLogStore } from './application/ports/access-log-store.js';
import { AccessStore } from './application/ports/access-store.js';
import { AccountStore } from './application/ports/account-store.js';
import { Lease } from './application/ports/lease.js';
import { PersonKeyStore } from './application/ports/person-key-store.js';
import { TreeStore } from './application/ports/tree-store.js';
import { ViewStore } from './application/ports/view-store.js';
import type { Config } from './config.js';
import { MongoAccessLogStore } from './infrastructure/mongodb/mongo-access-log-store.js';
import { MongoAccessStore } from './infrastructure/mongodb/mongo-access-store.js';
import { MongoAccountStore } from './infrastructure/mongodb/mongo-account-store.js';
import { MongoConnection } from './infrastructure/mongodb/mongo-connection.js';
import { MongoLease } from './infrastructure/mongodb/mongo-lease.js';
import { MongoPersonKeyStore } from './infrastructure/mongodb/mongo-person-key-store.js';
import { MongoTreeStore } from './infrastructure/mongodb/mongo-tree-store.js';
import { MongoViewStore } from './infrastructure/mongodb/mongo-view-store.js';

/** Does something with what is kept there beside the ledger. @throws Rejection `unavailable`; or what the work throws */
export async function withMongoDb<T>(
  viewStore: NonNullable<Config['viewStore']>,
  work: (kept: Kept) => Promise<T>,
): Promise<T> {
  const set = (await MongoConnection.open(viewStore)).use();
  const opened: { close(): Promise<void> }[] = [];
  const open = async <Store extends { close(): Promise<void> }>(opening: Promise<Store>): Promise<Store> => {
    const store = await opening;
    opened.push(store);
    return store;
  };
  try {
    return await work({
      accounts: await open(MongoAccountStore.open(set)),
      tokens: await open(MongoAccessStore.open(set)),
      log: await open(MongoAccessLogStore.open(set)),
      keys: await open(MongoPersonKeyStore.open(set)),
    });
  } finally {
    for (const store of opened) await store.close();
    await set.release();
  }
}

/** What is apart from the ledger, in a replica set. */
export function mongoDbAdapters(viewStore: NonNullable<Config['viewStore']>): Provider[] {
  const inject = [MongoConnection];
  return [
    { provide: MongoConnection, useFactory: () => MongoConnection.open(viewStore) },
    { provide: ViewStore, inject, useFactory: (set: MongoConnection) => MongoViewStore.open(set) },
    { provide: TreeStore, inject, useFactory: (set: MongoConnection) => MongoTreeStore.open(set) },
    { provide: AccessStore, inject, useFactory: (set: MongoConnection) => MongoAccessStore.open(set) },
    { provide: AccountStore, inject, useFactory: (set: MongoConnection) => MongoAccountStore.open(set) },
    { provide: AccessLogStore, inject, useFactory: (set: MongoConnection) => MongoAccessLogStore.open(set) },
    { provide: PersonKeyStore, inject, useFactory: (set: MongoConnection) => MongoPersonKeyStore.open(set) },
    { provide: Lease, inject, useFactory: (set: MongoConnection) => MongoLease.open(set) },
  ];
}
