import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { ANY, EventStoreDBClient, jsonEvent } from '@eventstore/db-client';
import { setTimeout } from 'node:timers/promises';
import type { StoredEvent } from '../../src/application/ports/event-store.js';
import { readConnection } from '../../src/infrastructure/eventstoredb/connection.js';
import { EventStoreDbEventStore } from '../../src/infrastructure/eventstoredb/eventstoredb-event-store.js';
import { KnownIds } from '../../src/infrastructure/eventstoredb/known-ids.js';
import {
  everything,
  eventually,
  HandClock,
  idsOf,
  Listener,
  newEvent,
  newEvents,
  REFUSED,
  toArray,
} from '../contract/event-store.fixture.js';
import type { Fault, Refusal } from '../support/eventstoredb/faults.js';
import { StandIn, type StandInOptions } from '../support/eventstoredb/stand-in.js';

/** Of a call that is to fail for good. */
const SHORT = '&defaultDeadline=600';
const LOST: Fault = { is: 'drop', written: true };

describe('the ledger on EventStoreDB', () => {
  let server: StandIn;
  let store: EventStoreDbEventStore;
  let opened: EventStoreDbEventStore[];
  let started: StandIn[];

  /** Another process on the same ledger. */
  const open = (more = '', at = server): EventStoreDbEventStore => {
    const other = EventStoreDbEventStore.open(readConnection(at.address('torunski', more)), new HandClock());
    opened.push(other);
    return other;
  };
  const start = async (options: StandInOptions = {}): Promise<void> => {
    server = await StandIn.start(options);
    started.push(server);
  };

  beforeEach(async () => {
    [opened, started] = [[], []];
    await start();
    store = open();
  });
  afterEach(async () => {
    await Promise.all(opened.map((each) => each.close()));
    await server.stop();
    // Whatever a test does, it must ask nothing that the stand-in does not know.
    expect(started.flatMap(({ refusals }) => [...refusals])).toEqual([]);
  });

  const calls = (of: string): number => server.calls.filter(({ call }) => call === of).length;

  describe('records an append once', () => {
    const events = newEvents(3);
    const expectOnce = async (): Promise<void> => {
      expect(idsOf(await everything(store))).toEqual(idsOf(events));
      expect(server.faults.left).toBe(0);
    };

    it.each<[string, Fault[]]>([
      ['the connection breaks before its answer', [LOST]],
      ['the connection breaks before its answer, twice', [LOST, LOST]],
      ['the connection breaks before it is written', [{ is: 'drop', written: false }]],
      ['its answer was lost, and the next try is told that it came too late', [LOST, { is: 'wrong-expected-version' }]],
      ['the server is not ready', [{ is: 'unavailable' }, { is: 'unavailable' }]],
      ['the server gives it up', [{ is: 'timeout' }]],
      ['the server cancels it', [{ is: 'cancelled' }]],
      ['the server is too slow for it', [{ is: 'deadline-exceeded' }]],
      ['the server does not know what happened', [{ is: 'unknown' }]],
      ['there is no leader for a while', [{ is: 'no-leader-known' }, { is: 'no-leader-known' }]],
      ['the leader is another node, which is this one again', [{ is: 'not-leader' }]],
      ['its answer is late', [{ is: 'late', milliseconds: 300 }]],
    ])('when %s', async (_, faults) => {
      server.faults.next('append', ...faults);

      // It was recorded by this append, whichever try it was: so it is no repetition.
      expect(await store.append('contact-1', 'none', events)).toEqual({ revision: 2 });

      await expectOnce();
      expect(await store.append('contact-1', 'none', events)).toEqual({ revision: 2, repeated: true });
      expect(await store.append('contact-1', 2, newEvents(1))).toEqual({ revision: 3 });
    });

    it('when its answer never comes', async () => {
      const hasty = open('&defaultDeadline=1200');
      server.faults.next('append', { is: 'late', milliseconds: null });

      expect(await hasty.append('contact-1', 'none', events)).toEqual({ revision: 2 });

      await expectOnce();
    });

    it.each<[string, Fault[]]>([
      ['after the next try', [{ is: 'held', milliseconds: 1_800 }]],
      [
        'while the next try waits',
        [
          { is: 'held', milliseconds: 1_400 },
          { is: 'held', milliseconds: 400 },
        ],
      ],
    ])('when a try that was given up is written all the same, %s', async (_, faults) => {
      const hasty = open('&defaultDeadline=2400');
      server.faults.next('append', ...faults);

      expect(await hasty.append('contact-1', 'none', events)).toEqual({ revision: 2 });
      const [later] = newEvents(1);
      expect(await hasty.append('contact-1', 2, [later!])).toEqual({ revision: 3 });

      await setTimeout(1_000);
      expect(idsOf(await everything(store))).toEqual(idsOf([...events, later!]));
      expect([calls('append'), server.faults.left]).toEqual([3, 0]);
    });

    it('when its answer was lost and somebody has gone on from there', async () => {
      await store.append('contact-1', 'none', newEvents(2));
      const other = newEvent();
      const others = open();
      server.faults.next('append', LOST);
      const off = server.log.onWrite(() => {
        off();
        void others.append('contact-1', 2, [other]);
      });
      const [own] = newEvents(1);

      expect(await store.append('contact-1', 1, [own!])).toEqual({ revision: 2 });

      await eventually(() => server.log.stream('kronika.torunski.contact-1').length === 4, 'the other event');
      expect(idsOf(await everything(store)).slice(2)).toEqual([own!.id, other.id]);
    });

    it('when its answer was lost and no try came through: then a retry by its sender finds it', async () => {
      const hasty = open(SHORT);
      server.faults.next('append', LOST, ...Array<Fault>(40).fill({ is: 'unavailable' }));
      await expect(hasty.append('contact-1', 'none', events)).rejects.toMatchObject(REFUSED.unavailable);
      for (let left = server.faults.left; left > 0; left--) server.faults.take('append');

      expect(await store.append('contact-1', 'none', events)).toEqual({ revision: 2, repeated: true });

      await expectOnce();
    });

    it('by one of two processes that send it at once', async () => {
      const answers = await Promise.all(
        [open(), open(), open()].map((each) => each.append('contact-1', 'none', events)),
      );

      expect(answers.filter(({ repeated }) => repeated !== true)).toHaveLength(1);
      await expectOnce();
    });
  });

  describe('does not read again what was just read', () => {
    const [first, second, third] = newEvents(3);
    beforeEach(async () => {
      await store.append('contact-1', 'none', [first!, second!]);
    });

    it('of a stream whose next event it appends: an append and its mark are left', async () => {
      const other = open();
      expect(await toArray(other.readStream('contact-1'))).toHaveLength(2);
      const before = { append: calls('append'), stream: calls('stream') };
      expect(await other.append('contact-1', 1, [third!])).toEqual({ revision: 2 });
      expect(await other.append('contact-1', 2, newEvents(1))).toEqual({ revision: 3 });
      expect({ append: calls('append'), stream: calls('stream') }).toEqual({
        append: before.append + 2,
        stream: before.stream + 2,
      });
    });

    it('and refuses all the same what stands there, what came before, and what another was quicker than', async () => {
      const other = open();
      await toArray(other.readStream('contact-1'));
      await expect(other.append('contact-1', 1, [first!])).rejects.toMatchObject(REFUSED.conflict);
      await store.append('contact-1', 1, [third!]);
      await expect(other.append('contact-1', 1, newEvents(1))).rejects.toMatchObject(REFUSED.conflict);
      expect(await other.append('contact-1', 1, [third!])).toEqual({ revision: 2, repeated: true });
      await expect(other.append('contact-1', 2, [third!])).rejects.toMatchObject(REFUSED.conflict);
      await expect(other.append('contact-1', 0, newEvents(1))).rejects.toMatchObject(REFUSED.conflict);
      expect(idsOf(await everything(store))).toEqual(idsOf([first!, second!, third!]));
    });

    it('of a few out of many streams, and of none to its end that goes on for long', async () => {
      const known = new KnownIds();
      for (let n = 0; n < 1_200; n++) known.note(`contact-${n}`, 0, 'a');
      expect([known.of('contact-0'), known.of('contact-1199')]).toEqual([[], ['a']]);
      for (let n = 0; n < 600; n++) known.note('long', n, String(n));
      expect(known.of('long')).toHaveLength(500);
      known.note('gap', 1, 'b');
      expect(known.of('gap')).toEqual([]);
    });
  });

  describe('refuses an append', () => {
    it.each<[Refusal, object, RegExp]>([
      ['stream-deleted', REFUSED.unavailable, /damaged: a stream of it was deleted/],
      ['access-denied', REFUSED.unavailable, /refuses the account/],
      ['unauthenticated', REFUSED.unavailable, /refuses the account/],
      ['too-large', REFUSED.tooLarge, /larger than the server/],
      ['event-too-large', REFUSED.tooLarge, /larger than the server/],
      ['exhausted', REFUSED.tooLarge, /larger than the server/],
    ])('at once where the server says %s', async (refusal, expected, message) => {
      server.faults.next('append', { is: refusal });

      const appended = store.append('contact-1', 'none', newEvents(2));

      await expect(appended).rejects.toMatchObject(expected);
      await expect(appended).rejects.toThrow(message);
      expect(calls('append')).toBe(1);
      expect(await everything(store)).toEqual([]);
    });

    it.each<[Refusal, RegExp]>([
      ['unavailable', /cannot be reached/],
      ['deadline-exceeded', /does not answer in time/],
      ['timeout', /does not answer in time/],
      ['not-leader', /not the leader/],
    ])('after its patience where the server keeps saying %s', async (refusal, message) => {
      const hasty = open(SHORT);
      server.faults.next('append', ...Array<Fault>(60).fill({ is: refusal }));

      const appended = hasty.append('contact-1', 'none', newEvents(2));

      await expect(appended).rejects.toMatchObject(REFUSED.unavailable);
      await expect(appended).rejects.toThrow(message);
      expect(calls('append')).toBeGreaterThan(1);
      expect(server.log.stream('kronika.torunski.contact-1')).toEqual([]);
    });

    it('of more than the server takes, or than a call can hold', async () => {
      const megabyte = { text: 'x'.repeat(1_048_576) };
      await expect(store.append('contact-1', 'none', [newEvent(megabyte)])).rejects.toMatchObject(REFUSED.tooLarge);
      await server.stop();
      await start({ maxAppendSize: 16_000_000 });
      store = open();
      const five = newEvent({ text: 'x'.repeat(5 * 1_048_576) });
      await expect(store.append('contact-1', 'none', [five])).rejects.toMatchObject(REFUSED.tooLarge);

      expect(await store.append('contact-1', 'none', newEvents(1))).toEqual({ revision: 0 });
    });

    it('where there is no server; and goes on when there is one', async () => {
      const hasty = open(SHORT);
      const { port, log } = server;
      await server.stop();
      await expect(hasty.append('contact-1', 'none', newEvents(1))).rejects.toMatchObject(REFUSED.unavailable);

      await start({ port, log });

      await eventuallyDone(() => hasty.append('contact-1', 'none', newEvents(1)));
      expect(await everything(store)).toHaveLength(1);
    });

    it('to a stream that was deleted on the server, and its reading too', async () => {
      await store.append('contact-1', 'none', newEvents(2));
      server.log.tombstone('kronika.torunski.contact-1');

      await expect(store.append('contact-1', 1, newEvents(1))).rejects.toThrow(/damaged/);
      await expect(toArray(store.readStream('contact-1'))).rejects.toMatchObject(REFUSED.unavailable);
    });

    it('that a deleted stream has displaced, loudly: it cannot be taken back', async () => {
      await store.append('contact-1', 'none', newEvents(2));
      server.log.delete('kronika.torunski.contact-1');
      const [again, other] = [newEvents(1), open()];

      const appended = other.append('contact-1', 'none', again);

      await expect(appended).rejects.toMatchObject(REFUSED.unavailable);
      await expect(appended).rejects.toThrow(/damaged: contact-1 was deleted on its server.*stands at 2/);
      await expect(other.append('contact-1', 'none', again)).rejects.toThrow(
        /damaged: events of contact-1 are missing/,
      );
    });

    it('to a stream whose events were deleted on the server, where it held them before', async () => {
      await store.append('contact-1', 'none', newEvents(3));
      server.log.delete('kronika.torunski.contact-1');

      await expect(store.append('contact-1', 1, newEvents(1))).rejects.toThrow(/damaged: events of contact-1/);
      expect(server.log.stream('kronika.torunski.contact-1')).toEqual([]);
    });

    it('of an event whose id the server would not give back as it is', async () => {
      const event = newEvent();
      for (const id of [event.id.toUpperCase(), 'x', `{${event.id}}`]) {
        await expect(store.append('contact-1', 'none', [{ ...event, id }])).rejects.toThrow(RangeError);
      }
    });
  });

  describe('reads', () => {
    let events: readonly StoredEvent[];

    beforeEach(async () => {
      for (let n = 0; n < 4; n++) await store.append(`contact-${n}`, 'none', newEvents(3));
      events = await everything(store);
      expect(events).toHaveLength(12);
    });

    it.each<[string, Fault]>([
      ['breaks off', { is: 'break', after: 5, by: 'drop' }],
      ['is broken off by the server', { is: 'break', after: 5, by: 'unavailable' }],
      ['is not answered', { is: 'drop', written: false }],
      ['meets a node that does not lead', { is: 'not-leader' }],
      ['meets a server that is not ready', { is: 'unavailable' }],
      ['meets a server that has its hands full', { is: 'exhausted' }],
    ])('the whole ledger although it %s', async (_, fault) => {
      server.faults.next('all', fault, fault);
      expect(await everything(store)).toEqual(events);

      server.faults.next('stream', fault.is === 'break' ? { ...fault, after: 1 } : fault);
      expect(await toArray(store.readStream('contact-2'))).toEqual(events.slice(6, 9));
      expect(server.faults.left).toBe(0);
    });

    it('no longer than its patience lasts, and again when asked again', async () => {
      const hasty = open(SHORT);
      server.faults.next('all', ...Array<Fault>(2).fill({ is: 'late', milliseconds: null }));

      await expect(everything(hasty)).rejects.toThrow(/does not answer in time/);

      expect(await everything(hasty)).toEqual(events);
    });

    it('nothing of a server that has its hands full for too long', async () => {
      server.faults.next('all', ...Array<Fault>(40).fill({ is: 'exhausted' }));

      await expect(everything(open(SHORT))).rejects.toMatchObject(REFUSED.unavailable);
    });

    it('nothing where the account may not', async () => {
      server.faults.next('all', { is: 'access-denied' });

      await expect(everything(store)).rejects.toMatchObject(REFUSED.unavailable);
      expect(calls('all')).toBeGreaterThan(0);
    });

    it('its own events among many of others, over many pages, and goes through the others once', async () => {
      const others = (count: number) => {
        for (let n = 0; n < count; n++) {
          server.log.write('kronika.torunski-2.contact-1', [
            {
              id: newEvent().id,
              type: 'X',
              json: true,
              data: new TextEncoder().encode('{}'),
              metadata: new Uint8Array(),
            },
          ]);
        }
      };
      others(700);
      await store.append('contact-9', 'none', newEvents(600));
      others(700);

      const all = await everything(store);
      expect(all).toHaveLength(612);
      const { cursor } = all.at(-1)!;
      const before = calls('all');
      expect(await toArray(store.readAll({ after: cursor }))).toEqual([]);
      expect(calls('all') - before).toBe(1);

      others(10);
      await store.append('contact-10', 'none', newEvents(1));
      expect((await toArray(store.readAll({ after: cursor }))).flat()).toHaveLength(1);
      expect(await everything(open())).toHaveLength(613);
    });

    const DELETED = 'kronika.torunski.contact-2';
    it.each<[string, (at: typeof store) => AsyncIterable<StoredEvent>]>([
      ['forwards', (at) => at.readStream('contact-2')],
      ['from within', (at) => at.readStream('contact-2', { from: 1, limit: 1 })],
      ['backwards', (at) => at.readStream('contact-2', { backwards: true })],
      ['backwards from within', (at) => at.readStream('contact-2', { backwards: true, from: 1 })],
    ])('no stream %s whose first events, or all, were deleted on the server', async (_, read) => {
      const expectDamage = async (at: typeof store): Promise<void> => {
        await expect(toArray(read(at))).rejects.toMatchObject(REFUSED.unavailable);
        await expect(toArray(read(at))).rejects.toThrow(/damaged: events of contact-2/);
      };
      server.log.delete(DELETED);
      // One that never saw the stream cannot tell that there was one.
      await expectDamage(store);
      expect(await toArray(read(open()))).toEqual([]);
      // Read in the order of the ledger it is there until the server is scavenged: so it can be copied.
      expect(await everything(open())).toEqual(events);

      server.log.delete(DELETED, 2);
      await expectDamage(store);
      await expectDamage(open());
    });

    it('a stream that another process began meanwhile as not there, not as deleted', async () => {
      server.faults.next('stream', { is: 'late', milliseconds: 100 });
      const found = toArray(store.readStream('contact-9'));
      await store.append('contact-9', 'none', newEvents(1));

      expect(await found).toEqual([]);
    });

    it('nothing that is not Kronika’s as its own', async () => {
      server.log.write('kronika.torunski.contact-x', [
        { id: newEvent().id, type: 'X', json: true, data: new TextEncoder().encode('{}'), metadata: new Uint8Array() },
      ]);

      await expect(everything(store)).rejects.toThrow(/was not written by Kronika/);
    });
  });

  describe('follows', () => {
    const record = async (count: number): Promise<void> => {
      for (let n = 0; n < count; n++) await store.append(`contact-${String(performance.now())}`, 'none', newEvents(2));
    };
    const expectAll = async (listener: Listener): Promise<void> => {
      const events = await everything(store);
      await listener.until(events.length);
      await setTimeout(50);
      await listener.stop();
      expect(listener.received).toEqual(events);
      expect(server.faults.left).toBe(0);
    };

    const ways = ['drop', 'end', 'unavailable'] as const;
    it.each(ways.flatMap((by) => [0, 1, 5].map((after) => [by, after] as const)))(
      'a subscription that breaks off by %s after %d events, without loss or repetition',
      async (by, after) => {
        await record(4);
        server.faults.next('subscription', { is: 'break', after, by });
        const listener = new Listener(store, { limit: 3 });
        await listener.until(after);
        await record(2);

        await expectAll(listener);
      },
    );

    it('one that breaks off time and again while others write', async () => {
      await record(5);
      const breaks = ways.flatMap((by) => [0, 2, 7].map((after): Fault => ({ is: 'break', after, by })));
      const refused = (['not-leader', 'unavailable', 'exhausted'] as const).map((is): Fault => ({ is }));
      server.faults.next('subscription', ...breaks, ...refused);
      const listener = new Listener(store, { limit: 4 }, () => setTimeout(3));
      await record(30);
      await eventually(() => server.faults.left === 0, 'all breaks', 20_000);

      await expectAll(listener);
    });

    it('one whose server is started anew', async () => {
      await record(3);
      const listener = new Listener(store);
      await listener.until(6);
      const { port, log } = server;
      await server.stop();
      await setTimeout(100);
      await start({ port, log });
      await eventuallyDone(() => store.append('contact-after', 'none', newEvents(1)));

      await listener.until(7, 20_000);
      await expectAll(listener);
    });

    it('one that the server took and never confirmed, asked for again', async () => {
      await record(3);
      server.faults.next('subscription', { is: 'late', milliseconds: null });

      await expectAll(new Listener(open('&defaultDeadline=400')));
    });

    it('none for ever where the server confirms none', async () => {
      server.faults.next('subscription', ...Array<Fault>(20).fill({ is: 'late', milliseconds: null }));

      await expect(new Listener(open('&defaultDeadline=200')).ended).rejects.toThrow(/does not answer in time/);
    });

    it('one that breaks off only after longer than it would be tried for', async () => {
      const listener = new Listener(open('&defaultDeadline=400'));
      await record(1);
      await listener.until(2);
      await setTimeout(1_300);
      server.drop();
      await record(1);

      await expectAll(listener);
    });

    it('one from where it broke off, and takes nothing twice though it be sent twice', async () => {
      await record(6);
      const events = await everything(store);
      server.faults.next('subscription', { is: 'break', after: 9, by: 'unavailable' }, { is: 'repeat' });
      const listener = new Listener(store, { limit: 2 }, () => setTimeout(10));

      await expectAll(listener);
      const [first, second] = server.subscribedAfter;
      expect(first).toBe('start');
      expect(events.slice(0, 9).map(({ cursor }) => cursor)).toContain(second);
    });

    it('none where the account may not, and says so at once', async () => {
      server.faults.next('subscription', { is: 'access-denied' });
      const listener = new Listener(store);

      await expect(listener.ended).rejects.toThrow(/refuses the account/);
    });

    it('none for ever where there is no server', async () => {
      const hasty = open('&defaultDeadline=200');
      await server.stop();
      const listener = new Listener(hasty);

      await expect(listener.ended).rejects.toMatchObject(REFUSED.unavailable);
    });

    it('no longer when it is aborted between two tries', async () => {
      await server.stop();
      const listener = new Listener(store);
      await setTimeout(150);

      await listener.stop();

      expect(listener.received).toEqual([]);
    });
  });
});

