import type { Actor } from '../../src/domain/kernel/event.js';

/** Whoever makes the accounts and tokens of a test. */
export const ADMINISTRATOR: Actor = { id: 'administrator-1', roles: ['administrator'] };
