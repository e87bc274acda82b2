import 'reflect-metadata';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { MongoClient } from 'mongodb';
import { setTimeout } from 'node:timers/promises';
import type { Edition, ViewStore } from '../../src/application/ports/view-store.js';
import { beginViews, FIRST_GENERATION, Projection } from '../../src/application/projection.js';
import { Projector } from '../../src/application/projector.js';
import { MemoryEventStore } from '../../src/infrastructure/memory/memory-event-store.js';
import { MongoAccessStore } from '../../src/infrastructure/mongodb/mongo-access-store.js';
import { MongoAccountStore } from '../../src/infrastructure/mongodb/mongo-account-store.js';
import { MongoConnection } from '../../src/infrastructure/mongodb/mongo-connection.js';
import { MongoLease } from '../../src/infrastructure/mongodb/mongo-lease.js';
import { MongoViewStore } from '../../src/infrastructure/mongodb/mongo-view-store.js';
import { all, COUNTS, ENTRIES, GENERATION, idsOf, progressAt, Scribe } from '../contract/view-store.fixture.js';
import { REFUSED } from '../contract/event-store.fixture.js';
import { SetClock } from '../support/ledger.js';
import { sleep } from '../support/mongodb/late-answer.js';
import { type Misbehaviour, MongoStandIn, NOT_PRIMARY, TRANSIENT } from '../support/mongodb/mongo-stand-in.js';
import { randomLedger } from '../support/random-ledger.js';

const MONDAY = '2024-01-01.0000';
const TUESDAY = '2024-01-02.0000';
const DROPS_BEFORE: Misbehaviour = { how: 'drops the connection before' };
const DROPS_AFTER: Misbehaviour = { how: 'drops the connection after' };
const WRITES = ['insert', 'update', 'delete', 'findAndModify', 'commitTransaction'];

const token = (name: string) => ({
  name,
  hash: Buffer.from(name).toString('hex').padEnd(64, '0'),
  roles: ['recorder'] as const,
  createdAt: '2024-03-04T10:00:00.000Z',
});

