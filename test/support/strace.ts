import { spawn, spawnSync } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';

/** Whether processes can be traced here: strace is installed, and allowed to. */
export const CAN_TRACE = spawnSync('strace', ['-qq', '-o', '/dev/null', 'true']).status === 0;

/** One system call, to fail once: the `occurrence`-th (from 1) on the files that are watched. */
export interface Fault {
  readonly call: string;
  readonly occurrence: number;
  readonly error: 'EIO' | 'ENOSPC';
}

export interface Traced {
  readonly lines: readonly string[];
  /** The calls on the files that are watched, in their order; {@link MARK} before and after the work itself. */
  readonly calls: readonly string[];
  /** Whether the fault came about. */
  readonly failed: boolean;
}

/**
 * Runs fault-child.mjs under strace.
 *
 * @param file the SQLite file in `directory` that is watched, with its log, its shared memory and the directory itself
 */
export async function traced(
  what: string,
  directory: string,
  file: string,
  log: string,
  fault: Fault | null,
): Promise<Traced> {
  const path = join(directory, file);
  const watched = [path, `${path}-wal`, `${path}-shm`, `${path}-journal`, directory].flatMap((each) => ['-P', each]);
  const inject =
    fault === null
      ? []
      : [
          // Only the call that is asked for stops the child: a tenth of the time.
          '--seccomp-bpf',
          '-e',
          `trace=${fault.call}`,
          '-e',
          `inject=${fault.call}:error=${fault.error}:when=${String(fault.occurrence)}`,
        ];
  const child = spawn(
    'strace',
    ['-f', '-qq', '-o', log, ...watched, ...inject, process.execPath, CHILD, what, directory],
    { stdio: ['ignore', 'pipe', 'inherit'] },
  );
  let out = '';
  child.stdout.on('data', (chunk: Buffer) => (out += chunk.toString()));
  await new Promise((ended) => child.on('close', ended));
  const trace = await readFile(log, 'utf8');
  const calls = [...trace.matchAll(/^\d+\s+(\w+)\(/gm)].map(([, call]) => call ?? '');
  return { lines: out.trim().split('\n'), calls, failed: trace.includes('(INJECTED)') };
}

const CHILD = resolve(import.meta.dirname, 'fault-child.mjs');

/** Calls for which the disk has no room, besides failing. */
const TAKE_ROOM = new Set(['pwrite64', 'ftruncate', 'openat', 'fallocate']);

const MARK = 'readlink';

/** Every fault that the work in such a run can meet, and the closing after it: opening comes before. */
export function faultsOf(calls: readonly string[]): Fault[] {
  const seen = new Map<string, number>();
  const begun = calls.indexOf(MARK);
  return calls.flatMap((call, index) => {
    const occurrence = (seen.get(call) ?? 0) + 1;
    seen.set(call, occurrence);
    if (index <= begun || call === MARK) return [];
    const fault = { call, occurrence, error: 'EIO' } as const;
    return TAKE_ROOM.has(call) ? [fault, { ...fault, error: 'ENOSPC' } as const] : [fault];
  });
}
