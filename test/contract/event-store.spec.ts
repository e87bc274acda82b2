import { describe, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
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
      // What it refused was asked by our mistake, or is a gap of its own: either has to be seen.
      if (server.refusals.size > 0) throw new Error([...server.refusals].join('\n'));
    };
    return { store, discard };
  },
});

/**
 * Such as `esdb://admin:changeit@localhost:2113/any?tls=false`: on it ledgers of new names are left behind. The server
 * takes two megabytes in one append (`--max-append-size=4194304`), and its account may read `$all`.
 */
const REAL = process.env['KRONIKA_TEST_EVENTSTOREDB'];
if (REAL === undefined) {
  describe.skip('an event store (EventStoreDB, a real server: needs KRONIKA_TEST_EVENTSTOREDB)', () => {
    it('keeps the contract', () => undefined);
  });
} else {
  const connection = readConnection(REAL);
  eventStoreContract({
    name: 'EventStoreDB, a real server',
    idsAreOf: 'stream',
    open: async (clock) => {
      const store = EventStoreDbEventStore.open({ ...connection, ledger: `test-${randomUUID()}` }, clock);
      return { store, discard: () => store.close() };
    },
  });
}
