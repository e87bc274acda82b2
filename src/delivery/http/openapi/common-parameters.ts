import type { Meaning } from './operation.js';
import { DAY, INSTANT, MONTH, POSITION, type Schema, text } from './schema.js';

/** Parameters that mean the same wherever they stand. */

export const AS_OF: Meaning = {
  description:
    'Stan na dzień: the answer as it stood at the end of a day (Europe/Warsaw; today means now), at an instant, or at a position of the ledger. Left out: now.',
  schema: { anyOf: [DAY, INSTANT, POSITION], examples: ['2024-03-31'] },
};

export const LIMIT = (most: number, usual: number): Meaning => ({
  description: 'How many at most.',
  schema: { type: 'integer', minimum: 1, maximum: most, default: usual },
});

export const CURSOR: Meaning = {
  description: 'What the page before answered as `next`; with the same other parameters.',
  schema: text('WyJhYzE4ZjBiNiIsIjIwMjMtMDYtMTQiLCIwMThmM2E2ZSJd'),
};

export const WORDS: Meaning = {
  description: 'Words, each the beginning of one in the text; case and accents do not matter. 20 at most.',
  schema: text('dozynki lubianka'),
};

/** A day, or the edge of a month. */
export const DAY_OR_MONTH: Schema = { anyOf: [DAY, MONTH], examples: ['2023-01'] };
export const DAY_OR_INSTANT: Schema = { anyOf: [DAY, INSTANT], examples: ['2024-04-01'] };
export const YES_OR_NO: Schema = { type: 'string', enum: ['true', 'false'], examples: ['true'] };
