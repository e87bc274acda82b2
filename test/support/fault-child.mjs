// Appends to a ledger, or commits to views what `commit.json` says, to be failed at one of its system calls; and again, as a caller does
// who was refused. Prints how it ended each time. What lay on the disk after a failure is copied into `after`.
// node fault-child.mjs append|commit <directory>
import { copyFileSync, existsSync, mkdirSync, readFileSync, readlinkSync } from 'node:fs';
import { join } from 'node:path';
import { argv, stdout } from 'node:process';
import { openLedger } from '../../dist/infrastructure/sqlite/ledger-schema.js';
import { SqliteEventStore } from '../../dist/infrastructure/sqlite/sqlite-event-store.js';
import { SystemClock } from '../../dist/infrastructure/system/system-clock.js';

const [, , what, directory] = argv;
/** Milliseconds to wait for others: there are none. */
const PATIENCE = 100;
const openStore = () => new SqliteEventStore(openLedger(join(directory, 'ledger.sqlite')), new SystemClock(), PATIENCE);

/** Three events at once, with ids of their own: twice the same is once. */
const BATCH = [1, 2, 3].map((n) => ({
  id: `00000000-0000-7000-8000-00000000000${n}`,
  type: 'Noted',
  schema: 1,
  data: { n, ballast: 'x'.repeat(3_000) },
  metadata: { actor: { id: 'x', roles: [] } },
}));

const WORK = {
  append: {
    file: 'ledger.sqlite',
    open: openStore,
    act: (ledger) => ledger.append('note-1', 'none', BATCH),
  },
  commit: {
    file: 'views.sqlite',
    open: async () => {
      const { SqliteViewStore } = await import('../../dist/infrastructure/sqlite/sqlite-view-store.js');
      const { ViewFile } = await import('../../dist/infrastructure/sqlite/view-file.js');
      return new SqliteViewStore(ViewFile.open(join(directory, 'views.sqlite'), PATIENCE));
    },
    // Whoever was refused looks first whether the views stand where they stood.
    act: async (views) => {
      const [position, next, editions] = JSON.parse(readFileSync(join(directory, 'commit.json'), 'utf8'));
      if ((await views.progress('g1')).position === position) await views.commit('g1', position, next, editions, []);
    },
  },
};

const { file, open, act } = WORK[what];
const say = (...words) => stdout.write(`${words.join(' ')}\n`);

function keep() {
  mkdirSync(join(directory, 'after'));
  for (const name of [file, `${file}-wal`])
    if (existsSync(join(directory, name))) copyFileSync(join(directory, name), join(directory, 'after', name));
}

/** A call that nothing else makes: tells where the work begins and ends in what is traced. */
function mark() {
  try {
    readlinkSync(directory);
  } catch {
    // It is no link.
  }
}

const store = await open();
mark();
for (const time of ['first', 'second', 'third']) {
  try {
    await act(store);
    say(time, 'done');
    break;
  } catch (fault) {
    say(time, fault.name, fault.code);
    if (time === 'first') keep();
  }
}
mark();
await store.close();
say('closed');
