import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import Database from 'better-sqlite3';
import { SqliteAccessStore } from '../../src/infrastructure/sqlite/sqlite-access-store.js';
import { SqliteAccountStore } from '../../src/infrastructure/sqlite/sqlite-account-store.js';

describe('the file of the tokens', () => {
  let home: string;
  beforeEach(async () => {
    home = await mkdtemp(join(tmpdir(), 'kronika-tokens-'));
  });
  afterEach(() => rm(home, { recursive: true }));

  it('is named where it is what cannot be opened: the ledger may well be whole', async () => {
    await writeFile(join(home, 'broken.sqlite'), 'no database at all, however long one looks at it'.repeat(50));
    const open = (name: string) => () => SqliteAccessStore.open(join(home, name));
    expect(open('broken.sqlite')).toThrow(
      'The tokens are not available: the file is not one of tokens (SQLITE_NOTADB).',
    );
    expect(open('.')).toThrow(/^The tokens are not available: the file of the tokens cannot be opened/);
  });

  it('keeps the tokens of a file that was made before there were accounts, and is brought up once', async () => {
    const path = join(home, 'old.sqlite');
    const old = new Database(path);
    old.exec(`CREATE TABLE tokens (name TEXT PRIMARY KEY, hash TEXT NOT NULL UNIQUE, roles TEXT NOT NULL, department TEXT,
      endsOn TEXT, createdAt TEXT NOT NULL, closedAt TEXT) STRICT;
      INSERT INTO tokens VALUES ('pracownik-1', 'x', 'recorder', NULL, NULL, '2024-03-04T10:00:00.000Z', NULL)`);
    old.close();
    for (let each = 0; each < 2; each++) {
      const [tokens, accounts] = [SqliteAccessStore.open(path), SqliteAccountStore.open(path)];
      expect((await tokens.all()).map(({ name }) => name)).toEqual(['pracownik-1']);
      expect(await accounts.all()).toEqual([]);
      await tokens.close();
      await accounts.close();
    }
  });

  it('is not touched where a newer Kronika made it', () => {
    const path = join(home, 'newer.sqlite');
    const newer = new Database(path);
    newer.pragma('user_version = 99');
    newer.close();
    expect(() => SqliteAccessStore.open(path)).toThrow(/written by a newer Kronika \(layout 99, known here: 2\)/);
  });
});
