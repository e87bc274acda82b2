import { afterEach, describe, expect, it } from '@jest/globals';
import type { Clock } from '../../src/application/ports/clock.js';
import type { EventStore } from '../../src/application/ports/event-store.js';
import { copyLedger, digestOfLedger } from '../../src/application/ledger-copy.js';
import { Placing } from '../../src/application/placing.js';
import { readConnection } from '../../src/infrastructure/eventstoredb/connection.js';
import { EventStoreDbEventStore } from '../../src/infrastructure/eventstoredb/eventstoredb-event-store.js';
import { MemoryEventStore } from '../../src/infrastructure/memory/memory-event-store.js';
import { WatchedClock } from '../../src/infrastructure/system/watched-clock.js';
import {
  everything,
  HandClock,
  idsOf,
  Listener,
  newEvent,
  newEvents,
  REFUSED,
} from '../contract/event-store.fixture.js';
import { Log } from '../support/eventstoredb/log.js';
import { CERTIFICATE, StandIn, type StandInOptions } from '../support/eventstoredb/stand-in.js';
import { randomLedger } from '../support/random-ledger.js';

let begun: { close(): Promise<void> }[] = [];
let servers: StandIn[] = [];

const open = (address: string, clock: Clock = new HandClock()): EventStoreDbEventStore => {
  const store = EventStoreDbEventStore.open(readConnection(address), clock);
  begun.push(store);
  return store;
};
const start = async (options: StandInOptions = {}): Promise<StandIn> => {
  const server = await StandIn.start(options);
  servers.push(server);
  begun.push({ close: () => server.stop() });
  return server;
};

afterEach(async () => {
  for (const each of begun.reverse()) await each.close();
  const refused = servers.flatMap(({ refusals }) => [...refusals]);
  [begun, servers] = [[], []];
  expect(refused).toEqual([]);
});

const times = async (store: EventStore): Promise<string[]> =>
  (await everything(store)).map(({ metadata }) => metadata.recordedAt);

describe('the address of a ledger on EventStoreDB', () => {
  it('says where the server is, who asks, and which ledger it is', () => {
    expect(
      readConnection('kurrentdb://kronika:s%40fe@one:2113,two.gov.pl/torunski?tls=true&tlsCaFile=/etc/ca.pem'),
    ).toEqual({
      server: 'esdb://kronika:s%40fe@one:2113,two.gov.pl/?tls=true&tlsCAFile=/etc/ca.pem',
      ledger: 'torunski',
      credentials: { username: 'kronika', password: 's@fe' },
      patience: 10_000,
      shown: 'esdb://one:2113,two.gov.pl/torunski',
    });
    expect(readConnection('esdb+discover://k:p@cluster.gov.pl/torunski/?defaultDeadline=2500')).toMatchObject({
      server: 'esdb+discover://k:p@cluster.gov.pl/?defaultDeadline=2500',
      patience: 2_500,
    });
    expect(readConnection('esdb://localhost/t?tls=false')).toMatchObject({
      credentials: { username: '', password: '' },
    });
  });

  it.each([
    ['esdb://k:secret@one', /HOST:PORT\/LEDGER/],
    ['esdb://k:secret@one:2113/', /must name its ledger/],
    ['esdb://k:secret@one:2113/Toruński', /must name its ledger/],
    ['esdb://k:secret@one:2113/a.b', /must name its ledger/],
    ['esdb://one:2113/torunski', /must name the account/],
    ['esdb://k:secret@one:2113:1/torunski', /the host one:2113:1/],
    ['esdb://k:secret@one,,two/torunski', /the host/],
    ['esdb://k:secret@one/torunski?nodePreference=follower', /the option nodePreference/],
    ['esdb://k:secret@one/torunski?tlsVerifyCert=false', /the option tlsVerifyCert/],
    ['esdb://k:secret@one/torunski?tls=yes', /yes as tls/],
    ['esdb://k:secret@one/torunski?defaultDeadline=0', /0 as defaultDeadline/],
    ['mongodb://k:secret@one/torunski', /must be esdb/],
  ])('is refused where it is wrong, without telling the password: %s', (address, message) => {
    const read = () => readConnection(address);
    expect(read).toThrow(message);
    expect(read).not.toThrow(/secret/);
  });
});

