import type { Fault } from '../../domain/kernel/rejection.js';
import type { Passwords } from '../ports/passwords.js';

/**
 * How long a password must be, in characters. CERT Polska, "Rekomendacje techniczne CERT Polska dla systemów
 * uwierzytelniania" (2022): at least twelve, checked against a list of those that are common, without rules of what
 * characters it is made of and without a time after which it must be changed. NIST SP 800-63B says the same but for the
 * number.
 */
export const SHORTEST = 12;
const LONGEST = 200;

/** What is wrong with a new password. @param name of its account */
export async function passwordFaults(passwords: Passwords, password: string, name: string): Promise<Fault[]> {
  const fault = (detail: string): Fault[] => [{ pointer: '/password', detail }];
  const { length } = Array.from(password);
  if (!password.isWellFormed() || length < SHORTEST || length > LONGEST)
    return fault(`must be ${String(SHORTEST)} to ${String(LONGEST)} characters long`);
  if (new Set(password).size < 4 || isRow(password))
    return fault('must not be the same few characters, or a row of them');
  if (name.length > 3 && password.toLowerCase().includes(name.toLowerCase()))
    return fault('must not hold the name of the account');
  if (await passwords.isCommon(password)) return fault('is one of those that are tried first: choose another');
  return [];
}

/** `1234567890123`, `abcabcabcabc`, `112233445566`: each character is the one before, moved by one of two steps. */
function isRow(password: string): boolean {
  const codes = Array.from(password, (each) => each.codePointAt(0) ?? 0);
  return new Set(codes.slice(1).map((code, index) => code - (codes[index] ?? 0))).size < 3;
}
