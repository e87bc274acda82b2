import { Metadata, status, type ServerErrorResponse } from '@grpc/grpc-js';
import type { Refusal } from './faults.js';

/** Where the leader is, as far as a node knows. */
export interface Leader {
  readonly host: string;
  readonly port: number;
}

type Answer = ServerErrorResponse & { readonly code: status };

const answer = (code: status, details: string, told: Readonly<Record<string, string>> = {}): Answer => {
  const metadata = new Metadata();
  for (const [key, value] of Object.entries(told)) metadata.set(key, value);
  return Object.assign(new Error(details), { code, details, metadata });
};

/** What this stand-in does not know of a real server, it refuses; Kronika takes that for a mistake of its own. */
export const notPlayed = (what: string): Answer => answer(status.UNIMPLEMENTED, `the stand-in does not play ${what}`);

/** Only what is not played is answered so. */
export const isNotPlayed = (error: Error): boolean => 'code' in error && error.code === status.UNIMPLEMENTED;

export const wrongVersion = (stream: string, expected: number, actual: number): Answer =>
  answer(status.FAILED_PRECONDITION, 'Append failed due to WrongExpectedVersion.', {
    exception: 'wrong-expected-version',
    'stream-name': stream,
    'expected-version': String(expected),
    'actual-version': String(actual),
  });

export const tooLarge = (most: number): Answer =>
  answer(status.INVALID_ARGUMENT, `Maximum Append Size of ${most} Exceeded.`, {
    exception: 'maximum-append-size-exceeded',
    'maximum-append-size': String(most),
  });

export const deleted = (stream: string): Answer =>
  answer(status.FAILED_PRECONDITION, `Event stream '${stream}' is deleted.`, {
    exception: 'stream-deleted',
    'stream-name': stream,
  });

export const notFound = (stream: string): Answer =>
  answer(status.NOT_FOUND, `Event stream '${stream}' is not found.`, {
    exception: 'stream-not-found',
    'stream-name': stream,
  });

export const notLeader = ({ host, port }: Leader): Answer =>
  answer(status.NOT_FOUND, 'Leader info available', {
    exception: 'not-leader',
    'leader-endpoint-host': host,
    'leader-endpoint-port': String(port),
  });

export const accessDenied = (): Answer =>
  answer(status.PERMISSION_DENIED, 'Access Denied', { exception: 'access-denied' });

export const unauthenticated = (): Answer => answer(status.UNAUTHENTICATED, 'Bad credentials');

/** As a server says no (its RpcExceptions). */
export function refusal(is: Refusal, stream: string, leader: Leader): Answer {
  switch (is) {
    case 'unavailable':
      return answer(status.UNAVAILABLE, 'Server Is Not Ready');
    case 'timeout':
      return answer(status.ABORTED, 'Operation timed out');
    case 'deadline-exceeded':
      return answer(status.DEADLINE_EXCEEDED, 'Deadline Exceeded');
    case 'cancelled':
      return answer(status.CANCELLED, 'Call cancelled by the server');
    case 'not-leader':
      return notLeader(leader);
    case 'no-leader-known':
      return answer(status.UNKNOWN, 'No leader info available in response');
    case 'wrong-expected-version':
      return wrongVersion(stream, -1, 7);
    case 'stream-deleted':
      return deleted(stream);
    case 'access-denied':
      return accessDenied();
    case 'unauthenticated':
      return unauthenticated();
    case 'too-large':
      return tooLarge(1_048_576);
    case 'event-too-large':
      return answer(status.INVALID_ARGUMENT, 'Maximum Append Event Size Exceeded.', {
        exception: 'maximum-append-event-size-exceeded',
      });
    case 'exhausted':
      return answer(status.RESOURCE_EXHAUSTED, 'Bandwidth exhausted or memory limit exceeded');
    case 'unknown':
      return answer(status.UNKNOWN, 'Unexpected OperationResult');
  }
}
