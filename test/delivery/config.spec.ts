import { describe, expect, it } from '@jest/globals';
import { BadSetting, readConfig, toldOf } from '../../src/config.js';

describe('the settings of processes and engines', () => {
  it('are one process on files, where nothing is set', () => {
    expect(readConfig({})).toMatchObject({ role: 'all', viewStore: null });
    expect(readConfig({ KRONIKA_VIEW_STORE: 'sqlite', KRONIKA_ROLE: '' })).toMatchObject({
      role: 'all',
      viewStore: null,
    });
  });

  it.each(['all', 'api', 'projector'])('take the role %s', (role) => {
    expect(readConfig({ KRONIKA_ROLE: role }).role).toBe(role);
  });

  it.each([
    'mongodb://localhost/kronika_0415',
    'mongodb://kronika:p%40ss@db1:27017,db2,db3/kronika-0415?replicaSet=rs0&readPreference=secondaryPreferred',
    'mongodb+srv://cluster.example.org/kronika?retryWrites=true',
  ])('take %s for the views', (url) => {
    expect(readConfig({ KRONIKA_VIEW_STORE: url }).viewStore).toBe(url);
  });

  it.each([
    ['KRONIKA_ROLE', 'reader', /all, api, projector/],
    ['KRONIKA_VIEW_STORE', 'mongodb', /connection string/],
    ['KRONIKA_VIEW_STORE', 'postgres://u:secret@x/kronika', /connection string/],
    ['KRONIKA_VIEW_STORE', 'mongodb://u:secret@x', /name the database/],
    ['KRONIKA_VIEW_STORE', 'mongodb://u:secret@x/?replicaSet=rs0', /name the database/],
    ['KRONIKA_VIEW_STORE', 'mongodb://u:secret@x/a/b', /name the database/],
    ['KRONIKA_VIEW_STORE', 'mongodb://u:secret@x/kronika-keys', /does not end in -keys/],
  ])('refuse %s=%s by its name, and repeat no password', (name, value, says) => {
    const read = (): unknown => readConfig({ [name]: value });
    expect(read).toThrow(BadSetting);
    expect(read).toThrow(new RegExp(`^${name} `));
    expect(read).toThrow(says);
    expect(read).not.toThrow(/secret/);
  });
});

describe('the settings of the master key', () => {
  const KEY = '5F'.repeat(32);

  it('are none, the key itself, or the file that holds it', () => {
    expect(readConfig({}).masterKey).toBeNull();
    expect(readConfig({ KRONIKA_MASTER_KEY: KEY }).masterKey).toEqual({ key: Buffer.alloc(32, 0x5f) });
    expect(readConfig({ KRONIKA_MASTER_KEY_FILE: '/etc/kronika/key' }).masterKey).toEqual({ file: '/etc/kronika/key' });
    const beside = { KRONIKA_DATA: '/var/lib/kronika', KRONIKA_MASTER_KEY_FILE: '/var/lib/kronika-keys/key' };
    expect(readConfig(beside).masterKey).toEqual({ file: '/var/lib/kronika-keys/key' });
  });

  it.each([
    [
      'a key that is none',
      { KRONIKA_MASTER_KEY: `secret${KEY.slice(6)}` },
      /^KRONIKA_MASTER_KEY must be 64 hex digits/,
    ],
    ['both', { KRONIKA_MASTER_KEY: KEY, KRONIKA_MASTER_KEY_FILE: '/x' }, /both set/],
    ['a file among the data', { KRONIKA_DATA: '/data', KRONIKA_MASTER_KEY_FILE: '/data/keys/k' }, /outside the data/],
    ['the data themselves', { KRONIKA_DATA: '/data', KRONIKA_MASTER_KEY_FILE: '/data' }, /outside the data/],
    ['a way back to the data', { KRONIKA_DATA: '/data', KRONIKA_MASTER_KEY_FILE: '/x/../data/k' }, /outside the data/],
  ])('refuse %s, and repeat no key', (_what, settings, says) => {
    const read = (): unknown => readConfig(settings);
    expect(read).toThrow(BadSetting);
    expect(read).toThrow(says);
    expect(read).not.toThrow(/secret|5F5F/);
  });

  it('go on record without anything secret', () => {
    const settings = {
      KRONIKA_MASTER_KEY: KEY,
      KRONIKA_VIEW_STORE: 'mongodb://u:secret@x/kronika',
      KRONIKA_EVENT_STORE: 'esdb://u:secret@x:2113/torunski',
    };
    const told = toldOf(readConfig(settings));
    expect(told).toMatchObject({ masterKey: 'set', viewStore: 'mongodb', auth: 'on', role: 'all' });
    expect(JSON.stringify(told)).not.toMatch(/secret|5f5f/i);
    expect(toldOf(readConfig({}))).toMatchObject({ masterKey: null, viewStore: 'sqlite', eventStore: 'sqlite' });
  });
});
