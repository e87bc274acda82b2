import type { RecordedEvent } from '../../domain/kernel/event.js';
import { type Hash, leafHash } from '../../domain/proof/hashing.js';
import { canonical } from '../canonical.js';

/**
 * An event's leaf in the tree: the RFC 8785 form of the event as it was recorded, with its metadata and without any
 * engine's cursor, so that the same ledger has the same root on every engine (docs/trust.md).
 */
export const leafOf = ({ id, stream, revision, type, schema, data, metadata }: RecordedEvent): string =>
  canonical({ id, stream, revision, type, schema, data, metadata });

export const leafHashOf = (event: RecordedEvent): Hash => leafHash(leafOf(event));
