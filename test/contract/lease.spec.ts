import { afterAll, beforeAll, describe, it } from '@jest/globals';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Lease } from '../../src/application/ports/lease.js';
import { MongoConnection } from '../../src/infrastructure/mongodb/mongo-connection.js';
import { MongoLease } from '../../src/infrastructure/mongodb/mongo-lease.js';
import { SqliteLease } from '../../src/infrastructure/sqlite/sqlite-lease.js';
import { isRealTried, MONGO_PLACES, NOT_TRIED } from '../support/mongodb/mongo-places.js';
import { leaseContract } from './lease.contract.js';

leaseContract({
  name: 'SQLite',
  open: async () => {
    const directory = await mkdtemp(join(tmpdir(), 'kronika-lease-'));
    return {
      another: async () => new SqliteLease(join(directory, 'lease.sqlite')),
      discard: () => rm(directory, { recursive: true }),
    };
  },
});

describe.each(MONGO_PLACES)('on $name', (place) => {
  beforeAll(place.start);
  afterAll(place.stop);
  leaseContract({
    name: place.name,
    open: async () => {
      const url = place.database();
      const another = async (): Promise<Lease> => MongoLease.open(await MongoConnection.open(url));
      return { another, discard: () => place.drop(url) };
    },
  });
});
if (!isRealTried) it.skip(`a lease on ${NOT_TRIED}`, () => undefined);
