import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { MemoryTreeStore } from '../../src/infrastructure/memory/memory-tree-store.js';
import { MongoConnection } from '../../src/infrastructure/mongodb/mongo-connection.js';
import { MongoTreeStore } from '../../src/infrastructure/mongodb/mongo-tree-store.js';
import { SqliteTreeStore } from '../../src/infrastructure/sqlite/sqlite-tree-store.js';
import { isRealTried, MONGO_PLACES, NOT_TRIED } from '../support/mongodb/mongo-places.js';
import { treeStoreContract } from './tree-store.contract.js';

treeStoreContract({
  name: 'memory',
  open: async () => {
    await Promise.resolve();
    const store = new MemoryTreeStore();
    // Nothing but the process itself has it.
    return { store, beside: () => Promise.resolve(store), discard: () => store.close() };
  },
});

const directory = (): Promise<string> => mkdtemp(join(tmpdir(), 'kronika-tree-'));

treeStoreContract({
  name: 'SQLite',
  open: async () => {
    const home = await directory();
    const path = join(home, 'tree.sqlite');
    const store = SqliteTreeStore.open(path);
    const discard = async (): Promise<void> => {
      await store.close();
      await rm(home, { recursive: true });
    };
    return { store, beside: async () => SqliteTreeStore.open(path), discard };
  },
});

describe.each(MONGO_PLACES)('on $name', (place) => {
  beforeAll(place.start);
  afterAll(place.stop);
  treeStoreContract({
    name: place.name,
    open: async () => {
      const url = place.database();
      const beside = async (): Promise<MongoTreeStore> => MongoTreeStore.open(await MongoConnection.open(url));
      const store = await beside();
      const discard = async (): Promise<void> => {
        await store.close();
        await place.drop(url);
      };
      return { store, beside, discard };
    },
  });
});
if (!isRealTried) it.skip(`a tree store on ${NOT_TRIED}`, () => undefined);

describe('a tree store in a file', () => {
  it('is there for other processes and after a restart, and opens no later layout', async () => {
    const home = await directory();
    const path = join(home, 'tree.sqlite');
    const [one, other] = [SqliteTreeStore.open(path), SqliteTreeStore.open(path)];
    const progress = { size: 1, cursor: '1', last: { stream: 'contact-1', revision: 0 } };
    await one.commit(0, progress, [{ level: 0, index: 0, tile: Buffer.alloc(32, 1) }]);
    expect(await other.progress()).toEqual(progress);
    await expect(other.commit(0, progress, [])).rejects.toMatchObject({ code: 'conflict' });
    await one.close();
    await other.close();
    const again = SqliteTreeStore.open(path);
    expect(await again.progress()).toEqual(progress);
    await again.close();
    const { default: Database } = await import('better-sqlite3');
    const db = new Database(path);
    db.pragma('user_version = 2');
    db.close();
    expect(() => SqliteTreeStore.open(path)).toThrow(/later Kronika/);
    expect(() => SqliteTreeStore.open(join(home, 'no', 'tree.sqlite'))).toThrow(/no\/tree\.sqlite/);
    await rm(home, { recursive: true });
  });
});
