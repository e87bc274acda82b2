import { randomBytes } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import type { Socket } from 'node:net';
import accepts from '@fastify/accepts';
import helmet from '@fastify/helmet';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import { type FastifyInstance, type FastifyReply, type FastifyRequest, LogController } from 'fastify';
import { Rejection } from '../../domain/kernel/rejection.js';
import { Addresses } from './addresses.js';
import type { Connections } from './connections.js';
import { readForm } from './form.js';
import { readJson } from './json.js';
import { logRequest, SERIALIZERS } from './log.js';
import { Metrics } from './metrics.js';
import { MEDIA_TYPE, problemOf, sendProblem } from './problem.js';
import { traceOf } from './request.js';

/** The largest body that is read, in bytes: some thirty times the longest description. */
const LARGEST = 1_048_576;

/** Where the log's lines go. */
export interface LogStream {
  write(line: string): void;
}

/**
 * The HTTP server.
 *
 * @param level of the log; `silent` for none
 * @param proxies whose word is taken for who asks
 * @param stream left out, the log goes to standard output
 */
export function platform(level: string, proxies: readonly string[], stream?: LogStream): FastifyAdapter {
  return new FastifyAdapter({
    trustProxy: proxies.length > 0 && [...proxies],
    bodyLimit: LARGEST,
    // A request goes by its W3C trace, one of its own where it brings none: so log, ledger and answer name the same.
    genReqId: (request: IncomingMessage) => traceOf(request) ?? randomBytes(16).toString('hex'),
    logger: level === 'silent' ? false : { level, serializers: SERIALIZERS, ...(stream !== undefined && { stream }) },
    // Its own lines hold whole addresses, with what was searched for.
    logController: new LogController({ disableRequestLogging: true, requestIdLogLabel: 'trace' }),
    clientErrorHandler: refuseUnread,
    // Addresses that the router cannot read never come to the hooks below.
    frameworkErrors: (error: Error, request: FastifyRequest, reply: FastifyReply) => {
      const problem = problemOf(error);
      sendProblem(reply, problem);
      logRequest(request, problem.status, 0);
    },
    forceCloseConnections: 'idle',
    // Whoever comes late is told so as everywhere else: see below.
    return503OnClosing: false,
    routerOptions: { maxParamLength: 200 },
  });
}

/** What every request passes through: headers, reading of the body, measurement, one line in the log. */
export async function prepare(app: NestFastifyApplication, connections: Connections): Promise<void> {
  await app.register(helmet, {
    contentSecurityPolicy: {
      // The interface's own description loads its script and style from here, and nothing from elsewhere.
      directives: {
        defaultSrc: ["'self'"],
        styleSrc: ["'self'", "'unsafe-inline'"],
        imgSrc: ["'self'", 'data:'],
        upgradeInsecureRequests: null,
      },
    },
    // Behind no proxy there is no TLS: the proxy says when there is (docs/operating.md).
    strictTransportSecurity: false,
  });
  await app.register(accepts);
  const fastify: FastifyInstance = app.getHttpAdapter().getInstance();
  app.get(Addresses).watch(fastify);
  fastify.removeAllContentTypeParsers();
  fastify.addContentTypeParser('application/json', { parseAs: 'buffer' }, readJson(fastify));
  fastify.addContentTypeParser('application/x-www-form-urlencoded', { parseAs: 'buffer' }, readForm);
  fastify.addHook('onRequest', (_request, reply, done) => {
    if (!connections.closing) {
      done();
      return;
    }
    void reply.header('Connection', 'close');
    sendProblem(reply, problemOf(new Rejection('unavailable', 'Kronika is stopping; nothing was recorded')));
  });
  app.get(Metrics).watch(fastify);
  fastify.addHook('onResponse', (request, reply, done) => {
    logRequest(request, reply.statusCode, reply.elapsedTime);
    done();
  });
}

/** What of a connection's bytes is no request, by Node's code for it. */
const UNREAD: Readonly<Record<string, readonly [status: number, detail: string]>> = {
  HPE_HEADER_OVERFLOW: [431, 'the header is larger than 16 KiB'],
  ERR_HTTP_REQUEST_TIMEOUT: [408, 'the request did not come to its end'],
};

/** Answers what never became a request. */
function refuseUnread(error: Error & { readonly code?: string }, socket: Socket): void {
  if (error.code === 'ECONNRESET' || !socket.writable) return;
  const [statusCode, detail] = UNREAD[error.code ?? ''] ?? [400, 'this is no HTTP request'];
  const body = JSON.stringify(problemOf(Object.assign(new Error(detail), { statusCode })));
  socket.end(
    `HTTP/1.1 ${String(statusCode)} Refused\r\nContent-Type: ${MEDIA_TYPE}\r\nConnection: close\r\n` +
      `Content-Length: ${String(Buffer.byteLength(body))}\r\n\r\n${body}`,
  );
}
