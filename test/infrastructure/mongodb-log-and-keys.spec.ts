import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { Binary, MongoClient } from 'mongodb';
import { setTimeout } from 'node:timers/promises';
import { recordAfter } from '../../src/application/access/access-log.js';
import { checkAccessLog } from '../../src/application/audit/access-check.js';
import { Findings } from '../../src/application/audit/finding.js';
import type { Access, AccessLogStore, AccessRecord } from '../../src/application/ports/access-log-store.js';
import type { WrappedKey } from '../../src/application/ports/person-key-store.js';
import { MongoAccessLogStore } from '../../src/infrastructure/mongodb/mongo-access-log-store.js';
import { MongoConnection } from '../../src/infrastructure/mongodb/mongo-connection.js';
import { MongoPersonKeyStore } from '../../src/infrastructure/mongodb/mongo-person-key-store.js';
import { REFUSED } from '../contract/event-store.fixture.js';
import { sleep } from '../support/mongodb/late-answer.js';
import { type Misbehaviour, MongoStandIn, NOT_PRIMARY, TRANSIENT } from '../support/mongodb/mongo-stand-in.js';

const DROPS_BEFORE: Misbehaviour = { how: 'drops the connection before' };
const DROPS_AFTER: Misbehaviour = { how: 'drops the connection after' };
const NOON = '2024-03-04T12:00:00.000Z';
const LATER = '2024-03-05T12:00:00.000Z';
const [OLD, NEXT] = ['0123456789abcdef', 'fedcba9876543210'];
const key = (person: string): WrappedKey => ({ person, master: OLD, wrapped: 'AQID' });

