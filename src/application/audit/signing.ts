import { createHash, createPrivateKey, generateKeyPairSync, type KeyObject } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import type { RecordedEvent } from '../../domain/kernel/event.js';
import { textOf } from '../../domain/kernel/json.js';
import { Rejection } from '../../domain/kernel/rejection.js';
import { originOf } from '../../domain/proof/checkpoint.js';
import { signNote, type VerifierKey, verifierKey } from '../../domain/proof/note.js';
import { LEDGER } from '../../domain/registers/registers.js';
import { SIGNING_KEY_ADOPTED } from '../../domain/registers/signing-key.js';
import { streamOf } from '../../domain/subjects.js';
import { hashedId, newEvent, type Request } from '../commands/request.js';
import { KRONIKA, MAIN } from '../opening.js';
import { EventStore } from '../ports/event-store.js';
import { KeyStore } from '../ports/key-store.js';

/** A key as the ledger has it on record. */
export interface KeyOnRecord {
  readonly key: VerifierKey;
  readonly recordedAt: string;
  readonly by: string;
  /** The word of the key before it, as a signed note. */
  readonly endorsement?: string;
  readonly reason?: string;
}

interface Signer {
  readonly name: string;
  readonly key: KeyObject;
}

/** What the ledger says of itself, and of the keys that ever signed. */
interface OnRecord {
  /** Its own id. */
  readonly ledger: string;
  readonly demonstration: boolean;
  /** Of the last event of its stream. */
  readonly revision: number;
  /** The events that put keys on record, the first first; see {@link keyIn}. */
  readonly adoptions: readonly RecordedEvent[];
}

const STREAM = streamOf(LEDGER.name, MAIN);
/** Tries to record a key beside somebody who writes to the same stream. */
const ATTEMPTS = 5;

/** What a key says of the one that follows it: the text of a signed note. */
export const endorsementText = (next: VerifierKey): string => `kronika signing key\n${next}\n`;

/**
 * The office's signature under checkpoints. The ledger has every key on record, each but the first with the word of the
 * one before it; the private key lies outside. A demonstration's key anybody can compute: its signatures show how it
 * works and prove nothing.
 */
@Injectable()
export class Signing {
  constructor(
    private readonly ledger: EventStore,
    private readonly store: KeyStore,
  ) {}

  /** Of a ledger whose key needs no place to lie. */
  static ofDemonstration(ledger: EventStore): Signing {
    return new Signing(ledger, new NoKeys());
  }

  /**
   * At each start: makes the pair where there is none, and puts the key on record where none is, so that anybody can note
   * it before it signs anything.
   *
   * @throws Rejection `unavailable` when the key that is here is not the one on record
   */
  async prepare(): Promise<void> {
    if (!(await this.record()).demonstration) await this.signer();
  }

  /** Every key that ever signed, the first first. */
  async keys(): Promise<readonly KeyOnRecord[]> {
    return (await this.record()).adoptions.map(keyIn);
  }

  /**
   * Signs a checkpoint's text, or a pack's. A key that is not on record yet goes there before.
   *
   * @param text made for the name that signs it
   * @throws Rejection `unavailable` when the key that is here is not the one on record
   */
  async sign(text: (name: string) => Promise<string>): Promise<string> {
    const { name, key } = await this.signer();
    return signNote(await text(name), name, key);
  }

  /**
   * A new key takes the place of the one in use, which signs for it.
   *
   * @param lost the one on record is not here: nobody signs for the new one
   * @throws Rejection `state` for a demonstration, whose key stays; `unavailable`
   */
  async rotate(request: Request, reason: string, lost: boolean): Promise<VerifierKey> {
    const record = await this.record();
    if (record.demonstration) throw new Rejection('state', 'a demonstration signs with a key that anybody can compute');
    const before = lost ? null : await this.signer();
    const pem = generated();
    const name = originOf(record.ledger);
    const key = verifierKey(name, createPrivateKey(pem));
    // On the disk before it is on record: a key that is on record and nowhere else would be lost for good.
    await this.store.stage(pem);
    await this.adopt(request, {
      key,
      reason,
      ...(before !== null && { endorsement: signNote(endorsementText(key), before.name, before.key) }),
    });
    await this.store.promote();
    return key;
  }

