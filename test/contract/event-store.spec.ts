import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { MemoryEventStore } from '../../src/infrastructure/memory/memory-event-store.js';
import { SqliteEventStore } from '../../src/infrastructure/sqlite/sqlite-event-store.js';
import { eventStoreContract } from './event-store.contract.js';

eventStoreContract({
  name: 'memory',
  open: async (clock) => {
    const store = new MemoryEventStore(clock);
    return { store, discard: () => store.close() };
  },
});

eventStoreContract({
  name: 'SQLite',
  open: async (clock) => {
    const directory = await mkdtemp(join(tmpdir(), 'kronika-ledger-'));
    const store = SqliteEventStore.open(join(directory, 'ledger.sqlite'), clock);
    const discard = async (): Promise<void> => {
      await store.close();
      await rm(directory, { recursive: true });
    };
    return { store, discard };
  },
});
