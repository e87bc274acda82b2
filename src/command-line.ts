import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { NestFactory } from '@nestjs/core';
import { AppModule } from './app.module.js';
import { BadSetting, type Config, readConfig } from './config.js';
import type { Parts, Services } from './delivery/cli/context.js';
import type { DemoEngines } from './delivery/cli/demo.js';
import { Misuse } from './delivery/cli/terminal.js';
import { MemoryEventStore } from './infrastructure/memory/memory-event-store.js';
import { MemoryViewStore } from './infrastructure/memory/memory-view-store.js';
import { SqliteEventStore } from './infrastructure/sqlite/sqlite-event-store.js';
import { SqliteLedgerFiles } from './infrastructure/sqlite/sqlite-ledger-files.js';
import { SqliteViewStore } from './infrastructure/sqlite/sqlite-view-store.js';
import { SystemClock } from './infrastructure/system/system-clock.js';
import { letGo, serve } from './serve.js';

type Environment = Readonly<Record<string, string | undefined>>;

const DEMO_ENGINES: DemoEngines = {
  inMemory: (clock) => ({ ledger: new MemoryEventStore(clock), views: new MemoryViewStore() }),
  inDirectory: (directory, clock) => ({
    ledger: SqliteEventStore.open(join(directory, 'ledger.sqlite'), clock),
    views: SqliteViewStore.open(join(directory, 'views.sqlite')),
  }),
};

/** What the commands stand on, as the environment sets it. */
export function partsOf(environment: Environment): Parts {
  const settings = (more: Readonly<Record<string, string>> = {}): Config => {
    try {
      return readConfig({ ...environment, ...more });
    } catch (fault) {
      if (fault instanceof BadSetting) throw new Misuse(fault.message);
      throw fault;
    }
  };
  const version = versionOf();
  return {
    serve: (more) => serve(settings(more)),
    open: ({ create }) => open(settings(), create),
    demoEngines: DEMO_ENGINES,
    files: new SqliteLedgerFiles(new SystemClock(), version),
    version,
    data: () => settings().data,
  };
}

async function open(config: Config, create: boolean): Promise<Services> {
  if (!create && !existsSync(config.data))
    throw new Misuse(`there is no ledger in ${config.data}: KRONIKA_DATA names the directory that holds it`);
  const app = await NestFactory.createApplicationContext(AppModule.forRoot(config), {
    // An error is thrown, too, and told in a sentence.
    logger: ['fatal', 'warn'],
    abortOnError: false,
  });
  return { get: (service) => app.get(service), close: () => letGo(app, app.close()) };
}

/** The program's own, as its package says. */
function versionOf(): string {
  const text = readFileSync(new URL('../package.json', import.meta.url), 'utf8');
  return (JSON.parse(text) as { readonly version: string }).version;
}
