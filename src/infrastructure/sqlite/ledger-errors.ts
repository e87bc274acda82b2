import { setTimeout } from 'node:timers/promises';
import { Rejection } from '../../domain/kernel/rejection.js';

/** The code that SQLite gave with an error, such as `SQLITE_FULL`; empty when the error is not SQLite's. */
export function sqliteCode(error: unknown): string {
  // By its code and not its class: the native module is shared by all module registries of a process (Jest has one a
  // file) and throws the class of the first.
  const code = typeof error === 'object' && error !== null && 'code' in error ? error.code : undefined;
  return typeof code === 'string' && code.startsWith('SQLITE_') ? code : '';
}

const isBusy = (code: string): boolean => code.startsWith('SQLITE_BUSY') || code.startsWith('SQLITE_LOCKED');

function inPlainWords(code: string): string {
  if (isBusy(code)) return 'another process is writing to the ledger and does not let go';
  if (code === 'SQLITE_FULL') return 'there is no room left on the disk of the ledger';
  if (code.startsWith('SQLITE_READONLY')) return 'the ledger may only be read here, not written to';
  if (code.startsWith('SQLITE_IOERR')) return 'the disk of the ledger failed';
  if (code.startsWith('SQLITE_CANTOPEN')) return 'the file of the ledger cannot be opened';
  if (code.startsWith('SQLITE_CORRUPT')) return 'the file of the ledger is damaged';
  if (code === 'SQLITE_NOTADB') return 'the file is not a ledger';
  return 'the ledger does not answer';
}

/** The Rejection that an error of SQLite's stands for; any other error as it is: a mistake in the program. */
export function asRejection(error: unknown): unknown {
  const code = sqliteCode(error);
  if (code === '') return error;
  if (code === 'SQLITE_TOOBIG') {
    return new Rejection('too-large', 'An event is larger than the ledger takes.', [], { cause: error });
  }
  return new Rejection('unavailable', `The ledger is not available: ${inPlainWords(code)} (${code}).`, [], {
    cause: error,
  });
}

const RETRY_EVERY = 10;

/**
 * Does synchronous work on the ledger; while another process is in the way it tries again, without holding up the
 * event loop, for `patience` milliseconds. The work must leave nothing behind when it throws.
 *
 * @throws Rejection `unavailable`, `too-large`; or what the work throws
 */
export async function patiently<T>(work: () => T, patience: number): Promise<T> {
  const deadline = performance.now() + patience;
  for (;;) {
    try {
      return work();
    } catch (error) {
      if (!isBusy(sqliteCode(error)) || performance.now() >= deadline) throw asRejection(error);
    }
    await setTimeout(RETRY_EVERY);
  }
}
