import { Injectable } from '@nestjs/common';
import { Lease } from './ports/lease.js';
import { Projector, sleep } from './projector.js';

/** For how long the lease holds without a word from its holder, and how often there is one. Milliseconds. */
const LEASE = 5_000;
const RENEWAL = 1_000;

/**
 * Projects as long as this process holds the lease, and waits for it as long as another does. Should two believe that
 * they hold it, because one of them was stopped for a while, the view store takes the commits of one of them only.
 */
@Injectable()
export class Duty {
  private readonly stopping = new AbortController();
  private running: Promise<void> | null = null;
  private isHeld = false;

  constructor(
    private readonly lease: Lease,
    private readonly projector: Projector,
  ) {}

  /** Whether this process is the one that projects. */
  get held(): boolean {
    return this.isHeld;
  }

  start(onFault: (fault: unknown) => void): void {
    this.running = this.run(onFault, this.stopping.signal);
  }

  /** Finishes what is being committed, and lets another take over at once. */
  async close(): Promise<void> {
    this.stopping.abort();
    await this.running;
    await this.projector.close();
    await this.lease.close();
  }

  private async run(onFault: (fault: unknown) => void, signal: AbortSignal): Promise<void> {
    let confirmed = -Infinity;
    let wasAsked = true;
    while (!signal.aborted) {
      const asked = performance.now();
      try {
        const held = await this.lease.take(LEASE);
        if (held) confirmed = asked;
        wasAsked = true;
        await this.be(held, onFault);
      } catch (fault) {
        // Once, however long it lasts.
        if (wasAsked) onFault(fault);
        wasAsked = false;
        // Where the lease cannot be asked for, it holds as long as it was given for.
        if (this.isHeld && performance.now() - confirmed >= LEASE) await this.be(false, onFault);
      }
      await sleep(RENEWAL, signal);
    }
  }

  private async be(held: boolean, onFault: (fault: unknown) => void): Promise<void> {
    if (held === this.isHeld) return;
    this.isHeld = held;
    if (held) this.projector.start(onFault);
    else await this.projector.close();
  }
}
