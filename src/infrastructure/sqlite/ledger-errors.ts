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

/** What an SQLite file of the program's holds, and how a sentence goes on. */
type Holding = 'ledger' | 'tokens' | 'access log' | 'keys of persons';

const WORDS: Readonly<Record<Holding, { readonly are: string; readonly does: string; readonly kind: string }>> = {
  ledger: { are: 'The ledger is', kind: 'a ledger', does: 'does' },
  tokens: { are: 'The tokens are', kind: 'one of tokens', does: 'do' },
  'access log': { are: 'The access log is', kind: 'an access log', does: 'does' },
  'keys of persons': { are: 'The keys of persons are', kind: 'one of keys', does: 'do' },
};

function inPlainWords(code: string, of: Holding): string {
  if (isBusy(code)) return `another process is writing to the ${of} and does not let go`;
  if (code === 'SQLITE_FULL') return `there is no room left on the disk of the ${of}`;
  if (code.startsWith('SQLITE_READONLY')) return `the ${of} may only be read here, not written to`;
  if (code.startsWith('SQLITE_IOERR')) return `the disk of the ${of} failed`;
  if (code.startsWith('SQLITE_CANTOPEN')) return `the file of the ${of} cannot be opened`;
  if (code.startsWith('SQLITE_CORRUPT')) return `the file of the ${of} is damaged`;
  if (code === 'SQLITE_NOTADB') return `the file is not ${WORDS[of].kind}`;
  return `the ${of} ${WORDS[of].does} not answer`;
}

/** The Rejection that an error of SQLite's stands for; any other error as it is: a mistake in the program. */
export function asRejection(error: unknown, of: Holding = 'ledger'): unknown {
  const code = sqliteCode(error);
  if (code === '') return error;
  if (code === 'SQLITE_TOOBIG') {
    return new Rejection('too-large', 'An event is larger than the ledger takes.', [], { cause: error });
  }
  return new Rejection('unavailable', `${WORDS[of].are} not available: ${inPlainWords(code, of)} (${code}).`, [], {
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
