import { open } from 'node:fs/promises';
import { Rejection } from '../../domain/kernel/rejection.js';

/**
 * Reads a file that holds a secret.
 *
 * @throws Rejection `unavailable` where others than this account may read or write it; or what the disk says
 */
export async function readPrivate(path: string): Promise<string> {
  const file = await open(path, 'r');
  try {
    const { mode } = await file.stat();
    if ((mode & 0o077) !== 0)
      throw new Rejection(
        'unavailable',
        `${path} may be read or written by others than the account that runs Kronika: chmod 600`,
      );
    return await file.readFile('utf8');
  } finally {
    await file.close();
  }
}

/** By its code and not its class, which is another in each realm of a process (Jest has one a file). */
export const codeOf = (error: unknown): string =>
  typeof error === 'object' && error !== null && 'code' in error ? String(error.code) : '';
