import { Controller, Get, Inject, Injectable, Res } from '@nestjs/common';
import type { FastifyInstance, FastifyReply } from 'fastify';
import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client';
import { Duty } from '../../application/duty.js';
import { Integrity } from '../../application/audit/integrity.js';
import { Lag } from '../../application/lag.js';
import { Tally } from '../../application/tally.js';
import { Tells } from './openapi/operation.js';
import * as says from './openapi/probes.js';
import { Open } from './rights.js';

/** The figures that Prometheus gathers. Labels are route patterns and codes: never an address or a name. */
@Injectable()
export class Metrics {
  private readonly registry = new Registry();
  private readonly appends = this.counter('kronika_appends_total', 'Events that this process added to the ledger.');
  private readonly conflicts = this.counter(
    'kronika_conflicts_total',
    'Writes refused because somebody else changed the subject first.',
  );
  private readonly lagEvents = this.gauge(
    'kronika_projection_lag_events',
    'Events of the ledger that the views do not have yet.',
  );
  private readonly lagSeconds = this.gauge('kronika_projection_lag_seconds', 'Age of the oldest of them.');
  private readonly position = this.gauge('kronika_position', 'Position of the last event that the views have.');
  private readonly projecting = this.gauge(
    'kronika_projecting',
    '1 where this process is the one that projects, else 0.',
  );
  private readonly checked = this.gauge(
    'kronika_integrity_editions_checked',
    'Editions that this process has held against their events.',
  );
  private readonly findings = this.gauge(
    'kronika_integrity_findings',
    'What was found not to be sound and still is not.',
  );
  private readonly latency = new Histogram({
    name: 'kronika_http_seconds',
    help: 'Time to answer a request, by route.',
    labelNames: ['method', 'route', 'status'],
    buckets: [0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5],
    registers: [this.registry],
  });

  constructor(
    @Inject(Lag) private readonly lag: Lag,
    @Inject(Tally) private readonly tally: Tally,
    @Inject(Duty) private readonly duty: Duty,
    @Inject(Integrity) private readonly integrity: Integrity,
  ) {
    collectDefaultMetrics({ register: this.registry });
  }

  get contentType(): string {
    return this.registry.contentType;
  }

  /** All figures as they stand, in Prometheus' text. The lag is measured once for all that tell of it. */
  async text(): Promise<string> {
    const { events, seconds, position } = await this.lag.now();
    this.lagEvents.set(events);
    this.lagSeconds.set(seconds);
    this.position.set(position);
    this.projecting.set(this.duty.held ? 1 : 0);
    const { checked, findings } = this.integrity.report();
    this.checked.set(checked.editions);
    this.findings.set(findings.length);
    this.appends.reset();
    this.appends.inc(this.tally.events);
    return this.registry.metrics();
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
      if (reply.statusCode === 412) this.conflicts.inc();
      done();
    });
  }

  private counter(name: string, help: string): Counter {
    return new Counter({ name, help, registers: [this.registry] });
  }

  private gauge(name: string, help: string): Gauge {
    return new Gauge({ name, help, registers: [this.registry] });
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
  @Tells(says.live)
  live(): { readonly status: 'live' } {
    return { status: 'live' };
  }

  /** The views have caught up with the ledger: reads are worth asking. */
  @Get('health/ready')
  @Open()
  @Tells(says.ready)
  async ready(@Res({ passthrough: true }) reply: FastifyReply): Promise<says.Readiness> {
    const { events, caughtUp } = await this.lag.now();
    if (!caughtUp) void reply.status(503).header('Retry-After', '5');
    return { status: caughtUp ? 'ready' : 'catching-up', lag: events };
  }

  @Get('metrics')
  @Open()
  @Tells(says.metrics)
  async figures(@Res({ passthrough: true }) reply: FastifyReply): Promise<string> {
    void reply.header('Content-Type', this.metrics.contentType);
    return this.metrics.text();
  }
}
