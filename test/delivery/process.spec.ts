import { Agent, request } from 'node:http';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { connect, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { SqliteEventStore } from '../../src/infrastructure/sqlite/sqlite-event-store.js';
import { eventually, everything, HandClock } from '../contract/event-store.fixture.js';
import { Child, MAIN } from '../support/child.js';
import { Cli } from '../support/cli.js';
import { CONTACT } from '../support/processes.js';

const WRITERS = 24;
const STARTING = 30_000;
/** What SIGTERM may take: nothing here waits for the views' five seconds. */
const STOPPING = 5000;

/** What became of one request: answered with a status, or never. */
type Outcome = { readonly status: number; readonly id: string | null } | 'unanswered';

const post = (url: string, agent: Agent, body: object): Promise<Outcome> =>
  new Promise((resolve) => {
    const headers = { 'content-type': 'application/json' };
    const asked = request(url, { method: 'POST', agent, headers }, (response) => {
      let text = '';
      response.setEncoding('utf8').on('data', (chunk: string) => (text += chunk));
      response.on('end', () => {
        const { id } = JSON.parse(text) as { id?: string };
        resolve({ status: response.statusCode ?? 0, id: id ?? null });
      });
      response.on('error', () => {
        resolve('unanswered');
      });
    });
    asked.on('error', () => {
      resolve('unanswered');
    });
    asked.end(JSON.stringify(body));
  });

describe('the program as a process', () => {
  let directory: string;
  let child: Child;

  beforeEach(async () => {
    directory = await mkdtemp(join(tmpdir(), 'kronika-process-'));
    const environment = { KRONIKA_DATA: directory, KRONIKA_PORT: '0', KRONIKA_AUTH: 'off', KRONIKA_LOG: 'info' };
    child = new Child(MAIN, [], environment);
  });
  afterEach(async () => {
    child.kill();
    await child.ended;
    await rm(directory, { recursive: true, force: true });
  });

  const started = async (): Promise<string> => {
    const told = (): string | undefined =>
      child.errors.map((line) => /^Kronika: (http:\S+) /.exec(line)?.[1]).find((url) => url !== undefined);
    await eventually(() => told() !== undefined || child.exitCode !== null, 'the program started', STARTING);
    return told() ?? '';
  };
  const stop = async (signal: NodeJS.Signals = 'SIGTERM'): Promise<number> => {
    const before = performance.now();
    child.kill(signal);
    expect(await child.ended).toBeNull();
    expect(child.exitCode).toBe(0);
    return performance.now() - before;
  };
  const levels = (): number[] => child.lines.map((line) => (JSON.parse(line) as { level: number }).level);

  it.each(['SIGTERM', 'SIGINT'] as const)(
    'starts without a warning, stops on %s without an error, and logs nothing but JSON',
    async (signal) => {
      const url = await started();
      expect((await fetch(`${url}/health/live`)).status).toBe(200);
      await stop(signal);
      expect(child.errors).toEqual([`Kronika: ${url} (ledger in ${directory})`]);
      expect(Math.max(...levels())).toBe(30);
    },
    STARTING + STOPPING,
  );

  it(
    'says in one line that its port is in use, and ends',
    async () => {
      const url = await started();
      const elsewhere = await mkdtemp(join(tmpdir(), 'kronika-process-'));
      const port = new URL(url).port;
      const second = new Child(MAIN, [], { KRONIKA_DATA: elsewhere, KRONIKA_PORT: port, KRONIKA_LOG: 'warn' });
      await second.ended;
      expect(second.exitCode).toBe(1);
      expect(second.errors).toEqual([
        `Kronika did not start: port ${port} on 127.0.0.1 is in use: end what listens there, or set KRONIKA_PORT to another`,
      ]);
      const settings = { KRONIKA_PORT: port };
      const { code, err } = await new Cli(['serve'], elsewhere, settings).ended;
      expect([code, err]).toEqual([1, expect.stringMatching(/^port \d+ on 127\.0\.0\.1 is in use: .*\n$/)]);
      await rm(elsewhere, { recursive: true });
      await stop();
    },
    STARTING + STOPPING,
  );

  it(
    'stopped in the midst of writes, answers each write that it records and keeps each that it answered',
    async () => {
      const url = await started();
      const outcomes: Outcome[] = [];
      let stopping = false;
      const writer = async (): Promise<void> => {
        const agent = new Agent({ keepAlive: true, maxSockets: 1 });
        for (;;) {
          const outcome = await post(`${url}/v1/contacts`, agent, CONTACT);
          outcomes.push(outcome);
          // Whoever is told no, or cannot come in any more, knows that the program stops.
          if (outcome === 'unanswered' || outcome.status !== 201) break;
        }
        agent.destroy();
        expect(stopping).toBe(true);
      };
      const writers = Array.from({ length: WRITERS }, () => writer());
      await eventually(() => outcomes.length > WRITERS, 'writes under way', STARTING);
      stopping = true;
      const took = await stop();
      await Promise.all(writers);

      const answered = outcomes.flatMap((outcome) => (outcome === 'unanswered' ? [] : [outcome]));
      const recorded = answered.filter(({ status }) => status === 201).map(({ id }) => `contact-${id ?? ''}`);
      expect(answered.filter(({ status }) => status !== 201 && status !== 503)).toEqual([]);
      const store = SqliteEventStore.open(join(directory, 'ledger.sqlite'), new HandClock());
      const streams = (await everything(store))
        .map(({ stream }) => stream)
        .filter((each) => each.startsWith('contact-'));
      await store.close();
      expect(streams.sort()).toEqual(recorded.sort());
      expect(recorded.length).toBeGreaterThan(WRITERS);
      expect(took).toBeLessThan(STOPPING);
      expect(Math.max(...levels())).toBe(30);
    },
    STARTING + STOPPING,
  );

  it(
    'does not wait for those who ask nothing: a live stream, a connection kept, one never used, half a request',
    async () => {
      const url = await started();
      const { port, hostname } = new URL(url);
      const opened = async (bytes: string): Promise<Socket> => {
        const socket = connect(Number(port), hostname);
        await once(socket, 'connect');
        socket.on('error', () => undefined);
        if (bytes !== '') socket.write(bytes);
        return socket;
      };
      const live = await fetch(`${url}/v1/ledger/events/stream`);
      const kept = await opened('GET /health/live HTTP/1.1\r\nHost: x\r\nConnection: keep-alive\r\n\r\n');
      await once(kept, 'data');
      const others = [await opened(''), await opened('GET /v1/activ')];
      expect(await stop()).toBeLessThan(STOPPING);
      expect(await live.text()).toMatch(/^retry: /);
      for (const socket of [kept, ...others]) socket.destroy();
    },
    STARTING + STOPPING,
  );
});
