import { HttpException } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { digestOf } from '../../application/canonical.js';
import type { Request } from '../../application/commands/request.js';
import { CONTACT_DATA } from '../../application/commands/personal-data.js';
import { type Fault, queryFault, refuseQuery } from '../../domain/kernel/rejection.js';
import { callerOf } from './rights.js';

/** The parameters of a query by name, and what is wrong with the rest: a query tells its own faults beside these. */
export function paramsOf<N extends string>(
  request: FastifyRequest,
  names: readonly N[],
): { readonly params: Partial<Record<N, string>>; readonly faults: readonly Fault[] } {
  const given = request.query as Readonly<Record<string, unknown>>;
  const faults: Fault[] = [];
  const params: Partial<Record<N, string>> = {};
  for (const [name, value] of Object.entries(given)) {
    const found = names.find((each) => each === name);
    if (found === undefined)
      faults.push(queryFault(name, `is not a parameter here; these are: ${names.join(', ') || 'none'}`));
    else if (typeof value !== 'string') faults.push(queryFault(name, 'is given more than once'));
    else if (value === '') faults.push(queryFault(name, 'is empty; leave it out instead'));
    else params[found] = value;
  }
  return { params, faults };
}

/** The parameters of a query, each at most once. @throws Rejection `bad-query` naming every one that is not known */
export function queryOf<N extends string>(request: FastifyRequest, names: readonly N[]): Partial<Record<N, string>> {
  const { params, faults } = paramsOf(request, names);
  refuseQuery(faults);
  return params;
}

const KEY = /^[\x21-\x7e]{1,200}$/;
// W3C Trace Context: version ff and ids of nothing but zeros are none.
const TRACE = /^(?!ff)[0-9a-f]{2}-(?!0{32})([0-9a-f]{32})-(?!0{16})[0-9a-f]{16}-[0-9a-f]{2}$/;

/**
 * What a write needs besides its content. `revision`: it changes an existing subject and needs If-Match.
 *
 * @throws Rejection `bad-query` naming every header that can't be; HttpException 428 without If-Match
 */
export function writeOf(request: FastifyRequest, body: unknown, options: { readonly revision: boolean }): Request {
  const { headers, method, url } = request;
  const key = headers['idempotency-key'];
  const acknowledged = headers['kronika-acknowledge'];
  const match = options.revision ? headers['if-match'] : undefined;
  const expected = match === undefined ? null : revisionIn(match);
  const faults: Fault[] = [];
  if (key !== undefined && !KEY.test(String(key)))
    faults.push(queryFault('Idempotency-Key', 'must be 1 to 200 visible ASCII characters'));
  if (acknowledged !== undefined && acknowledged !== CONTACT_DATA)
    faults.push(queryFault('Kronika-Acknowledge', `the one thing to acknowledge is ${CONTACT_DATA}`));
  if (match !== undefined && expected === null)
    faults.push(queryFault('If-Match', 'must be an ETag as it was answered, such as "3"'));
  refuseQuery(faults);
  if (options.revision && expected === null) {
    throw new HttpException(
      'send If-Match with the ETag of what you saw, so that nobody overwrites what somebody else just did',
      428,
    );
  }
  const correlation = traceOf(request);
  return {
    ...callerOf(request),
    ...(correlation !== null && { correlation }),
    ...(key !== undefined && { key: { route: `${method} ${url}`, key: String(key), digest: digestOf(body ?? null) } }),
    ...(expected !== null && { expected }),
    ...(acknowledged !== undefined && { acknowledged: [CONTACT_DATA] }),
  };
}

/** The W3C trace id of a request; null when it brings none. */
export const traceOf = ({ headers }: Pick<FastifyRequest, 'headers'>): string | null =>
  TRACE.exec(String(headers['traceparent'] ?? ''))?.[1] ?? null;

function revisionIn(header: string): number | null {
  const revision = /^(?:W\/)?"(\d{1,15})"$/.exec(header.trim())?.[1];
  return revision === undefined ? null : Number(revision);
}

/** Says the revision of what was written or read. */
export const tag = (reply: FastifyReply, revision: number): void => void reply.header('ETag', `"${String(revision)}"`);
