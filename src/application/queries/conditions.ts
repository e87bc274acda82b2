import { isDay } from '../../domain/kernel/day.js';
import { type Fault, queryFault } from '../../domain/kernel/rejection.js';
import { fold } from '../../domain/kernel/words.js';
import type { Condition, Where } from '../ports/view-store.js';

const INSTANT = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:\d{2})$/;
/** More words than anybody searches for are an attack on the engine's planner. */
const MOST_WORDS = 20;

/** A parameter that names a moment of recording: a condition on the ledger's day, or on the instant. */
export function recordedAt(
  value: string,
  operator: '$gte' | '$lte',
): { day: Condition } | { instant: Condition } | null {
  if (isDay(value)) return { day: { [operator]: value } };
  const time = INSTANT.test(value) ? Date.parse(value) : Number.NaN;
  return Number.isNaN(time) ? null : { instant: { [operator]: new Date(time).toISOString() } };
}

export const MOMENT = 'must be a day (2023-05-31) or an instant with its zone (2023-05-31T12:00:00Z)';

/** Words to search for, each the beginning of a word; a fault where they can't be. */
export function wordsWhere(q: string | undefined): { readonly clauses: readonly Where[]; readonly faults: Fault[] } {
  if (q === undefined) return { clauses: [], faults: [] };
  const words = [...new Set(fold(q).match(/[\p{L}\p{N}]+/gu) ?? [])];
  if (words.length === 0 || words.length > MOST_WORDS) {
    return { clauses: [], faults: [queryFault('q', `must hold 1 to ${String(MOST_WORDS)} words`)] };
  }
  return { clauses: words.map((word) => ({ words: { $regex: `^${word}` } })), faults: [] };
}