describe('the stand-in refuses', () => {
  let server: StandIn;
  let client: EventStoreDBClient;
  const credentials = { username: 'a', password: 'b' };

  beforeEach(async () => {
    server = await StandIn.start();
    client = EventStoreDBClient.connectionString(`esdb://127.0.0.1:${server.port}?tls=false`);
    await client.appendToStream('s-1', [jsonEvent({ type: 'T', data: {}, metadata: {} })], {
      credentials,
      expectedRevision: 'no_stream',
    });
  });
  afterEach(() => server.stop());

  const event = jsonEvent({ type: 'T', data: {}, metadata: {} });
  it.each<[string, () => Promise<unknown>]>([
    ['an append by the common stream', () => client.appendToStream('s-1', [event], { expectedRevision: 0n })],
    ['an append at any revision', () => client.appendToStream('s-1', [event], { credentials, expectedRevision: ANY })],
    [
      'an append to a stream of the system',
      () => client.appendToStream('$s', [event], { credentials, expectedRevision: 'no_stream' }),
    ],
    [
      'an id that is none',
      () => client.appendToStream('s-1', [{ ...event, id: '1' }], { credentials, expectedRevision: 0n }),
    ],
    ['a reading of links', () => toArray(client.readAll({ resolveLinkTos: true }))],
    [
      'a reading backwards from beyond the end',
      () => toArray(client.readStream('s-1', { direction: 'backwards', fromRevision: 5n })),
    ],
    ['a subscription to everything', () => toArray(client.subscribeToAll())],
    ['a deletion', () => client.deleteStream('s-1')],
  ])('%s', async (_, ask) => {
    await expect(ask()).rejects.toThrow(/stand-in does not play/);
    expect([...server.refusals]).toEqual([expect.stringMatching(/^the stand-in does not play/)]);
  });
});

/** Until it goes well: a connection that was refused is tried again after a second or two. */
async function eventuallyDone(work: () => Promise<unknown>): Promise<void> {
  const deadline = performance.now() + 30_000;
  for (;;) {
    try {
      await work();
      return;
    } catch (error) {
      if (performance.now() > deadline) throw error;
      await setTimeout(100);
    }
  }
}
