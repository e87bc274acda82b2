import { chmod, mkdir, mkdtemp, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { CheckpointDirectory } from '../../src/infrastructure/system/checkpoint-directory.js';
import { KeyFiles } from '../../src/infrastructure/system/key-files.js';
import { createMasterKey, MasterKeyFile, SetMasterKey } from '../../src/infrastructure/system/master-key-file.js';

const UNAVAILABLE = { name: 'Rejection', code: 'unavailable' };
let home: string;

beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), 'kronika-keys-'));
});
afterEach(() => rm(home, { recursive: true, force: true }));

describe('the files of the signing key', () => {
  const mode = async (name: string): Promise<string> => ((await stat(join(home, name))).mode & 0o777).toString(8);

  it('are readable by the account that runs the program and nobody else, whatever its umask', async () => {
    const before = process.umask(0);
    try {
      const keys = new KeyFiles(home);
      expect(await keys.current()).toBeNull();
      expect(await keys.begin('first')).toBe('first');
      await keys.stage('second');
      expect([await mode('signing-key.pem'), await mode('signing-key.next.pem')]).toEqual(['600', '600']);
    } finally {
      process.umask(before);
    }
  });

  it('are refused where others may read them', async () => {
    const keys = new KeyFiles(home);
    await keys.begin('first');
    await chmod(join(home, 'signing-key.pem'), 0o640);
    await expect(keys.current()).rejects.toMatchObject({ ...UNAVAILABLE, message: expect.stringMatching(/chmod 600/) });
  });

  it('hold the key with which somebody began first', async () => {
    const keys = [new KeyFiles(home), new KeyFiles(home)];
    await keys[0]!.begin('first');
    expect(await keys[1]!.begin('another')).toBe('first');
    expect(await readdir(home)).toEqual(['signing-key.pem']);
  });

  it('go from one key to the next', async () => {
    const keys = new KeyFiles(home);
    await keys.begin('first');
    await keys.stage('never used');
    await keys.stage('second');
    expect([await keys.current(), await keys.next()]).toEqual(['first', 'second']);
    await keys.promote();
    expect([await keys.current(), await keys.next()]).toEqual(['second', null]);
    expect(await readdir(home)).toEqual(['signing-key.pem']);
  });

  it('are unavailable where there is no such directory', async () => {
    await expect(new KeyFiles(join(home, 'no')).begin('first')).rejects.toMatchObject(UNAVAILABLE);
  });
});

describe('a directory of kept checkpoints', () => {
  it('keeps each note once, whole, and never writes over one', async () => {
    const shelf = new CheckpointDirectory(join(home, 'kept', 'here'));
    // Not made: where a share is not mounted it would be this machine's disk.
    await expect(shelf.keep('a-2024-03-31', 'note\n')).rejects.toMatchObject(UNAVAILABLE);
    expect(await readdir(home)).toEqual([]);
    await mkdir(join(home, 'kept', 'here'), { recursive: true });
    expect(await shelf.keep('a-2024-03-31', 'note\n')).toBe('note\n');
    expect(await shelf.keep('a-2024-03-31', 'another\n')).toBe('note\n');
    await shelf.keep('a-2024-03-30', 'before\n');
    await writeFile(join(home, 'kept', 'here', 'README'), 'not one');
    const all = [];
    for await (const each of shelf.all()) all.push(each);
    expect(all).toEqual([
      { name: 'a-2024-03-30', note: 'before\n' },
      { name: 'a-2024-03-31', note: 'note\n' },
    ]);
    expect(await readdir(join(home, 'kept', 'here'))).toHaveLength(3);
  });

  it('is unavailable where nothing can be written', async () => {
    await writeFile(join(home, 'file'), '');
    const shelf = new CheckpointDirectory(join(home, 'file'));
    await expect(shelf.keep('a', 'note\n')).rejects.toMatchObject(UNAVAILABLE);
    const reading = shelf.all()[Symbol.asyncIterator]().next();
    await expect(reading).rejects.toMatchObject(UNAVAILABLE);
  });
});

describe('a master key', () => {
  it('is made once, for the account that runs the program alone, and read as it was made', async () => {
    const path = join(home, 'master-key');
    const made = await createMasterKey(path);
    expect(made).toHaveLength(32);
    expect(((await stat(path)).mode & 0o777).toString(8)).toBe('600');
    expect(await new MasterKeyFile(path).read()).toEqual(made);
    await expect(createMasterKey(path)).rejects.toMatchObject({ name: 'Rejection', code: 'state' });
    expect(await new MasterKeyFile(path).read()).toEqual(made);
    expect(await createMasterKey(join(home, 'other'))).not.toEqual(made);
  });

  it.each([
    ['is missing', null, 0o600, /cannot be read .*ENOENT/],
    ['may be read by others', 'a0'.repeat(32), 0o640, /chmod 600/],
    ['is too short', 'a0'.repeat(31), 0o600, /holds no master key/],
    ['is something else', 'x'.repeat(64), 0o600, /holds no master key/],
  ])('is refused where it %s', async (_what, text, mode, says) => {
    const path = join(home, 'master-key');
    if (text !== null) await writeFile(path, text, { mode });
    const read = new MasterKeyFile(path).read();
    await expect(read).rejects.toMatchObject({ ...UNAVAILABLE, message: expect.stringMatching(says) });
  });

  it('is told by a setting, or not at all', async () => {
    expect(await new SetMasterKey(Buffer.alloc(32)).read()).toEqual(Buffer.alloc(32));
    expect(await new SetMasterKey(undefined).read()).toBeNull();
  });
});
