import { expect } from '@jest/globals';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { pathToFileURL } from 'node:url';
import { Child, MAIN } from './child.js';
import { Cli } from './cli.js';
import { StandIn } from './eventstoredb/stand-in.js';
import { MongoStandIn } from './mongodb/mongo-stand-in.js';

const STARTING = 60_000;

/** A body that records a contact. */
export const CONTACT = {
  title: 'Zapis próbny',
  occurredOn: '2023-06-14',
  gminas: ['0415052'],
  channel: 'phone',
  direction: 'outgoing',
  counterparts: [{ organisation: { name: 'Gmina Łubianka' }, function: 'sekretarz' }],
};

/** Waits until something is so, asked every little while. @returns milliseconds waited */
export async function until(holds: () => Promise<boolean>, what: string, milliseconds: number): Promise<number> {
  const began = performance.now();
  while (!(await holds().catch(() => false))) {
    if (performance.now() - began > milliseconds) throw new Error(`not within ${milliseconds} ms: ${what}`);
    await setTimeout(50);
  }
  return performance.now() - began;
}

/** A process of the program, with a role. */
export class Process {
  url = '';
  private readonly child: Child;

  constructor(role: string, environment: Readonly<Record<string, string>>) {
    this.child = new Child(MAIN, [], { ...environment, KRONIKA_ROLE: role });
  }

  async started(): Promise<this> {
    const told = (): string =>
      this.child.errors.map((line) => /^Kronika: (http:\S+) /.exec(line)?.[1] ?? '').find((url) => url !== '') ?? '';
    await until(async () => told() !== '' || this.child.exitCode !== null, 'the process starts', STARTING);
    if (told() === '') throw new Error(this.child.errors.join('\n'));
    this.url = told();
    return this;
  }

  kill(signal: NodeJS.Signals): void {
    this.child.kill(signal);
  }

  /** Asks it to end. @returns its exit code, and what it said beside its address */
  async stop(): Promise<readonly [number | null, readonly string[]]> {
    this.child.kill('SIGTERM');
    await this.child.ended;
    return [this.child.exitCode, this.child.errors.filter((line) => !line.startsWith('Kronika: http'))];
  }

  async end(): Promise<void> {
    this.child.kill('SIGCONT');
    this.child.kill('SIGKILL');
    await this.child.ended;
  }

  get = (path: string): Promise<Response> => fetch(`${this.url}${path}`);

  status = async (path: string): Promise<number> => (await this.get(path)).status;

  ready = async (): Promise<boolean> => (await this.status('/health/ready')) === 200;

  /** Whether it says that it is the one that projects. */
  projects = async (): Promise<boolean> => /^kronika_projecting 1$/m.test(await (await this.get('/metrics')).text());

  /** Records something. @returns its number, and null where the views are late */
  async record(): Promise<string | null> {
    const headers = { 'content-type': 'application/json' };
    const answer = await fetch(`${this.url}/v1/contacts`, { method: 'POST', headers, body: JSON.stringify(CONTACT) });
    const { number } = (await answer.json()) as { readonly number: string | null };
    expect(answer.status).toBe(201);
    return number;
  }
}

/** What several processes can stand on: one machine, or servers. */
export const ENGINES = [
  { engine: 'SQLite', ledgerApart: false, viewsApart: false },
  { engine: 'stand-ins for EventStoreDB and MongoDB', ledgerApart: true, viewsApart: true },
] as const;

/** The stand-ins of one of the {@link ENGINES}, and the processes on the ledger of one test at a time. */
export class House {
  directory = '';
  environment: Record<string, string> = {};
  private readonly processes: Process[] = [];
  private ledgers = 0;

  private constructor(
    private readonly ledgerServer: StandIn | null,
    private readonly viewServer: MongoStandIn | null,
  ) {}

  static async build({ ledgerApart, viewsApart }: (typeof ENGINES)[number]): Promise<House> {
    return new House(ledgerApart ? await StandIn.start() : null, viewsApart ? await MongoStandIn.start() : null);
  }

  /** An empty ledger. */
  async begin(): Promise<void> {
    const ordinal = String(++this.ledgers);
    this.directory = await mkdtemp(join(tmpdir(), 'kronika-house-'));
    this.environment = {
      KRONIKA_DATA: this.directory,
      KRONIKA_PORT: '0',
      KRONIKA_AUTH: 'off',
      KRONIKA_LOG: 'error',
      ...(this.ledgerServer !== null && { KRONIKA_EVENT_STORE: this.ledgerServer.address(`ledger-${ordinal}`) }),
      ...(this.viewServer !== null && { KRONIKA_VIEW_STORE: this.viewServer.url(`kronika_${ordinal}`) }),
    };
  }

  async end(): Promise<void> {
    for (const each of this.processes.splice(0)) await each.end();
    await rm(this.directory, { recursive: true, force: true });
  }

  async tearDown(): Promise<void> {
    await this.ledgerServer?.stop();
    await this.viewServer?.close();
    // What they refused was asked by our mistake, or is a gap of their own: either has to be seen.
    expect([...(this.ledgerServer?.refusals ?? [])]).toEqual([]);
    expect(this.viewServer?.mistakes ?? []).toEqual([]);
  }

  /** Starts a process. @param shift milliseconds by which its machine's clock is ahead */
  start(role: string, shift = 0): Promise<Process> {
    const started = new Process(role, { ...this.environment, ...shifted(shift) });
    this.processes.push(started);
    return started.started();
  }

  async verify(shift = 0): Promise<void> {
    const { ended } = new Cli(['verify'], this.directory, { ...this.environment, ...shifted(shift) });
    expect(await ended).toMatchObject({ code: 0 });
  }
}

const shifted = (milliseconds: number): Readonly<Record<string, string>> =>
  milliseconds === 0
    ? {}
    : {
        NODE_OPTIONS: `--import=${pathToFileURL(join(import.meta.dirname, 'shifted-date.mjs')).href}`,
        KRONIKA_TEST_SHIFT: String(milliseconds),
      };
