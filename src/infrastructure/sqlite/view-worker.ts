import { parentPort, workerData } from 'node:worker_threads';
import { Rejection } from '../../domain/kernel/rejection.js';
import { checkView } from './view-check.js';
import { ViewCommits } from './view-commits.js';
import { ViewFile } from './view-file.js';
import { ViewGenerations } from './view-generations.js';
import type { Answer, Task } from './view-thread.js';

/** Milliseconds that a task waits for another process in its way. */
const PATIENCE = 5_000;

/** KiB of pages kept in memory. */
const CACHE = 32_768;

// The thread that began this one gives the path, and tasks.
const file = ViewFile.open(workerData as string, PATIENCE, CACHE);
const commits = new ViewCommits(file, new ViewGenerations(file));

async function done(task: Task): Promise<Answer> {
  try {
    if ('check' in task) return { fault: null, misfiled: await checkView(file, task.check) };
    await commits.write(task.commit);
    return { fault: null, misfiled: null };
  } catch (fault) {
    const code = fault instanceof Rejection ? fault.code : null;
    return { fault: { code, message: fault instanceof Error ? fault.message : String(fault) }, misfiled: null };
  }
}

let last: Promise<void> = Promise.resolve();
parentPort?.on('message', (task: Task) => {
  last = last.then(() => done(task)).then((answer) => parentPort?.postMessage(answer));
});
