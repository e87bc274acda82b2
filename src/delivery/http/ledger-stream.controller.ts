import { Readable } from 'node:stream';
import { Controller, Get, Inject, type OnModuleDestroy, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { CloudEvent } from '../../application/queries/ledger.js';
import { LiveTrail } from '../../application/queries/live-trail.js';
import { Replay } from '../../application/queries/replay.js';
import { AsOfHeaders } from './as-of.js';
import { AUDITORS } from './auditors.js';
import * as says from './openapi/ledger.js';
import { Tells } from './openapi/operation.js';
import { REPLAY_PARAMS, STREAM_PARAMS } from './questions.js';
import { paramsOf, queryOf } from './request.js';
import { May } from './rights.js';

/** Without an event for so long, a comment shows both ends that the other is still there. Milliseconds. */
const HEARTBEAT = 15_000;
/** Then a reader comes back and shows its token again. Milliseconds. */
const LONGEST = 3_600_000;
/** How long a reader waits before it comes back, in milliseconds. */
const RETRY = 3000;

/** The trail as it grows, and as it was: answers that are written while they are read, at the reader's pace. */
@Controller('v1/ledger')
export class LedgerStreamController implements OnModuleDestroy {
  private readonly closing = new AbortController();
  private readonly replaying = new Set<Readable>();

  constructor(
    @Inject(LiveTrail) private readonly live: LiveTrail,
    @Inject(Replay) private readonly replays: Replay,
    @Inject(AsOfHeaders) private readonly headers: AsOfHeaders,
  ) {}

  /** Nothing that goes on for ever keeps the program from ending. */
  onModuleDestroy(): void {
    this.closing.abort();
    for (const stream of this.replaying) stream.destroy(new Error('the program ends'));
  }

  @Get('events/stream')
  @May(...AUDITORS)
  @Tells(says.stream)
  async stream(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const params = queryOf(request, STREAM_PARAMS);
    const seen = request.headers['last-event-id'];
    const gone = new AbortController();
    reply.raw.on('close', () => {
      gone.abort();
    });
    const signal = AbortSignal.any([gone.signal, this.closing.signal, AbortSignal.timeout(LONGEST)]);
    // What a reader has seen by itself is later than where it was told to begin.
    const after = typeof seen === 'string' && seen !== '' ? { after: seen } : {};
    const batches = await this.live.follow({ ...params, ...after }, HEARTBEAT, signal);
    void reply
      .header('Content-Type', 'text/event-stream; charset=utf-8')
      .header('Cache-Control', 'no-cache, no-transform')
      // Proxies of the nginx family gather an answer unless they are told.
      .header('X-Accel-Buffering', 'no');
    await reply.send(Readable.from(eventStream(batches), { highWaterMark: 1 }));
  }

  @Get('replay')
  @May(...AUDITORS)
  @Tells(says.replay)
  async replay(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    await this.headers.settled(request);
    const { params, faults } = paramsOf(request, REPLAY_PARAMS);
    const lines = this.replays.lines(params.from, params.to, faults);
    // What cannot be played is refused before the first line goes out.
    const first = await lines.next();
    const text = async function* (): AsyncGenerator<string> {
      if (first.done === true) return;
      yield `${JSON.stringify(first.value)}\n`;
      for await (const line of lines) yield `${JSON.stringify(line)}\n`;
    };
    const stream = Readable.from(text());
    this.replaying.add(stream);
    stream.on('close', () => this.replaying.delete(stream));
    await reply.header('Content-Type', 'application/x-ndjson; charset=utf-8').send(stream);
  }
}

/** Server-sent events (WHATWG HTML, 9.2): each a CloudEvent, its position the id to go on after. */
async function* eventStream(batches: AsyncIterable<readonly CloudEvent[]>): AsyncGenerator<string> {
  yield `retry: ${String(RETRY)}\n\n`;
  for await (const events of batches) {
    if (events.length === 0) yield ': still here\n\n';
    else yield events.map((event) => `id: ${event.position}\ndata: ${JSON.stringify(event)}\n\n`).join('');
  }
}