describe('MongoDB, misbehaving', () => {
  let standIn: MongoStandIn;
  const opened: { close(): Promise<void> }[] = [];

  const serve = async (shape?: Parameters<typeof MongoStandIn.start>[0]): Promise<void> => {
    standIn = await MongoStandIn.start(shape);
  };
  const connect = (options?: string): Promise<MongoConnection> => MongoConnection.open(standIn.url('kronika', options));
  const kept = <T extends { close(): Promise<void> }>(one: T): T => {
    opened.push(one);
    return one;
  };
  const views = async (options?: string, most?: number): Promise<MongoViewStore> =>
    kept(await MongoViewStore.open(await connect(options), most));
  const begun = async (store: ViewStore): Promise<Scribe> => {
    await store.create(GENERATION, [ENTRIES, COUNTS]);
    return new Scribe(store);
  };
  const find = async (store: ViewStore): Promise<string[]> =>
    idsOf(await store.find(GENERATION, ENTRIES.name, { at: 'now' }));
  const edition = (id: string, fields: object = {}): Edition => ({
    view: ENTRIES.name,
    from: MONDAY,
    doc: { id, ...fields },
    previous: null,
  });
  /** How often each command was asked. */
  const times = (name: string): number => standIn.asked.filter((each) => each.name === name).length;

  beforeEach(() => serve());
  afterEach(async () => {
    for (const each of opened.splice(0)) await each.close();
    await standIn.close();
    // Whatever a test does, it must ask nothing that the stand-in does not know, and nothing that no index serves.
    expect(standIn.mistakes).toEqual([]);
  });

  describe('at the start', () => {
    it.each<[string, number, string | undefined]>([
      ['a server that is of no replica set', 0, undefined],
      ['a server that is of no replica set, where one is named', 0, 'replicaSet=rs0&serverSelectionTimeoutMS=500'],
      ['a server of another replica set', 1, 'replicaSet=rs0&serverSelectionTimeoutMS=500'],
    ])('%s is refused, in words that say what to do', async (_, members, options) => {
      await standIn.close();
      await serve({ members });
      const refused = MongoConnection.open(standIn.url('kronika', options));
      await expect(refused).rejects.toMatchObject(REFUSED.unavailable);
      await expect(refused).rejects.toThrow(/not a member of a replica set.*--replSet.*rs\.initiate/);
    });

    it.each<[string, string | undefined]>([
      ['names no set', undefined],
      ['names a set', 'replicaSet=rs0&serverSelectionTimeoutMS=500'],
    ])(
      'the router of a sharded cluster is refused as what it is, where the connection string %s',
      async (_, options) => {
        await standIn.close();
        await serve({ router: true });
        const refused = MongoConnection.open(standIn.url('kronika', options));
        await expect(refused).rejects.toMatchObject(REFUSED.unavailable);
        await expect(refused).rejects.toThrow(
          /router of a sharded cluster \(mongos\).*[Nn]ame the members of a replica set/,
        );
        await expect(refused).rejects.not.toThrow(/--replSet/);
      },
    );

    it.each(['mongodb://kronika:secret@@x/kronika', 'mongodb://kronika:secret@x/kronika?sort=1'])(
      'a connection string that cannot be used is not repeated: %s',
      async (url) => {
        const refused = MongoConnection.open(url);
        await expect(refused).rejects.toMatchObject(REFUSED.unavailable);
        await expect(refused).rejects.not.toThrow(/secret/);
      },
    );

    it('a server that does not answer is told within the time that the connection string gives it', async () => {
      const url = standIn.url('kronika', 'serverSelectionTimeoutMS=300');
      await standIn.close();
      const before = performance.now();
      await expect(MongoConnection.open(url)).rejects.toMatchObject(REFUSED.unavailable);
      expect(performance.now() - before).toBeLessThan(4_000);
    });

    it('indexes are created, also those that were lost since', async () => {
      const declared = { ...Object.fromEntries(Object.keys(ENTRIES.fields).map((name) => [name, expect.anything()])) };
      const store = await views();
      await begun(store);
      kept(await MongoAccessStore.open(await connect()));
      expect(standIn.indexes).toMatchObject({
        'views.entries': { ...declared, gminas: { 'doc.gminas': 1, 'doc.on': 1, _id: 1 } },
        'views.entries.closed': { ...declared, gminas: { 'doc.gminas': 1, 'doc.on': 1, id: 1, from: 1, to: 1 } },
        'views.gmina-months': { order: { 'doc.order': 1, _id: 1 } },
        tokens: { hash: { hash: 1 } },
      });
      const before = times('createIndexes');
      await views();
      expect(times('createIndexes')).toBe(before + 5);
    });
  });

  describe('writes', () => {
    it('each on the disks of a majority, and so that it may be sent again', async () => {
      const store = await views();
      const scribe = await begun(store);
      await scribe.write(MONDAY, [{ id: 'a' }]);
      await store.makeCurrent(GENERATION);
      const access = kept(await MongoAccessStore.open(await connect()));
      await access.add(token('a'));
      await access.closeToken('a', '2024-03-05T10:00:00.000Z');
      const lease = kept(MongoLease.open(await connect()));
      await lease.take(1_000);
      await lease.take(1_000);
      const written = standIn.asked.filter(({ name }) => WRITES.includes(name));
      expect(new Set(written.map(({ name }) => name))).toEqual(
        new Set(['insert', 'update', 'delete', 'findAndModify', 'commitTransaction']),
      );
      for (const { name, command } of written) {
        expect([name, command['txnNumber']]).toEqual([name, expect.anything()]);
        const within = command['autocommit'] === false && name !== 'commitTransaction';
        if (!within)
          expect([name, command['writeConcern']]).toEqual([name, expect.objectContaining({ w: 'majority', j: true })]);
      }
    });

    it.each<[string, string, Misbehaviour]>([
      ['a commit whose answer is lost', 'commitTransaction', DROPS_AFTER],
      ['a commit that is lost', 'commitTransaction', DROPS_BEFORE],
      ['a commit that an old primary is asked for', 'commitTransaction', NOT_PRIMARY],
      ['editions whose answer is lost', 'update', DROPS_AFTER],
      ['editions that are lost', 'update', DROPS_BEFORE],
      ['a position whose answer is lost', 'findAndModify', DROPS_AFTER],
      ['a position that an old primary is told', 'findAndModify', NOT_PRIMARY],
      ['a transaction that has to be tried again', 'update', TRANSIENT],
      [
        'a transaction that is gone when it is to be committed',
        'commitTransaction',
        { ...TRANSIENT, code: 251, codeName: 'NoSuchTransaction' },
      ],
    ])('%s: it is written once', async (_, command, misbehaviour) => {
      const store = await views();
      const scribe = await begun(store);
      await scribe.write(MONDAY, [{ id: 'a' }]);
      standIn.misbehave(command, misbehaviour);
      const asked = times(command);
      await scribe.write(TUESDAY, [{ id: 'a', title: 'again' }, { id: 'b' }]);
      expect(times(command)).toBeGreaterThanOrEqual(asked + (misbehaviour === DROPS_BEFORE ? 1 : 2));
      expect(await store.progress(GENERATION)).toEqual(progressAt(2, TUESDAY));
      expect(await all(store.editions(GENERATION, ENTRIES.name))).toEqual([
        { from: MONDAY, to: TUESDAY, doc: { id: 'a' } },
        { from: TUESDAY, to: '9999-12-31', doc: { id: 'a', title: 'again' } },
        { from: TUESDAY, to: '9999-12-31', doc: { id: 'b' } },
      ]);
    });

    it('a transaction that never comes about: unavailable, and nothing of it is there', async () => {
      const store = await views();
      const scribe = await begun(store);
      standIn.misbehave('update', TRANSIENT, Infinity);
      standIn.misbehave('insert', TRANSIENT, Infinity);
      await expect(scribe.write(MONDAY, [{ id: 'a' }])).rejects.toMatchObject(REFUSED.unavailable);
      expect(await find(store)).toEqual([]);
      expect(await store.progress(GENERATION)).toEqual(progressAt(0));
    });

    it('a transaction whose session somebody ended: unavailable, and nothing of it is there', async () => {
      const store = await views();
      const scribe = await begun(store);
      standIn.misbehave('insert', { how: 'refuses', code: 11601, codeName: 'Interrupted' });
      await expect(scribe.write(MONDAY, [{ id: 'a' }])).rejects.toMatchObject(REFUSED.unavailable);
      expect(await store.progress(GENERATION)).toEqual(progressAt(0));
    });

    it.each<[string, Misbehaviour]>([
      ['is lost', DROPS_AFTER],
      ['comes from an old primary', NOT_PRIMARY],
    ])('a token, given out once though its answer %s', async (_, misbehaviour) => {
      const access = kept(await MongoAccessStore.open(await connect()));
      standIn.misbehave('insert', misbehaviour);
      await access.add(token('a'));
      expect(times('insert')).toBe(2);
      expect(await access.all()).toEqual([token('a')]);
      await expect(access.add(token('a'))).rejects.toMatchObject({ code: 'state' });
    });

    it('more than one message, and more than one answer, takes', async () => {
      const store = await views();
      const scribe = await begun(store);
      const docs = Array.from({ length: 60 }, (_, n) => ({ id: `e${n}`, text: 'x'.repeat(300_000) }));
      await scribe.write(MONDAY, docs);
      await scribe.write(TUESDAY, docs);
      // 18 MB, in documents of at most 16 MB.
      expect(times('insert')).toBeGreaterThanOrEqual(4);
      expect(times('commitTransaction')).toBe(2);
      expect(await store.count(GENERATION, ENTRIES.name, { at: 'now' })).toBe(60);
      expect(await store.find(GENERATION, ENTRIES.name, { at: { through: MONDAY } })).toHaveLength(60);
      expect(times('getMore')).toBeGreaterThan(0);
    });

    it('no more than one transaction takes: too large, and nothing of it is there', async () => {
      const store = await views(undefined, 3);
      const scribe = await begun(store);
      const docs = ['a', 'b', 'c', 'd'].map((id) => ({ id }));
      await expect(scribe.write(MONDAY, docs)).rejects.toMatchObject(REFUSED.tooLarge);
      standIn.misbehave('insert', { how: 'refuses', code: 388, codeName: 'TransactionTooLargeForCache' });
      await expect(scribe.write(MONDAY, docs.slice(0, 3))).rejects.toMatchObject(REFUSED.tooLarge);
      expect(await store.progress(GENERATION)).toEqual(progressAt(0));
      await scribe.write(MONDAY, docs.slice(0, 3));
      expect(await find(store)).toEqual(['a', 'b', 'c']);
    });
  });

  describe('of two who project', () => {
    it('one writes, and the other hears that somebody else did', async () => {
      const [one, other] = [await views(), await views()];
      await begun(one);
      const commit = (store: ViewStore, id: string): Promise<void> =>
        store.commit(GENERATION, 0, progressAt(1, MONDAY), [edition(id)], []);
      const tries = await Promise.allSettled([commit(one, 'a'), commit(other, 'b')]);
      const lost = tries.filter((each) => each.status === 'rejected');
      expect(lost).toMatchObject([{ reason: REFUSED.conflict }]);
      expect(await find(one)).toEqual([tries[0].status === 'fulfilled' ? 'a' : 'b']);
    });

    it('the one that was stopped in the midst of a commit writes nothing when it wakes, and holds nobody up meanwhile', async () => {
      const connections = [await connect(), await connect()] as const;
      const [stopped, next] = [
        kept(await MongoViewStore.open(connections[0])),
        kept(await MongoViewStore.open(connections[1])),
      ];
      const [its, others] = [kept(MongoLease.open(connections[0])), kept(MongoLease.open(connections[1]))];
      await (await begun(stopped)).write(MONDAY, [{ id: 'a' }]);
      const again = (title: string): Edition => ({
        ...edition('a', { title }),
        from: TUESDAY,
        previous: { from: MONDAY, doc: { id: 'a' } },
      });
      expect(await its.take(200)).toBe(true);
      expect(await others.take(200)).toBe(false);
      // Its position and editions are written, not committed; then it sleeps.
      const { heard, wake, until } = sleep();
      standIn.misbehave('update', { how: 'answers late', until });
      const asleep = stopped.commit(GENERATION, 1, progressAt(2, TUESDAY), [again('by the one that slept')], []);
      const outcome = expect(asleep).rejects.toMatchObject(REFUSED.conflict);
      await heard;
      await setTimeout(250);
      expect(await others.take(200)).toBe(true);
      await next.commit(GENERATION, 1, progressAt(2, TUESDAY), [again('by the other')], []);
      wake();
      await outcome;
      expect(await its.take(200)).toBe(false);
      expect(await stopped.find(GENERATION, ENTRIES.name, { at: 'now' })).toEqual([{ id: 'a', title: 'by the other' }]);
      expect(await stopped.progress(GENERATION)).toEqual(progressAt(2, TUESDAY));
    });

    it('the one that takes over goes on, though the secondary that it reads from lags behind the other', async () => {
      await standIn.close();
      await serve({ members: 2 });
      const ledger = new MemoryEventStore(new SetClock('2024-01-01T00:00:00.000Z'));
      const events = randomLedger(Array.from({ length: 12 }, (_, n) => ({ what: n, which: n, how: n, later: 1 })));
      await ledger.restore(
        (async function* () {
          yield await Promise.resolve(events.map(({ cursor: _cursor, ...event }) => event));
        })(),
      );
      const [before, next] = [await views(), await views('readPreference=secondary')];
      await beginViews(before);
      const projection = await Projection.resume(before, FIRST_GENERATION);
      for await (const batch of ledger.readAll({ limit: 4 })) {
        const isFirst = projection.progress.position === 0;
        await projection.take(batch);
        if (!isFirst) break;
        standIn.fallBehind();
      }
      expect((await next.progress(FIRST_GENERATION)).position).toBe(4);
      await new Projector(ledger, next).catchUp();
      expect((await next.progress(FIRST_GENERATION)).position).toBe(events.length);
    });

    it('nobody makes people wait who sign in or out meanwhile', async () => {
      const connection = await connect();
      const store = kept(await MongoViewStore.open(connection));
      const accounts = kept(await MongoAccountStore.open(connection));
      await begun(store);
      await accounts.add({ name: 'a', password: null, roles: ['recorder'], createdAt: '2024-03-04T10:00:00.000Z' });
      const { heard, wake, until } = sleep();
      standIn.misbehave('findAndModify', { how: 'answers late', until });
      const commit = store.commit(GENERATION, 0, progressAt(1, MONDAY), [edition('a')], []);
      await heard;
      const at = { openedAt: '2024-03-04T10:00:00.000Z', seenAt: '2024-03-04T10:00:00.000Z' };
      const session = { hash: 'f'.repeat(64), account: 'a', ...at, endsAt: '2024-03-04T22:00:00.000Z' };
      await accounts.openSession(session);
      expect(await accounts.session(session.hash)).toEqual(session);
      await accounts.closeAccount('a', '2024-03-04T11:00:00.000Z');
      expect(await accounts.session(session.hash)).toBeNull();
      wake();
      await commit;
      expect(await find(store)).toEqual(['a']);
    });

    it.each<[string, Misbehaviour]>([
      ['is lost', DROPS_BEFORE],
      ['goes unanswered', DROPS_AFTER],
    ])('who died in the midst of a commit holds nobody up, though the end of their session %s', async (_, how) => {
      const connections = [await connect(), await connect(), await connect()] as const;
      const [dead, next] = [
        kept(await MongoViewStore.open(connections[0])),
        kept(await MongoViewStore.open(connections[1])),
      ];
      const [its, others, third] = connections.map((connection) => kept(MongoLease.open(connection))) as [
        MongoLease,
        MongoLease,
        MongoLease,
      ];
      await begun(dead);
      expect(await its.take(50)).toBe(true);
      expect([await others.take(50), await third.take(50)]).toEqual([false, false]);
      const { heard, wake, until } = sleep();
      standIn.misbehave('insert', { how: 'answers late', until });
      const outcome = expect(
        dead.commit(GENERATION, 0, progressAt(1, MONDAY), [edition('a')], []),
      ).rejects.toMatchObject(REFUSED.conflict);
      await heard;
      await setTimeout(60);
      // Whoever cannot end it has not taken over: the next one, be it the same or another, ends it.
      standIn.misbehave('killSessions', how, 2);
      await expect(others.take(50)).rejects.toMatchObject(REFUSED.unavailable);
      await expect(third.take(50)).rejects.toMatchObject(REFUSED.unavailable);
      expect(await others.take(50)).toBe(true);
      expect(await third.take(50)).toBe(false);
      const began = performance.now();
      await next.commit(GENERATION, 0, progressAt(1, MONDAY), [edition('b')], []);
      expect(performance.now() - began).toBeLessThan(2_000);
      wake();
      await outcome;
      expect(await find(next)).toEqual(['b']);
    });

    it('who gives up the lease when nobody can be told is done with it all the same', async () => {
      const lease = MongoLease.open(await connect('serverSelectionTimeoutMS=200'));
      await lease.take(1_000);
      await standIn.close();
      await lease.close();
      await expect(lease.take(1_000)).rejects.toMatchObject(REFUSED.unavailable);
      await serve();
    });

    it('nobody takes the lease from who says now and then that they hold it', async () => {
      const [one, other] = [kept(MongoLease.open(await connect())), kept(MongoLease.open(await connect()))];
      await one.take(150);
      for (let n = 0; n < 8; n++) {
        expect(await other.take(150)).toBe(false);
        await setTimeout(50);
        expect(await one.take(150)).toBe(true);
      }
    });
  });

  describe('reads', () => {
    it('are asked again when the connection is lost', async () => {
      const store = await views();
      await (await begun(store)).write(MONDAY, [{ id: 'a' }]);
      standIn.misbehave('find', DROPS_BEFORE);
      expect(await find(store)).toEqual(['a']);
    });

    it('are given up when there is no answer in time', async () => {
      const store = await views('socketTimeoutMS=150');
      await begun(store);
      standIn.misbehave('find', { how: 'answers late', until: () => setTimeout(2_000, null, { ref: false }) }, 4);
      await expect(find(store)).rejects.toMatchObject(REFUSED.unavailable);
    });

    it('see one moment, though views are swapped and dropped between two steps of theirs', async () => {
      const [store, other] = [await views(), await views()];
      await (await begun(store)).write(MONDAY, [{ id: 'a' }]);
      await other.create('g2', [ENTRIES]);
      await new Scribe(other, 'g2').write(MONDAY, [{ id: 'b' }]);
      // The generation is found; its documents are asked for when they are gone.
      const { heard, wake, until } = sleep();
      standIn.misbehave('find', { how: 'answers late', until });
      const asked = find(store);
      await heard;
      await other.makeCurrent('g2');
      wake();
      await expect(asked).rejects.toMatchObject({ code: 'unsettled' });
    });

    it('go to where the connection string says, tokens and writes to the primary', async () => {
      await standIn.close();
      await serve({ members: 2 });
      const connection = await connect('readPreference=secondary');
      const store = kept(await MongoViewStore.open(connection));
      const access = kept(await MongoAccessStore.open(connection));
      await (await begun(store)).write(MONDAY, [{ id: 'a' }]);
      await access.add(token('a'));
      standIn.asked.splice(0);
      expect(await find(store)).toEqual(['a']);
      expect(await store.count(GENERATION, ENTRIES.name, { at: { before: TUESDAY } })).toBe(1);
      expect(standIn.asked.map(({ primary }) => primary)).toEqual([false, false, false, false, false]);
      standIn.asked.splice(0);
      expect(await access.byHash(token('a').hash)).toEqual(token('a'));
      expect(standIn.asked.map(({ primary }) => primary)).toEqual([true]);
    });

    it('of views that a secondary does not have, or has of an earlier time, go to the primary', async () => {
      await standIn.close();
      await serve({ members: 2 });
      const store = await views('readPreference=secondary');
      await (await begun(store)).write(MONDAY, [{ id: 'a' }]);
      standIn.fallBehind();
      await store.create(GENERATION, [ENTRIES]);
      expect(await store.progress(GENERATION)).toEqual(progressAt(0));
      const other = await views();
      await other.create('g2', [ENTRIES]);
      await new Scribe(other, 'g2').write(MONDAY, [{ id: 'b' }]);
      expect(idsOf(await store.find('g2', ENTRIES.name, { at: 'now' }))).toEqual(['b']);
      await expect(store.progress('g3')).rejects.toMatchObject({ code: 'unsettled' });
    });

    it('never go back behind what this process has seen, though a secondary does', async () => {
      await standIn.close();
      await serve({ members: 2 });
      const store = await views('readPreference=secondary');
      const scribe = await begun(store);
      await scribe.write(MONDAY, [{ id: 'a', title: 'first' }]);
      standIn.fallBehind();
      await scribe.write(MONDAY, [{ id: 'a', title: 'second' }]);
      const [doc] = await store.find(GENERATION, ENTRIES.name, { at: 'now' });
      expect(doc).toEqual({ id: 'a', title: 'second' });
      await scribe.write(TUESDAY, [{ id: 'a', title: 'third' }]);
      // Who has seen none of it is told how it was, and as of when.
      const other = await views('readPreference=secondary');
      expect(await other.progress(GENERATION)).toEqual(progressAt(1, MONDAY));
      expect(await other.find(GENERATION, ENTRIES.name, { at: 'now' })).toEqual([{ id: 'a', title: 'first' }]);
      standIn.catchUp();
      expect(await other.find(GENERATION, ENTRIES.name, { at: 'now' })).toEqual([{ id: 'a', title: 'third' }]);
    });
  });

  it('keeps ledgers apart by their databases', async () => {
    const store = await views();
    await begun(store);
    const other = kept(await MongoViewStore.open(await MongoConnection.open(standIn.url('kronika_0416'))));
    expect(await other.generations()).toEqual([]);
    await other.create(GENERATION, [ENTRIES]);
    await other.makeCurrent(GENERATION);
    expect(await store.generations()).toMatchObject([{ id: GENERATION, current: false }]);
  });

  it('leaves nothing of generations that are gone', async () => {
    const store = await views();
    await begun(store);
    await store.create('g2', [ENTRIES]);
    await store.makeCurrent('g2');
    expect(Object.keys(standIn.indexes).sort()).toEqual([
      'generations',
      'marks',
      'views.entries',
      'views.entries.closed',
    ]);
  });
});

