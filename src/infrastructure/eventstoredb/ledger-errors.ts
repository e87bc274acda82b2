import { setTimeout } from 'node:timers/promises';
import { ErrorType } from '@eventstore/db-client';
import { Rejection } from '../../domain/kernel/rejection.js';

/** The server did not answer in time, by this process's own watch. */
export class NoAnswer extends Error {
  override readonly name = 'NoAnswer';
}

/** What the client's errors tell, and gRPC's own, which it hands on now and then. By their fields: see `sqliteCode`. */
interface Told {
  readonly type: ErrorType | null;
  /** gRPC's status; -1 where there is none. */
  readonly code: number;
  /** What the server calls it, where the client does not know the word. */
  readonly exception: string;
  readonly message: string;
}

function told(error: unknown): Told {
  if (!(error instanceof Error)) return { type: null, code: -1, exception: '', message: '' };
  const { type, code, _raw } = error as {
    readonly type?: unknown;
    readonly code?: unknown;
    readonly _raw?: ServiceError;
  };
  const exception = _raw?.metadata.getMap()['exception'];
  return {
    type: Object.values(ErrorType).find((each) => each === type) ?? null,
    code: typeof code === 'number' ? code : -1,
    exception: typeof exception === 'string' ? exception : '',
    message: error.message,
  };
}

/** As much of gRPC's error as is looked at. */
interface ServiceError {
  readonly metadata: { getMap(): Readonly<Record<string, unknown>> };
}

/** gRPC's UNKNOWN, RESOURCE_EXHAUSTED, INTERNAL: https://grpc.io/docs/guides/status-codes/ */
const [UNKNOWN, EXHAUSTED, INTERNAL] = [2, 8, 13];

const PASSING_CODES = new Set([UNKNOWN, EXHAUSTED, INTERNAL]);

const PASSING = new Set<ErrorType | null>([
  ErrorType.UNAVAILABLE,
  ErrorType.NOT_LEADER,
  ErrorType.CANCELLED,
  ErrorType.TIMEOUT,
  ErrorType.DEADLINE_EXCEEDED,
]);

/** Newer servers limit a single event, too. */
const EVENT_TOO_LARGE = 'maximum-append-event-size-exceeded';

/** Plain errors of the client: no node of the cluster answers; the connection was given up under the call's feet. */
const PASSING_TEXT = /^Failed to discover|^Channel has been shut down/;

export const isOf = (error: unknown, type: ErrorType): boolean => told(error).type === type;

/** Whether it may go well the next time. What was sent may or may not have been recorded, if it was not NOT_LEADER. */
export function isPassing(error: unknown): boolean {
  if (error instanceof NoAnswer) return true;
  const { type, code, message } = told(error);
  return PASSING.has(type) || PASSING_CODES.has(code) || PASSING_TEXT.test(message);
}

function inPlainWords(type: ErrorType | null): string {
  if (type === ErrorType.NOT_LEADER) return 'the node that was asked is not the leader, and the leader does not answer';
  if (type === ErrorType.DEADLINE_EXCEEDED || type === ErrorType.TIMEOUT) return 'its server does not answer in time';
  return 'its server cannot be reached';
}

/** Nobody can mend it by reading again: not a conflict. */
export const damaged = (stream: string): Rejection =>
  new Rejection('unavailable', `The ledger is damaged: events of ${stream} are missing on its server.`);

/** The Rejection that an error of the client's stands for; any other error as it is: a mistake in the program. */
export function asRejection(error: unknown): unknown {
  if (error instanceof Rejection) return error;
  const { type } = told(error);
  const unavailable = (what: string): Rejection => new Rejection('unavailable', what, [], { cause: error });
  if (type === ErrorType.ACCESS_DENIED) {
    return unavailable('The ledger is not available: its server refuses the account, or what it asks for.');
  }
  if (type === ErrorType.STREAM_DELETED) {
    return unavailable('The ledger is damaged: a stream of it was deleted on its server.');
  }
  if (!isPassing(error)) return error;
  return unavailable(
    `The ledger is not available: ${inPlainWords(error instanceof NoAnswer ? ErrorType.TIMEOUT : type)}.`,
  );
}

/**
 * An append's error: the Rejection `too-large` where it says so, any other as it is. EXHAUSTED is what gRPC says of a call
 * that is longer than the server takes; of a reading, that the server has its hands full.
 */
export function asTooLarge(error: unknown): unknown {
  const { type, code, exception } = told(error);
  const isSo = type === ErrorType.MAXIMUM_APPEND_SIZE_EXCEEDED || exception === EVENT_TOO_LARGE || code === EXHAUSTED;
  if (!isSo) return error;
  return new Rejection('too-large', 'The events are larger than the server of the ledger takes in one go.', [], {
    cause: error,
  });
}

const FIRST_PAUSE = 20;
const LONGEST_PAUSE = 500;

/**
 * Asks the server for something; while it cannot be reached, is not the leader or breaks off, asks again, for `patience`
 * milliseconds. A single try is given half of them. What is asked must do no harm when it is done twice.
 *
 * @throws Rejection `unavailable`; or what the work throws
 */
export async function patiently<T>(work: (milliseconds: number) => Promise<T>, patience: number): Promise<T> {
  const deadline = performance.now() + patience;
  for (let pause = FIRST_PAUSE; ; pause = Math.min(pause * 2, LONGEST_PAUSE)) {
    try {
      return await work(Math.max(1, Math.min(patience / 2, deadline - performance.now())));
    } catch (error) {
      if (!isPassing(error)) throw asRejection(error);
      // Before it throws, too: while the client gives up a connection, in the same turn of the event loop, a new call
      // could be made on the old one, and that error nobody would catch.
      await setTimeout(pause);
      if (performance.now() >= deadline) throw asRejection(error);
    }
  }
}
