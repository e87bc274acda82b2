import shared from '@eventstore/db-client/generated/shared_pb.js';
import streams from '@eventstore/db-client/generated/streams_pb.js';
import type { Kept, Position, Proposed } from './log.js';
import { notPlayed } from './statuses.js';

/** What a client asks to append. */
export interface Append {
  readonly stream: string;
  /** -1 for none. */
  readonly expected: number;
  readonly proposed: readonly Proposed[];
}

/** What a client asks to read. */
export type Reading =
  | {
      readonly of: 'stream';
      readonly stream: string;
      readonly from: number | 'end';
      readonly backwards: boolean;
      readonly count: number;
    }
  | {
      readonly of: 'all';
      readonly from: Position | 'start' | 'end';
      readonly backwards: boolean;
      readonly count: number;
    }
  | {
      readonly of: 'subscription';
      readonly from: Position | 'start';
      readonly prefixes: readonly string[];
      readonly window: number;
    };

const nameOf = (identifier: shared.StreamIdentifier | undefined): string =>
  new TextDecoder('utf-8', { fatal: true }).decode(identifier?.getStreamName_asU8() ?? new Uint8Array());

/** @throws what {@link notPlayed} makes, here and below */
export function readAppend(messages: readonly streams.AppendReq[]): Append {
  const [head, ...events] = messages;
  const options = head?.getOptions();
  if (options === undefined) throw notPlayed('an append that does not begin with its options');
  const Case = streams.AppendReq.Options.ExpectedStreamRevisionCase;
  const expects = options.getExpectedStreamRevisionCase();
  if (expects !== Case.REVISION && expects !== Case.NO_STREAM) {
    throw notPlayed('an append at no explicit revision');
  }
  const stream = nameOf(options.getStreamIdentifier());
  if (stream === '' || stream.startsWith('$')) throw notPlayed(`an append to the stream "${stream}"`);
  return {
    stream,
    expected: expects === Case.NO_STREAM ? -1 : Number(options.getRevision()),
    proposed: events.map(readProposed),
  };
}

function readProposed(message: streams.AppendReq): Proposed {
  const event = message.getProposedMessage();
  const id = event?.getId()?.getString() ?? '';
  if (event === undefined) throw notPlayed('options in the middle of an append');
  // The server reads a .NET Guid and gives it back in small letters.
  if (!/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(id)) throw notPlayed(`the event id ${id}`);
  const type = event.getMetadataMap().get('type') ?? '';
  const content = event.getMetadataMap().get('content-type');
  if (type === '' || type.startsWith('$')) throw notPlayed(`the event type "${type}"`);
  if (content !== 'application/json') throw notPlayed(`the content type ${String(content)}`);
  const [data, metadata] = [event.getData_asU8(), event.getCustomMetadata_asU8()];
  if (![data, metadata].every(isJson)) throw notPlayed('an event that is no JSON');
  return { id: id.toLowerCase(), type, json: true, data, metadata };
}

function isJson(part: Uint8Array): boolean {
  try {
    JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(part));
    return true;
  } catch {
    return false;
  }
}

export function readReading(request: streams.ReadReq): Reading {
  const options = request.getOptions();
  if (options === undefined) throw notPlayed('a reading without options');
  if (options.getResolveLinks()) throw notPlayed('the resolving of links');
  if (options.getUuidOption()?.hasString() !== true) throw notPlayed('ids in two halves');
  const backwards = options.getReadDirection() === streams.ReadReq.Options.ReadDirection.BACKWARDS;
  if (options.hasSubscription()) return readSubscription(options, backwards);
  if (!options.hasNoFilter()) throw notPlayed('a filtered reading: this client has none');
  const count = Number(options.getCount());
  if (!(count >= 1)) throw notPlayed(`a reading of ${count} events`);
  const all = options.getAll();
  if (all !== undefined) {
    const from = all.hasStart() ? 'start' : all.hasEnd() ? 'end' : positionOf(all.getPosition());
    if (from === (backwards ? 'start' : 'end')) throw notPlayed('a reading from the end on, or back from the start');
    return { of: 'all', from, backwards, count };
  }
  const of = options.getStream();
  if (of === undefined) throw notPlayed('a reading of nothing');
  const stream = nameOf(of.getStreamIdentifier());
  if (of.hasEnd() !== backwards && !of.hasRevision())
    throw notPlayed('a reading from the end on, or back from the start');
  return { of: 'stream', stream, from: of.hasRevision() ? Number(of.getRevision()) : 'end', backwards, count };
}

