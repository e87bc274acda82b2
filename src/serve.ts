import type { INestApplicationContext } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import { DayClosing } from './application/day-closing.js';
import { Lag } from './application/lag.js';
import { Opening } from './application/opening.js';
import { AccessStore } from './application/ports/access-store.js';
import { EventStore } from './application/ports/event-store.js';
import { ViewStore } from './application/ports/view-store.js';
import { Projector } from './application/projector.js';
import { AppModule, type Overrides } from './app.module.js';
import type { Config } from './config.js';
import { Connections } from './delivery/http/connections.js';
import { prepare } from './delivery/http/platform.js';

/** How often the clock is looked at for a new day, in milliseconds. */
const LOOK = 30_000;

/** The whole program, running. */
export interface Kronika {
  readonly app: NestFastifyApplication;
  /** Where it listens; null when it was not told to. */
  readonly url: string | null;
  /** Finishes what it has acknowledged, then lets go of the files. */
  close(): Promise<void>;
}

export interface ServeOptions extends Overrides {
  /** Left out: it listens. */
  readonly listen?: false;
  /** Left out: an empty data directory becomes the ledger of powiat toruński. */
  readonly open?: false;
}

/** Starts the program: opens the ledger, projects, closes past days, answers. */
export async function serve(config: Config, options: ServeOptions = {}): Promise<Kronika> {
  const adapter = new FastifyAdapter({
    bodyLimit: 1_048_576,
    // A request's id is its W3C trace where it brings one, so that log and ledger name the same.
    logger: config.log === 'silent' ? false : { level: config.log, redact: ['req.headers.authorization'] },
    disableRequestLogging: true,
    forceCloseConnections: 'idle',
    routerOptions: { maxParamLength: 200 },
  });
  const app = await NestFactory.create<NestFastifyApplication>(AppModule.forRoot(config, options), adapter, {
    logger: ['fatal', 'error', 'warn'],
    abortOnError: false,
  });
  const log = app.getHttpAdapter().getInstance().log;
  await prepare(app, config);
  const connections = new Connections(app.getHttpServer());
  if (options.open !== false) await app.get(Opening).open({ demonstration: false });
  const projector = app.get(Projector);
  projector.start((fault) => {
    log.error({ err: fault }, 'the projection was interrupted and starts again');
  });
  const days = closeDays(app.get(DayClosing), app.get(Lag), (fault) => {
    log.error({ err: fault }, 'a day could not be closed and will be tried again');
  });
  await app.init();
  await app.getHttpAdapter().getInstance().ready();
  const url = options.listen === false ? null : await listen(app, config);
  return {
    app,
    url,
    close: async () => {
      clearInterval(days);
      // Answers what is under way, and takes in nothing new.
      await letGo(app, connections.release(app.close()));
    },
  };
}

/** Lets go of the engines once `closed` settles: what was begun is finished first. */
export async function letGo(app: INestApplicationContext, closed: Promise<void>): Promise<void> {
  await closed;
  await app.get(EventStore).close();
  await app.get(Projector).close();
  await app.get(ViewStore).close();
  await app.get(AccessStore).close();
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

async function listen(app: NestFastifyApplication, { host, port }: Config): Promise<string> {
  await app.listen(port, host);
  return app.getUrl();
}

/** Closes each past day as soon as the views know that it had events. */
function closeDays(closing: DayClosing, lag: Lag, onFault: (fault: unknown) => void): NodeJS.Timeout {
  let busy = false;
  const look = async (): Promise<void> => {
    if (busy) return;
    busy = true;
    try {
      if ((await lag.now()).caughtUp) await closing.closePast();
    } catch (fault) {
      onFault(fault);
    } finally {
      busy = false;
    }
  };
  setTimeout(() => void look(), 1000).unref();
  return setInterval(() => void look(), LOOK).unref();
}
