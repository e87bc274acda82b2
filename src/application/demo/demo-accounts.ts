import type { Role } from '../../domain/kernel/event.js';
import type { AccountStore } from '../ports/account-store.js';
import type { Passwords } from '../ports/passwords.js';

/** Known to everybody: a demonstration is served to its own machine alone. */
export const DEMO_PASSWORD = 'dziewiec-gmin-razem';

/** One account a role, to try what each may. */
export const DEMO_ACCOUNTS = [
  { name: 'pracownik', roles: ['recorder'] },
  { name: 'kierownik', roles: ['manager'] },
  { name: 'audytor', roles: ['auditor'], endsOn: '2199-12-31' },
  { name: 'administrator', roles: ['administrator'] },
] as const satisfies readonly { name: string; roles: readonly Role[]; endsOn?: string }[];

/** Sees to it that a demonstration has its accounts. Those that are there stay as they are. @param now RFC 3339 */
export async function prepareDemoAccounts(store: AccountStore, passwords: Passwords, now: string): Promise<void> {
  for (const account of DEMO_ACCOUNTS) {
    if ((await store.named(account.name)) !== null) continue;
    await store.add({ ...account, password: await passwords.hash(DEMO_PASSWORD), createdAt: now });
  }
}
