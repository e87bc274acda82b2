import type { Kind } from '../../../domain/activities/kind.js';
import { KINDS } from '../../../domain/catalogue.js';
import { fold } from '../../../domain/kernel/words.js';

/** In addresses, a kind goes by its Polish name: `wspolna-inwestycja`. */
const slugOf = ({ polish }: Kind): string => fold(polish).replaceAll(' ', '-');
export const kindOfSlug = (slug: string): Kind | undefined => KINDS.find((kind) => slugOf(kind) === slug);
export const recordingPath = (kind: Kind): string => `/wpis/${slugOf(kind)}`;

/** What is done with an entry that is there. */
export type Change =
  | { readonly do: 'take'; readonly step: string }
  | { readonly do: 'correct' }
  | { readonly do: 'undo' }
  | { readonly do: 'annul' }
  | { readonly do: 'restore' };

/** Below the entry's own address. */
export function changePath(id: string, change: Change): string {
  const names = { correct: 'poprawka', undo: 'cofniecie', annul: 'uniewaznienie', restore: 'przywrocenie' } as const;
  return `/rejestr/${id}/${change.do === 'take' ? `krok/${change.step}` : names[change.do]}`;
}

export const personPath = (id: string): string => `/osoby/${id}`;
export const NEW_PERSON = '/osoby/nowa';
/** What is done with a person, and the proof that it was: below the person's own address. */
export const correctionPath = (id: string): string => `${personPath(id)}/poprawka`;
export const erasurePath = (id: string): string => `${personPath(id)}/usuniecie`;
export const certificatePath = (id: string): string => `${personPath(id)}/zaswiadczenie.txt`;
