import { type ArgumentsHost, Catch, type ExceptionFilter, HttpException, Injectable } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { type Fault, Rejection, type RejectionCode, TooMany } from '../../domain/kernel/rejection.js';
import { Addresses } from './addresses.js';

/** Problem details (RFC 9457): the one form in which the interface says no. */
export interface Problem {
  /** A stable URN: `urn:kronika:problem:invalid`. */
  readonly type: string;
  readonly title: string;
  readonly status: number;
  readonly detail: string;
  /** Of a fault of ours: the trace under which the log tells what happened. */
  readonly instance?: string;
  /** Everything that is wrong with what was sent, {@link MOST_FAULTS} at most. */
  readonly errors?: readonly Fault[];
}

interface Answer {
  readonly status: number;
  readonly title: string;
}

export const REJECTIONS: Readonly<Record<RejectionCode, Answer>> = {
  invalid: { status: 422, title: 'The content is not acceptable' },
  forbidden: { status: 403, title: 'Not allowed' },
  'not-found': { status: 404, title: 'Not found' },
  state: { status: 409, title: 'Not possible as things stand' },
  conflict: { status: 412, title: 'Changed by somebody else meanwhile' },
  'key-reused': { status: 422, title: 'The Idempotency-Key was used before' },
  'bad-query': { status: 400, title: 'The question cannot be asked so' },
  unsettled: { status: 503, title: 'Not there yet' },
  'too-large': { status: 413, title: 'Too large' },
  'too-many': { status: 429, title: 'Too often' },
  unavailable: { status: 503, title: 'Not available' },
};

/** What the platform itself refuses, before any of our code is asked; where that is a rejection of ours too, they are one. */
export const PLATFORM = {
  malformed: { status: 400, title: 'The request cannot be read' },
  unauthenticated: { status: 401, title: 'Who are you?' },
  'no-such-address': { status: 404, title: 'No such address' },
  method: { status: 405, title: 'Not with this method' },
  'not-acceptable': { status: 406, title: 'Not in this form' },
  'request-timeout': { status: 408, title: 'The request did not come to its end' },
  'too-large': REJECTIONS['too-large'],
  'address-too-long': { status: 414, title: 'The address is too long' },
  'media-type': { status: 415, title: 'Not this type of content' },
  'precondition-required': { status: 428, title: 'Say which revision you saw' },
  'header-too-large': { status: 431, title: 'The header is too large' },
} as const satisfies Readonly<Record<string, Answer>>;

/** What is no fault of the sender's. */
export const FAULT = { status: 500, title: 'Something went wrong here' } as const;

/** More than that nobody reads; the detail says how many there are. */
export const MOST_FAULTS = 100;

function faultsTold({ message, faults }: Rejection): Pick<Problem, 'detail' | 'errors'> {
  if (faults.length === 0) return { detail: message };
  if (faults.length <= MOST_FAULTS) return { detail: message, errors: faults };
  const [all, more] = [String(faults.length), String(faults.length - MOST_FAULTS)];
  return {
    detail: `${all} things are wrong with it; errors holds the first ${String(MOST_FAULTS)}, and ${more} more are not told`,
    errors: faults.slice(0, MOST_FAULTS),
  };
}

/** What the error of a request says to its sender. Nothing of a fault of ours leaves the house. */
export function problemOf(error: unknown): Problem {
  if (error instanceof Rejection) {
    const { status, title } = REJECTIONS[error.code];
    return { type: `urn:kronika:problem:${error.code}`, title, status, ...faultsTold(error) };
  }
  const status = statusOf(error);
  if (status < 400 || status >= 500) {
    return {
      type: 'urn:kronika:problem:fault',
      ...FAULT,
      detail:
        'The fault is ours and is in the log under its trace. Try again; if it stays, tell whoever runs this office’s Kronika.',
    };
  }
  const known = Object.entries(PLATFORM).find(([, each]) => each.status === status);
  const [code, { title }] = known ?? ['malformed', PLATFORM.malformed];
  const detail = error instanceof Error ? error.message : title;
  return { type: `urn:kronika:problem:${code}`, title, status, detail };
}

function statusOf(error: unknown): number {
  if (error instanceof HttpException) return error.getStatus();
  // Fastify's own errors say their status.
  const status = typeof error === 'object' && error !== null && 'statusCode' in error ? error.statusCode : undefined;
  return typeof status === 'number' ? status : 500;
}

export const MEDIA_TYPE = 'application/problem+json; charset=utf-8';

export function sendProblem(reply: FastifyReply, problem: Problem): void {
  if (problem.status === 401) void reply.header('WWW-Authenticate', 'Bearer');
  if (problem.status === 503) void reply.header('Retry-After', '5');
  const instance = problem.status === 500 ? { instance: `urn:kronika:trace:${reply.request.id}` } : {};
  void reply
    .status(problem.status)
    .header('Content-Type', MEDIA_TYPE)
    // Told to this sender, at this moment.
    .header('Cache-Control', 'no-store')
    .send(JSON.stringify({ ...problem, ...instance }));
}

/** Turns every error of a request into problem details. */
@Injectable()
@Catch()
export class ProblemFilter implements ExceptionFilter {
  constructor(private readonly addresses: Addresses) {}

  catch(error: unknown, host: ArgumentsHost): void {
    const http = host.switchToHttp();
    const request = http.getRequest<FastifyRequest>();
    const reply = http.getResponse<FastifyReply>();
    const problem = (request.is404 ? this.wrongMethod(request, reply) : null) ?? problemOf(error);
    // Views that are late are told by the figures; whoever asked was told to come again.
    const late = error instanceof Rejection && error.code === 'unsettled';
    if (problem.status >= 500 && !late) request.log.error({ err: error }, problem.title);
    if (error instanceof TooMany) void reply.header('Retry-After', String(error.seconds));
    sendProblem(reply, problem);
  }

  /** Where a request met no route, but another method at this address would have (RFC 9110, 15.5.6). */
  private wrongMethod({ method, url }: FastifyRequest, reply: FastifyReply): Problem | null {
    const allowed = this.addresses.methodsOf(url).join(', ');
    if (allowed === '') return null;
    void reply.header('Allow', allowed);
    const detail = `${method} is not a method of this address; these are: ${allowed}`;
    return { type: 'urn:kronika:problem:method', ...PLATFORM.method, detail };
  }
}
