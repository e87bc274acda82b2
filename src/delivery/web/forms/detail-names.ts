import { ActivityDetails } from '../../../domain/activities/details.js';
import type { Kind } from '../../../domain/activities/kind.js';
import { formsOf } from '../../../domain/kernel/field-forms.js';

const SHARED = new Set(formsOf(ActivityDetails).keys());
/** What nearly every entry says, of what all kinds share. */
const BEFORE = ['title', 'occurredOn'];
const AFTER = ['scope', 'gminas', 'strategyItems', 'description'];

/** The details in the order of the form: what an entry of the kind has to say, and what it may say besides. */
export function detailNames({ details }: Pick<Kind, 'details'>): {
  readonly first: readonly string[];
  readonly more: readonly string[];
} {
  const all = [...formsOf(details).keys()];
  const first = [...BEFORE, ...all.filter((name) => !SHARED.has(name)), ...AFTER];
  return { first, more: all.filter((name) => !first.includes(name)) };
}

/** All of them. */
export function namesInOrder(kind: Pick<Kind, 'details'>): readonly string[] {
  const { first, more } = detailNames(kind);
  return [...first, ...more];
}
