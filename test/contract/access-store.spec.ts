import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { SqliteAccessStore } from '../../src/infrastructure/sqlite/sqlite-access-store.js';
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
    return { store, beside: () => SqliteAccessStore.open(path), discard };
  },
});
