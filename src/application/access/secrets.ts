import { createHash, createHmac, randomBytes } from 'node:crypto';

/** 256 bits that nobody guesses, in letters that pass through addresses and headers as they are. */
export const newSecret = (): string => randomBytes(32).toString('base64url');

/** What is kept of a secret: whoever reads the files cannot come in with it. */
export const hashOf = (secret: string): string => createHash('sha256').update(secret).digest('hex');

/**
 * The proof that a write comes from a page of ours: known to whoever knows the session's secret, and of no use to find
 * it. Another site can make a browser send the session's cookie, but neither read that nor make this.
 */
export const proofOf = (secret: string): string => createHmac('sha256', secret).update('csrf').digest('base64url');
