import { Injectable } from '@nestjs/common';
import { textOf } from '../../domain/kernel/json.js';
import { Rejection } from '../../domain/kernel/rejection.js';
import { PERSON, PERSON_ERASED } from '../../domain/registers/person.js';
import { streamOf, upcast } from '../../domain/subjects.js';
import { leafHashOf } from '../audit/leaf.js';
import { Signing } from '../audit/signing.js';
import { EventStore, type StoredEvent } from '../ports/event-store.js';

/** That a person was erased. */
export interface Erasure {
  /** When it was recorded, by whom and why; RFC 3339. */
  readonly at: string;
  readonly by: string;
  readonly reason: string;
  /** When the key was destroyed. */
  readonly keyDestroyedAt: string;
  /** A signed note (docs/trust.md); null while the office's key cannot sign. */
  readonly certificate: string | null;
}

/** Attests erasures: the same text each time, signed by the key in force. */
@Injectable()
export class Certificates {
  constructor(
    private readonly ledger: EventStore,
    private readonly signing: Signing,
  ) {}

  /** @returns null where the ledger does not say that the person was erased */
  async of(person: string, keyDestroyedAt: string): Promise<Erasure | null> {
    const event = await this.erasure(person);
    if (event === null) return null;
    const { data, metadata } = event;
    return {
      at: metadata.recordedAt,
      by: metadata.actor.id,
      reason: textOf(data['reason']),
      keyDestroyedAt,
      certificate: await this.certificate(person, event, keyDestroyedAt),
    };
  }

  private async certificate(person: string, event: StoredEvent, keyDestroyedAt: string): Promise<string | null> {
    const lines = [
      `person ${person}`,
      `event ${event.id}`,
      `leaf ${leafHashOf(event).toString('hex')}`,
      `recorded ${event.metadata.recordedAt}`,
      `key-destroyed ${keyDestroyedAt}`,
    ];
    try {
      // Its first line keeps it apart from a checkpoint, which begins with the log's name.
      return await this.signing.sign((name) =>
        Promise.resolve(['kronika erasure certificate', name, ...lines, ''].join('\n')),
      );
    } catch (fault) {
      // What was erased is erased: a certificate is given as soon as the key is back.
      if (fault instanceof Rejection && fault.code === 'unavailable') return null;
      throw fault;
    }
  }

  /** Nothing comes after it. */
  private async erasure(person: string): Promise<StoredEvent | null> {
    const last = this.ledger.readStream(streamOf(PERSON.name, person), { backwards: true, limit: 1 });
    for await (const event of last) return event.type === PERSON_ERASED ? upcast(event) : null;
    return null;
  }
}
