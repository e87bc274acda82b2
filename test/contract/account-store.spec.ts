import { afterAll, beforeAll, describe, it } from '@jest/globals';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { MemoryAccountStore } from '../../src/infrastructure/memory/memory-account-store.js';
import { MongoAccountStore } from '../../src/infrastructure/mongodb/mongo-account-store.js';
import { MongoConnection } from '../../src/infrastructure/mongodb/mongo-connection.js';
import { SqliteAccountStore } from '../../src/infrastructure/sqlite/sqlite-account-store.js';
import { isRealTried, MONGO_PLACES, NOT_TRIED } from '../support/mongodb/mongo-places.js';
import { accountStoreContract } from './account-store.contract.js';

accountStoreContract({
  name: 'memory',
  open: () => {
    const store = new MemoryAccountStore();
    return Promise.resolve({ store, beside: () => Promise.resolve(store.beside()), discard: () => store.close() });
  },
});

accountStoreContract({
  name: 'SQLite',
  open: async () => {
    const directory = await mkdtemp(join(tmpdir(), 'kronika-accounts-'));
    const path = join(directory, 'access.sqlite');
    const store = SqliteAccountStore.open(path);
    const discard = async (): Promise<void> => {
      await store.close();
      await rm(directory, { recursive: true });
    };
    return { store, beside: async () => SqliteAccountStore.open(path), discard };
  },
});

describe.each(MONGO_PLACES)('on $name', (place) => {
  beforeAll(place.start);
  afterAll(place.stop);
  accountStoreContract({
    name: place.name,
    open: async () => {
      const url = place.database();
      const beside = async (): Promise<MongoAccountStore> => MongoAccountStore.open(await MongoConnection.open(url));
      const store = await beside();
      const discard = async (): Promise<void> => {
        await store.close();
        await place.drop(url);
      };
      return { store, beside, discard };
    },
  });
});
if (!isRealTried) it.skip(`an account store on ${NOT_TRIED}`, () => undefined);
