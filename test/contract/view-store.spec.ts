import { afterAll, beforeAll, describe, it } from '@jest/globals';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { MemoryViewStore } from '../../src/infrastructure/memory/memory-view-store.js';
import { MongoConnection } from '../../src/infrastructure/mongodb/mongo-connection.js';
import { MongoViewStore } from '../../src/infrastructure/mongodb/mongo-view-store.js';
import { SqliteViewStore } from '../../src/infrastructure/sqlite/sqlite-view-store.js';
import { NOTING } from '../../src/infrastructure/sqlite/view-commits.js';
import { ViewFile } from '../../src/infrastructure/sqlite/view-file.js';
import { ViewThread } from '../../src/infrastructure/sqlite/view-thread.js';
import { GATHERED } from '../../src/infrastructure/sqlite/view-search.js';
import { isRealTried, MONGO_PLACES, type MongoPlace, NOT_TRIED } from '../support/mongodb/mongo-places.js';
import { viewStoreContract } from './view-store.contract.js';
import type { Adapter } from './view-store.fixture.js';
import { viewStoreLaws } from './view-store.laws.js';

const memory: Adapter = {
  name: 'memory',
  open: async () => {
    const store = new MemoryViewStore();
    return { store, discard: () => store.close() };
  },
};

/**
 * @param gathered as for the store; 0 makes it walk the index for every page, which it otherwise does among many
 * @param noting as for the store
 */
const sqlite = (name: string, { gathered = GATHERED, noting = NOTING } = {}): Adapter => ({
  name,
  open: async () => {
    const directory = await mkdtemp(join(tmpdir(), 'kronika-views-'));
    const store = new SqliteViewStore(ViewFile.open(join(directory, 'views.sqlite'), 1_000), null, gathered, noting);
    const discard = async (): Promise<void> => {
      await store.close();
      await rm(directory, { recursive: true });
    };
    return { store, discard };
  },
});

/** The thread is the built program's, whose commits a store read from the sources is given. */
const THREAD = pathToFileURL(resolve(import.meta.dirname, '../../dist/infrastructure/sqlite/view-worker.js'));

const threaded: Adapter = {
  name: 'SQLite, committing in a thread',
  open: async () => {
    const directory = await mkdtemp(join(tmpdir(), 'kronika-views-'));
    const path = join(directory, 'views.sqlite');
    const store = SqliteViewStore.openThreaded(path, new ViewThread(path, THREAD));
    const discard = async (): Promise<void> => {
      await store.close();
      await rm(directory, { recursive: true });
    };
    return { store, discard };
  },
};

const adapters = [memory, sqlite('SQLite'), sqlite('SQLite, as if among many', { gathered: 0 })];

[...adapters, threaded].forEach(viewStoreContract);

viewStoreLaws([
  ...adapters,
  sqlite('SQLite, filing later', { noting: { from: 3, most: 1_000 } }),
  sqlite('SQLite, filing often', { noting: { from: 0, most: 5 } }),
]);

const mongo = (place: MongoPlace): Adapter => ({
  name: place.name,
  open: async () => {
    const url = place.database();
    const store = await MongoViewStore.open(await MongoConnection.open(url));
    const discard = async (): Promise<void> => {
      await store.close();
      await place.drop(url);
    };
    return { store, discard };
  },
});

/** Each question goes over a socket. */
const RUNS = 12;

describe.each(MONGO_PLACES)('on $name', (place) => {
  beforeAll(place.start);
  afterAll(place.stop);
  viewStoreContract(mongo(place));
  viewStoreLaws([memory, mongo(place)], RUNS);
});
if (!isRealTried) it.skip(`a view store on ${NOT_TRIED}`, () => undefined);
