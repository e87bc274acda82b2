import type { FastifyRequest } from 'fastify';
import { digestOf } from '../../../application/canonical.js';
import { CONTACT_DATA } from '../../../application/commands/personal-data.js';
import type { Request } from '../../../application/commands/request.js';
import { UUID } from '../../../domain/kernel/fields.js';
import type { JsonObject } from '../../../domain/kernel/json.js';
import { traceOf } from '../../http/request.js';
import { callerOf } from '../../http/rights.js';
import type { Sent } from './typed.js';

/** Under which a form's key is one of a kind. */
export const routeOf = ({ url }: FastifyRequest): string => `POST ${url.split('?', 1)[0] ?? ''}`;

/**
 * What a form's write needs besides its content: what a program says in headers (http/request.ts).
 *
 * @param body what the form says, as a program would send it
 * @param options `revision`: it changes what is there
 */
export function formWrite(
  request: FastifyRequest,
  { meta }: Sent,
  body: JsonObject,
  options: { readonly revision: boolean },
): Request {
  const correlation = traceOf(request);
  return {
    ...callerOf(request),
    ...(correlation !== null && { correlation }),
    ...(UUID.test(meta.key) && { key: { route: routeOf(request), key: meta.key, digest: digestOf(body) } }),
    // Of a form that does not say what it was drawn from, nobody knows what its sender saw.
    ...(options.revision && { expected: /^\d{1,15}$/.test(meta.revision) ? Number(meta.revision) : -1 }),
    ...(meta.acknowledge !== '' && { acknowledged: [CONTACT_DATA] }),
  };
}
