import { createPrivateKey, createPublicKey, generateKeyPairSync } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { checkpointText, readCheckpoint } from '../../../src/domain/proof/checkpoint.js';
import { leafHash } from '../../../src/domain/proof/hashing.js';
import { isSignedBy, readNote, readVerifierKey, signNote, verifierKey } from '../../../src/domain/proof/note.js';

/** The example of golang.org/x/mod/sumdb/note, on which C2SP signed notes are modelled. */
const GO = {
  key: 'PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW',
  note:
    "If you think cryptography is the answer to your problem,\nthen you don't know what your problem is.\n\n" +
    '— PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=\n',
};
/** RFC 8032 section 7.1, test 1: a private key and its public one. */
const RFC8032 = {
  secret: '9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60',
  public: 'd75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a',
};

const opened = (note: string) => {
  const found = readNote(note);
  if (found === null) throw new Error('not a note');
  return found;
};

describe('a signed note', () => {
  const { privateKey } = generateKeyPairSync('ed25519');
  const key = verifierKey('office', privateKey);
  const note = signNote('one\ntwo\n', 'office', privateKey);

  it('is read as others write it, and their keys too', () => {
    expect(isSignedBy(opened(GO.note), GO.key)).toBe(true);
    expect(isSignedBy(opened(GO.note.replace('problem is', 'problem was')), GO.key)).toBe(false);
    const { name, id } = readVerifierKey(GO.key)!;
    expect([name, id.toString('hex')]).toEqual(['PeterNeumann', 'c74f20a3']);
  });

  it('names keys by their 32 bytes', () => {
    const der = Buffer.from(`302e020100300506032b657004220420${RFC8032.secret}`, 'hex');
    const secret = createPrivateKey({ key: der, format: 'der', type: 'pkcs8' });
    const [, body = ''] = /^rfc8032\+[0-9a-f]{8}\+(.+)$/.exec(verifierKey('rfc8032', secret)) ?? [];
    expect(Buffer.from(body, 'base64').toString('hex')).toBe(`01${RFC8032.public}`);
    expect(verifierKey('rfc8032', createPublicKey(secret))).toBe(verifierKey('rfc8032', secret));
  });

  it('is signed by its key and no other, also of the same name', () => {
    expect(note).toMatch(/^one\ntwo\n\n— office [A-Za-z0-9+/=]+\n$/);
    expect(opened(note).text).toBe('one\ntwo\n');
    expect(isSignedBy(opened(note), key)).toBe(true);
    expect(isSignedBy(opened(note), verifierKey('office', generateKeyPairSync('ed25519').privateKey))).toBe(false);
    expect(isSignedBy(opened(note), verifierKey('other', privateKey))).toBe(false);
    expect(isSignedBy(opened(note), 'office+00000000+AAAA')).toBe(false);
  });

  it('fails in every byte that is altered', () => {
    const bytes = Buffer.from(note);
    for (let at = 0; at < bytes.length; at++) {
      const altered = Buffer.from(bytes);
      altered[at]! ^= 1;
      const found = readNote(altered.toString('utf8'));
      expect([at, found !== null && isSignedBy(found, key)]).toEqual([at, false]);
    }
  });

  it('is not made of a text that could be read in two ways', () => {
    for (const text of ['no end', 'one\n\ntwo\n'])
      expect(() => signNote(text, 'office', privateKey)).toThrow(RangeError);
    expect(() => signNote('one\n', 'two words', privateKey)).toThrow(RangeError);
    for (const text of ['', 'one\n', 'one\n\n', 'one\n\n- office AAAA\n', 'one\n\n— office AAAA'])
      expect([text, readNote(text)]).toEqual([text, null]);
  });
});

describe('a checkpoint', () => {
  const root = leafHash('');

  it('is the text that c2sp.org/tlog-checkpoint says, and is read back', () => {
    const checkpoint = { origin: 'urn:uuid:018f3a6e-7b1c-7d2e-9a4f-5b6c7d8e9f00', size: 1234, root };
    const text = 'urn:uuid:018f3a6e-7b1c-7d2e-9a4f-5b6c7d8e9f00\n1234\nbjQLnP+zepicpUTmu3gKLHiQHT+zNzh2hRGjBhevoB0=\n';
    expect(checkpointText(checkpoint)).toBe(text);
    expect(readCheckpoint(text)).toEqual(checkpoint);
    const withViews = { ...checkpoint, views: 'ab'.repeat(32) };
    expect(checkpointText(withViews)).toBe(`${text}kronika-views ${'ab'.repeat(32)}\n`);
    expect(readCheckpoint(checkpointText(withViews))).toEqual(withViews);
    expect(readCheckpoint(`${text}something of somebody else\n`)).toEqual(checkpoint);
  });

  it.each(['', 'o\n1\n', 'o\n01\nbjQLnP+zepicpUTmu3gKLHiQHT+zNzh2hRGjBhevoB0=\n', 'o\n1\nAAAA\n', 'o\n1\nbjQ'])(
    'is not %j',
    (text) => {
      expect(readCheckpoint(text)).toBeNull();
    },
  );
});
