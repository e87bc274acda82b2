// What a kept ledger holds, and what views this version makes of it, in `digests.json` beside it. make.mjs writes it; run
// alone it is written anew for the version at hand, whose views still change: node test/ledgers/digests.mjs, in a built
// checkout. The ledger itself is copied before it is opened, and stays as it is. test/ledgers/README.md.
import 'reflect-metadata';
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { canonical, digestOf } from '../../dist/application/canonical.js';
import { SimulatedClock } from '../../dist/application/demo/simulated-clock.js';
import { FIRST_MORNING } from '../../dist/application/demo/load-demonstration.js';
import { digestOfLedger } from '../../dist/application/ledger-copy.js';
import { Rebuild } from '../../dist/application/rebuild.js';
import { VIEWS } from '../../dist/domain/views/catalogue.js';
import { MemoryViewStore } from '../../dist/infrastructure/memory/memory-view-store.js';
import { SqliteEventStore } from '../../dist/infrastructure/sqlite/sqlite-event-store.js';

export async function writeDigests(directory) {
  const home = mkdtempSync(join(tmpdir(), 'kronika-digests-'));
  cpSync(join(directory, 'ledger.sqlite'), join(home, 'ledger.sqlite'));
  const ledger = SqliteEventStore.open(join(home, 'ledger.sqlite'), new SimulatedClock(FIRST_MORNING));
  const store = new MemoryViewStore();
  await new Rebuild(ledger, store).run();
  const views = {};
  for (const { name, version } of VIEWS) {
    const found = [];
    for await (const batch of store.editions('g1', name)) found.push(...batch.map(canonical));
    views[name] = { version, count: found.length, sha256: digestOf(found) };
  }
  const told = { ledger: await digestOfLedger(ledger), views };
  await ledger.close();
  rmSync(home, { recursive: true });
  writeFileSync(join(directory, 'digests.json'), `${JSON.stringify(told, null, 2)}\n`);
}

if (process.argv[1] === import.meta.filename) {
  const { version } = JSON.parse(readFileSync(join(import.meta.dirname, '../../package.json'), 'utf8'));
  await writeDigests(join(import.meta.dirname, version));
}