function readSubscription(options: streams.ReadReq.Options, backwards: boolean): Reading {
  const all = options.getAll();
  if (all === undefined || backwards) throw notPlayed('a subscription to one stream, or backwards');
  const filter = options.getFilter();
  const names = filter?.getStreamIdentifier();
  if (filter === undefined || names === undefined || filter.hasEventType()) {
    throw notPlayed("a subscription that is not filtered by streams' names");
  }
  if (names.getRegex() !== '' || names.getPrefixList().length === 0) throw notPlayed('a filter other than by prefix');
  if (filter.getCheckpointintervalmultiplier() < 1) throw notPlayed('a subscription without checkpoints');
  const window = filter.hasMax() ? filter.getMax() : 32;
  if (all.hasEnd()) throw notPlayed('a subscription from the end');
  return {
    of: 'subscription',
    from: all.hasStart() ? 'start' : positionOf(all.getPosition()),
    prefixes: names.getPrefixList(),
    window: window * filter.getCheckpointintervalmultiplier(),
  };
}

function positionOf(position: streams.ReadReq.Options.Position | undefined): Position {
  if (position === undefined) throw notPlayed('a reading from nowhere');
  return { commit: BigInt(position.getCommitPosition()), prepare: BigInt(position.getPreparePosition()) };
}

const identifier = (name: string): shared.StreamIdentifier =>
  new shared.StreamIdentifier().setStreamName(new TextEncoder().encode(name));

export function eventAnswer(event: Kept): streams.ReadResp {
  const recorded = new streams.ReadResp.ReadEvent.RecordedEvent()
    .setId(new shared.UUID().setString(event.id))
    .setStreamIdentifier(identifier(event.stream))
    .setStreamRevision(String(event.revision))
    .setCommitPosition(String(event.commit))
    .setPreparePosition(String(event.prepare))
    .setData(event.data)
    .setCustomMetadata(event.metadata);
  recorded.getMetadataMap().set('type', event.type);
  recorded.getMetadataMap().set('content-type', event.json ? 'application/json' : 'application/octet-stream');
  recorded.getMetadataMap().set('created', '17000000000000000');
  const read = new streams.ReadResp.ReadEvent().setEvent(recorded).setCommitPosition(String(event.commit));
  return new streams.ReadResp().setEvent(read);
}

export const notFoundAnswer = (stream: string): streams.ReadResp =>
  new streams.ReadResp().setStreamNotFound(
    new streams.ReadResp.StreamNotFound().setStreamIdentifier(identifier(stream)),
  );

export const confirmation = (): streams.ReadResp =>
  new streams.ReadResp().setConfirmation(
    new streams.ReadResp.SubscriptionConfirmation().setSubscriptionId(crypto.randomUUID()),
  );

export const caughtUp = (): streams.ReadResp => new streams.ReadResp().setCaughtUp(new streams.ReadResp.CaughtUp());

export const checkpoint = ({ commit, prepare }: Position): streams.ReadResp =>
  new streams.ReadResp().setCheckpoint(
    new streams.ReadResp.Checkpoint().setCommitPosition(String(commit)).setPreparePosition(String(prepare)),
  );

export function successAnswer(revision: number, { commit, prepare }: Position): streams.AppendResp {
  const position = new streams.AppendResp.Position()
    .setCommitPosition(String(commit))
    .setPreparePosition(String(prepare));
  return new streams.AppendResp().setSuccess(
    new streams.AppendResp.Success().setCurrentRevision(String(revision)).setPosition(position),
  );
}

/** As newer servers answer, in words of the protocol; older ones by a status. */
export function wrongVersionAnswer(expected: number, current: number): streams.AppendResp {
  const wrong = new streams.AppendResp.WrongExpectedVersion();
  if (current < 0) wrong.setCurrentNoStream(new shared.Empty());
  else wrong.setCurrentRevision(String(current));
  if (expected < 0) wrong.setExpectedNoStream(new shared.Empty());
  else wrong.setExpectedRevision(String(expected));
  return new streams.AppendResp().setWrongExpectedVersion(wrong);
}
