import { Rejection } from '../domain/kernel/rejection.js';
import type { AccessLogStore, AccessRecord } from './ports/access-log-store.js';
import type { AccessStore } from './ports/access-store.js';
import type { AccountStore } from './ports/account-store.js';
import type { PersonKeyStore } from './ports/person-key-store.js';

/** What an office keeps beside its ledger and cannot compute from it. */
export interface Kept {
  readonly accounts: AccountStore;
  readonly tokens: AccessStore;
  readonly log: AccessLogStore;
  readonly keys: PersonKeyStore;
}

/** How many of each there were. */
export type Moved = Readonly<Record<keyof Kept, number>>;

/**
 * Takes what is kept to another engine, while nobody uses either. What is there already stays, so that it can be done again
 * where it was broken off: an account that was closed there and a key that was destroyed there come back by nothing. Who has
 * signed in, and who holds a link, has to do so again.
 *
 * @param from what there is of it
 * @throws Rejection `state` where there is another access log already, or another key of a person; `invalid` for a log that
 * cannot be read; `unavailable`
 */
export async function moveIn(from: Partial<Kept>, to: Kept): Promise<Moved> {
  // First: where it is refused, nothing else was taken.
  const log = from.log === undefined ? 0 : await moveLog(from.log, to.log);
  const accounts = (await from.accounts?.all()) ?? [];
  const tokens = (await from.tokens?.all()) ?? [];
  const keys = (await from.keys?.all()) ?? [];
  for (const key of keys) {
    if ('destroyedAt' in key) await to.keys.destroy(key.person, key.destroyedAt);
    else {
      const kept = await unlessThere(to.keys.begin(key));
      if (kept !== null && kept.wrapped !== key.wrapped)
        throw new Rejection('state', `There is another key of person ${key.person} already: nothing opens with both.`);
    }
  }
  for (const account of accounts) await unlessThere(to.accounts.add(account));
  for (const token of tokens) await unlessThere(to.tokens.add(token));
  return { accounts: accounts.length, tokens: tokens.length, keys: keys.length, log };
}

/** Record by record, as they are: hashes and numbers stay. */
async function moveLog(from: AccessLogStore, to: AccessLogStore): Promise<number> {
  const standing = await to.last();
  let count = 0;
  let begun = standing === null;
  for await (const batch of from.all()) {
    for (const { number, record } of batch) {
      if (record === null)
        throw new Rejection('invalid', `Entry ${String(number)} of the access log cannot be read: put the log aside.`);
      count++;
      if (begun) await to.append((last) => following(record, last));
      // Taken over before, by somebody who was interrupted after this one.
      else if (record.hash === standing?.hash) begun = true;
    }
  }
  if (count > 0 && !begun) throw otherLog();
  return count;
}

function following(record: AccessRecord, last: AccessRecord | null): AccessRecord {
  if (last !== null && last.hash !== record.previous) throw otherLog();
  return record;
}

const otherLog = (): Rejection =>
  new Rejection(
    'state',
    'There is an access log already, and this one does not go on from it: put this one aside, and keep it with a record of why.',
  );

/** What was added; null where it is there already. */
async function unlessThere<T>(adding: Promise<T>): Promise<T | null> {
  try {
    return await adding;
  } catch (fault) {
    if (fault instanceof Rejection && fault.code === 'state') return null;
    throw fault;
  }
}
