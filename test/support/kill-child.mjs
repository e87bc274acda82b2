// Appends from 1,000 callers at once, without end, to be killed. Prints an append's name when it has been acknowledged;
// each event carries that name, its own index and how many there are.
// node kill-child.mjs <ledger> <round>
import { randomUUID } from 'node:crypto';
import { writeSync } from 'node:fs';
import { argv } from 'node:process';
import { SqliteEventStore } from '../../dist/infrastructure/sqlite/sqlite-event-store.js';
import { SystemClock } from '../../dist/infrastructure/system/system-clock.js';

const [, , path, round] = argv;
const store = SqliteEventStore.open(path, new SystemClock());

function acknowledge(name) {
  for (;;) {
    try {
      return writeSync(1, `${name}\n`);
    } catch (error) {
      // Nobody has emptied the pipe yet.
      if (error.code !== 'EAGAIN') throw error;
    }
  }
}

async function append(stream, expected, name, size) {
  const events = Array.from({ length: size }, (_, index) => ({
    id: randomUUID(),
    type: 'Noted',
    schema: 1,
    data: { name, index, size, ballast: 'x'.repeat(200) },
    metadata: { actor: { id: 'x', roles: [] } },
  }));
  const { revision } = await store.append(stream, expected, events);
  acknowledge(name);
  return revision;
}

async function caller(number) {
  const own = `caller-${round}-${number}`;
  let expected = 'none';
  for (let n = 0; ; n++) {
    const name = `${round}.${number}.${n}`;
    const size = n % 2 === 0 ? 1 : 2 + ((n + number) % 4);
    if (n % 3 === 0) await append(`single-${name}`, 'none', name, size);
    else expected = await append(own, expected, name, size);
  }
}

await Promise.all(Array.from({ length: 1_000 }, (_, number) => caller(number)));
