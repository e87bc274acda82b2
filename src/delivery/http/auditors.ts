import type { Role } from '../../domain/kernel/event.js';

/**
 * Who checks. Apart from the guard (rights.ts): the verifier of evidence packs draws pages of ours, and has neither a guard
 * nor anything that one needs.
 */

/** Who checks what is recorded: whoever audits, and whoever answers for the office. */
export const AUDITORS: readonly Role[] = ['auditor', 'manager'];
/** Who is told whether the record is sound: they, and whoever keeps the machine. */
export const WATCHERS: readonly Role[] = ['auditor', 'manager', 'administrator'];
/** Who reads who read what. */
export const ACCESS_READERS: readonly Role[] = ['auditor'];