describe('a cluster', () => {
  /** Two nodes with one log; the first leads. */
  const cluster = async () => {
    const log = new Log();
    let leading = 0;
    const nodes: StandIn[] = [];
    const members = () => nodes.map(({ port }, index) => ({ host: '127.0.0.1', port, leads: index === leading }));
    const leader = () => members()[leading]!;
    nodes.push(await start({ log, members, leader }), await start({ log, members, leader }));
    const address = `esdb://${nodes.map(({ port }) => `127.0.0.1:${port}`).join(',')}/torunski?tls=false`;
    return { log, nodes, address, lead: (index: number) => (leading = index) };
  };

  it('is asked at its leader, though only another node is named', async () => {
    const { nodes } = await cluster();
    const store = open(nodes[1]!.address('torunski'));

    expect(await store.append('contact-1', 'none', newEvents(2))).toEqual({ revision: 1 });
    expect(await everything(store)).toHaveLength(2);

    expect(nodes[0]!.calls.length).toBeGreaterThan(2);
    const asked = nodes.flatMap(({ calls }) => calls).filter(({ call }) => call !== 'gossip');
    expect(asked.filter(({ requiresLeader }) => !requiresLeader)).toEqual([]);
  });

  it('is asked which node leads, where several are named', async () => {
    const { nodes, address } = await cluster();
    const store = open(address);

    await store.append('contact-1', 'none', newEvents(1));

    expect(nodes.flatMap(({ calls }) => calls).some(({ call }) => call === 'gossip')).toBe(true);
    expect(nodes[1]!.calls.some(({ call }) => call === 'append')).toBe(false);
  });

  it('goes on under another leader, for writers and followers', async () => {
    const { nodes, address, lead } = await cluster();
    const store = open(address);
    const listener = new Listener(store);
    await store.append('contact-1', 'none', newEvents(2));
    await listener.until(2);

    nodes[0]!.faults.next('append', { is: 'drop', written: true });
    const appended = store.append('contact-1', 1, newEvents(2));
    lead(1);
    expect(await appended).toEqual({ revision: 3 });
    await nodes[0]!.stop();
    await store.append('contact-2', 'none', newEvents(2));

    await listener.until(6, 20_000);
    await listener.stop();
    expect(listener.received).toEqual(await everything(store));
  });
});

describe('a server with accounts and TLS', () => {
  const accounts = {
    kronika: { password: 'p@ss word', readsAll: true },
    clerk: { password: 'x', readsAll: false },
  };
  const addressFor = (server: StandIn, account: string, options = `tlsCAFile=${CERTIFICATE}`): string =>
    `esdb://${account}@127.0.0.1:${server.port}/torunski?${options}&defaultDeadline=1500`;

  it('lets the account in that the address names, with each call', async () => {
    const server = await start({ accounts });
    const store = open(addressFor(server, 'kronika:p%40ss%20word'));
    const listener = new Listener(store);

    await store.append('contact-1', 'none', newEvents(2));

    await listener.until(2);
    await listener.stop();
    expect(new Set(server.calls.map(({ by }) => by))).toEqual(new Set(['kronika:p@ss word']));
  });

  it.each([
    ['whose password is wrong', 'kronika:wrong'],
    ['that may not read all streams', 'clerk:x'],
  ])('refuses an account %s', async (_, account) => {
    const server = await start({ accounts });
    const store = open(addressFor(server, account));

    await expect(store.append('contact-1', 'none', newEvents(1))).rejects.toThrow(/refuses the account/);
    await expect(everything(store)).rejects.toThrow(/refuses the account/);
    await expect(new Listener(store).ended).rejects.toMatchObject(REFUSED.unavailable);
    expect(server.log.stream('kronika.torunski.contact-1')).toEqual([]);
  });

  it('is not believed when nobody vouches for it; a certificate that is not there stops the start', async () => {
    const server = await start({ accounts });
    const store = open(addressFor(server, 'kronika:p%40ss%20word', 'tls=true'));

    await expect(store.append('contact-1', 'none', newEvents(1))).rejects.toMatchObject(REFUSED.unavailable);
    expect(server.calls).toEqual([]);
    expect(() => open(addressFor(server, 'a:b', 'tlsCAFile=/not/there.pem'))).toThrow(/cannot be opened/);
  });
});

