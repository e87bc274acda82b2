import { Rejection } from '../../domain/kernel/rejection.js';
import { Misuse } from './terminal.js';

/** What each part of a token or an account is called on the command line. */
const OPTIONS: Readonly<Record<string, string>> = {
  '/name': 'the name',
  '/roles': '--role',
  '/department': '--department',
  '/endsOn': '--until',
};

/** All that they are made of stands on the command line: what is wrong with it was not asked rightly. */
export function notAskedRightly(fault: unknown): never {
  if (!(fault instanceof Rejection && fault.code === 'invalid')) throw fault;
  throw new Misuse(fault.faults.map(({ pointer, detail }) => `${OPTIONS[pointer] ?? pointer} ${detail}`).join('\n'));
}
