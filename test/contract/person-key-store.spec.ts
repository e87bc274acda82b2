import { mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { MongoConnection } from '../../src/infrastructure/mongodb/mongo-connection.js';
import { MongoPersonKeyStore } from '../../src/infrastructure/mongodb/mongo-person-key-store.js';
import { SystemClock } from '../../src/infrastructure/system/system-clock.js';
import { SqliteLedgerFiles } from '../../src/infrastructure/sqlite/sqlite-ledger-files.js';
import { SqlitePersonKeyStore } from '../../src/infrastructure/sqlite/sqlite-person-key-store.js';
import { isRealTried, MONGO_PLACES, NOT_TRIED } from '../support/mongodb/mongo-places.js';
import { personKeyStoreContract } from './person-key-store.contract.js';

personKeyStoreContract({
  name: 'SQLite',
  open: async () => {
    const directory = await mkdtemp(join(tmpdir(), 'kronika-keys-'));
    const path = join(directory, 'keys.sqlite');
    const store = SqlitePersonKeyStore.open(path);
    const discard = async (): Promise<void> => {
      await store.close();
      await rm(directory, { recursive: true });
    };
    return { store, beside: async () => SqlitePersonKeyStore.open(path), discard };
  },
});

describe.each(MONGO_PLACES)('on $name', (place) => {
  beforeAll(place.start);
  afterAll(place.stop);
  personKeyStoreContract({
    name: place.name,
    open: async () => {
      const url = place.database();
      const beside = async (): Promise<MongoPersonKeyStore> =>
        MongoPersonKeyStore.open(await MongoConnection.open(url));
      const store = await beside();
      const discard = async (): Promise<void> => {
        await store.close();
        await place.drop(url);
      };
      return { store, beside, discard };
    },
  });
});
if (!isRealTried) it.skip(`a store of persons' keys on ${NOT_TRIED}`, () => undefined);

describe('the file of the keys (SQLite)', () => {
  let home: string;
  let store: SqlitePersonKeyStore;

  beforeEach(async () => {
    home = await mkdtemp(join(tmpdir(), 'kronika-keys-'));
    store = SqlitePersonKeyStore.open(join(home, 'keys.sqlite'));
  });
  afterEach(async () => {
    await store.close();
    await rm(home, { recursive: true });
  });

  const files = async (): Promise<string> =>
    (
      await Promise.all(
        (await readdir(home, { withFileTypes: true }))
          .filter((each) => each.isFile())
          .map((each) => readFile(join(home, each.name), 'latin1')),
      )
    ).join();
  it('is nobody else’s to read, in a directory that was there before', async () => {
    await store.begin({ person: 'a', master: 'm', wrapped: 'AQID' });
    for (const name of await readdir(home))
      expect([name, (await stat(join(home, name))).mode & 0o777]).toEqual([name, 0o600]);
  });

  it('leaves no copy of a backup that was killed', async () => {
    await store.begin({ person: 'a', master: 'm', wrapped: 'AQID' });
    await mkdir(join(home, 'copies', '.copy.partial-aB3dE6'), { recursive: true });
    await mkdir(join(home, 'copies', '.other.partial-aB3dE6'));
    await writeFile(join(home, 'copies', '.copy.partial-aB3dE6', 'keys.sqlite'), 'keys of before');
    await new SqliteLedgerFiles(new SystemClock(), '0').backUpKeys(home, join(home, 'copies', 'copy'));
    expect((await readdir(join(home, 'copies'))).sort()).toEqual(['.other.partial-aB3dE6', 'copy']);
  });

  // Long ones, so that they lie on pages of their own, too.
  const SECRET = 'c2VjcmV0'.repeat(30);
  const OTHER = 'b3RoZXJz'.repeat(30);

  it('holds no key that was destroyed, nor is what it stood beside lost; and in the copy not once that is made anew', async () => {
    for (let n = 0; n < 50; n++) await store.begin({ person: `p${String(n)}`, master: 'm', wrapped: OTHER });
    await store.begin({ person: 'a', master: 'm', wrapped: SECRET });
    const copies = new SqliteLedgerFiles(new SystemClock(), '0');
    expect(await copies.backUpKeys(home, join(home, 'copy'))).toBe(51);
    expect(await readFile(join(home, 'copy'), 'latin1')).toContain(SECRET);
    await store.destroy('a', '2024-03-04T12:00:00.000Z');
    await rm(join(home, 'copy'));
    const left = await files();
    expect(left).not.toContain(SECRET.slice(0, 40));
    expect(left).toContain(OTHER);
    expect(await copies.backUpKeys(home, join(home, 'copy'))).toBe(50);
    expect(await copies.backUpKeys(home, join(home, 'copy'))).toBe(50);
    const copied = await readFile(join(home, 'copy'), 'latin1');
    expect(copied).not.toContain(SECRET.slice(0, 40));
    expect(copied).toContain(OTHER);
    expect((await readdir(home)).sort()).toEqual(['copy', 'keys.sqlite', 'keys.sqlite-journal']);
  });
});
