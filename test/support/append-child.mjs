// Appends `count` events to one stream, one after another, and prints each one's revision.
// node append-child.mjs <ledger> <stream> <count>
import { randomUUID } from 'node:crypto';
import { argv, stdout } from 'node:process';
import { SqliteEventStore } from '../../dist/infrastructure/sqlite/sqlite-event-store.js';
import { SystemClock } from '../../dist/infrastructure/system/system-clock.js';

const [, , path, stream, count] = argv;
const store = SqliteEventStore.open(path, new SystemClock());
let expected = 'none';
for (let n = 0; n < Number(count); n++) {
  const event = {
    id: randomUUID(),
    type: 'Noted',
    schema: 1,
    data: { n },
    metadata: { actor: { id: 'x', roles: [] } },
  };
  ({ revision: expected } = await store.append(stream, expected, [event]));
  stdout.write(`${expected}\n`);
}
await store.close();
