import { type Hash, HASH_BYTES } from './hashing.js';

/**
 * What a checkpoint says (c2sp.org/tlog-checkpoint): whose log, how many leaves, the root over them; and lines of our own.
 * It is the text of a signed note.
 */
export interface Checkpoint {
  /** The log: `urn:uuid:` and the ledger's own id. Also the name of the key that signs it. */
  readonly origin: string;
  readonly size: number;
  readonly root: Hash;
  /** The chain over what the views said, SHA-256 in hex, where the checkpoint is that of a day's close. */
  readonly views?: string;
}

const VIEWS = 'kronika-views ';

export const originOf = (ledger: string): string => `urn:uuid:${ledger}`;

export const checkpointText = ({ origin, size, root, views }: Checkpoint): string =>
  [origin, String(size), root.toString('base64'), ...(views === undefined ? [] : [`${VIEWS}${views}`]), ''].join('\n');

/** Null for what is no checkpoint. Lines that are not known are no part of what it says. */
export function readCheckpoint(text: string): Checkpoint | null {
  const [origin = '', size = '', encoded = '', ...more] = text.split('\n');
  const root = Buffer.from(encoded, 'base64');
  if (origin === '' || !/^(0|[1-9]\d{0,14})$/.test(size) || more.at(-1) !== '') return null;
  if (root.length !== HASH_BYTES || root.toString('base64') !== encoded) return null;
  const views = more.find((line) => line.startsWith(VIEWS))?.slice(VIEWS.length);
  return { origin, size: Number(size), root, ...(views !== undefined && { views }) };
}
