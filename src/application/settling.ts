import { Injectable } from '@nestjs/common';
import { trail, type TrailDoc } from '../domain/views/trail.js';
import { ViewStore } from './ports/view-store.js';
import { Projector, sleep } from './projector.js';
import { Views } from './views.js';

/** How often views that another process builds are looked at, in milliseconds. */
const LOOK = 25;

/** Waits until the views have what was recorded. */
@Injectable()
export class Settling {
  constructor(
    private readonly views: Views,
    private readonly store: ViewStore,
    private readonly projector: Projector,
  ) {}

  /** The position of an event once the views have it; null when they do not in time. */
  async positionOf(event: string, milliseconds: number): Promise<number | null> {
    return this.until(milliseconds, async () => {
      const { id } = await this.views.current();
      const found = (await this.store.inForce(id, trail.name, [event], 'now')).get(event)?.doc as TrailDoc | undefined;
      return found?.position ?? null;
    });
  }

  /** Whether the views got to a position in time. */
  async reached(position: number, milliseconds: number): Promise<boolean> {
    const got = await this.until(milliseconds, async () => {
      const { id } = await this.views.current();
      return (await this.store.progress(id)).position >= position ? true : null;
    });
    return got !== null;
  }

  private async until<T>(milliseconds: number, look: () => Promise<T | null>): Promise<T | null> {
    const end = performance.now() + milliseconds;
    for (;;) {
      const found = await look().catch(() => null);
      if (found !== null) return found;
      const left = end - performance.now();
      if (left <= 0) return null;
      await this.movement(Math.min(left, LOOK));
    }
  }

  /** Settles when this process commits, or after a while. */
  private async movement(milliseconds: number): Promise<void> {
    const moved = new AbortController();
    const stop = this.projector.onCommit(() => {
      moved.abort();
    });
    await sleep(milliseconds, moved.signal);
    stop();
  }
}
