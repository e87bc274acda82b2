import { setTimeout } from 'node:timers/promises';
import { type ClientSession, type Document, type MongoClient, MongoError, type TransactionOptions } from 'mongodb';
import { Rejection } from '../../domain/kernel/rejection.js';
import { asRejection, TRANSIENT, UNKNOWN_COMMIT } from './mongo-errors.js';
import { Turns } from './turns.js';

/** Milliseconds that something is tried again for; who called it goes on to try as long as it likes. */
const TRIES = 5_000;
/** Pauses between two tries: from 0 to so many milliseconds, at random, so that two do not meet again. */
const PAUSE = 50;

/** A majority of the set has it on its disks. */
export const DURABLE = { w: 'majority', journal: true } as const;

const TRANSACTION: TransactionOptions = {
  readConcern: { level: 'snapshot' },
  writeConcern: DURABLE,
  readPreference: 'primary',
};

/**
 * Transactions that go one after the other, because a session holds one at a time. Who has a session of their own waits
 * for nobody else's.
 */
export class MongoTransactions {
  private readonly turns = new Turns();
  private readonly session: ClientSession;

  constructor(client: MongoClient) {
    this.session = client.startSession();
  }

  /** By which the server knows the session. */
  get id(): Document {
    const { id } = this.session;
    if (id === undefined) throw new Error('a session without an id');
    return id;
  }

  /**
   * Runs reads and writes that come about together or not at all; they have to name the session. `work` may be run
   * more than once. Where the answer to the commit is lost for good, nobody knows whether it took place: `unavailable`.
   *
   * @throws Rejection `unavailable`, `too-large`; or what the work throws
   */
  run<T>(work: (session: ClientSession) => Promise<T>): Promise<T> {
    return this.turns.take(() => this.tries(work));
  }

  private async tries<T>(work: (session: ClientSession) => Promise<T>): Promise<T> {
    const deadline = performance.now() + TRIES;
    for (;;) {
      try {
        return await this.attempt(work, deadline);
      } catch (error) {
        if (!isLabelled(error, TRANSIENT) || performance.now() >= deadline) throw asRejection(error);
      }
      await setTimeout(Math.random() * PAUSE);
    }
  }

  private async attempt<T>(work: (session: ClientSession) => Promise<T>, deadline: number): Promise<T> {
    this.session.startTransaction(TRANSACTION);
    let result: T;
    try {
      result = await work(this.session);
    } catch (error) {
      await this.session.abortTransaction();
      throw error;
    }
    for (;;) {
      try {
        await this.session.commitTransaction();
        return result;
      } catch (error) {
        // A commit may be asked for as often as one likes: the server knows whether it has taken place.
        if (!isLabelled(error, UNKNOWN_COMMIT) || performance.now() >= deadline) throw error;
      }
      await setTimeout(Math.random() * PAUSE);
    }
  }
}

const isLabelled = (error: unknown, label: string): boolean =>
  error instanceof MongoError && error.hasErrorLabel(label);

/**
 * Tries to write one document until it works out, with pauses: null says that somebody else was quicker. Such a write
 * locks nothing, unlike a transaction, which outlives its process by a minute.
 *
 * @param since when it was asked for: whoever waited for their turn for too long is told so, and does not try
 * @throws Rejection `unavailable` when that took too long
 */
export async function again<T>(attempt: () => Promise<T | null>, since = performance.now()): Promise<T> {
  while (performance.now() - since < TRIES) {
    const done = await attempt();
    if (done !== null) return done;
    await setTimeout(Math.random() * PAUSE);
  }
  throw new Rejection('unavailable', 'MongoDB is not available: others wrote before, for too long.');
}
