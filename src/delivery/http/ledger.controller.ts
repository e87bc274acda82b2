import { Controller, Get, Inject, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { type CloudEvent, LEDGER_PARAMS, Trail } from '../../application/queries/ledger.js';
import { AsOfHeaders } from './as-of.js';
import { AUDITORS } from './auditors.js';
import { events as says } from './openapi/ledger.js';
import { Tells } from './openapi/operation.js';
import { paramsOf } from './request.js';
import { May } from './rights.js';

/** The trail of events: for those who check, and for management. */
@Controller('v1/ledger')
export class LedgerController {
  constructor(
    @Inject(Trail) private readonly trail: Trail,
    @Inject(AsOfHeaders) private readonly headers: AsOfHeaders,
  ) {}

  @Get('events')
  @May(...AUDITORS)
  @Tells(says)
  async events(
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<readonly CloudEvent[]> {
    await this.headers.settled(request);
    const { params, faults } = paramsOf(request, LEDGER_PARAMS);
    const { events, next } = await this.trail.page(params, faults);
    void reply.header('Content-Type', 'application/cloudevents-batch+json; charset=utf-8');
    if (next !== null) {
      const query = new URLSearchParams({ ...params, after: next }).toString();
      void reply.header('Link', `</v1/ledger/events?${query}>; rel="next"`);
    }
    return events;
  }
}
