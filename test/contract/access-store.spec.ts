import { afterAll, beforeAll, describe, it } from '@jest/globals';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { MongoAccessStore } from '../../src/infrastructure/mongodb/mongo-access-store.js';
import { MongoConnection } from '../../src/infrastructure/mongodb/mongo-connection.js';
import { SqliteAccessStore } from '../../src/infrastructure/sqlite/sqlite-access-store.js';
import { isRealTried, MONGO_PLACES, NOT_TRIED } from '../support/mongodb/mongo-places.js';
import { accessStoreContract } from './access-store.contract.js';

accessStoreContract({
  name: 'SQLite',
  open: async () => {
    const directory = await mkdtemp(join(tmpdir(), 'kronika-access-'));
    const path = join(directory, 'access.sqlite');
    const store = SqliteAccessStore.open(path);
    const discard = async (): Promise<void> => {
      await store.close();
      await rm(directory, { recursive: true });
    };
    return { store, beside: async () => SqliteAccessStore.open(path), discard };
  },
});

describe.each(MONGO_PLACES)('on $name', (place) => {
  beforeAll(place.start);
  afterAll(place.stop);
  accessStoreContract({
    name: place.name,
    open: async () => {
      const url = place.database();
      const beside = async (): Promise<MongoAccessStore> => MongoAccessStore.open(await MongoConnection.open(url));
      const store = await beside();
      const discard = async (): Promise<void> => {
        await store.close();
        await place.drop(url);
      };
      return { store, beside, discard };
    },
  });
});
if (!isRealTried) it.skip(`an access store on ${NOT_TRIED}`, () => undefined);
