import { Worker } from 'node:worker_threads';
import type { Misfiled } from '../../application/ports/view-store.js';
import { Rejection, type RejectionCode } from '../../domain/kernel/rejection.js';
import type { Checked } from './view-check.js';
import type { Commit } from './view-commits.js';

/** What a thread is asked: to write a commit, or whether the documents of a view are found by what they say. */
export type Task = { readonly commit: Commit } | { readonly check: Checked };

/** What it answers, in the order in which it was asked. */
export interface Answer {
  /** Null when it was done; without a code where it is a mistake in the program. */
  readonly fault: { readonly code: RejectionCode | null; readonly message: string } | null;
  /** What a check found. */
  readonly misfiled: Misfiled | null;
}

/** What the program is built from lies beside this file. */
const WORKER = new URL('./view-worker.js', import.meta.url);

/** Megabytes: a thread that takes one row or document after the other has little garbage of its own. */
const LIMITS = { maxYoungGenerationSizeMb: 8, maxOldGenerationSizeMb: 64 };

interface Asked {
  readonly done: (misfiled: Misfiled | null) => void;
  readonly failed: (fault: unknown) => void;
}

/**
 * A thread that works on a file of views, a task after the other; see view-worker.ts. It begins with the first task, and
 * anew after it broke down. It keeps no process alive by itself.
 */
export class ViewThread {
  private worker: Worker | null = null;
  private asked: Asked[] = [];

  constructor(
    private readonly path: string,
    private readonly source = WORKER,
  ) {}

  /** Another thread on the same file: what takes long is not in the way of what must not wait. */
  another(): ViewThread {
    return new ViewThread(this.path, this.source);
  }

  /** @throws Rejection as ViewCommits does; `unavailable` when the thread broke down before it answered */
  async write(commit: Commit): Promise<void> {
    await this.ask({ commit });
  }

  /**
   * As checkView answers.
   *
   * @throws Rejection as it does; `unavailable` when the thread broke down before it answered
   */
  misfiled(check: Checked): Promise<Misfiled | null> {
    return this.ask({ check });
  }

  /** Waits for what was asked. */
  async close(): Promise<void> {
    while (this.asked.length > 0) await new Promise((resolve) => setImmediate(resolve));
    await this.worker?.terminate();
  }

  private ask(task: Task): Promise<Misfiled | null> {
    return new Promise((done, failed) => {
      this.worker ??= this.begin();
      this.asked.push({ done, failed });
      this.worker.ref();
      this.worker.postMessage(task);
    });
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
      const lost = new Rejection('unavailable', `A thread that works on the views broke down (${why}).`);
      for (const each of this.asked.splice(0)) each.failed(lost);
    });
    return worker;
  }

  private settle({ fault, misfiled }: Answer): void {
    const first = this.asked.shift();
    if (this.asked.length === 0) this.worker?.unref();
    if (fault === null) first?.done(misfiled);
    else first?.failed(fault.code === null ? new RangeError(fault.message) : new Rejection(fault.code, fault.message));
  }
}
