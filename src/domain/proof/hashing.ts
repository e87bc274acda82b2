import { hash } from 'node:crypto';

/** A SHA-256 hash, 32 bytes. */
export type Hash = Buffer;

export const HASH_BYTES = 32;

const NODE = Buffer.of(1);

/** The hash of a leaf (RFC 9162 section 2.1.1): SHA-256 of a zero byte and the leaf. Text is taken as UTF-8. */
export const leafHash = (leaf: string | Uint8Array): Hash =>
  hash('sha256', typeof leaf === 'string' ? `\0${leaf}` : Buffer.concat([Buffer.of(0), leaf]), 'buffer');

/** The hash of a node over two others: SHA-256 of a one byte and both. The first byte keeps leaves and nodes apart. */
export const nodeHash = (left: Hash, right: Hash): Hash => hash('sha256', Buffer.concat([NODE, left, right]), 'buffer');

/** The root of the tree without leaves: SHA-256 of nothing. */
export const EMPTY_ROOT: Hash = hash('sha256', '', 'buffer');
