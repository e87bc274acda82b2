import { userInfo } from 'node:os';
import type { Request } from '../../application/commands/request.js';

/** Whoever runs the program's machine keeps its registers, and answers for its clock. */
export const administrator = (id: string): Request => ({ actor: { id, roles: ['administrator'] }, alone: false });

/** Whom the machine knows that runs the program; a container may run it under a number without a name. */
function userOfMachine(): string {
  try {
    return userInfo().username;
  } catch {
    return `uid-${String(process.getuid?.() ?? '')}`;
  }
}

export const MACHINE_USER = userOfMachine();

/** The option that says who does it. */
export const AS = ['--as <name>', 'who does it, as the ledger will name them', MACHINE_USER] as const;

/** The same, where it is the access log that keeps it. */
export const BY = ['--as <name>', 'who does it, as the access log will name them', MACHINE_USER] as const;
