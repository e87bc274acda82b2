import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { MemoryViewStore } from '../../src/infrastructure/memory/memory-view-store.js';
import { SqliteViewStore } from '../../src/infrastructure/sqlite/sqlite-view-store.js';
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

const sqlite: Adapter = {
  name: 'SQLite',
  open: async () => {
    const directory = await mkdtemp(join(tmpdir(), 'kronika-views-'));
    const store = SqliteViewStore.open(join(directory, 'views.sqlite'));
    const discard = async (): Promise<void> => {
      await store.close();
      await rm(directory, { recursive: true });
    };
    return { store, discard };
  },
};

viewStoreContract(memory);
viewStoreContract(sqlite);
viewStoreLaws([memory, sqlite]);
