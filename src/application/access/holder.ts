import { type Day, isDay } from '../../domain/kernel/day.js';
import { type Actor, type Role, ROLES } from '../../domain/kernel/event.js';
import type { Fault } from '../../domain/kernel/rejection.js';

/** Somebody who may come in, be it with a token or with a password. */
interface Holder {
  readonly name: string;
  readonly roles: readonly Role[];
  readonly department?: string;
  readonly endsOn?: string;
  readonly closedAt?: string;
}

/** Who acts; null where there is nobody, or who there was may come in no more. */
export function actorOf(holder: Holder | null, today: Day): Actor | null {
  if (holder === null || holder.closedAt !== undefined) return null;
  if (holder.endsOn !== undefined && today > holder.endsOn) return null;
  const { name: id, roles, department } = holder;
  return { id, roles, ...(department !== undefined && { department }) };
}

/** What somebody is to be called, to be allowed, and until when; not checked yet. */
export interface NewHolder {
  readonly name: string;
  readonly roles: readonly string[];
  readonly department?: string;
  readonly endsOn?: string;
}

/** @param of what they get, as a sentence says whose end date is missing: "an auditor's token" */
export function holderFaults({ name, roles, department, endsOn }: NewHolder, of: string): Fault[] {
  const faults: Fault[] = [];
  if (!/^[\p{L}\p{N}][\p{L}\p{N}._-]{0,99}$/u.test(name)) {
    faults.push({ pointer: '/name', detail: 'must be letters, digits, dots and hyphens' });
  }
  const known: readonly string[] = ROLES satisfies readonly Role[];
  if (roles.length === 0 || roles.some((role) => !known.includes(role))) {
    faults.push({ pointer: '/roles', detail: `must be one or more of ${ROLES.join(', ')}` });
  }
  if (department !== undefined && !/^[^\p{Cc}]{1,200}$/u.test(department)) {
    faults.push({ pointer: '/department', detail: 'must be text of 1 to 200 characters' });
  }
  if (endsOn !== undefined && !isDay(endsOn))
    faults.push({ pointer: '/endsOn', detail: 'must be a day, such as 2026-12-31' });
  // An auditor comes for an audit, and leaves (DOMAIN.md section 5).
  if (roles.includes('auditor') && endsOn === undefined) {
    faults.push({ pointer: '/endsOn', detail: `is missing: an auditor's ${of} needs an end date` });
  }
  return faults;
}

/** The known ones among them, each once, in the order of the list. */
export const rolesAmong = (said: readonly string[]): Role[] => ROLES.filter((role) => said.includes(role));
