import { type Doc, just, NOTHING, type View } from '../kernel/view.js';
import { isActivity } from './register.js';

/** The last ordinal given out under some letters in a year of recording: `KT/2023`. */
export interface NumberingDoc extends Doc {
  readonly last: number;
}

export const numberingId = (letters: string, day: string): string => `${letters}/${day.slice(0, 4)}`;

export const numberOf = (series: string, ordinal: number): string => `${series}/${String(ordinal).padStart(4, '0')}`;

/** Numbers for people to say, counted from the ledger's own order: gapless, never reserved. */
export const numbering: View = {
  name: 'numbering',
  version: 1,
  sort: 'last',
  fields: { last: 'number' },
  fold: ({ before, after }) => {
    if (before !== null || !isActivity(after)) return NOTHING;
    const [letters = '', year = '', ordinal = ''] = after.number.split('/');
    return just({ id: `${letters}/${year}`, last: Number(ordinal) } satisfies NumberingDoc);
  },
};
