// Opens a ledger, and appends to it, as somebody who may not write there; prints how either ended.
// node read-only-child.mjs <ledger>
import Database from 'better-sqlite3';
import { randomUUID } from 'node:crypto';
import process from 'node:process';
import { SqliteEventStore } from '../../dist/infrastructure/sqlite/sqlite-event-store.js';
import { SystemClock } from '../../dist/infrastructure/system/system-clock.js';

// Loads the native module, as long as this process may read it.
new Database(':memory:').close();
// Permissions do not hold for root. 65534 is nobody.
if (process.geteuid() === 0) process.seteuid(65534);

try {
  const store = SqliteEventStore.open(process.argv[2], new SystemClock());
  const event = { id: randomUUID(), type: 'Noted', schema: 1, data: {}, metadata: { actor: { id: 'x', roles: [] } } };
  await store.append('contact-1', 'none', [event]);
  process.stdout.write('appended\n');
} catch (error) {
  process.stdout.write(`${error.name} ${error.code}: ${error.message}\n`);
}
