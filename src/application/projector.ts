import { Injectable } from '@nestjs/common';
import { Rejection } from '../domain/kernel/rejection.js';
import { EventStore, type StoredEvent } from './ports/event-store.js';
import { type Progress, ViewStore } from './ports/view-store.js';
import { beginViews, FIRST_GENERATION, type OnProgress, Projection, replay } from './projection.js';
import { isOfLedger, Rebuild } from './rebuild.js';
import { fitOf, laterVersion } from './views.js';

/** Events folded between two commits, at most. */
const BATCH = 500;
/** Tries to catch up beside a process that projects too. */
const ATTEMPTS = 20;

/** Told of each batch after the views have it, with the position before its first event. */
export type Follower = (position: number, batch: readonly StoredEvent[]) => Promise<void>;

/** Keeps the current generation of the views abreast of the ledger. */
@Injectable()
export class Projector {
  private readonly listeners = new Set<(progress: Progress) => void>();
  private follower: Follower = () => Promise.resolve();
  private stop = new AbortController();
  private running: Promise<void> | null = null;
  private reached: Progress | null = null;

  constructor(
    private readonly ledger: EventStore,
    private readonly views: ViewStore,
  ) {}

  /** How far this process's projection got; null while it does not run. */
  get progress(): Progress | null {
    return this.reached;
  }

  /** Tells after each commit of this process. Returns how to stop being told. */
  onCommit(listener: (progress: Progress) => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  /**
   * Has somebody else follow the ledger in the wake of the views, from now on: the next batch waits until this one was
   * taken. What it throws is told, and does not hold up the views.
   */
  follow(follower: Follower): void {
    this.follower = follower;
  }

  /** Projects until {@link close}; comes back from every fault, trying again with growing pauses (to 5 s). */
  start(onFault: (fault: unknown) => void): void {
    this.stop = new AbortController();
    this.running = this.run(onFault, this.stop.signal);
  }

  async close(): Promise<void> {
    this.stop.abort();
    await this.running;
    this.running = null;
  }

  /** Folds what the ledger holds by now, and ends: for a process that does not serve. */
  async catchUp(onProgress: OnProgress = () => undefined): Promise<void> {
    for (let attempt = 0; ; attempt++) {
      try {
        const projection = await Projection.resume(this.views, await this.generation(onProgress));
        await replay(this.ledger, projection, onProgress);
        return;
      } catch (fault) {
        if (!movedOn(fault) || attempt === ATTEMPTS) throw fault;
      }
    }
  }

  private async run(onFault: (fault: unknown) => void, signal: AbortSignal): Promise<void> {
    for (let pause = 50; !signal.aborted; pause = Math.min(pause * 2, 5000)) {
      try {
        await this.project(signal, onFault, () => (pause = 50));
      } catch (fault) {
        if (!movedOn(fault)) onFault(fault);
        await sleep(pause, signal);
      }
    }
    this.reached = null;
  }

  private async project(
    signal: AbortSignal,
    onFault: (fault: unknown) => void,
    onCommitted: () => void,
  ): Promise<void> {
    const projection = await Projection.resume(this.views, await this.generation());
    this.tell(projection.progress);
    await this.ledger.subscribe(
      { after: projection.progress.cursor, limit: BATCH },
      async (batch) => {
        const before = projection.progress.position;
        await projection.take(batch);
        onCommitted();
        this.tell(projection.progress);
        await this.follower(before, batch).catch(onFault);
      },
      signal,
    );
  }

  /** The generation to fold into; one of an earlier version's views is built anew first. */
  private async generation(onProgress?: OnProgress): Promise<string> {
    const current = (await this.views.generations()).find((each) => each.current);
    if (current === undefined) {
      await beginViews(this.views);
      return FIRST_GENERATION;
    }
    const fit = fitOf(current);
    if (fit === 'ahead') throw laterVersion();
    if (fit === 'fits' && (await isOfLedger(this.ledger, this.views, current.id))) return current.id;
    return (await new Rebuild(this.ledger, this.views).run(onProgress)).generation;
  }

  private tell(progress: Progress): void {
    this.reached = progress;
    for (const listener of this.listeners) listener(progress);
  }
}

/** Another process projects, or a rebuilt generation took over: to be resumed, and not worth a word. */
const movedOn = (fault: unknown): boolean =>
  fault instanceof Rejection && (fault.code === 'conflict' || fault.code === 'unsettled');

export async function sleep(milliseconds: number, signal: AbortSignal): Promise<void> {
  if (signal.aborted) return;
  await new Promise<void>((resolve) => {
    const wake = (): void => {
      clearTimeout(timer);
      signal.removeEventListener('abort', wake);
      resolve();
    };
    const timer = setTimeout(wake, milliseconds);
    signal.addEventListener('abort', wake);
  });
}
