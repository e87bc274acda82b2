import 'reflect-metadata';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { ViewStore } from '../../src/application/ports/view-store.js';
import { partsOf } from '../../src/command-line.js';
import { readConfig } from '../../src/config.js';
import { Cli, kronika } from '../support/cli.js';
import { allEditions } from '../support/editions.js';
import { StandIn } from '../support/eventstoredb/stand-in.js';
import { problemIn, Served } from '../support/served.js';

const OPEN = { KRONIKA_AUTH: 'off' };
const CONTACT = {
  occurredOn: '2023-06-14',
  gminas: ['0415052'],
  channel: 'phone',
  direction: 'outgoing',
  counterparts: [{ organisation: { name: 'Gmina Łubianka' }, function: 'sekretarz' }],
};
const REPORT = '/v1/reports/annual?year=2023';

describe('the whole program on EventStoreDB', () => {
  let home: string;
  let server: StandIn;
  let address: string;

  beforeAll(async () => {
    home = await mkdtemp(join(tmpdir(), 'kronika-eventstoredb-'));
    server = await StandIn.start();
    address = server.address('torunski', '&defaultDeadline=1500');
  });
  afterAll(async () => {
    await server.stop();
    await rm(home, { recursive: true, force: true });
  });

  const running: Served[] = [];
  afterEach(async () => {
    for (const served of running.splice(0)) await served.stop();
    expect([...server.refusals]).toEqual([]);
  });

  const at = (name: string): string => join(home, name);
  const serveOn = async (eventStore: string, directory: string): Promise<Served> => {
    const settings = { ...OPEN, KRONIKA_EVENT_STORE: eventStore };
    const served = await Served.start(settings, { listen: false }, at(directory));
    running.push(served);
    // A name is looked for in the views.
    await caughtUp(served);
    return served;
  };
  const record = async (served: Served, title: string) => served.write('/v1/contacts', { ...CONTACT, title });

  it('records, numbers, reads back and starts again where it was', async () => {
    let served = await serveOn(address, 'first');
    const written = await record(served, 'Pierwszy');
    expect(written.statusCode).toBe(201);
    const { id, number, position } = written.json<{ id: string; number: string; position: string }>();
    expect(number).toMatch(/^KT\/\d{4}\/0001$/);
    expect(Number(position)).toBe((await served.events()).length);
    await running.pop()?.stop();

    served = await serveOn(address, 'second');
    const read = await served.read(`/v1/contacts/${id}`, { 'Kronika-After': position });
    expect(read.json()).toMatchObject({ id, number, details: { title: 'Pierwszy' } });
    expect((await served.read('/health/ready')).statusCode).toBe(200);
  });

  it('refuses writes while the server is away, and goes on by itself', async () => {
    const served = await serveOn(address, 'away');
    const { port, log } = server;
    await server.stop();

    const refused = await record(served, 'Nie zapisany');
    expect(refused.statusCode).toBe(503);
    expect(problemIn(refused).detail).toMatch(/ledger is not available/);

    server = await StandIn.start({ port, log });
    let written = await record(served, 'Zapisany');
    for (let tries = 0; written.statusCode === 503 && tries < 20; tries++) {
      await setTimeout(500);
      written = await record(served, 'Zapisany');
    }
    expect(written.statusCode).toBe(201);
    const recorded = (await served.events()).map(({ data }) => JSON.stringify(data));
    expect(recorded.filter((data) => data.includes('"Zapisany"'))).toHaveLength(1);
    expect(recorded.filter((data) => data.includes('"Nie zapisany"'))).toEqual([]);
  });

  it('holds a ledger that was moved there, and gives it back: the same events, views and report', async () => {
    const served = await serveOn('sqlite', 'sqlite');
    for (const title of ['Jeden', 'Dwa', 'Trzy']) expect((await record(served, title)).statusCode).toBe(201);
    const expected = (await served.read(REPORT)).json<{ digest: string }>().digest;
    await caughtUp(served);
    const views = await allEditions(served.get(ViewStore));
    expect(views.length).toBeGreaterThan(20);
    await running.pop()?.stop();

    const moved = server.address('moved');
    const there = await kronika(at('sqlite'), 'ledger', 'copy', '--from', at('sqlite'), '--to', moved, '--json');
    expect(there.code).toBe(0);
    // What is there already is compared, and nothing is written twice.
    const again = await kronika(at('sqlite'), 'ledger', 'copy', '--from', at('sqlite'), '--to', moved);
    expect(again).toMatchObject({
      code: 0,
      out: expect.stringMatching(/^esdb:\/\/127\.0\.0\.1:\d+\/moved: \d+ events/),
    });
    const back = await kronika(at('sqlite'), 'ledger', 'copy', '--from', moved, '--to', at('back'), '--json');
    expect(back).toMatchObject({ code: 0, out: there.out });

    for (const [eventStore, directory] of [
      [moved, 'views-of-moved'],
      ['sqlite', 'back'],
    ] as const) {
      const copy = await serveOn(eventStore, directory);
      expect((await copy.read(REPORT)).json<{ digest: string }>().digest).toBe(expected);
      // Byte for byte, with the positions at which each was made.
      expect(await allEditions(copy.get(ViewStore))).toEqual(views);
      await running.pop()?.stop();
    }
    // In a process of its own, which ends although the client keeps its connection.
    const ended = await new Cli(['ledger', 'export', '-'], at('sqlite'), { KRONIKA_EVENT_STORE: moved }).ended;
    expect(ended).toMatchObject({ code: 0, out: expect.stringContaining('"LedgerExported"') });
    const over = await kronika(at('sqlite'), 'ledger', 'copy', '--from', at('sqlite'), '--to', address);
    expect(over).toMatchObject({ code: 1, err: expect.stringMatching(/already holds something else/) });
  });

  it('is not copied nor exported from a name under which nothing was ever recorded', async () => {
    const missing = server.address('thorunski');
    const copied = await kronika(home, 'ledger', 'copy', '--from', missing, '--to', at('copy-of-nothing'));
    expect(copied).toMatchObject({ code: 1, err: expect.stringMatching(/There is no ledger there.*Is its name/) });
    expect(existsSync(join(at('copy-of-nothing'), 'ledger.sqlite'))).toBe(false);
    const elsewhere = await kronika(home, 'ledger', 'copy', '--from', missing, '--to', server.address('empty'));
    expect(elsewhere).toMatchObject({ code: 1 });
    const { ended } = new Cli(['ledger', 'export', at('none.ndjson')], home, { KRONIKA_EVENT_STORE: missing });
    expect(await ended).toMatchObject({ code: 1, err: expect.stringContaining('There is no ledger there') });
    expect(existsSync(at('none.ndjson'))).toBe(false);
  });

  it('is not taken for a file that was left where it was before', () => {
    const parts = partsOf({ KRONIKA_DATA: at('sqlite'), KRONIKA_EVENT_STORE: 'esdb://k:secret@one:2113/torunski' });
    expect(() => parts.data()).toThrow('the ledger is at esdb://one:2113/torunski: it is backed up there');
    expect(partsOf({ KRONIKA_DATA: at('sqlite') }).data()).toBe(at('sqlite'));
  });

  it('is not started with an address that cannot be one', async () => {
    const read = (value: string) => () => readConfig({ KRONIKA_EVENT_STORE: value });
    expect(read('esdb://k:secret@one:2113')).toThrow(/^KRONIKA_EVENT_STORE must be sqlite or the address/);
    expect(read('postgres://k:secret@one/x')).toThrow(/^KRONIKA_EVENT_STORE/);
    expect(read('postgres://k:secret@one/x')).not.toThrow(/secret/);
    const copied = await kronika(at('sqlite'), 'ledger', 'copy', '--from', 'esdb://k:secret@one:2113', '--to', at('x'));
    expect(copied).toMatchObject({ code: 2, err: expect.stringMatching(/^(?!.*secret).*ledger on a server must/) });
  });
});

async function caughtUp(served: Served): Promise<void> {
  for (let tries = 0; (await served.read('/health/ready')).statusCode !== 200; tries++) {
    if (tries > 100) throw new Error('the views do not catch up');
    await setTimeout(100);
  }
}
