import { randomInt } from 'node:crypto';
import type { INestApplicationContext } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { AccessDisposal } from './application/access/access-disposal.js';
import { AccessLog } from './application/access/access-log.js';
import { Accounts } from './application/access/accounts.js';
import type { Finding } from './application/audit/finding.js';
import { Integrity } from './application/audit/integrity.js';
import { Keeping } from './application/audit/keeping.js';
import { LedgerTree } from './application/audit/ledger-tree.js';
import { Signing } from './application/audit/signing.js';
import { DayClosing } from './application/day-closing.js';
import { Duty } from './application/duty.js';
import { Lag } from './application/lag.js';
import { Opening } from './application/opening.js';
import { Patience } from './application/patience.js';
import { AccessLogStore } from './application/ports/access-log-store.js';
import { AccessStore } from './application/ports/access-store.js';
import { AccountStore } from './application/ports/account-store.js';
import { EventStore } from './application/ports/event-store.js';
import { TreeStore } from './application/ports/tree-store.js';
import { ViewStore } from './application/ports/view-store.js';
import { PersonRecording } from './application/persons/person-recording.js';
import { PersonKeyStore } from './application/ports/person-key-store.js';
import { Projector } from './application/projector.js';
import { Settling } from './application/settling.js';
import { Rejection } from './domain/kernel/rejection.js';
import { AppModule, type Overrides } from './app.module.js';
import { type Config, toldOf } from './config.js';
import { administrator, MACHINE_USER } from './delivery/cli/administrator.js';
import { Connections } from './delivery/http/connections.js';
import { LinkAddresses } from './delivery/http/link-addresses.js';
import { frameworkLog } from './delivery/http/log.js';
import { type LogStream, platform, prepare } from './delivery/http/platform.js';

/** How often the clock is looked at for a new day, in milliseconds; the first time after a thirtieth of it. */
const LOOK = 30_000;

/** How often a segment of the ledger and its editions are checked, in milliseconds. */
const SAMPLE = 5_000;

/** Of so many sides, that nobody can foresee which segment is next. */
const DICE = 2 ** 32;

/** The whole program, running. */
export interface Kronika {
  readonly app: NestFastifyApplication;
  /** Where it listens; null when it was not told to. */
  readonly url: string | null;
  /** Where the first administrator makes an account, once; null where there are accounts, or nobody is asked who they are. */
  readonly firstLink: string | null;
  /** Finishes what it has acknowledged, then lets go of the files. */
  close(): Promise<void>;
}

export interface ServeOptions extends Overrides {
  /** Left out: it listens. */
  readonly listen?: false;
  /** Left out: an empty data directory becomes the ledger of powiat toruński. */
  readonly open?: false;
  /** Left out: the log goes to standard output. */
  readonly log?: LogStream;
  /** How often it looks for a day to close, in milliseconds. */
  readonly look?: number;
  /** How often it checks a segment of the ledger and its editions, in milliseconds. */
  readonly sample?: number;
}

/** Starts the program: opens the ledger, projects and closes past days where that is its role and its turn, answers. */
export async function serve(config: Config, options: ServeOptions = {}): Promise<Kronika> {
  const adapter = platform(config.log, config.trustProxy, options.log);
  const { log } = adapter.getInstance();
  const app = await NestFactory.create<NestFastifyApplication>(await AppModule.forRoot(config, options), adapter, {
    logger: frameworkLog(log),
    abortOnError: false,
    // Its own readers take forms too; ours takes JSON and nothing else.
    bodyParser: false,
  });
  const connections = new Connections(app.getHttpServer());
  await prepare(app, connections);
  if (options.open !== false) await app.get(Opening).open({ demonstration: false });
  const projects = config.role !== 'api';
  const duty = app.get(Duty);
  const watch = (what: string) => (fault: unknown) => {
    log.error({ err: fault }, what);
  };
  if (projects && options.open !== false) {
    await app
      .get(Signing)
      .prepare()
      .catch(watch('the key that signs checkpoints could not be read, made or put on record'));
  }
  const tree = app.get(LedgerTree);
  app.get(Projector).follow((position, batch) => tree.take(position, batch));
  if (projects) duty.start(watch('the projection was interrupted and starts again'));
  const report = (findings: readonly Finding[]): void => {
    for (const finding of findings) log.error({ finding }, 'what is recorded is not sound: run kronika verify');
  };
  const integrity = app.get(Integrity);
  // Each past day is closed as soon as the views know that it had events.
  const days = new Regularly(
    async (signal) => {
      // Whoever has the duty now tells of it.
      if (duty.held && (await app.get(Lag).now()).caughtUp) await app.get(DayClosing).closePast(signal);
      integrity.note('closing', 'close', []);
    },
    (fault) => {
      watch('a day could not be closed and will be tried again')(fault);
      if (fault instanceof Rejection) integrity.note('closing', 'close', [`past days stay open: ${fault.message}`]);
    },
  );
  const keeping = new Regularly(
    async () => {
      if (duty.held) report(integrity.note('keeping', 'kept', await app.get(Keeping).keep()));
      integrity.note('not-kept', 'kept', []);
    },
    (fault) => {
      watch('checkpoints could not be kept outside and will be tried again')(fault);
      const why = fault instanceof Rejection ? fault.message : 'the log says why';
      integrity.note('not-kept', 'kept', [`checkpoints are not being kept outside: ${why}`]);
    },
  );
  // What is old is disposed of, and what was to be destroyed is: also after a start from files of before.
  const clearing = new Regularly(async () => {
    await app.get(AccessDisposal).dispose();
    await app.get(PersonRecording).sweep();
  }, watch('what is to be disposed of could not be and will be tried again'));
  const sampling = new Regularly(async (signal) => {
    report(await integrity.turn(randomInt(DICE) / DICE, signal));
  }, watch('the ledger could not be checked and will be tried again'));
  await app.init();
  await app.getHttpAdapter().getInstance().ready();
  await abreast(app);
  const settings = new Regularly(
    once(() => app.get(AccessLog).configured(toldOf(config), administrator(MACHINE_USER).actor)),
    watch('the settings could not be put on record and will be tried again'),
  );
  await settings.now();
  const url = options.listen === false ? null : await listen(app, config).catch(givenUp(app));
  const comeIn = config.auth === 'on' && config.role !== 'projector' && url !== null;
  const first = comeIn ? await app.get(Accounts).firstLink() : null;
  const regular = [days, keeping, clearing, sampling, settings];
  if (projects) for (const each of [days, keeping]) each.start(options.look ?? LOOK);
  for (const each of [clearing, settings]) each.start(options.look ?? LOOK);
  sampling.start(options.sample ?? SAMPLE);
  return {
    app,
    url,
    firstLink: first === null ? null : app.get(LinkAddresses).of(first, url),
    close: async () => {
      for (const each of regular) await each.stop();
      // Answers what is under way, and takes in nothing new.
      await letGo(
        app,
        connections.release(() => app.close()),
      );
    },
  };
}

