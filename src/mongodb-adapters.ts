import type { Provider } from '@nestjs/common';
import { AccessStore } from './application/ports/access-store.js';
import { AccountStore } from './application/ports/account-store.js';
import { Lease } from './application/ports/lease.js';
import { TreeStore } from './application/ports/tree-store.js';
import { ViewStore } from './application/ports/view-store.js';
import type { Config } from './config.js';
import { MongoAccessStore } from './infrastructure/mongodb/mongo-access-store.js';
import { MongoAccountStore } from './infrastructure/mongodb/mongo-account-store.js';
import { MongoConnection } from './infrastructure/mongodb/mongo-connection.js';
import { MongoLease } from './infrastructure/mongodb/mongo-lease.js';
import { MongoTreeStore } from './infrastructure/mongodb/mongo-tree-store.js';
import { MongoViewStore } from './infrastructure/mongodb/mongo-view-store.js';

/** What is apart from the ledger, in a replica set. */
export function mongoDbAdapters(viewStore: NonNullable<Config['viewStore']>): Provider[] {
  const inject = [MongoConnection];
  return [
    { provide: MongoConnection, useFactory: () => MongoConnection.open(viewStore) },
    { provide: ViewStore, inject, useFactory: (set: MongoConnection) => MongoViewStore.open(set) },
    { provide: TreeStore, inject, useFactory: (set: MongoConnection) => MongoTreeStore.open(set) },
    { provide: AccessStore, inject, useFactory: (set: MongoConnection) => MongoAccessStore.open(set) },
    { provide: AccountStore, inject, useFactory: (set: MongoConnection) => MongoAccountStore.open(set) },
    { provide: Lease, inject, useFactory: (set: MongoConnection) => MongoLease.open(set) },
  ];
}
