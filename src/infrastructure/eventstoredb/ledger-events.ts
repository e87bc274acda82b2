import type { JSONEventData } from '@eventstore/db-client';
import { type StoredEvent, UnreadableEvent } from '../../application/ports/event-store.js';
import { isAttributed, type NewEvent, type RecordedEvent } from '../../domain/kernel/event.js';
import { isObject, type JsonObject } from '../../domain/kernel/json.js';
import { Rejection } from '../../domain/kernel/rejection.js';
import { type Position, toCursor } from './positions.js';

/** An event as the client reads it. The server tells an event's place in a stream's reading since version 22.10. */
export interface ServerEvent {
  readonly id: string;
  readonly streamId: string;
  readonly revision: bigint;
  readonly type: string;
  readonly isJson: boolean;
  readonly data: unknown;
  readonly metadata?: unknown;
  readonly position?: Position;
}

/** An event as it is sent. Its metadata holds what the server has no place for. */
export type Draft = JSONEventData;

/** The server keeps ids as 16 bytes and gives them back in small letters: another form would come back as another id. */
const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** @throws Rejection `too-large`; RangeError for an id that the server could not keep */
export function toDraft({ id, type, schema, data, metadata }: NewEvent | RecordedEvent): Draft {
  if (!UUID.test(id)) throw new RangeError(`not a UUID in small letters: ${id}`);
  // Copied at once, so that nothing done to the event afterwards reaches the ledger: the client writes it down later.
  const copy = asPlain({ data, metadata: { schema, ...metadata } });
  return { id, type, contentType: 'application/json', ...copy };
}

function asPlain(content: { readonly data: JsonObject; readonly metadata: object }): {
  data: JsonObject;
  metadata: JsonObject;
} {
  try {
    // Written by the line itself.
    return JSON.parse(JSON.stringify(content)) as { data: JsonObject; metadata: JsonObject };
  } catch (error) {
    // The one thing plain JSON can be refused for: a text longer than the engine's longest.
    if (!(error instanceof RangeError)) throw error;
    throw new Rejection('too-large', 'An event is larger than the ledger takes.', [], { cause: error });
  }
}

/** The draft with the instant at which it is recorded, unless it brings one, and the mark of the append that it is in. */
export function stamped(draft: Draft, recordedAt: string, mark: string): Draft {
  const metadata = draft.metadata as Readonly<JsonObject>;
  return { ...draft, metadata: { recordedAt, ...metadata, append: mark } };
}

/** When it is recorded; null where its metadata does not say. */
export function timeOf({ metadata }: { readonly metadata?: unknown }): string | null {
  const time = isObject(metadata) ? metadata['recordedAt'] : undefined;
  return typeof time === 'string' ? time : null;
}

/** The mark that `stamped` left on an event; null on one of a copy. */
export const markOf = ({ metadata }: ServerEvent): unknown => (isObject(metadata) ? metadata['append'] : null);

/**
 * What toDraft sent is what comes back: the one boundary at which that is taken on trust.
 *
 * @throws UnreadableEvent for an event in the ledger's streams that is not Kronika's
 */
export function toEvent(event: ServerEvent, prefix: string): StoredEvent {
  const { id, streamId, revision, type, data, metadata, position, isJson } = event;
  if (!isJson || position === undefined || !isObject(data) || !isObject(metadata)) throw foreign(event);
  const { schema, append: _, ...rest } = metadata;
  const { recordedAt } = rest;
  if (typeof schema !== 'number' || typeof recordedAt !== 'string' || !isAttributed(rest)) throw foreign(event);
  return {
    cursor: toCursor(position),
    id,
    stream: streamId.slice(prefix.length),
    revision: Number(revision),
    type,
    schema,
    data,
    metadata: { ...rest, recordedAt },
  };
}

const foreign = ({ streamId, revision }: ServerEvent): UnreadableEvent =>
  new UnreadableEvent(
    `Event ${String(revision)} of the stream ${streamId} was not written by Kronika: the ledger is not its own.`,
  );
