import 'reflect-metadata';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { readdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { MongoClient } from 'mongodb';
import { AccessLogStore } from '../../src/application/ports/access-log-store.js';
import { AccessStore } from '../../src/application/ports/access-store.js';
import { AccountStore } from '../../src/application/ports/account-store.js';
import { Cli, type Ended } from '../support/cli.js';
import { MongoStandIn } from '../support/mongodb/mongo-stand-in.js';
import { CONTACT } from '../support/processes.js';
import { type Answer, Served } from '../support/served.js';

const IN_FILES = { KRONIKA_AUTH: 'off', KRONIKA_MASTER_KEY: '5f'.repeat(32) };
const ANNA = {
  organisation: { name: 'Gmina Łubianka' },
  function: 'sekretarz gminy',
  name: 'Anna Wymyślona-Zmyślona',
};
const LONG = 240_000;

describe('an office whose views are in MongoDB', () => {
  let standIn: MongoStandIn;
  let inMongo: Record<string, string>;
  let directory: string;
  const running: Served[] = [];

  const start = async (settings: Readonly<Record<string, string>>, inDirectory?: string): Promise<Served> => {
    const served = await Served.start(settings, { listen: false }, inDirectory);
    running.push(served);
    return served;
  };
  const stopAll = async (): Promise<void> => {
    for (const each of running.splice(0)) await each.stop();
  };
  const command = (settings: Readonly<Record<string, string>>, ...args: string[]): Promise<Ended> =>
    new Cli(args, directory, settings).ended;
  const register = async (served: Served, name: string): Promise<string> => {
    const answer = await served.write('/v1/persons', { ...ANNA, name });
    expect([answer.statusCode, answer.body]).toEqual([201, answer.body]);
    return answer.json<{ id: string }>().id;
  };
  const erase = (served: Served, id: string): Promise<Answer> =>
    served.kronika.app.inject({
      method: 'DELETE',
      url: `/v1/persons/${id}`,
      headers: { 'content-type': 'application/json', 'if-match': '"0"' },
      payload: JSON.stringify({ reason: 'Wniosek osoby.' }),
    });
  const read = async (served: Served, id: string): Promise<unknown> => {
    const answer = await served.read(`/v1/persons/${id}`);
    return answer.json();
  };

  beforeAll(async () => {
    standIn = await MongoStandIn.start();
    inMongo = { ...IN_FILES, KRONIKA_VIEW_STORE: standIn.url('kronika') };
  });
  afterEach(async () => {
    await stopAll();
    await rm(directory, { recursive: true });
  });
  afterAll(() => standIn.close());

  it(
    'has brought accounts, tokens, the access log and the keys from its files, the same for all processes',
    async () => {
      const office = await start(IN_FILES);
      ({ directory } = office);
      const [anna, piotr] = [await register(office, ANNA.name), await register(office, 'Piotr Zmyślony')];
      expect((await erase(office, piotr)).statusCode).toBe(200);
      expect(await read(office, anna)).toMatchObject({ name: ANNA.name });
      await command(IN_FILES, 'account', 'add', 'j.nowak', '--role', 'recorder');
      await command(IN_FILES, 'token', 'add', 'automat', '--role', 'recorder');
      const before = await office.get(AccessLogStore).find({ limit: 100 });

      // Beside a server that goes on writing, half of it would stay behind.
      const beside = await command(inMongo, 'move-in');
      expect(beside).toMatchObject({ code: 1, err: expect.stringMatching(/stop it first/) });
      await stopAll();
      expect(await command(IN_FILES, 'move-in')).toMatchObject({ code: 2, err: expect.stringMatching(/VIEW_STORE/) });
      await expect(start(inMongo, directory)).rejects.toThrow(/access\.sqlite, .*keys\.sqlite.*kronika move-in/);

      const moved = await command(inMongo, 'move-in');
      expect(moved).toMatchObject({
        code: 0,
        err: expect.stringMatching(
          new RegExp(`accounts 1, tokens 1, entries of the access log ${before.length}, keys of persons 2\\.`),
        ),
      });
      const [aside = ''] = (await readdir(directory)).filter((name) => name.startsWith('moved-'));
      expect(await readdir(join(directory, aside))).toEqual(
        expect.arrayContaining(['access-log.sqlite', 'access.sqlite', 'keys.sqlite']),
      );

      const [one, other] = [await start(inMongo, directory), await start(inMongo, directory)];
      expect((await one.get(AccessLogStore).find({ limit: 100 })).slice(-before.length)).toEqual(before);
      expect(await one.get(AccountStore).named('j.nowak')).toMatchObject({ roles: ['recorder'] });
      expect((await other.get(AccessStore).all()).map(({ name }) => name)).toEqual(['automat']);
      expect(await read(one, anna)).toMatchObject({ state: 'readable', name: ANNA.name });
      expect(await read(one, piotr)).toMatchObject({ state: 'erased' });
      const maria = await register(one, 'Maria Wymyślona');
      expect(await read(other, maria)).toMatchObject({ state: 'readable', name: 'Maria Wymyślona' });
      expect((await erase(other, anna)).statusCode).toBe(200);
      expect(await read(one, anna)).toMatchObject({ state: 'erased' });

      const readings = await one
        .get(AccessLogStore)
        .find({ action: 'persons-read', subject: `person/${maria}`, limit: 9 });
      expect(readings).toHaveLength(1);
      const log: number[] = [];
      for await (const batch of other.get(AccessLogStore).all()) log.push(...batch.map(({ number }) => number));
      expect(log).toEqual(log.map((_, index) => index + 1));
      const { code, out } = await command(inMongo, 'verify', '--json');
      expect([code, JSON.parse(out)]).toMatchObject([0, { findings: [], accesses: log.length }]);
      expect((await readdir(directory)).filter((name) => /^(access|keys)/.test(name))).toEqual([]);
      expect(standIn.mistakes).toEqual([]);
    },
    LONG,
  );

  it(
    'takes no other access log than the one that it has',
    async () => {
      const office = await start(IN_FILES);
      ({ directory } = office);
      await register(office, ANNA.name);
      await read(office, await register(office, 'Jan Wymyślony'));
      await stopAll();
      const moved = await command(inMongo, 'move-in');
      expect(moved).toMatchObject({ code: 1, err: expect.stringMatching(/an access log already.*put this one aside/) });
      expect(await readdir(directory)).toEqual(expect.arrayContaining(['access-log.sqlite', 'keys.sqlite']));
    },
    LONG,
  );

  it(
    'goes back to an older ledger where views and tree of the later one are dropped',
    async () => {
      const settings = { KRONIKA_AUTH: 'off', KRONIKA_VIEW_STORE: standIn.url('older') };
      const office = await start(settings);
      ({ directory } = office);
      const record = async (served: Served): Promise<string> =>
        (await served.write('/v1/contacts', CONTACT)).json<{ number: string }>().number;
      await record(office);
      // What was left in files is stale.
      await writeFile(join(directory, 'access.sqlite'), 'stale');
      const copied = await command(settings, 'backup', join(directory, 'copy'));
      expect([copied.code, copied.err]).toEqual([0, expect.stringMatching(/are in MongoDB.*not in this copy/)]);
      expect((await readdir(join(directory, 'copy'))).sort()).toEqual(['ledger.sqlite', 'manifest.json']);
      await rm(join(directory, 'access.sqlite'));
      expect(await record(office)).toMatch(/0002$/);
      await stopAll();
      expect(await command(settings, 'restore', join(directory, 'copy'), '--replace')).toMatchObject({ code: 0 });
      const client = new MongoClient(standIn.url('older'));
      for (const name of ['generations', 'tree', 'tiles']) await client.db().dropCollection(name);
      await client.close();
      expect(await record(await start(settings, directory))).toMatch(/0002$/);
      await stopAll();
      const { code, out } = await command(settings, 'verify', '--json');
      expect([code, JSON.parse(out)]).toMatchObject([0, { findings: [] }]);
      const back = await start(settings, directory);
      const [restored] = await back.get(AccessLogStore).find({ action: 'ledger-restored', limit: 1 });
      expect(restored).toMatchObject({ subjects: ['ledger'], details: { from: join(directory, 'copy') } });
      expect(standIn.mistakes).toEqual([]);
    },
    LONG,
  );
});
