import type { Database, Statement } from 'better-sqlite3';
import { patiently } from './ledger-errors.js';

/** Something to be written. May be run more than once, each time from nothing. */
export interface Task {
  /** How many events it may write. */
  readonly size: number;
  /** Within the transaction. What it throws undoes the whole group, so what concerns it alone it keeps for `settle`. */
  run(): void;
  /** After the commit: everything that `run` did is on the disk. */
  settle(): void;
  /** Nothing was recorded. */
  fail(reason: unknown): void;
}

/** Events in one transaction, about: what holds up the event loop for no longer than a blink. */
const GROUP_SIZE = 1_000;

/**
 * Writes what is asked for in one turn of the event loop in one transaction. A commit costs a wait for the disk, whatever
 * it holds: sixty-four callers at once wait for one disk write and not for sixty-four. Nobody waits for others to come:
 * a lone caller's event is written in the same turn's check phase.
 */
export class GroupCommit {
  private queue: Task[] = [];
  private scheduled = false;
  private readonly beginning: Statement<[]>;
  private readonly committing: Statement<[]>;
  private readonly undoing: Statement<[]>;

  /**
   * @param begun called first in every transaction; @param committed called after each commit
   * @param patience milliseconds to wait while another process writes
   */
  constructor(
    private readonly db: Database,
    private readonly begun: () => void,
    private readonly committed: () => void,
    private readonly patience: number,
  ) {
    this.beginning = db.prepare('BEGIN IMMEDIATE');
    this.committing = db.prepare('COMMIT');
    this.undoing = db.prepare('ROLLBACK');
  }

  add(task: Task): void {
    this.queue.push(task);
    this.schedule();
  }

  /** Resolves when everything added so far is settled. */
  settled(): Promise<void> {
    return new Promise((resolve) => {
      const done = (): void => {
        resolve();
      };
      this.add({ size: 0, run: () => undefined, settle: done, fail: done });
    });
  }

  private schedule(): void {
    if (this.scheduled) return;
    this.scheduled = true;
    // The check phase, not a microtask: requests that arrived in the same poll phase are to share the commit, and
    // callers that append in a row leave room for everybody else.
    setImmediate(() => void this.flush());
  }

  private async flush(): Promise<void> {
    const group = this.take();
    try {
      await patiently(() => {
        this.write(group);
      }, this.patience);
      for (const task of group) task.settle();
      this.committed();
    } catch (reason) {
      for (const task of group) task.fail(reason);
    }
    this.scheduled = false;
    if (this.queue.length > 0) this.schedule();
  }

  private take(): Task[] {
    let size = 0;
    const end = this.queue.findIndex((task) => (size += task.size) > GROUP_SIZE);
    // At least one, however large it is.
    if (end !== -1) return this.queue.splice(0, Math.max(end, 1));
    const all = this.queue;
    this.queue = [];
    return all;
  }

  private write(group: readonly Task[]): void {
    this.beginning.run();
    try {
      this.begun();
      for (const task of group) task.run();
      this.committing.run();
    } catch (error) {
      // After a full disk SQLite may have rolled back by itself.
      if (this.db.inTransaction) this.undoing.run();
      throw error;
    }
  }
}
