import type { Part } from '../../domain/views/figures.js';
import type { CountedActivity } from './changes.js';

export const negative = (part: Part): Part => ({ ...part, value: -part.value });

/** Whether an activity counts in the same rows, also what it shares among gminas. */
export const samePlaces = (a: CountedActivity, b: CountedActivity): boolean =>
  alike(a.gminas, b.gminas) && alike(a.items, b.items) && alike(a.details.gminas ?? [], b.details.gminas ?? []);

const alike = (a: readonly string[], b: readonly string[]): boolean =>
  a === b || (a.length === b.length && a.every((each, index) => each === b[index]));
