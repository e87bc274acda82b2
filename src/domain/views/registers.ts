import type { Entry } from '../registers/register.js';
import { type Doc, just, NOTHING, type View } from '../kernel/view.js';

export const isEntry = (doc: Doc | null): doc is Entry => doc !== null && 'register' in doc;

const fields = {
  register: 'text',
  name: 'text',
  kind: 'text',
  gmina: 'text',
  position: 'number',
  words: 'texts',
} as const;

/** Strategies, gminas, organisations, officials, units, and the ledger itself: one document an entry. */
export const registers: View = {
  name: 'registers',
  version: 1,
  sort: 'name',
  fields,
  fold: ({ after }) => (isEntry(after) && after.register !== 'measure' ? just(after) : NOTHING),
};

/** The measures that management set, with what was read. */
export const measures: View = {
  name: 'measures',
  version: 1,
  sort: 'name',
  fields,
  fold: ({ after }) => (isEntry(after) && after.register === 'measure' ? just(after) : NOTHING),
};
