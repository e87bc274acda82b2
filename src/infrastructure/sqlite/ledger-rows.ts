import { type StoredEvent, UnreadableEvent } from '../../application/ports/event-store.js';
import { isAttributed, type Metadata, type NewEvent, type RecordedEvent } from '../../domain/kernel/event.js';
import { isObject, type JsonObject } from '../../domain/kernel/json.js';
import { Rejection } from '../../domain/kernel/rejection.js';

/** A row of `events`, in the order of its columns: seq, id, stream, revision, type, schema, data, metadata, recordedAt. */
export type Row = [number, string, string, number, string, number, string, string, string];

/** An event as it is written, but for its place. `recordedAt` is null when the ledger is to stamp it. */
export interface Draft {
  readonly id: string;
  readonly type: string;
  readonly schema: number;
  readonly data: string;
  readonly metadata: string;
  readonly recordedAt: string | null;
}

/** @throws Rejection `too-large` */
function asText(value: JsonObject | Partial<Metadata>): string {
  try {
    return JSON.stringify(value);
  } catch (error) {
    // The one thing plain JSON can be refused for: a text longer than the engine's longest.
    if (!(error instanceof RangeError)) throw error;
    throw new Rejection('too-large', 'An event is larger than the ledger takes.', [], { cause: error });
  }
}

/** Written down at once, so that nothing done to the event afterwards reaches the ledger. */
export function toDraft(event: NewEvent | RecordedEvent): Draft {
  const { recordedAt, ...metadata } = event.metadata;
  return {
    id: event.id,
    type: event.type,
    schema: event.schema,
    data: asText(event.data),
    metadata: asText(metadata),
    recordedAt: recordedAt ?? null,
  };
}

/** The row of an event of a copy, with its own revision and time. */
export function toRow(seq: number, event: RecordedEvent): Row {
  const { id, type, schema, data, metadata } = toDraft(event);
  return [seq, id, event.stream, event.revision, type, schema, data, metadata, event.metadata.recordedAt];
}

/**
 * What toDraft wrote is what JSON.parse gives back: the one boundary at which that is taken on trust.
 *
 * @throws UnreadableEvent where somebody else wrote
 */
export function toEvent([seq, id, stream, revision, type, schema, data, metadata, recordedAt]: Row): StoredEvent {
  const [said, told] = [parsed(data), parsed(metadata)];
  if (!isObject(said) || !isAttributed(told))
    throw new UnreadableEvent(`Event ${String(revision)} of the stream ${stream} cannot be read: run kronika verify.`);
  return { cursor: String(seq), id, stream, revision, type, schema, data: said, metadata: { recordedAt, ...told } };
}

/** Null for what is no JSON. */
function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
