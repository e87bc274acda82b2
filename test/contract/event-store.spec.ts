import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readConnection } from '../../src/infrastructure/eventstoredb/connection.js';
import { EventStoreDbEventStore } from '../../src/infrastructure/eventstoredb/eventstoredb-event-store.js';
import { MemoryEventStore } from '../../src/infrastructure/memory/memory-event-store.js';
import { SqliteEventStore } from '../../src/infrastructure/sqlite/sqlite-event-store.js';
import { StandIn } from '../support/eventstoredb/stand-in.js';
import { eventStoreContract } from './event-store.contract.js';

eventStoreContract({
  name: 'memory',
  idsAreOf: 'ledger',
  open: async (clock) => {
    const store = new MemoryEventStore(clock);
    return { store, discard: () => store.close() };
  },
});

eventStoreContract({
  name: 'SQLite',
  idsAreOf: 'ledger',
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

eventStoreContract({
  name: 'EventStoreDB, a stand-in',
  idsAreOf: 'stream',
  open: async (clock) => {
    // As docs/operating.md asks for where an append is to hold more than a megabyte.
    const server = await StandIn.start({ maxAppendSize: 4_194_304 });
    const store = EventStoreDbEventStore.open(readConnection(server.address('torunski')), clock);
    const discard = async (): Promise<void> => {
      await store.close();
      await server.stop();
    };
    return { store, discard };
  },
});
