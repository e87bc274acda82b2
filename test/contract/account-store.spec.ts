import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { MemoryAccountStore } from '../../src/infrastructure/memory/memory-account-store.js';
import { SqliteAccountStore } from '../../src/infrastructure/sqlite/sqlite-account-store.js';
import { accountStoreContract } from './account-store.contract.js';

accountStoreContract({
  name: 'memory',
  open: () => {
    const store = new MemoryAccountStore();
    return Promise.resolve({ store, beside: () => store.beside(), discard: () => store.close() });
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
    return { store, beside: () => SqliteAccountStore.open(path), discard };
  },
});
