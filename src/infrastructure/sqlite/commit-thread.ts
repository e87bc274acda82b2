import { Worker } from 'node:worker_threads';
import { Rejection, type RejectionCode } from '../../domain/kernel/rejection.js';
import type { Commit } from './view-commits.js';

/** What the thread answers, in the order in which it was asked. */
export interface Answer {
  /** Null when the commit was made; without a code where it is a mistake in the program. */
  readonly fault: { readonly code: RejectionCode | null; readonly message: string } | null;
}

/** What the program is built from lies beside this file. */
const WORKER = new URL('./commit-worker.js', import.meta.url);

/** Megabytes: a thread that only writes has little garbage of its own. */
const LIMITS = { maxYoungGenerationSizeMb: 8, maxOldGenerationSizeMb: 64 };

interface Asked {
  readonly done: () => void;
  readonly failed: (fault: unknown) => void;
}

/**
 * A thread that writes commits into a file of views, one after the other; see commit-worker.ts. It begins with the first
 * commit, and anew after it broke down. It keeps no process alive by itself.
 */
export class CommitThread {
  private worker: Worker | null = null;
  private asked: Asked[] = [];

  constructor(
    private readonly path: string,
    private readonly source = WORKER,
  ) {}

  /** @throws Rejection as ViewCommits does; `unavailable` when the thread broke down before it answered */
  write(commit: Commit): Promise<void> {
    return new Promise((done, failed) => {
      this.worker ??= this.begin();
      this.asked.push({ done, failed });
      this.worker.ref();
      this.worker.postMessage(commit);
    });
  }

  /** Waits for what was asked. */
  async close(): Promise<void> {
    while (this.asked.length > 0) await new Promise((resolve) => setImmediate(resolve));
    await this.worker?.terminate();
  }

  private begin(): Worker {
    const worker = new Worker(this.source, { workerData: this.path, resourceLimits: LIMITS });
    worker.unref();
    worker.on('message', (answer: Answer) => {
      this.settle(answer);
    });
    let why = 'it ended';
    worker.on('error', (fault) => (why = fault instanceof Error ? fault.message : String(fault)));
    worker.on('exit', () => {
      this.worker = null;
      const lost = new Rejection('unavailable', `The thread that writes the views broke down (${why}).`);
      for (const each of this.asked.splice(0)) each.failed(lost);
    });
    return worker;
  }

  private settle({ fault }: Answer): void {
    const first = this.asked.shift();
    if (this.asked.length === 0) this.worker?.unref();
    if (fault === null) first?.done();
    else first?.failed(fault.code === null ? new RangeError(fault.message) : new Rejection(fault.code, fault.message));
  }
}
