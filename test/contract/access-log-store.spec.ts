import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, it } from '@jest/globals';
import { MongoAccessLogStore } from '../../src/infrastructure/mongodb/mongo-access-log-store.js';
import { MongoConnection } from '../../src/infrastructure/mongodb/mongo-connection.js';
import { SqliteAccessLogStore } from '../../src/infrastructure/sqlite/sqlite-access-log-store.js';
import { isRealTried, MONGO_PLACES, NOT_TRIED } from '../support/mongodb/mongo-places.js';
import { accessLogStoreContract } from './access-log-store.contract.js';

accessLogStoreContract({
  name: 'SQLite',
  open: async () => {
    const directory = await mkdtemp(join(tmpdir(), 'kronika-access-log-'));
    const path = join(directory, 'access-log.sqlite');
    const store = SqliteAccessLogStore.open(path);
    const discard = async (): Promise<void> => {
      await store.close();
      await rm(directory, { recursive: true });
    };
    return { store, beside: async () => SqliteAccessLogStore.open(path), discard };
  },
});

describe.each(MONGO_PLACES)('on $name', (place) => {
  beforeAll(place.start);
  afterAll(place.stop);
  accessLogStoreContract({
    name: place.name,
    open: async () => {
      const url = place.database();
      const beside = async (): Promise<MongoAccessLogStore> =>
        MongoAccessLogStore.open(await MongoConnection.open(url));
      const store = await beside();
      const discard = async (): Promise<void> => {
        await store.close();
        await place.drop(url);
      };
      return { store, beside, discard };
    },
  });
});
if (!isRealTried) it.skip(`an access log store on ${NOT_TRIED}`, () => undefined);
