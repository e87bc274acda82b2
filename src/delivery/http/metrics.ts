import { Controller, Get, Inject, Injectable, Res } from '@nestjs/common';
import type { FastifyInstance, FastifyReply } from 'fastify';
import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client';
import { Lag } from '../../application/lag.js';
import { Open } from './rights.js';

/** The figures that Prometheus gathers. Labels are route patterns and codes: never an address or a name. */
@Injectable()
export class Metrics {
  readonly registry = new Registry();
  readonly appends = new Counter({
    name: 'kronika_appends_total',
    help: 'Writes recorded in the ledger.',
    registers: [this.registry],
  });
  readonly conflicts = new Counter({
    name: 'kronika_conflicts_total',
    help: 'Writes refused because somebody else changed the subject first.',
    registers: [this.registry],
  });
  private readonly latency = new Histogram({
    name: 'kronika_http_seconds',
    help: 'Time to answer a request, by route.',
    labelNames: ['method', 'route', 'status'],
    buckets: [0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5],
    registers: [this.registry],
  });

  constructor(@Inject(Lag) lag: Lag) {
    collectDefaultMetrics({ register: this.registry });
    const gauge = (name: string, help: string, read: () => Promise<number>): Gauge =>
      new Gauge({
        name,
        help,
        registers: [this.registry],
        async collect() {
          this.set(await read());
        },
      });
    gauge(
      'kronika_projection_lag_events',
      'Events of the ledger that the views do not have yet.',
      async () => (await lag.now()).events,
    );
    gauge('kronika_projection_lag_seconds', 'Age of the oldest of them.', async () => (await lag.now()).seconds);
    gauge(
      'kronika_position',
      'Position of the last event that the views have.',
      async () => (await lag.now()).position,
    );
  }

  /** Times every request of the application by the pattern of its route. */
  watch(fastify: FastifyInstance): void {
    fastify.addHook('onResponse', (request, reply, done) => {
      const labels = {
        method: request.method,
        route: request.routeOptions.url ?? 'none',
        status: String(reply.statusCode),
      };
      this.latency.observe(labels, reply.elapsedTime / 1000);
      if (request.method === 'POST' && reply.statusCode < 300) this.appends.inc();
      if (reply.statusCode === 412) this.conflicts.inc();
      done();
    });
  }
}

/** Probes and figures for those who run it. They tell nothing of what is recorded. */
@Controller()
export class HealthController {
  constructor(
    @Inject(Lag) private readonly lag: Lag,
    @Inject(Metrics) private readonly metrics: Metrics,
  ) {}

  /** The process answers. */
  @Get('health/live')
  @Open()
  live(): { readonly status: 'live' } {
    return { status: 'live' };
  }

  /** The views have caught up with the ledger: reads are worth asking. */
  @Get('health/ready')
  @Open()
  async ready(
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<{ readonly status: 'ready' | 'catching-up'; readonly lag: number }> {
    const { events, caughtUp } = await this.lag.now();
    if (!caughtUp) void reply.status(503).header('Retry-After', '5');
    return { status: caughtUp ? 'ready' : 'catching-up', lag: events };
  }

  @Get('metrics')
  @Open()
  async figures(@Res({ passthrough: true }) reply: FastifyReply): Promise<string> {
    void reply.header('Content-Type', this.metrics.registry.contentType);
    return this.metrics.registry.metrics();
  }
}
