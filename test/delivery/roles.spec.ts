import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { Child, MAIN } from '../support/child.js';
import { Cli } from '../support/cli.js';
import { MongoStandIn } from '../support/mongodb/mongo-stand-in.js';

const STARTING = 30_000;
/** The work of a projector that was killed is taken over within this. */
const HANDOVER = 10_000;

const CONTACT = {
  title: 'Zapis próbny',
  occurredOn: '2023-06-14',
  gminas: ['0415052'],
  channel: 'phone',
  direction: 'outgoing',
  counterparts: [{ organisation: { name: 'Gmina Łubianka' }, function: 'sekretarz' }],
};

/** Waits until something is so, asked every little while. */
async function until(holds: () => Promise<boolean>, what: string, milliseconds: number): Promise<number> {
  const began = performance.now();
  while (!(await holds().catch(() => false))) {
    if (performance.now() - began > milliseconds) throw new Error(`not within ${milliseconds} ms: ${what}`);
    await setTimeout(50);
  }
  return performance.now() - began;
}

/** A process of the program, with a role. */
class Process {
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

  status = async (path: string): Promise<number> => (await fetch(`${this.url}${path}`)).status;

  /** Whether it says that it is the one that projects. */
  projects = async (): Promise<boolean> =>
    /^kronika_projecting 1$/m.test(await (await fetch(`${this.url}/metrics`)).text());

  /** Records something. @returns its number, and null where the views are late */
  async record(): Promise<string | null> {
    const headers = { 'content-type': 'application/json' };
    const answer = await fetch(`${this.url}/v1/contacts`, { method: 'POST', headers, body: JSON.stringify(CONTACT) });
    const { number } = (await answer.json()) as { readonly number: string | null };
    expect(answer.status).toBe(201);
    return number;
  }
}

const ENGINES = [
  { engine: 'SQLite', mongo: false },
  { engine: 'views in a stand-in for MongoDB', mongo: true },
];

describe.each(ENGINES)('roles, on $engine', ({ mongo }) => {
  let standIn: MongoStandIn | null = null;
  let directory: string;
  let environment: Record<string, string>;
  const processes: Process[] = [];

  beforeAll(async () => {
    standIn = mongo ? await MongoStandIn.start() : null;
  });
  afterAll(async () => {
    await standIn?.close();
    expect([...(standIn?.refusals ?? [])]).toEqual([]);
  });
  beforeEach(async () => {
    directory = await mkdtemp(join(tmpdir(), 'kronika-roles-'));
    environment = {
      KRONIKA_DATA: directory,
      KRONIKA_PORT: '0',
      KRONIKA_AUTH: 'off',
      KRONIKA_LOG: 'error',
      ...(standIn !== null && { KRONIKA_VIEW_STORE: standIn.url(`kronika_${String(processes.length)}_${Date.now()}`) }),
    };
  });
  afterEach(async () => {
    for (const each of processes.splice(0)) await each.end();
    await rm(directory, { recursive: true, force: true });
  });

  const start = (role: string): Promise<Process> => {
    const started = new Process(role, environment);
    processes.push(started);
    return started.started();
  };
  /** The one of two that projects, and the one that waits. */
  const turns = async (one: Process, other: Process): Promise<[Process, Process]> => {
    await until(async () => (await one.projects()) !== (await other.projects()), 'one of two projects', HANDOVER);
    return (await one.projects()) ? [one, other] : [other, one];
  };
  const verify = async (): Promise<void> => {
    const { ended } = new Cli(['verify'], directory, environment);
    expect(await ended).toMatchObject({ code: 0 });
  };

  it('an api process answers and records, and projects nothing; a projector does, and answers only how it fares', async () => {
    const [api, other] = await Promise.all([start('api'), start('api')]);
    expect(await api.status('/health/ready')).toBe(503);
    expect(await api.status('/v1/activities')).toBe(503);
    const projector = await start('projector');
    await until(async () => (await api.status('/health/ready')) === 200, 'the views are there', HANDOVER);
    expect(await api.record()).toMatch(/^KT\/\d{4}\/0001$/);
    expect(await other.record()).toMatch(/^KT\/\d{4}\/0002$/);
    expect(await Promise.all([api, other, projector].map((each) => each.projects()))).toEqual([false, false, true]);
    expect(await projector.status('/health/live')).toBe(200);
    expect(await projector.status('/v1/activities')).toBe(404);
  }, 90_000);

  it('a projector that is told to end finishes, hands over, and has nothing to complain of', async () => {
    const [api, ...projectors] = await Promise.all([start('api'), start('projector'), start('projector')]);
    const [active, waiting] = await turns(...projectors);
    expect(await api.record()).toMatch(/^KT/);
    expect(await active.stop()).toEqual([0, []]);
    await until(() => waiting.projects(), 'the other projects', HANDOVER);
    expect(await api.record()).toMatch(/^KT/);
    expect(await waiting.stop()).toEqual([0, []]);
    expect(await api.stop()).toEqual([0, []]);
  }, 120_000);

  it('a projector that is killed in the midst of writes is followed by the next within ten seconds', async () => {
    const [api, ...projectors] = await Promise.all([start('api'), start('projector'), start('projector')]);
    const [active, waiting] = await turns(...projectors);
    expect(await api.record()).toMatch(/^KT/);
    const enough = new AbortController();
    const writes = (async () => {
      while (!enough.signal.aborted) await api.record();
    })();
    await setTimeout(300);
    active.kill('SIGKILL');
    await until(() => waiting.projects(), 'the other projects', HANDOVER);
    expect(await until(async () => (await api.record()) !== null, 'views follow', HANDOVER)).toBeLessThan(HANDOVER);
    enough.abort();
    await writes;
    await verify();
  }, 120_000);

  it('a projector that is stopped, and goes on when another has done its work, writes nothing over it', async () => {
    const [api, ...projectors] = await Promise.all([start('api'), start('projector'), start('projector')]);
    const [stopped, waiting] = await turns(...projectors);
    await api.record();
    const writes = Promise.all(Array.from({ length: 8 }, () => api.record()));
    stopped.kill('SIGSTOP');
    await writes;
    if (mongo) await until(() => waiting.projects(), 'the other projects', HANDOVER);
    // On one machine the lock of a process lasts as long as it lives; whoever else may fold is not kept from it.
    else expect(await new Cli(['rebuild'], directory, environment).ended).toMatchObject({ code: 0 });
    await until(async () => (await api.status('/health/ready')) === 200, 'the views are there', HANDOVER);
    stopped.kill('SIGCONT');
    await turns(...projectors);
    expect(await api.record()).toMatch(/^KT\/\d{4}\/0010$/);
    await verify();
  }, 120_000);
});
