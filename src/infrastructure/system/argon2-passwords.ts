import { hash, verify } from '@node-rs/argon2';
import { Passwords } from '../../application/ports/passwords.js';

/**
 * Argon2id with 19 MiB and two passes, the least that OWASP's password storage guide asks and this library's own
 * default: some 30 ms of one core. The parameters stand in each hash: raising them here leaves older ones valid.
 */
const COST = { memoryCost: 19_456, timeCost: 2, parallelism: 1 } as const;

/** Longer than anybody types: hashing takes its time by the length. */
const LONGEST = 1_000;

/** One way of writing each letter, whatever keyboard it comes from (NIST SP 800-63B). */
const normal = (password: string): string => password.normalize('NFKC').slice(0, LONGEST);

/** Passwords as argon2id hashes; the common ones from the list of zxcvbn, some 49,000 that leaked most often. */
export class Argon2Passwords extends Passwords {
  /** Nobody's: what is compared where there is no hash. */
  private nobodys: Promise<string> | null = null;
  private common: Promise<ReadonlySet<string>> | null = null;

  override hash(password: string): Promise<string> {
    return hash(normal(password), COST);
  }

  override async matches(password: string, against: string | null): Promise<boolean> {
    // Asked for whether it is needed or not: the first time takes longer, for known names and unknown ones alike.
    const nobodys = await (this.nobodys ??= this.hash(''));
    const matches = await verify(against ?? nobodys, normal(password));
    return matches && against !== null;
  }

  override async isCommon(password: string): Promise<boolean> {
    const common = await (this.common ??= commonOnes());
    const folded = normal(password).toLowerCase();
    // "Password2026!" is "password": what is put around a word is tried with it.
    return [folded, folded.replace(/^\P{L}+|\P{L}+$/gu, '')].some((each) => common.has(each));
  }
}

/** The list is large: it is read when the first password is chosen. */
async function commonOnes(): Promise<ReadonlySet<string>> {
  const { dictionary } = await import('@zxcvbn-ts/language-common');
  return new Set(dictionary['passwords-common']);
}
