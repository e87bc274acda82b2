import accepts from '@fastify/accepts';
import helmet from '@fastify/helmet';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { FastifyInstance } from 'fastify';
import { Metrics } from './metrics.js';
import { traceOf } from './request.js';
import { problemOf, sendProblem } from './problem.js';

/** What every request passes through: headers, measurement, one line in the log, and problem details for what the platform refuses. */
export async function prepare(app: NestFastifyApplication, config: { readonly log: string }): Promise<void> {
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
  app.get(Metrics).watch(fastify);
  fastify.setErrorHandler((error, request, reply) => {
    const problem = problemOf(error);
    if (problem.status >= 500) request.log.error({ err: error }, problem.title);
    sendProblem(reply, problem);
  });
  if (config.log !== 'silent') logRequests(fastify);
}

/** One line a request: what, how it ended, how long it took, its trace. No address's query, no body, no token. */
function logRequests(fastify: FastifyInstance): void {
  fastify.addHook('onResponse', (request, reply, done) => {
    request.log.info(
      {
        method: request.method,
        route: request.routeOptions.url ?? 'none',
        status: reply.statusCode,
        milliseconds: Math.round(reply.elapsedTime * 10) / 10,
        trace: traceOf(request),
      },
      'answered',
    );
    done();
  });
}
