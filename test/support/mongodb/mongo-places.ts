import { randomBytes } from 'node:crypto';
import { MongoClient } from 'mongodb';
import { MongoStandIn } from './mongo-stand-in.js';

/** A connection string of a real replica set, with or without a database: tests use databases of their own there. */
const REAL = process.env['KRONIKA_TEST_MONGODB'] ?? '';

/** A replica set that a suite runs against. */
export interface MongoPlace {
  readonly name: string;
  readonly start: () => Promise<void>;
  readonly stop: () => Promise<void>;
  /** The connection string of an empty database. */
  readonly database: () => string;
  /** Takes such a database away, and that of its keys. */
  readonly drop: (url: string) => Promise<void>;
}

const newName = (): string => `kronika_test_${randomBytes(6).toString('hex')}`;

function standInPlace(): MongoPlace {
  let standIn: MongoStandIn | undefined;
  const running = (): MongoStandIn => {
    if (standIn === undefined) throw new Error('the stand-in was not started');
    return standIn;
  };
  return {
    name: 'MongoDB, a stand-in',
    start: async () => {
      standIn = await MongoStandIn.start();
    },
    stop: async () => {
      await running().close();
      // The contract of the view store asks views by filters of any kind, also by such as leave out a few of all.
      const mistakes = running().mistakes.filter((mistake) => !/^[^.]+\.views\./.test(mistake));
      if (mistakes.length > 0) throw new Error(mistakes.join('\n'));
    },
    database: () => running().url(newName()),
    drop: async () => undefined,
  };
}

/** Where a real set is named: that one, too. */
function realPlace(): MongoPlace {
  return {
    name: 'MongoDB',
    start: async () => undefined,
    stop: async () => undefined,
    database: () => REAL.replace(/^(mongodb(?:\+srv)?:\/\/[^/?]+)(?:\/[^?]*)?/, `$1/${newName()}`),
    drop: async (url) => {
      const client = new MongoClient(url);
      const { databaseName } = client.db();
      for (const each of [databaseName, `${databaseName}-keys`]) await client.db(each).dropDatabase();
      await client.close();
    },
  };
}

export const MONGO_PLACES: readonly MongoPlace[] = REAL === '' ? [standInPlace()] : [standInPlace(), realPlace()];

/** Skipped, so that a run says at its end what it did not try. */
export const NOT_TRIED = 'MongoDB (KRONIKA_TEST_MONGODB names no replica set)';
export const isRealTried = REAL !== '';
