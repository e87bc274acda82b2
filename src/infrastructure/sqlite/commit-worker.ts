import { parentPort, workerData } from 'node:worker_threads';
import { Rejection } from '../../domain/kernel/rejection.js';
import type { Answer } from './commit-thread.js';
import { type Commit, ViewCommits } from './view-commits.js';
import { ViewFile } from './view-file.js';
import { ViewGenerations } from './view-generations.js';

/** Milliseconds that a commit waits for another process in its way. */
const PATIENCE = 5_000;

/** KiB of pages kept in memory. */
const CACHE = 32_768;

// The thread that began this one gives the path, and commits.
const file = ViewFile.open(workerData as string, PATIENCE, CACHE);
const commits = new ViewCommits(file, new ViewGenerations(file));

let last: Promise<void> = Promise.resolve();
parentPort?.on('message', (commit: Commit) => {
  last = last
    .then(() => commits.write(commit))
    .then(() => null, faultOf)
    .then((fault) => parentPort?.postMessage({ fault } satisfies Answer));
});

const faultOf = (fault: unknown): Answer['fault'] => ({
  code: fault instanceof Rejection ? fault.code : null,
  message: fault instanceof Error ? fault.message : String(fault),
});
