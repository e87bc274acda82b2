import { createHash } from 'node:crypto';
import { chmodSync, createReadStream, createWriteStream, statSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { Rejection } from '../../domain/kernel/rejection.js';
import { asRejection } from './ledger-errors.js';

const IN_PLAIN_WORDS: Readonly<Record<string, string>> = {
  ENOSPC: 'there is no room left on the disk',
  EDQUOT: 'there is no room left on the disk',
  EFBIG: 'a file may not become so large here',
  EROFS: 'nothing may be written there',
  EACCES: 'this account may not do that there',
  EPERM: 'this account may not do that there',
  ENOENT: 'there is no such file or directory',
  ENOTDIR: 'it is not a directory',
  EISDIR: 'it is a directory',
  EIO: 'the disk failed',
};

/** Does work on files. @throws Rejection `unavailable` for what the disk refuses, in plain words */
export async function onDisk<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : '';
    const why = IN_PLAIN_WORDS[code];
    if (why === undefined) throw asRejection(error);
    const path = error instanceof Error && 'path' in error ? `${String(error.path)}: ` : '';
    throw new Rejection('unavailable', `${path}${why} (${code}).`, [], { cause: error });
  }
}

/** Waits until a file, or the names in a directory, are on the disk. */
export async function settle(path: string): Promise<void> {
  const handle = await open(path, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/** What SQLite keeps beside a file: made with the file's mode, but those of before stay as they are. */
const BESIDE = ['', '-journal', '-wal', '-shm'];

/** Takes a database from everybody else who may look into its directory. */
export function keepFromOthers(path: string): void {
  for (const each of BESIDE.map((end) => `${path}${end}`)) {
    const mode = statSync(each, { throwIfNoEntry: false })?.mode ?? 0;
    if ((mode & 0o077) !== 0) chmodSync(each, 0o600);
  }
}

/**
 * Reads a file, copying it to `copy` where that is given, and waits until the copy is on the disk.
 *
 * @returns the SHA-256 of what was read, in hex, and how many bytes that was
 */
export async function readThrough(
  path: string,
  copy: string | null,
  onBytes: (bytes: number) => void,
): Promise<{ readonly sha256: string; readonly bytes: number }> {
  const hash = createHash('sha256');
  let bytes = 0;
  const measure = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      hash.update(chunk);
      bytes += chunk.length;
      onBytes(bytes);
      done(null, copy === null ? undefined : chunk);
    },
  });
  const source = createReadStream(path, { highWaterMark: 1 << 20 });
  if (copy === null) await pipeline(source, measure.resume());
  else await pipeline(source, measure, createWriteStream(copy, { flags: 'wx', mode: 0o600, flush: true }));
  return { sha256: hash.digest('hex'), bytes };
}