  private async signer(): Promise<Signer> {
    const { ledger, demonstration, adoptions } = await this.record();
    const name = originOf(ledger);
    const key = demonstration ? demonstrationKey(ledger) : await this.own();
    const own = verifierKey(name, key);
    const last = adoptions.map(keyIn).at(-1)?.key;
    if (last === own) return { name, key };
    if (last === undefined) {
      await this.adopt(KRONIKA, { key: own });
      return { name, key };
    }
    // A rotation that was broken off after it was recorded.
    const next = await this.store.next();
    if (next !== null && verifierKey(name, createPrivateKey(next)) === last) {
      await this.store.promote();
      return { name, key: createPrivateKey(next) };
    }
    throw new Rejection(
      'unavailable',
      'the signing key that is here is not the one that the ledger has on record: bring that one back, or record that it is lost (kronika key rotate --lost)',
    );
  }

  private async own(): Promise<KeyObject> {
    return createPrivateKey((await this.store.current()) ?? (await this.store.begin(generated())));
  }

  private async adopt(request: Request, adoption: { readonly [field: string]: string }): Promise<void> {
    const event = newEvent(request, hashedId(STREAM, adoption['key'] ?? ''), SIGNING_KEY_ADOPTED, adoption);
    for (let attempt = 1; ; attempt++) {
      try {
        await this.ledger.append(STREAM, (await this.record()).revision, [event]);
        return;
      } catch (fault) {
        const beside = fault instanceof Rejection && fault.code === 'conflict';
        if (!beside || attempt === ATTEMPTS) throw fault;
        // Another process may have recorded the very same key.
        if ((await this.keys()).some(({ key }) => key === adoption['key'])) return;
      }
    }
  }

  private async record(): Promise<OnRecord> {
    const record = await onRecord(this.ledger);
    if (record === null) throw new Rejection('unavailable', 'there is no ledger yet');
    return record;
  }
}

/** Reads the ledger's own stream; null where no ledger was opened. */
export async function onRecord(ledger: EventStore): Promise<OnRecord | null> {
  let opened: Pick<OnRecord, 'ledger' | 'demonstration'> | null = null;
  let revision = 0;
  const adoptions: RecordedEvent[] = [];
  for await (const event of ledger.readStream(STREAM)) {
    const { type, data } = event;
    if (type === LEDGER.made)
      opened = { ledger: textOf(data['ledger']), demonstration: data['demonstration'] === true };
    if (type === SIGNING_KEY_ADOPTED) adoptions.push(event);
    revision = event.revision;
  }
  return opened === null ? null : { ...opened, revision, adoptions };
}

/** The key that an event puts on record. */
export function keyIn({ data, metadata }: RecordedEvent): KeyOnRecord {
  const { endorsement, reason } = data;
  return {
    key: textOf(data['key']),
    recordedAt: metadata.recordedAt,
    by: metadata.actor.id,
    ...(typeof endorsement === 'string' && { endorsement }),
    ...(typeof reason === 'string' && { reason }),
  };
}

class NoKeys extends KeyStore {
  override current = none;
  override next = none;
  override begin = refused;
  override stage = refused;
  override promote = refused;
}

const none = (): Promise<null> => Promise.resolve(null);
const refused = (): Promise<never> => Promise.reject(new Error('a demonstration keeps no key'));

const generated = (): string =>
  generateKeyPairSync('ed25519').privateKey.export({ format: 'pem', type: 'pkcs8' }).toString();

/** RFC 8410: what stands before the 32 bytes of an Ed25519 private key in its DER form. */
const PKCS8 = Buffer.from('302e020100300506032b657004220420', 'hex');

/** Made of the ledger's id alone, so that a demonstration is the same in every byte; see docs/adr/0022. */
function demonstrationKey(ledger: string): KeyObject {
  const seed = createHash('sha256').update(`kronika demonstration key\n${ledger}`).digest();
  return createPrivateKey({ key: Buffer.concat([PKCS8, seed]), format: 'der', type: 'pkcs8' });
}
