import { createPublicKey, hash, type KeyObject, sign, verify } from 'node:crypto';

/**
 * Signed notes (c2sp.org/signed-note): a text that ends with a line break, an empty line, and a line for each signature,
 * `— NAME BASE64`, of which the first four bytes say which key of that name it is. Signatures are Ed25519.
 */

/** A public key as others verify with it: `NAME+KEYID+BASE64`, where the base64 is of the byte 1 and the 32 bytes of the key. */
export type VerifierKey = string;

const ED25519 = Buffer.of(1);
const ID_BYTES = 4;
const KEY_BYTES = 32;
const SIGNATURE_BYTES = 64;
/** RFC 8410: what stands before the 32 bytes of an Ed25519 public key in its DER form. */
const SPKI = Buffer.from('302a300506032b6570032100', 'hex');
/** A name has no blanks and no plus signs. */
const NAME = /^[^\s+]+$/u;

interface Verifier {
  readonly name: string;
  readonly id: Buffer;
  readonly publicKey: KeyObject;
}

interface Signature {
  readonly name: string;
  /** Four bytes in hex. */
  readonly key: string;
  readonly bytes: Buffer;
}

export interface Note {
  /** With the line break at its end. */
  readonly text: string;
  readonly signatures: readonly Signature[];
}

/** The verifier key of a private or public key. @throws RangeError for a name that cannot be one */
export function verifierKey(name: string, key: KeyObject): VerifierKey {
  if (!NAME.test(name)) throw new RangeError(`not the name of a key: ${name}`);
  const body = Buffer.concat([ED25519, rawPublic(key)]);
  return `${name}+${idOf(name, body).toString('hex')}+${body.toString('base64')}`;
}

/** Keys that were read are remembered, so many: a ledger's checkpoints are all signed by a few. */
const REMEMBERED = 100;
const remembered = new Map<VerifierKey, Verifier | null>();

/** Null for what is no verifier key of this kind. */
export function readVerifierKey(text: VerifierKey): Verifier | null {
  let verifier = remembered.get(text);
  if (verifier === undefined) {
    if (remembered.size >= REMEMBERED) remembered.clear();
    remembered.set(text, (verifier = verifierIn(text)));
  }
  return verifier;
}

function verifierIn(text: VerifierKey): Verifier | null {
  const [, name = '', id = '', encoded = ''] = /^([^\s+]+)\+([0-9a-f]{8})\+([A-Za-z0-9+/]+={0,2})$/u.exec(text) ?? [];
  const body = Buffer.from(encoded, 'base64');
  if (body.length !== 1 + KEY_BYTES || body[0] !== ED25519[0] || body.toString('base64') !== encoded) return null;
  if (idOf(name, body).toString('hex') !== id) return null;
  const publicKey = createPublicKey({ key: Buffer.concat([SPKI, body.subarray(1)]), format: 'der', type: 'spki' });
  return { name, id: Buffer.from(id, 'hex'), publicKey };
}

/** Signs a text that ends with a line break and has no empty line but before its signatures. */
export function signNote(text: string, name: string, privateKey: KeyObject): string {
  if (!text.endsWith('\n') || text.includes('\n\n')) throw new RangeError('not a text that can be signed as a note');
  const [id = ''] = verifierKey(name, privateKey).split('+').slice(1);
  const signature = Buffer.concat([Buffer.from(id, 'hex'), sign(null, Buffer.from(text), privateKey)]);
  return `${text}\n— ${name} ${signature.toString('base64')}\n`;
}

/** Takes a note apart, without believing it. Null for what is none. */
export function readNote(note: string): Note | null {
  const split = note.lastIndexOf('\n\n');
  if (split < 0 || !note.endsWith('\n')) return null;
  const signatures: Signature[] = [];
  for (const line of note.slice(split + 2, -1).split('\n')) {
    const [, name = '', encoded = ''] = /^— ([^\s+]+) ([A-Za-z0-9+/]+={0,2})$/u.exec(line) ?? [];
    const bytes = Buffer.from(encoded, 'base64');
    if (bytes.length <= ID_BYTES || bytes.toString('base64') !== encoded) return null;
    signatures.push({ name, key: bytes.subarray(0, ID_BYTES).toString('hex'), bytes: bytes.subarray(ID_BYTES) });
  }
  return { text: note.slice(0, split + 1), signatures };
}

/** Whether a note bears a right signature of this key. */
export function isSignedBy({ text, signatures }: Note, key: VerifierKey): boolean {
  const verifier = readVerifierKey(key);
  if (verifier === null) return false;
  const own = signatures.filter((each) => each.name === verifier.name && each.key === verifier.id.toString('hex'));
  return (
    own.length > 0 &&
    own.every(
      ({ bytes }) => bytes.length === SIGNATURE_BYTES && verify(null, Buffer.from(text), verifier.publicKey, bytes),
    )
  );
}

function rawPublic(key: KeyObject): Buffer {
  if (key.asymmetricKeyType !== 'ed25519') throw new RangeError('not an Ed25519 key');
  const publicKey = key.type === 'private' ? createPublicKey(key) : key;
  return publicKey.export({ format: 'der', type: 'spki' }).subarray(SPKI.length);
}

const idOf = (name: string, body: Buffer): Buffer =>
  hash('sha256', Buffer.concat([Buffer.from(`${name}\n`), body]), 'buffer').subarray(0, ID_BYTES);