describe('on MongoDB, misbehaving,', () => {
  let standIn: MongoStandIn;
  const opened: { close(): Promise<void> }[] = [];
  const connect = (): Promise<MongoConnection> => MongoConnection.open(standIn.url('kronika'));
  const kept = <T extends { close(): Promise<void> }>(one: T): T => {
    opened.push(one);
    return one;
  };
  /** Does something behind the program's back. */
  const behind = async (database: string, work: (db: ReturnType<MongoClient['db']>) => Promise<unknown>) => {
    const client = new MongoClient(standIn.url(database));
    await work(client.db());
    await client.close();
  };
  const times = (name: string): number => standIn.asked.filter((each) => each.name === name).length;

  beforeEach(async () => {
    standIn = await MongoStandIn.start();
  });
  afterEach(async () => {
    for (const each of opened.splice(0)) await each.close();
    await standIn.close();
    // Whatever a test does, it must ask nothing that the stand-in does not know, and nothing that no index serves.
    expect(standIn.mistakes).toEqual([]);
  });

  describe('the access log', () => {
    let log: MongoAccessLogStore;
    const open = async (): Promise<MongoAccessLogStore> => kept(await MongoAccessLogStore.open(await connect()));
    const add = (of: string, to: AccessLogStore = log): Promise<AccessRecord> => {
      const actor = { id: 'pracownik-1', roles: ['recorder'] } as const;
      const access: Access = { action: 'persons-read', actor, subjects: [`person/${of}`], details: { asOf: of } };
      return to.append((last) => recordAfter(last, access, NOON));
    };
    const dispose = (through: number, head: string, by: AccessLogStore = log): Promise<AccessRecord> => {
      const actor = { id: 'kronika', roles: ['administrator'] } as const;
      const access: Access = { action: 'access-log-disposed', actor, subjects: [], details: { through, head } };
      return by.dispose(through, (last) => recordAfter(last, access, NOON));
    };
    const subjects = async (): Promise<(string | undefined)[]> =>
      (await log.find({ limit: 100 })).map(({ subjects: [subject] }) => subject);
    const findings = async (): Promise<string[]> => {
      const found = new Findings();
      await checkAccessLog(log, [], found);
      return found.list.map(({ says }) => says);
    };

    beforeEach(async () => {
      log = await open();
      await add('1');
    });

    it.each<[string, Misbehaviour]>([
      ['whose answer is lost', DROPS_AFTER],
      ['that is lost', DROPS_BEFORE],
      ['that an old primary is asked for', NOT_PRIMARY],
    ])('has a record %s once, and the next follows it', async (_, misbehaviour) => {
      standIn.misbehave('insert', misbehaviour);
      const before = times('insert');
      const second = await add('2');
      expect(times('insert')).toBe(before + (misbehaviour === DROPS_BEFORE ? 1 : 2));
      expect(await add('3')).toMatchObject({ number: 3, previous: second.hash });
      expect(await subjects()).toEqual(['person/3', 'person/2', 'person/1']);
      expect(await findings()).toEqual([]);
    });

    it('may have a record of what was then refused: nobody heard that it is there', async () => {
      standIn.misbehave('insert', DROPS_AFTER, 2);
      await expect(add('2')).rejects.toMatchObject(REFUSED.unavailable);
      expect(await add('3')).toMatchObject({ number: 3 });
      expect(await subjects()).toEqual(['person/3', 'person/2', 'person/1']);
      expect(await findings()).toEqual([]);
    });

    it('is one chain, whoever adds to it while another has seen the last', async () => {
      const other = await open();
      const { heard, wake, until } = sleep();
      standIn.misbehave('find', { how: 'answers late', until });
      const late = add('late');
      await heard;
      await Promise.all(Array.from({ length: 5 }, (_, n) => add(`early-${n}`, other)));
      wake();
      expect((await late).number).toBe(7);
      expect((await subjects())[0]).toBe('person/late');
      expect(await findings()).toEqual([]);
    });

    it('holds nobody up who adds a record when somebody else went away in the midst of adding one', async () => {
      const other = await open();
      const { heard, until } = sleep();
      standIn.misbehave('insert', { how: 'answers late', until });
      void add('2').catch(() => undefined);
      await heard;
      expect(await add('3', other)).toMatchObject({ number: 3 });
      await log.close();
      log = other;
      expect(await findings()).toEqual([]);
    });

    it.each<[string, string, Misbehaviour]>([
      ['whose answer is lost', 'commitTransaction', DROPS_AFTER],
      ['that is lost', 'commitTransaction', DROPS_BEFORE],
      ['that has to be tried again', 'delete', TRANSIENT],
    ])('is disposed of with one record, by a commit %s', async (_, command, misbehaviour) => {
      const { number, hash } = await add('2');
      await add('3');
      standIn.misbehave(command, misbehaviour);
      expect(await dispose(number, hash)).toMatchObject({ number: 4 });
      expect((await log.find({ limit: 10 })).map((each) => each.number)).toEqual([4, 3]);
      expect(await findings()).toEqual([expect.stringMatching(/^entry 4 .* disposes of all before/)]);
    });

    it('is disposed of after what somebody else adds meanwhile, who waits for nothing', async () => {
      const { number, hash } = await add('2');
      const other = await open();
      const { heard, wake, until } = sleep();
      standIn.misbehave('delete', { how: 'answers late', until });
      const disposed = dispose(number, hash);
      await heard;
      expect(await add('3', other)).toMatchObject({ number: 3 });
      wake();
      expect(await disposed).toMatchObject({ number: 4 });
      expect((await log.find({ limit: 10 })).map((each) => each.number)).toEqual([4, 3]);
    });

    it.each<[string, (records: ReturnType<ReturnType<MongoClient['db']>['collection']>) => Promise<unknown>, RegExp]>([
      ['altered', (all) => all.updateOne({ _id: 2 as never }, { $set: { at: LATER } }), /^entry 2 .* was altered/],
      [
        'altered in what was asked',
        (all) => all.updateOne({ _id: 2 as never }, { $set: { details: '{}' } }),
        /altered/,
      ],
      [
        'made to say something that is no JSON',
        (all) => all.updateOne({ _id: 2 as never }, { $set: { more: new Binary(Buffer.of(1)), other: NaN } }),
        /^entry 2 .* was altered/,
      ],
      [
        'made no record',
        (all) => all.updateOne({ _id: 2 as never }, { $set: { at: 1 } }),
        /^entry 2 .* cannot be read/,
      ],
      ['made unreadable', (all) => all.updateOne({ _id: 2 as never }, { $set: { details: '{' } }), /cannot be read/],
      ['taken away', (all) => all.deleteOne({ _id: 2 as never }), /^entry 3 .* follows 1: some are missing/],
    ])('tells the check when a record was %s', async (_, alter, says) => {
      await add('2');
      await add('3');
      await behind('kronika', (db) => alter(db.collection('access_log')));
      expect(await findings()).toContainEqual(expect.stringMatching(says));
    });

    it('is found to have no end where the last record cannot be read, and goes on beside what is no record', async () => {
      await behind('kronika', (db) => db.collection('access_log').insertOne({ at: NOON, note: 'x' }));
      await add('2');
      expect(await findings()).toEqual([]);
      await behind('kronika', (db) => db.collection('access_log').updateOne({ _id: 2 as never }, { $set: { at: 1 } }));
      await expect(add('3')).rejects.toMatchObject({
        ...REFUSED.unavailable,
        message: expect.stringMatching(/run kronika verify/),
      });
    });
  });

  describe('keys of persons', () => {
    let keys: MongoPersonKeyStore;
    const open = async (): Promise<MongoPersonKeyStore> => kept(await MongoPersonKeyStore.open(await connect()));

    beforeEach(async () => {
      keys = await open();
      await keys.begin(key('a'));
    });

    it('lie in a database of their own, where nothing is left of one that was destroyed', async () => {
      await keys.destroy('a', NOON);
      await behind('kronika-keys', async (db) => {
        expect(await db.collection('keys').find().toArray()).toEqual([{ _id: 'a', destroyedAt: NOON }]);
      });
      const written = standIn.asked.filter(({ name }) => name === 'update').at(-1);
      expect(written?.command['writeConcern']).toEqual({ w: 'majority', j: true });
      // All else is in the other one.
      await behind('kronika', async (db) => {
        expect(await db.listCollections({}, { nameOnly: true }).toArray()).toEqual([]);
      });
    });

    it.each<[string, string, Misbehaviour]>([
      ['whose answer is lost', 'commitTransaction', DROPS_AFTER],
      ['that is lost', 'commitTransaction', DROPS_BEFORE],
      ['that has to be tried again', 'insert', TRANSIENT],
    ])('are begun once, by a commit %s', async (_, command, misbehaviour) => {
      standIn.misbehave(command, misbehaviour);
      expect(await keys.begin(key('b'))).toEqual(key('b'));
      expect(await (await open()).find(['a', 'b'])).toEqual(
        new Map([
          ['a', key('a')],
          ['b', key('b')],
        ]),
      );
    });

    it.each<[string, Misbehaviour]>([
      ['whose answer is lost', DROPS_AFTER],
      ['that is lost', DROPS_BEFORE],
      ['that an old primary is asked for', NOT_PRIMARY],
    ])('are destroyed once, by a write %s', async (_, misbehaviour) => {
      standIn.misbehave('update', misbehaviour);
      expect(await keys.destroy('a', NOON)).toBe(NOON);
      expect(await (await open()).destroy('a', LATER)).toBe(NOON);
    });

    it('are wrapped anew with the one that is just being begun, not without it', async () => {
      const { heard, wake, until } = sleep();
      standIn.misbehave('insert', { how: 'answers late', until });
      const begun = keys.begin(key('b'));
      await heard;
      const rewrapped = (await open()).rewrap((each) => ({ ...each, master: NEXT }));
      await setTimeout(50);
      wake();
      await begun;
      expect(await rewrapped).toBe(2);
      expect([await keys.knows(OLD), await keys.knows(NEXT)]).toEqual([false, true]);
    });

    it('are destroyed at once, though somebody who begins another goes away in the midst of it', async () => {
      const { heard, until } = sleep();
      standIn.misbehave('insert', { how: 'answers late', until });
      void keys.begin(key('b')).catch(() => undefined);
      await heard;
      expect(await (await open()).destroy('a', NOON)).toBe(NOON);
    });

    it('say which rights are missing', async () => {
      standIn.misbehave('createIndexes', { how: 'refuses', code: 13, codeName: 'Unauthorized' });
      const refused = MongoPersonKeyStore.open(await connect());
      await expect(refused).rejects.toMatchObject(REFUSED.unavailable);
      await expect(refused).rejects.toThrow(/kronika-keys.*readWrite/);
    });
  });
});
