import 'reflect-metadata';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { firstLinkText } from '../../src/delivery/cli/first-link.js';
import { readConfig } from '../../src/config.js';
import { type Ended, kronika } from '../support/cli.js';
import { Served } from '../support/served.js';
import { Visitor } from '../support/visitor.js';
import { wordsIn } from '../support/web.js';

const PASSWORD = 'cztery kolory liści';

describe('the accounts on the command line', () => {
  let data: string;
  beforeAll(async () => {
    data = await mkdtemp(join(tmpdir(), 'kronika-accounts-'));
  });
  afterAll(() => rm(data, { recursive: true, force: true }));

  const account = (...args: readonly string[]): Promise<Ended> => kronika(data, 'account', ...args);
  const pathIn = ({ out }: Ended): string => /^http:\/\/127\.0\.0\.1:3000(\/link\/[\w-]{43})\n$/.exec(out)?.[1] ?? '';

  it('are made, with a link with which their owner chooses a password beside a running server', async () => {
    const served = await Served.start({}, { listen: false }, data);
    const made = await account('add', 'j.nowak', '--role', 'recorder', 'manager', '--department', 'Promocja');
    expect(made).toMatchObject({ code: 0, err: expect.stringContaining('once, until') });
    expect((await account('list')).out).toBe('j.nowak\trecorder,manager\tPromocja\tno password yet\n');
    const owner = new Visitor(served);
    expect((await owner.submit(pathIn(made), pathIn(made), { password: PASSWORD })).statusCode).toBe(303);
    expect(wordsIn((await owner.read('/pulpit')).body)).toContain('Przegląda: j.nowak.');

    const reset = await account('link', 'j.nowak');
    expect((await owner.read('/pulpit')).statusCode).toBe(200);
    expect((await owner.submit(pathIn(reset), pathIn(reset), { password: `${PASSWORD} 2` })).statusCode).toBe(303);
    expect((await new Visitor(served, '10.0.0.2').signIn('j.nowak', PASSWORD)).statusCode).toBe(401);

    expect(await account('change', 'j.nowak', '--role', 'auditor')).toMatchObject({
      code: 2,
      err: expect.stringMatching(/^--until/),
    });
    expect(await account('change', 'j.nowak', '--role', 'auditor', '--until', '2099-12-31')).toMatchObject({ code: 0 });
    expect(await account('change', 'j.nowak', '--department', '')).toMatchObject({ code: 0 });
    expect((await account('list')).out).toBe('j.nowak\tauditor\t\tuntil 2099-12-31\n');
    expect((await owner.read('/audyt')).statusCode).toBe(200);

    expect(await account('close', 'j.nowak')).toMatchObject({ code: 0 });
    expect((await owner.read('/pulpit')).statusCode).toBe(401);
    const [listed] = JSON.parse((await account('list', '--json')).out) as object[];
    expect(Object.keys(listed ?? {}).sort()).toEqual(['closedAt', 'createdAt', 'endsOn', 'name', 'ready', 'roles']);
    await served.stop();
  });

  it.each<[string, string[], number, RegExp]>([
    ['without a role', ['add', 'a'], 2, /--role/],
    ['of a role that is none', ['add', 'a', '--role', 'boss'], 2, /^--role must be/],
    ['of an auditor without an end', ['add', 'a', '--role', 'auditor'], 2, /^--until is missing: an auditor's account/],
    ['of a name that is taken', ['add', 'j.nowak', '--role', 'recorder'], 1, /names are not given twice/],
    ['that is closed already: no link', ['link', 'j.nowak'], 1, /closed/],
    ['that is closed already: no change', ['change', 'j.nowak', '--role', 'manager'], 1, /closed/],
    ['that is not there: no change', ['change', 'nikt', '--role', 'manager'], 1, /no account of the name nikt/],
    ['that is not there: no closing', ['close', 'nikt'], 1, /no account of the name nikt/],
    ['of the first administrator, where there are accounts', ['link'], 1, /there are accounts already/],
  ])('say what is amiss: one %s', async (_, args, code, says) => {
    expect(await account(...args)).toMatchObject({ code, out: '', err: expect.stringMatching(says) });
  });

  it('name the one who imports, as tokens do', async () => {
    await account('add', 'm.lis', '--role', 'recorder');
    const csv = join(data, 'x.csv');
    await writeFile(csv, 'tytuł\nx\n');
    const { err } = await kronika(data, 'import', csv, '--kind', 'contact', '--as', 'm.lis');
    expect(err).not.toContain('nikt o nazwie');
    expect((await kronika(data, 'import', csv, '--kind', 'contact', '--as', 'n.lis')).err).toContain('nikt o nazwie');
  });
});

describe('what is said at a start without accounts', () => {
  it('is the link, but in the journal the way to it', () => {
    expect(firstLinkText(null, true)).toBe('');
    expect(firstLinkText('http://127.0.0.1:3000/link/x', true)).toMatch(/within an hour:\n {2}http:\/\/.*\/link\/x\n$/);
    expect(firstLinkText('http://127.0.0.1:3000/link/x', false)).toMatch(/account link/);
    expect(firstLinkText('http://127.0.0.1:3000/link/x', false)).not.toContain('/link/x');
  });
});

describe('the settings of where people come from', () => {
  it.each([
    ['', null],
    ['https://kronika.powiat.example', 'https://kronika.powiat.example'],
    ['https://kronika.powiat.example/', 'https://kronika.powiat.example'],
    ['http://127.0.0.1:3000', 'http://127.0.0.1:3000'],
    ['http://[::1]:3000', 'http://[::1]:3000'],
  ])('take %p for the public address', (given, origin) => {
    expect(readConfig({ KRONIKA_PUBLIC_URL: given }).publicUrl).toBe(origin);
  });

  it.each(['kronika', 'http://kronika.powiat.example', 'https://kronika/x', 'https://a:b@kronika', 'ftp://kronika'])(
    'refuse %p as the public address',
    (given) => {
      expect(() => readConfig({ KRONIKA_PUBLIC_URL: given })).toThrow(/^KRONIKA_PUBLIC_URL must be an address/);
    },
  );

  it.each([
    ['', []],
    ['loopback', ['loopback']],
    ['10.0.0.2, fd00::1,10.1.0.0/16', ['10.0.0.2', 'fd00::1', '10.1.0.0/16']],
  ])('take %p for proxies', (given, named) => {
    expect(readConfig({ KRONIKA_TRUST_PROXY: given }).trustProxy).toEqual(named);
  });

  it.each(['true', '1', '*', '10.0.0.0/33', '0.0.0.0/0', '10.0.0.2,', '10.0.0.2/8/8'])(
    'refuse %p as proxies',
    (given) => {
      expect(() => readConfig({ KRONIKA_TRUST_PROXY: given })).toThrow(/^KRONIKA_TRUST_PROXY must be/);
    },
  );
});
