import { createHash, createHmac, randomBytes, timingSafeEqual } from 'node:crypto';

/** 256 bits that nobody guesses, in letters that pass through addresses and headers as they are. */
export const newSecret = (): string => randomBytes(32).toString('base64url');

/** What is kept of a secret: whoever reads the files cannot come in with it. */
export const hashOf = (secret: string): string => createHash('sha256').update(secret).digest('hex');

/**
 * The proof that a write comes from a page of ours: known to whoever knows the session's secret, and of no use to find
 * it. Another site can make a browser send the session's cookie, but neither read that nor make this. It is masked anew
 * for each page, so that how long a page is once it is compressed tells nothing of it (the BREACH attack).
 */
export function proofOf(secret: string): string {
  const mask = randomBytes(LENGTH);
  return Buffer.concat([mask, xor(mask, unmasked(secret))]).toString('base64url');
}

/** Whether what was shown is a proof of a session: that of any of its pages. */
export function isProofOf(secret: string, shown: unknown): boolean {
  const bytes = Buffer.from(typeof shown === 'string' ? shown : '', 'base64url');
  if (bytes.length !== 2 * LENGTH) return false;
  return timingSafeEqual(xor(bytes.subarray(0, LENGTH), bytes.subarray(LENGTH)), unmasked(secret));
}

const LENGTH = 32;
const unmasked = (secret: string): Buffer => createHmac('sha256', secret).update('csrf').digest();
const xor = (a: Buffer, b: Buffer): Buffer => Buffer.from(a.map((byte, index) => byte ^ (b[index] ?? 0)));
