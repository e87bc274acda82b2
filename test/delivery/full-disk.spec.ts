import 'reflect-metadata';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { mkdir, mkdtemp, readdir, rm, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { Cli, kronika } from '../support/cli.js';
import { type Answer, problemIn, Served } from '../support/served.js';
import { CAN_MOUNT, SmallDisk } from '../support/small-disk.js';

const LONG = 120_000;

const CONTACT = {
  title: 'Uzgodnienie terminu dożynek',
  // Long enough for a few entries to fill whatever room a log still has.
  description: 'x'.repeat(4_900),
  occurredOn: '2023-05-10',
  gminas: ['0415052'],
  channel: 'phone',
  direction: 'outgoing',
  counterparts: [{ organisation: 'gmina łubianka', function: 'sekretarz' }],
};
const SETTINGS = { KRONIKA_AUTH: 'off' };

const suite = CAN_MOUNT ? describe : describe.skip;

suite('a disk that is full, or may only be read (needs root, to mount a small one)', () => {
  let disk: SmallDisk;
  /** On the ordinary disk. */
  let home: string;

  beforeEach(async () => {
    disk = await SmallDisk.mount('8m');
    home = await mkdtemp(join(tmpdir(), 'kronika-full-'));
  });
  afterEach(async () => {
    disk.unmount();
    await rm(home, { recursive: true });
  });

  const write = (served: Served): Promise<Answer> => served.write('/v1/contacts', CONTACT);
  const total = async (served: Served): Promise<unknown> =>
    (await served.read('/v1/activities?count=true')).json<{ total: unknown }>().total;
  /** A data directory whose one file lies on the small disk. */
  const withOnly = async (file: string): Promise<string> => {
    const data = join(home, 'data');
    await mkdir(data);
    await symlink(join(disk.path, file), join(data, file));
    return data;
  };
  const writeUntil = async (served: Served, status: number): Promise<Answer> => {
    for (let n = 0; n < 500; n++) {
      const answer = await write(served);
      if (answer.statusCode === status) return answer;
    }
    throw new Error(`nothing was answered with ${String(status)}`);
  };

  it(
    'refuses what it cannot record, goes on reading, and records again as soon as there is room',
    async () => {
      const served = await Served.start(SETTINGS, { listen: false, patience: 200 }, disk.path);
      expect((await write(served)).statusCode).toBe(201);
      await disk.fill();
      const refused = await writeUntil(served, 503);
      expect(refused.headers['retry-after']).toBe('5');
      expect(problemIn(refused)).toMatchObject({
        type: 'urn:kronika:problem:unavailable',
        detail: expect.stringMatching(
          /^The ledger is not available: (there is no room left on|the disk of the ledger failed)/,
        ),
      });
      const recorded = (await served.events()).length;
      expect((await write(served)).statusCode).toBe(503);
      expect(await served.events()).toHaveLength(recorded);
      expect((await served.read('/v1/activities')).statusCode).toBe(200);
      expect((await served.read('/health/live')).statusCode).toBe(200);

      await disk.empty();
      expect((await write(served)).statusCode).toBe(201);
      const contacts = (await served.events()).filter(({ type }) => type === 'ContactRecorded').length;
      for (let n = 0; (await total(served)) !== contacts && n < 100; n++) await setTimeout(100);
      expect(await total(served)).toBe(contacts);
      await served.stop();
      expect(await kronika(disk.path, 'verify')).toMatchObject({ code: 0 });
    },
    LONG,
  );

  it(
    'keeps the views from following, not the ledger from recording; they follow once there is room',
    async () => {
      const data = await withOnly('views.sqlite');
      const served = await Served.start(SETTINGS, { listen: false, patience: 200 }, data);
      expect((await write(served)).json<{ number: unknown }>().number).not.toBeNull();
      await disk.fill();
      let late = await write(served);
      for (let n = 0; late.json<{ number: unknown }>().number !== null && n < 500; n++) late = await write(served);
      expect([late.statusCode, late.json<{ number: unknown }>().number]).toEqual([201, null]);
      expect((await served.read('/health/ready')).statusCode).toBe(503);

      await disk.empty();
      for (let n = 0; (await served.read('/health/ready')).statusCode !== 200 && n < 100; n++) await setTimeout(100);
      expect((await served.read('/health/ready')).statusCode).toBe(200);
      const contacts = (await served.events()).filter(({ type }) => type === 'ContactRecorded').length;
      expect(await total(served)).toBe(contacts);
      await served.stop();
    },
    LONG,
  );

  it(
    'gives out no token while there is no room for it, and says so; then it does',
    async () => {
      const data = await withOnly('access.sqlite');
      const add = (n: number) => new Cli(['token', 'add', `pracownik-${n}`, '--role', 'recorder'], data).ended;
      expect(await add(0)).toMatchObject({ code: 0 });
      await disk.fill();
      const refused = await add(1);
      expect(refused).toMatchObject({ code: 1, out: '', err: expect.stringMatching(/not available|no room/) });
      expect(refused.err.trim().split('\n')).toHaveLength(1);
      await disk.empty();
      expect(await add(1)).toMatchObject({ code: 0 });
      expect((await kronika(data, 'token', 'list')).out.split('\n')).toHaveLength(3);
    },
    LONG,
  );

  it(
    'leaves nothing of a backup that does not fit',
    async () => {
      const served = await Served.start(SETTINGS, { listen: false }, join(home, 'data'));
      for (let n = 0; n < 20; n++) await write(served);
      await served.stop();
      await disk.fill(60_000);
      const backup = await kronika(join(home, 'data'), 'backup', join(disk.path, 'backup'));
      expect(backup).toMatchObject({ code: 1, err: expect.stringMatching(/no room left|disk .* failed/) });
      expect(await readdir(disk.path)).toEqual(['ballast']);
    },
    LONG,
  );

  it(
    'that may only be read is told in a sentence, at the start and on the command line',
    async () => {
      const served = await Served.start(SETTINGS, { listen: false }, disk.path);
      await write(served);
      await served.stop();
      disk.readOnly();
      for (const command of [['serve'], ['verify'], ['token', 'list']]) {
        const { code, err } = await new Cli(command, disk.path).ended;
        expect({ command, code }).toEqual({ command, code: 1 });
        expect(err.trim().split('\n').at(-1)).toMatch(/not available|cannot be opened/);
        expect(err).not.toMatch(/ {4}at /);
      }
    },
    LONG,
  );
});
