import type { Fault } from '../../domain/kernel/rejection.js';
import { Passwords } from '../ports/passwords.js';

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
  const { length } = [...password];
  if (!password.isWellFormed() || length < SHORTEST || length > LONGEST)
    return fault(`must be ${String(SHORTEST)} to ${String(LONGEST)} characters long`);
  if (new Set(password).size < 4) return fault('must not be the same few characters over and over');
  if (name.length > 3 && password.toLowerCase().includes(name.toLowerCase()))
    return fault('must not hold the name of the account');
  if (await passwords.isCommon(password)) return fault('is one of those that are tried first: choose another');
  return [];
}
