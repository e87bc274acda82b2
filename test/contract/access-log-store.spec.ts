import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { SqliteAccessLogStore } from '../../src/infrastructure/sqlite/sqlite-access-log-store.js';
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
    return { store, beside: () => SqliteAccessLogStore.open(path), discard };
  },
});
