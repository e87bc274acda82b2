import { hashes, verify } from '@noble/ed25519';
import { sha256, sha512 } from '@noble/hashes/sha2.js';
import { bytesToHex, concatBytes, hexToBytes, utf8ToBytes } from '@noble/hashes/utils.js';
import canonicalize from 'canonicalize';

/**
 * What a verifier needs that runs wherever JavaScript does: a page opened from a disk has no Web Crypto in every browser,
 * and no Buffer in any. None of it is shared with the code that makes the proofs.
 */

hashes.sha512 = sha512;

/** The RFC 8785 form of a JSON value. */
export const formOf = (value: unknown): string => canonicalize(value) ?? '';

export const digestHex = (text: string): string => bytesToHex(sha256(utf8ToBytes(text)));

/** RFC 9162 section 2.1.1. */
export const leafHex = (leaf: string): string => bytesToHex(sha256(concatBytes(Uint8Array.of(0), utf8ToBytes(leaf))));
export const nodeHex = (left: string, right: string): string =>
  bytesToHex(sha256(concatBytes(Uint8Array.of(1), hexToBytes(left), hexToBytes(right))));

const HASH = /^[0-9a-f]{64}$/;
export const isHash = (text: unknown): text is string => typeof text === 'string' && HASH.test(text);

/** A signed note taken apart (c2sp.org/signed-note), with its one signature. */
export interface SignedText {
  readonly text: string;
  readonly name: string;
  readonly signature: Uint8Array;
}

/** A verifier key taken apart. */
export interface PublicKey {
  readonly name: string;
  readonly id: string;
  readonly key: Uint8Array;
}

/** Null for what is no verifier key of Ed25519. */
export function readKey(text: string): PublicKey | null {
  const [, name = '', id = '', encoded = ''] = /^([^\s+]+)\+([0-9a-f]{8})\+(\S+)$/u.exec(text) ?? [];
  const body = base64Bytes(encoded);
  if (body?.length !== 33 || body[0] !== 1) return null;
  const own = bytesToHex(sha256(concatBytes(utf8ToBytes(`${name}\n`), body)).subarray(0, 4));
  return own === id ? { name, id, key: body.subarray(1) } : null;
}

/** Null for what is no note with exactly one signature. */
export function readSigned(note: string): SignedText | null {
  const [, text = '', name = '', encoded = ''] = /^([^]*\n)\n\u2014 ([^\s+]+) (\S+)\n$/u.exec(note) ?? [];
  const signature = base64Bytes(encoded);
  return signature?.length === 68 && !text.includes('\n\n') ? { text, name, signature } : null;
}

export function isSignedWith({ text, name, signature }: SignedText, { name: its, id, key }: PublicKey): boolean {
  if (name !== its || bytesToHex(signature.subarray(0, 4)) !== id) return false;
  try {
    // As RFC 8032 has it: not the laxer rules of other networks.
    return verify(signature.subarray(4), utf8ToBytes(text), key, { zip215: false });
  } catch {
    return false;
  }
}

/** Base64 of RFC 4648 section 4 in its one right form; null for anything else. */
export function base64Bytes(text: string): Uint8Array | null {
  try {
    const bytes = Uint8Array.from(atob(text), (each) => each.charCodeAt(0));
    return btoa(String.fromCharCode(...bytes)) === text ? bytes : null;
  } catch {
    return null;
  }
}

export const hexOf = (bytes: Uint8Array): string => bytesToHex(bytes);
