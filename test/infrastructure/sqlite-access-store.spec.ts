import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { SqliteAccessStore } from '../../src/infrastructure/sqlite/sqlite-access-store.js';

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
});
