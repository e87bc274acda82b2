import type { Check, Fault, Note, Verdict } from '../../application/evidence/verdict.js';
import type { EvidenceWords } from './words.js';

/** A fault as one line: where, what, and how it should be. */
export function faultLine(words: EvidenceWords, { code, where, said, is }: Fault): string {
  const told = [
    ...(said === undefined ? [] : [`${words.said}: ${said}`]),
    ...(is === undefined ? [] : [`${words.is}: ${is}`]),
  ];
  return `${where === '' ? '/' : where}: ${words.faults[code]}${told.length === 0 ? '' : ` (${told.join('; ')})`}`;
}

const isAsFrozen = ({ notes }: Verdict): boolean => notes.some(({ code }) => code === 'counted-otherwise');

/** The sentence that counts. Of a frozen report that is counted otherwise, it does not say that the figures follow. */
export function headline(words: EvidenceWords, verdict: Verdict): string {
  if (!verdict.sound) return words.unsound;
  return isAsFrozen(verdict) ? words.soundAsFrozen : words.sound;
}

/** What a check came to that found no fault. */
export function outcome(words: EvidenceWords, { name, of }: Check, verdict: Verdict): string {
  if (of === null) return words.skipped;
  return name === 'figures' && isAsFrozen(verdict) ? words.asFrozen : words.right;
}

export const noteLine = (words: EvidenceWords, { code, value = '' }: Note): string => words.notes[code](value);