/** What is done until it has been done. */
function once(work: () => Promise<void>): () => Promise<void> {
  let done = false;
  return async () => {
    if (!done) await work();
    done = true;
  };
}

/** Waits a while for the views: whoever comes first is not to hear that a gmina of a new ledger is unknown. */
async function abreast(app: INestApplicationContext): Promise<void> {
  const { position, events } = await app.get(Lag).now();
  await app.get(Settling).reached(position + events, app.get(Patience).milliseconds);
}
/** What could not be started lets go of everything, so that the process ends. */
const givenUp =
  (app: INestApplicationContext) =>
  async (fault: unknown): Promise<never> => {
    await letGo(app, app.close());
    throw fault;
  };

/** Lets go of the engines once `closed` settles: what was begun is finished first. */
export async function letGo(app: INestApplicationContext, closed: Promise<void>): Promise<void> {
  await closed;
  await app.get(Duty).close();
  await app.get(EventStore).close();
  await app.get(ViewStore).close();
  await app.get(TreeStore).close();
  await app.get(AccessStore).close();
  await app.get(AccountStore).close();
  await app.get(AccessLogStore).close();
  await app.get(PersonKeyStore).close();
}

/** Settles when the process is asked to end; asked again meanwhile, it goes on finishing. */
export function interruption(): Promise<void> {
  return new Promise((resolve) => {
    for (const signal of ['SIGTERM', 'SIGINT'] as const)
      process.on(signal, () => {
        resolve();
      });
  });
}

/** Why nothing can listen at an address, by Node's code, and what to do. */
const NOT_LISTENING: Readonly<Record<string, string>> = {
  EADDRINUSE: 'is in use: end what listens there, or set KRONIKA_PORT to another',
  EACCES: 'may not be listened on by this user: set KRONIKA_PORT to one above 1023',
  EADDRNOTAVAIL: 'is no address of this machine: set KRONIKA_HOST to one',
};

async function listen(app: NestFastifyApplication, { host, port }: Config): Promise<string> {
  try {
    await app.listen(port, host);
  } catch (fault) {
    const why = NOT_LISTENING[typeof fault === 'object' && fault !== null && 'code' in fault ? String(fault.code) : ''];
    if (why === undefined) throw fault;
    throw new Error(`port ${String(port)} on ${host} ${why}`, { cause: fault });
  }
  return app.getUrl();
}

/** Does something again and again, one turn after the other, until it is stopped. */
class Regularly {
  private turn: Promise<void> | null = null;
  private readonly stopping = new AbortController();
  private readonly timers: NodeJS.Timeout[] = [];

  constructor(
    private readonly work: (signal: AbortSignal) => Promise<void>,
    private readonly onFault: (fault: unknown) => void,
  ) {}

  /** A turn, unless one is under way: that one is waited for. */
  now(): Promise<void> {
    return (this.turn ??= this.work(this.stopping.signal)
      .catch((fault: unknown) => {
        // What was broken off is no fault.
        if (!this.stopping.signal.aborted) this.onFault(fault);
      })
      .finally(() => (this.turn = null)));
  }

  /** @param every milliseconds; the first time after a thirtieth of them */
  start(every: number): void {
    const next = (): void => void this.now();
    this.timers.push(setTimeout(next, every / 30).unref(), setInterval(next, every).unref());
  }

  /** Breaks off a turn that is under way, where it can be, and resolves when it is over. */
  async stop(): Promise<void> {
    for (const timer of this.timers) clearTimeout(timer);
    this.stopping.abort();
    await this.turn;
  }
}
