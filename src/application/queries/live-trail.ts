import { Injectable } from '@nestjs/common';
import { queryFault, refuseQuery } from '../../domain/kernel/rejection.js';
import { Projector, sleep } from '../projector.js';
import { type CloudEvent, type LedgerParams, Trail } from './ledger.js';

/** How often views that another process builds are looked at, in milliseconds. */
const LOOK = 1000;
/** So many events are handed over at a time: the reader's pace decides when the next are read. */
const BATCH = '200';

export type LiveParams = Pick<LedgerParams, 'kind' | 'type' | 'stream' | 'gmina' | 'by' | 'after'>;

/** The trail as it grows: each event once the views have it, so that its position is known. */
@Injectable()
export class LiveTrail {
  constructor(
    private readonly trail: Trail,
    private readonly projector: Projector,
  ) {}

  /**
   * Follows the trail from the position after which one goes on; without one, from its end. The promise settles before
   * the first event is waited for.
   *
   * @param heartbeat milliseconds without an event after which an empty batch is handed over
   * @throws Rejection `bad-query` for parameters that can't be, or a position that lies ahead of the ledger
   */
  async follow(
    params: LiveParams,
    heartbeat: number,
    signal: AbortSignal,
  ): Promise<AsyncGenerator<readonly CloudEvent[]>> {
    const { position } = await this.trail.page({ ...params, limit: '1' });
    const after = params.after === undefined ? position : Number(params.after);
    // It comes from another ledger, or from this one before it was restored from a backup.
    if (after > position)
      refuseQuery([queryFault('after', `lies ahead of the ledger, which is at ${String(position)}`)]);
    return this.batches(params, after, heartbeat, signal);
  }

  private async *batches(
    params: LiveParams,
    from: number,
    heartbeat: number,
    signal: AbortSignal,
  ): AsyncGenerator<readonly CloudEvent[]> {
    let after = from;
    let spoke = performance.now();
    let bell = new AbortController();
    const ring = (): void => {
      bell.abort();
    };
    const stop = this.projector.onCommit(ring);
    signal.addEventListener('abort', ring);
    try {
      while (!signal.aborted) {
        // Before the look, so that what is committed during it is not slept through.
        bell = new AbortController();
        const page = await this.trail.page({ ...params, after: String(after), limit: BATCH });
        after = page.next === null ? Math.max(after, page.position) : Number(page.next);
        if (page.events.length > 0 || performance.now() - spoke >= heartbeat) {
          yield page.events;
          spoke = performance.now();
        }
        if (page.next === null) await sleep(Math.min(LOOK, heartbeat), bell.signal);
      }
    } finally {
      stop();
      signal.removeEventListener('abort', ring);
    }
  }
}
