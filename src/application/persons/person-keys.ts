import { hash, randomBytes } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { Rejection } from '../../domain/kernel/rejection.js';
import { KEY_BYTES, masterKeyId, NONCE_BYTES, unwrapKey, wrapKey } from '../../domain/registers/sealing.js';
import { Opening } from '../opening.js';
import { Clock } from '../ports/clock.js';
import { MasterKey } from '../ports/master-key.js';
import { PersonKeyStore, type WrappedKey } from '../ports/person-key-store.js';

/** A person's key; that it was destroyed and when; or null where there is none. */
export type PersonKey = Buffer | { readonly destroyedAt: string } | null;

const NO_MASTER =
  'persons can be neither recorded nor read: no master key is set. Make one (kronika master-key create FILE) and set KRONIKA_MASTER_KEY_FILE';
const OTHER_MASTER =
  'the keys of persons were wrapped by another master key than the one that is set: set that one (KRONIKA_MASTER_KEY_FILE or KRONIKA_MASTER_KEY)';

/** Makes the keys of persons, unwraps them, and destroys them. */
@Injectable()
export class PersonKeys {
  constructor(
    private readonly store: PersonKeyStore,
    private readonly master: MasterKey,
    private readonly opening: Opening,
    private readonly clock: Clock,
  ) {}

  /**
   * The key of a person to be recorded: a new one, or the one that an earlier try made.
   *
   * @throws Rejection `unavailable` without a master key, or where it was changed since; `state` where it was destroyed
   */
  async begin(person: string): Promise<Buffer> {
    const { ledger, key: master } = await this.standing();
    const wrapped = wrapKey(randomBytes(KEY_BYTES), master, randomBytes(NONCE_BYTES), { ledger, person });
    return unwrapped(await this.store.begin({ person, master: masterKeyId(master), wrapped }), master, ledger);
  }

  /**
   * One that is damaged, or wrapped by another master key than the rest, is that person's alone: null, as if it were not here.
   *
   * @throws Rejection `unavailable` where no master key is set, or one that wrapped none of all keys
   */
  async of(persons: readonly string[]): Promise<ReadonlyMap<string, PersonKey>> {
    const found = await this.store.find(persons);
    const { ledger, key: master } = await this.standing();
    const id = masterKeyId(master);
    const foreign = [...found.values()].some((kept) => !('destroyedAt' in kept) && kept.master !== id);
    if (foreign && !(await this.store.knows(id))) throw new Rejection('unavailable', OTHER_MASTER);
    return new Map(
      persons.map((person): [string, PersonKey] => {
        const kept = found.get(person);
        if (kept === undefined) return [person, null];
        return [person, 'destroyedAt' in kept ? kept : unwrapKey(kept.wrapped, master, { ledger, person })];
      }),
    );
  }

  /** Needs no master key. @returns when it was destroyed */
  destroy(person: string): Promise<string> {
    return this.store.destroy(person, this.clock.now());
  }

  /** Destroys those of these persons' keys that are still there, or might be brought back. */
  async destroyLeft(persons: readonly string[]): Promise<void> {
    const found = await this.store.find(persons);
    for (const person of persons) {
      const kept = found.get(person);
      if (kept === undefined || !('destroyedAt' in kept)) await this.destroy(person);
    }
  }

  /**
   * Wraps every key anew.
   *
   * @param next the master key that is to be set afterwards
   * @returns how many, and the id of the new one
   */
  async rewrap(next: Buffer): Promise<{ readonly keys: number; readonly master: string }> {
    const { ledger, key: master } = await this.standing();
    const id = masterKeyId(next);
    const keys = await this.store.rewrap((kept) => {
      const { person } = kept;
      const key = unwrapped(kept, master, ledger);
      return { person, master: id, wrapped: wrapKey(key, next, randomBytes(NONCE_BYTES), { ledger, person }) };
    });
    return { keys, master: id };
  }

  /** @throws Rejection `unavailable` where none is set, unless the ledger is a demonstration */
  private async standing(): Promise<{ readonly ledger: string; readonly key: Buffer }> {
    const opened = await this.opening.first();
    if (opened === null) throw new Rejection('unavailable', 'there is no ledger yet');
    const { ledger, demonstration } = opened;
    const key = (await this.master.read()) ?? (demonstration ? demonstrationKey(ledger) : null);
    if (key === null) throw new Rejection('unavailable', NO_MASTER);
    return { ledger, key };
  }
}

function unwrapped({ person, master: id, wrapped }: WrappedKey, master: Buffer, ledger: string): Buffer {
  if (id !== masterKeyId(master)) throw new Rejection('unavailable', OTHER_MASTER);
  const key = unwrapKey(wrapped, master, { ledger, person });
  if (key === null)
    throw new Rejection(
      'unavailable',
      `the key of person ${person} is damaged, or another's: bring back the keys that were backed up`,
    );
  return key;
}

/** Made of the ledger's id alone, like the key that signs a demonstration: it shows how it works and keeps no secret. */
const demonstrationKey = (ledger: string): Buffer =>
  hash('sha256', `kronika demonstration master key\n${ledger}`, 'buffer');
