import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { EventStore, type StoredEvent } from '../../src/application/ports/event-store.js';
import { readConfig } from '../../src/config.js';
import { type Kronika, serve, type ServeOptions } from '../../src/serve.js';

type Headers = Readonly<Record<string, string>>;
export type Answer = Awaited<ReturnType<Kronika['app']['inject']>>;

/** A problem as it is answered. */
export interface Problem {
  readonly type: string;
  readonly title: string;
  readonly status: number;
  readonly detail: string;
  readonly instance?: string;
  readonly errors?: readonly { readonly pointer: string; readonly detail: string }[];
}

/** The whole program on SQLite in a directory of its own, asked without a network unless told to listen. */
export class Served {
  private constructor(
    readonly directory: string,
    readonly kronika: Kronika,
  ) {}

  /** @param settings of the environment; @param directory left out, an empty one */
  static async start(settings: Headers = {}, options: ServeOptions = { listen: false }, directory?: string) {
    const data = directory ?? (await mkdtemp(join(tmpdir(), 'kronika-served-')));
    const config = readConfig({ KRONIKA_DATA: data, KRONIKA_LOG: 'silent', KRONIKA_PORT: '0', ...settings });
    return new Served(data, await serve(config, options));
  }

  get<T>(service: abstract new (...args: never[]) => T): T {
    return this.kronika.app.get(service);
  }

  read(url: string, headers: Headers = {}): Promise<Answer> {
    return this.kronika.app.inject({ method: 'GET', url, headers });
  }

  /** @param body text is sent as it is, anything else as JSON; undefined sends nothing */
  write(url: string, body: unknown, headers: Headers = {}): Promise<Answer> {
    if (body === undefined) return this.kronika.app.inject({ method: 'POST', url, headers });
    const payload = typeof body === 'string' || Buffer.isBuffer(body) ? body : JSON.stringify(body);
    return this.kronika.app.inject({
      method: 'POST',
      url,
      headers: { 'content-type': 'application/json', ...headers },
      payload,
    });
  }

  async events(): Promise<StoredEvent[]> {
    const events: StoredEvent[] = [];
    for await (const batch of this.get(EventStore).readAll()) events.push(...batch);
    return events;
  }

  /** Stops; the directory stays for whoever starts on it again. */
  stop(): Promise<void> {
    return this.kronika.close();
  }

  async discard(): Promise<void> {
    await this.stop();
    await rm(this.directory, { recursive: true, force: true });
  }
}

export const problemIn = (answer: Answer): Problem => answer.json<Problem>();
