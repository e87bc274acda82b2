import { describe, expect, it } from '@jest/globals';
import { BadSetting, readConfig } from '../../src/config.js';

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
  ])('refuse %s=%s by its name, and repeat no password', (name, value, says) => {
    const read = (): unknown => readConfig({ [name]: value });
    expect(read).toThrow(BadSetting);
    expect(read).toThrow(new RegExp(`^${name} `));
    expect(read).toThrow(says);
    expect(read).not.toThrow(/secret/);
  });
});
