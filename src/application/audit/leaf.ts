import type { RecordedEvent } from '../../domain/kernel/event.js';
import { type Hash, leafHash } from '../../domain/proof/hashing.js';
import { canonical } from '../canonical.js';
import { UnreadableEvent } from '../ports/event-store.js';

/**
 * An event's leaf in the tree: the RFC 8785 form of the event as it was recorded, with its metadata and without any
 * engine's cursor, so that the same ledger has the same root on every engine (docs/trust.md).
 *
 * @throws UnreadableEvent for one that has no such form, such as with a number beyond all that JSON has
 */
export function leafOf({ id, stream, revision, type, schema, data, metadata }: RecordedEvent): string {
  try {
    return canonical({ id, stream, revision, type, schema, data, metadata });
  } catch (cause) {
    throw new UnreadableEvent(`Event ${String(revision)} of the stream ${stream} is no JSON: run kronika verify.`, {
      cause,
    });
  }
}

export const leafHashOf = (event: RecordedEvent): Hash => leafHash(leafOf(event));