describe('the stand-in for MongoDB', () => {
  let standIn: MongoStandIn;
  let client: MongoClient;

  beforeEach(async () => {
    standIn = await MongoStandIn.start();
    client = new MongoClient(standIn.url('db'));
  });
  afterEach(async () => {
    await client.close();
    await standIn.close();
  });

  it.each<[string, (collection: ReturnType<ReturnType<MongoClient['db']>['collection']>) => Promise<unknown>]>([
    ['a command', (all) => all.distinct('x')],
    ['an operator', (all) => all.findOne({ x: { $elemMatch: { $gt: 1 } } })],
    ['an operator at the top', (all) => all.findOne({ $nor: [{ x: 1 }] })],
    ['an option', (all) => all.findOne({}, { projection: { x: 1 } })],
    ['a stage', (all) => all.aggregate([{ $sort: { x: 1 } }]).toArray()],
    ['an update', (all) => all.updateOne({}, { $unset: { x: 1 } })],
    ['a pattern', (all) => all.findOne({ x: { $regex: 'a.*b' } })],
    ['a field with a dot', (all) => all.insertOne({ 'a.b': 1 })],
  ])('refuses %s that it does not know, and remembers it', async (_, ask) => {
    await client.db().collection('things').insertOne({ x: 1 });
    await expect(ask(client.db().collection('things'))).rejects.toMatchObject({ codeName: 'NotImplemented' });
    expect(standIn.refusals.size).toBe(1);
  });

  it('shows nobody what is not committed, and keeps two from writing the same', async () => {
    const things = client.db().collection('things');
    await things.insertOne({ x: 1 });
    const [one, other] = [client.startSession(), client.startSession()];
    const options = { readConcern: { level: 'snapshot' }, writeConcern: { w: 'majority' } } as const;
    one.startTransaction(options);
    other.startTransaction(options);
    await things.updateOne({ x: 1 }, { $set: { x: 2 } }, { session: one });
    expect(await things.findOne({}, { session: other })).toMatchObject({ x: 1 });
    expect(await things.findOne({})).toMatchObject({ x: 1 });
    expect(await things.findOne({}, { session: one })).toMatchObject({ x: 2 });
    await expect(things.updateOne({ x: 1 }, { $set: { x: 3 } }, { session: other })).rejects.toMatchObject({
      codeName: 'WriteConflict',
    });
    await one.commitTransaction();
    expect(await things.findOne({})).toMatchObject({ x: 2 });
    await one.endSession();
    await other.endSession();
  });

  it('notices what no index serves', async () => {
    const things = client.db().collection('things');
    await things.createIndexes([{ key: { x: 1 }, name: 'x' }]);
    await things.find({ x: { $gt: 1 } }).toArray();
    await things.find({ y: { $nin: [1] } }, { sort: { x: 1 } }).toArray();
    expect(standIn.scans).toEqual([]);
    await things.find({ y: 1 }).toArray();
    expect(standIn.scans).toEqual(['db.things: {"y":1}']);
  });
});