describe('one server for several ledgers', () => {
  it('keeps them apart, though their names begin alike', async () => {
    const server = await start();
    const [one, other] = [open(server.address('torunski')), open(server.address('torunski-2'))];
    const events = newEvents(2);
    const listener = new Listener(one);

    await one.append('contact-1', 'none', events);
    await other.append('contact-1', 'none', newEvents(3));

    await listener.until(2);
    await listener.stop();
    expect(idsOf(listener.received)).toEqual(idsOf(events));
    expect(idsOf(await everything(one))).toEqual(idsOf(events));
    expect(await everything(other)).toHaveLength(3);
    expect(server.log.stream('kronika.torunski.contact-1')).toHaveLength(2);
  });

  it('and takes a copy of one as it was, its order and digest included', async () => {
    const server = await start();
    const source = new MemoryEventStore(new HandClock());
    const events = randomLedger(
      Array.from({ length: 40 }, (_, n) => ({ what: (n * 37) % 75, which: n, how: n * 7, later: 300 })),
    );
    await source.restore(
      (async function* () {
        yield await Promise.resolve(events);
      })(),
    );
    const copy = open(server.address('copy'));

    const digest = await copyLedger(source, copy, () => undefined);

    expect(digest).toEqual(await digestOfLedger(source));
    const back = new MemoryEventStore(new HandClock());
    expect(await copyLedger(copy, back, () => undefined)).toEqual(digest);
  });
});

describe('recorded time', () => {
  it('does not go back when a process begins with a clock that is behind, also among many others’ events', async () => {
    const server = await start();
    const [early, late] = [new HandClock(), new HandClock()];
    late.instant = '2024-03-31T12:00:00.000Z';
    await open(server.address('torunski'), late).append('contact-1', 'none', newEvents(1));
    for (let n = 0; n < 1_300; n++) {
      server.log.write('orders-2', [
        { id: newEvent().id, type: 'X', json: true, data: new Uint8Array([123, 125]), metadata: new Uint8Array() },
      ]);
    }
    early.instant = '2024-03-31T08:00:00.000Z';
    const store = open(server.address('torunski'), early);

    await store.append('contact-2', 'none', newEvents(1));

    expect(await times(store)).toEqual(['2024-03-31T12:00:00.000Z', '2024-03-31T12:00:00.000Z']);
  });

  it('of two processes whose clocks disagree by minutes is told as an effective time that holds', async () => {
    const server = await start();
    const [ahead, behind] = [new HandClock(), new HandClock()];
    ahead.instant = '2024-03-31T21:58:00.000Z';
    behind.instant = '2024-03-31T21:53:00.000Z';
    const [one, other] = [open(server.address('torunski'), ahead), open(server.address('torunski'), behind)];
    await other.append('contact-0', 'none', newEvents(1));
    await one.append('contact-1', 'none', newEvents(1));
    await other.append('contact-2', 'none', newEvents(1));
    await one.append('days-1', 'none', [newEvent({}, { recordedAt: '2024-03-31T22:00:00.000Z' })]);
    await other.append('contact-3', 'none', newEvents(1));

    const recorded = await times(one);
    const placing = new Placing();
    const placed = (await everything(other)).map((event) => placing.place(event));
    // The other process stamps with its own clock, that is behind what the ledger holds by then...
    expect(recorded).not.toEqual([...recorded].sort());
    // ...and no event falls into the day that was closed, nor before the one before it.
    expect(placed.map(({ effectiveAt }) => effectiveAt)).toEqual(placed.map(({ effectiveAt }) => effectiveAt).sort());
    expect(placed.map(({ day }) => day)).toEqual([...Array<string>(3).fill('2024-03-31'), '2024-04-01', '2024-04-01']);
  });

  it('is believed by every process as soon as one has recorded that the clock is right', async () => {
    const server = await start();
    const machine = new HandClock();
    machine.instant = '2024-03-31T08:00:00.000Z';
    const watched = new WatchedClock(machine, { leap: 3_600_000, silence: 21 * 86_400_000 }, () => 0);
    const store = open(server.address('torunski'), watched);
    await store.append('contact-1', 'none', newEvents(1));
    machine.instant = '2024-03-31T11:00:00.000Z';

    await open(server.address('torunski'), machine).append('clock-1', 'none', newEvents(1));

    expect(await store.append('contact-1', 0, newEvents(1))).toEqual({ revision: 1 });
  });
});
