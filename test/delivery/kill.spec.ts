import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { mkdtemp, rm } from 'node:fs/promises';
import { Agent, request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { StoredEvent } from '../../src/application/ports/event-store.js';
import { SqliteEventStore } from '../../src/infrastructure/sqlite/sqlite-event-store.js';
import { eventually, everything, HandClock } from '../contract/event-store.fixture.js';
import { Cli, kronika } from '../support/cli.js';

/** Side by side, on two ledgers: most of the time goes by while a server starts. */
const ROUNDS = 10;
const WRITES = 1_000;
/** Connections at once: the rest wait their turn, so that the test needs no raised limit of open files. */
const CONNECTIONS = 128;

interface Written {
  readonly id: string;
  readonly revision: number;
}

describe('a server that is killed', () => {
  let home: string;

  beforeAll(async () => {
    home = await mkdtemp(join(tmpdir(), 'kronika-kill-'));
  });
  afterAll(async () => {
    await rm(home, { recursive: true, force: true });
  });

  const start = async (data: string): Promise<{ readonly server: Cli; readonly url: string }> => {
    const server = new Cli(['serve'], data, { KRONIKA_AUTH: 'off' });
    await eventually(() => server.err.includes('Kronika: http'), 'the server starts', 30_000);
    return { server, url: /Kronika: (\S+)/.exec(server.err)?.[1] ?? '' };
  };

  /** Every third names an organisation that nobody has registered: it is, on the way. */
  const bodyOf = (name: string, n: number): string =>
    JSON.stringify({
      title: name,
      occurredOn: '2023-05-10',
      gminas: ['0415052'],
      channel: 'phone',
      direction: 'outgoing',
      counterparts: [
        {
          organisation: n % 3 === 0 ? { name: `KGW ${name}`, kind: 'rural-housewives-circle' } : 'Gmina Łubianka',
          function: 'sekretarz',
        },
      ],
    });

  /** Settles with what was acknowledged; null for what was not, because the server is gone. */
  const post = (url: string, agent: Agent, body: string): Promise<Written | null> =>
    new Promise((resolve, reject) => {
      const asked = request(`${url}/v1/contacts`, {
        method: 'POST',
        agent,
        headers: { 'content-type': 'application/json' },
      });
      asked.on('error', () => {
        resolve(null);
      });
      asked.on('response', (answer) => {
        let text = '';
        answer.on('data', (chunk: Buffer) => (text += chunk.toString()));
        answer.on('error', () => {
          resolve(null);
        });
        answer.on('end', () => {
          if (answer.statusCode === 201) resolve(JSON.parse(text) as Written);
          else reject(new Error(`${String(answer.statusCode)}: ${text}`));
        });
      });
      asked.end(body);
    });

  const ledgerIn = async (data: string): Promise<StoredEvent[]> => {
    const store = SqliteEventStore.open(join(data, 'ledger.sqlite'), new HandClock());
    return everything(store).finally(() => store.close());
  };

  const killAndLook = async (data: string): Promise<void> => {
    const acknowledged: Written[] = [];
    for (let round = 1; round <= ROUNDS; round++) {
      const { server, url } = await start(data);
      const agent = new Agent({ keepAlive: true, maxSockets: CONNECTIONS });
      const before = acknowledged.length;
      const enough = before + 1 + 10 * (round - 1);
      const writes = Array.from({ length: WRITES }, async (_, n) => {
        const written = await post(url, agent, bodyOf(`${round}.${n}`, n));
        if (written === null) return;
        acknowledged.push(written);
        if (acknowledged.length >= enough) server.kill('SIGKILL');
      });
      await Promise.all(writes);
      await server.ended;
      agent.destroy();
      expect(acknowledged.length).toBeGreaterThanOrEqual(enough);
      // It was in the middle of it.
      expect(acknowledged.length - before).toBeLessThan(WRITES);

      const events = await ledgerIn(data);
      const places = new Map(events.map((event, index) => [`${event.stream} ${event.revision}`, index]));
      expect(acknowledged.filter(({ id, revision }) => !places.has(`contact-${id} ${revision}`))).toEqual([]);
      for (const [index, { type, data: said }] of events.entries()) {
        if (type !== 'ContactRecorded') continue;
        const [{ organisation }] = (said['details'] as unknown as Contact).counterparts;
        expect(places.get(`organisation-${organisation.id} 0`)).toBeLessThan(index);
      }
    }
    expect(await kronika(data, 'verify')).toMatchObject({ code: 0 });
  };

  it('in the middle of a thousand writes, twenty times, has lost nothing that it answered for, and goes on', async () => {
    await Promise.all([killAndLook(join(home, 'one')), killAndLook(join(home, 'other'))]);
  }, 240_000);
});

interface Contact {
  readonly counterparts: readonly [{ readonly organisation: { readonly id: string } }];
}
