import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { NestFactory } from '@nestjs/core';
import { withFiles } from './adapters.js';
import { AppModule } from './app.module.js';
import { BadSetting, type Config, isWithin, readConfig } from './config.js';
import { AccessLog } from './application/access/access-log.js';
import { moveIn } from './application/moving-in.js';
import type { Access, AccessLogStore } from './application/ports/access-log-store.js';
import type { EventStore } from './application/ports/event-store.js';
import type { Filling, Ledgers, Parts, Services } from './delivery/cli/context.js';
import type { DemoEngines } from './delivery/cli/demo.js';
import { Misuse } from './delivery/cli/terminal.js';
import { type Connection, isConnection, readConnection } from './infrastructure/eventstoredb/connection.js';
import { MemoryEventStore } from './infrastructure/memory/memory-event-store.js';
import { MemoryViewStore } from './infrastructure/memory/memory-view-store.js';
import { ACCESS_LOG_FILE, putAside, refuseInUse } from './infrastructure/sqlite/data-directory.js';
import { SqliteAccessLogStore } from './infrastructure/sqlite/sqlite-access-log-store.js';
import { SqliteEventStore } from './infrastructure/sqlite/sqlite-event-store.js';
import { SqliteLedgerFiles } from './infrastructure/sqlite/sqlite-ledger-files.js';
import { SqliteViewStore } from './infrastructure/sqlite/sqlite-view-store.js';
import { CheckpointDirectory } from './infrastructure/system/checkpoint-directory.js';
import { createMasterKey, MasterKeyFile } from './infrastructure/system/master-key-file.js';
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
  const files = new SqliteLedgerFiles(new SystemClock(), version);
  return {
    serve: (more) => serve(settings(more)),
    open: ({ create, settings: more }) => open(settings(more), create),
    demoEngines: DEMO_ENGINES,
    shelf: (directory) => new CheckpointDirectory(directory),
    files,
    masterKeys: {
      create: (path) => {
        const { data } = settings();
        if (isWithin(resolve(path), data))
          throw new Misuse(`a master key must lie outside the data directory, ${data}`);
        return createMasterKey(path);
      },
      read: (path) => new MasterKeyFile(path).read(),
    },
    ledgers: ledgers(files, settings),
    onRecord: (access, place) => putOnRecord(access, place, settings),
    version,
    viewsApart: () => settings().viewStore !== null,
    moveIn: () => moveInto(settings()),
    keys: () => keysDirectoryOf(settings()),
    data: () => directoryOf(settings()),
  };
}

/** @throws Misuse where the ledger is on a server: a file that is left in the directory is not the ledger any more */
function directoryOf({ data, eventStore }: Config): string {
  if (eventStore === null) return data;
  throw new Misuse(`the ledger is at ${eventStore.shown}: it is backed up there, or by ledger export`);
}

async function putOnRecord(access: Access, place: string | null, settings: () => Config): Promise<void> {
  const at = place === null ? null : readPlace(place);
  const { data, viewStore } = settings();
  const directory = typeof at === 'string' ? resolve(at) : data;
  const record = (store: AccessLogStore): Promise<void> => new AccessLog(store, new SystemClock()).record(access);
  if (directory === data && viewStore !== null) {
    const { withMongoDb } = await import('./mongodb-adapters.js');
    return withMongoDb(viewStore, ({ log }) => record(log));
  }
  mkdirSync(directory, { recursive: true, mode: 0o700 });
  const store = SqliteAccessLogStore.open(join(directory, ACCESS_LOG_FILE));
  try {
    await record(store);
  } finally {
    await store.close();
  }
}

async function moveInto({ data, viewStore }: Config): ReturnType<Parts['moveIn']> {
  if (viewStore === null)
    throw new Misuse('KRONIKA_VIEW_STORE must name the MongoDB replica set that is moved into (docs/mongodb.md)');
  refuseInUse(data);
  const { withMongoDb } = await import('./mongodb-adapters.js');
  const moved = await withFiles(data, (from) => withMongoDb(viewStore, (to) => moveIn(from, to)));
  return { moved, aside: await putAside(data) };
}

/** @throws Misuse where the keys are in MongoDB: a copy of a file that is left in the directory would be one of stale keys */
function keysDirectoryOf({ data, viewStore }: Config): string {
  if (viewStore === null) return data;
  throw new Misuse(
    'the keys of persons are in MongoDB (KRONIKA_VIEW_STORE), in a database of their own: copy that one, by its own rule (docs/mongodb.md)',
  );
}

/** @param settings read only where the place is theirs */
function ledgers(files: SqliteLedgerFiles, settings: () => Config): Ledgers {
  const placeOf = (place: string | null): Connection | string =>
    place === null ? (settings().eventStore ?? settings().data) : readPlace(place);
  const onServer = async (connection: Connection): Promise<EventStore> => {
    const { EventStoreDbEventStore } = await import('./infrastructure/eventstoredb/eventstoredb-event-store.js');
    return EventStoreDbEventStore.open(connection, new SystemClock());
  };
  return {
    open: async (place) => {
      const at = placeOf(place);
      return typeof at === 'string' ? files.open(at) : onServer(at);
    },
    size: (place) => {
      const at = placeOf(place);
      return typeof at === 'string' ? files.size(at) : null;
    },
    fill: async (place): Promise<Filling> => {
      const at = placeOf(place);
      if (typeof at === 'string') {
        const staging = await files.stage(at);
        const put = async (): Promise<void> => {
          await staging.put();
        };
        return { ...staging, where: at, put };
      }
      const ledger = await onServer(at);
      const close = (): Promise<void> => ledger.close();
      return { ledger, where: at.shown, left: null, put: close, close, discard: close };
    },
  };
}

/** A data directory, or the address of a ledger on a server. @throws Misuse */
function readPlace(said: string): Connection | string {
  try {
    if (isConnection(said)) return readConnection(said);
  } catch (error) {
    if (error instanceof RangeError) throw new Misuse(`the address of a ledger on a server ${error.message}`);
    throw error;
  }
  const [, engine, rest] = /^([a-z][a-z0-9+]+):(.*)$/.exec(said) ?? [];
  if (engine === undefined) return said;
  if (engine === 'sqlite' && rest !== undefined && rest !== '') return rest;
  // What stands after an engine that there is not may hold a password.
  throw new Misuse(`${engine}:... is no place for a ledger: DIRECTORY or sqlite:DIRECTORY is, and esdb://...`);
}

async function open(config: Config, create: boolean): Promise<Services> {
  if (!create && config.eventStore === null && !existsSync(config.data))
    throw new Misuse(`there is no ledger in ${config.data}: KRONIKA_DATA names the directory that holds it`);
  const app = await NestFactory.createApplicationContext(await AppModule.forRoot(config), {
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
