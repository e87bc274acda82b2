import { Readable } from 'node:stream';
import { Controller, Get, Inject, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { type CloudEvent, LEDGER_PARAMS, Trail } from '../../application/queries/ledger.js';
import { Replay } from '../../application/queries/replay.js';
import { queryOf } from './request.js';
import { May } from './rights.js';

/** The trail of events and its replay: for those who check, and for management. */
@Controller('v1/ledger')
export class LedgerController {
  constructor(
    @Inject(Trail) private readonly trail: Trail,
    @Inject(Replay) private readonly replays: Replay,
  ) {}

  @Get('events')
  @May('auditor', 'manager')
  async events(
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<readonly CloudEvent[]> {
    const params = queryOf(request, LEDGER_PARAMS);
    const { events, next } = await this.trail.page(params);
    void reply.header('Content-Type', 'application/cloudevents-batch+json; charset=utf-8');
    if (next !== null) {
      const query = new URLSearchParams({ ...params, after: next }).toString();
      void reply.header('Link', `</v1/ledger/events?${query}>; rel="next"`);
    }
    return events;
  }

  @Get('replay')
  @May('auditor', 'manager')
  async replay(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const { from, to } = queryOf(request, ['from', 'to']);
    const lines = this.replays.lines(from, to);
    // What cannot be played is refused before the first line goes out.
    const first = await lines.next();
    const text = async function* (): AsyncGenerator<string> {
      if (first.done === true) return;
      yield `${JSON.stringify(first.value)}\n`;
      for await (const line of lines) yield `${JSON.stringify(line)}\n`;
    };
    await reply.header('Content-Type', 'application/x-ndjson; charset=utf-8').send(Readable.from(text()));
  }
}
