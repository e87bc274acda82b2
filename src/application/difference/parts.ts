import type { Part } from '../../domain/views/figures.js';
import type { CountedActivity } from './changes.js';

export const negative = (part: Part): Part => ({ ...part, value: -part.value });

/** What is left where one is taken from the other. */
export function net(before: readonly Part[], after: readonly Part[]): Part[] {
  const parts = new Map<string, Part>();
  const add = (part: Part, sign: 1 | -1): void => {
    const key = `${part.month}/${part.key}/${part.gmina ?? ''}`;
    const value = (parts.get(key)?.value ?? 0) + sign * part.value;
    if (value === 0) parts.delete(key);
    else parts.set(key, { ...part, value });
  };
  for (const part of before) add(part, -1);
  for (const part of after) add(part, 1);
  return [...parts.values()];
}

/** Whether an activity counts in the same rows, also what it shares among gminas. */
export const samePlaces = (a: CountedActivity, b: CountedActivity): boolean =>
  alike(a.gminas, b.gminas) && alike(a.items, b.items) && alike(a.details.gminas ?? [], b.details.gminas ?? []);

const alike = (a: readonly string[], b: readonly string[]): boolean =>
  a === b || (a.length === b.length && a.every((each, index) => each === b[index]));
