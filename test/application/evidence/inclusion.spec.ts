import { generateKeyPairSync } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import {
  base64Bytes,
  isSignedWith,
  leafHex,
  nodeHex,
  readKey,
  readSigned,
} from '../../../src/application/evidence/bytes.js';
import { nameOf, prove } from '../../../src/application/evidence/inclusion.js';
import { type Hash, leafHash, nodeHash } from '../../../src/domain/proof/hashing.js';
import { signNote, verifierKey } from '../../../src/domain/proof/note.js';
import { hashOf, inclusionStretches, type Stretch } from '../../../src/domain/proof/paths.js';

const hashes = (size: number): string[] => Array.from({ length: size }, (_, index) => leafHex(`leaf ${String(index)}`));

/** The hash of a stretch, as the ledger's own tree has it. */
const ofTree = (leaves: readonly string[], stretch: Stretch): string =>
  hashOf(stretch, ({ level, index }) => {
    const width = 2 ** level;
    const nodes = leaves.slice(index * width, (index + 1) * width).map((hash) => Buffer.from(hash, 'hex'));
    let row: Hash[] = nodes;
    while (row.length > 1)
      row = Array.from({ length: row.length / 2 }, (_, pair) => nodeHash(row[2 * pair]!, row[2 * pair + 1]!));
    return row[0]!;
  }).toString('hex');

/** A tree, some leaves of it, and what proves them, as a pack has it. */
const trees = fc
  .integer({ min: 1, max: 70 })
  .chain((size) => fc.record({ size: fc.constant(size), chosen: fc.uniqueArray(fc.nat(size - 1), { minLength: 1 }) }))
  .map(({ size, chosen }) => {
    const all = hashes(size);
    const stretches = chosen.flatMap((index) => inclusionStretches(index, size));
    return {
      size,
      root: ofTree(all, { from: 0, to: size }),
      leaves: chosen.map((index) => ({ index, hash: all[index]! })),
      given: Object.fromEntries(stretches.map((each) => [nameOf(each), ofTree(all, each)])),
    };
  });

const OTHER = leafHex('another');

describe('the proofs in a pack', () => {
  it('hash as the ledger does', () => {
    expect(leafHex('Dożynki')).toBe(leafHash('Dożynki').toString('hex'));
    const [a, b] = [leafHash('a'), leafHash('b')];
    expect(nodeHex(a.toString('hex'), b.toString('hex'))).toBe(nodeHash(a, b).toString('hex'));
  });

  it('lead every leaf to the root, by the stretches that the ledger’s own proofs name', () => {
    fc.assert(
      fc.property(trees, ({ size, root, leaves, given }) => {
        const { altered, missing, idle, leaves: failed } = prove(leaves, size, root, given);
        expect([altered, missing, idle, [...failed]]).toEqual([[], [], [], []]);
      }),
    );
  });

  it('find an altered leaf, and no other', () => {
    fc.assert(
      fc.property(trees, fc.nat(), ({ size, root, leaves, given }, nth) => {
        const wrong = leaves[nth % leaves.length]!;
        const with_ = leaves.map((leaf) => (leaf === wrong ? { ...leaf, hash: OTHER } : leaf));
        const { altered, leaves: failed } = prove(with_, size, root, given);
        expect(failed.has(wrong.index)).toBe(true);
        // Alone it may be the only witness of its way; beside others it is told from the hashes.
        expect(altered.filter((name) => name !== nameOf({ from: wrong.index, to: wrong.index + 1 }))).toEqual([]);
        expect([...failed.keys()]).toEqual([wrong.index]);
      }),
    );
  });

  it('find an altered hash: by name where another leaf bears witness of it, else by the leaves that need it', () => {
    fc.assert(
      fc.property(trees, fc.nat(), ({ size, root, leaves, given }, nth) => {
        const names = Object.keys(given);
        fc.pre(names.length > 0);
        const name = names[nth % names.length]!;
        const { altered, leaves: failed } = prove(leaves, size, root, { ...given, [name]: OTHER });
        expect(altered.length + failed.size).toBeGreaterThan(0);
        expect(altered.filter((each) => each !== name)).toEqual([]);
        // Nobody says of a leaf that it is wrong beyond doubt when it is not.
        expect([...failed.values()]).not.toContain(true);
      }),
    );
  });

  it('find a hash that is missing, and one that nobody needs', () => {
    fc.assert(
      fc.property(trees, fc.nat(), ({ size, root, leaves, given }, nth) => {
        expect(prove(leaves, size, root, { ...given, '900-901': OTHER }).idle).toEqual(['900-901']);
        const names = Object.keys(given);
        fc.pre(names.length > 0);
        const { [names[nth % names.length]!]: _gone, ...rest } = given;
        expect(prove(leaves, size, root, rest).missing).toEqual(Object.keys(given).filter((name) => !(name in rest)));
      }),
    );
  });
});

describe('the signatures in a pack', () => {
  const { privateKey } = generateKeyPairSync('ed25519');
  const note = signNote('some\ntext\n', 'urn:x', privateKey);
  const key = verifierKey('urn:x', privateKey);

  it('are those of the ledger’s notes', () => {
    expect(isSignedWith(readSigned(note)!, readKey(key)!)).toBe(true);
    expect(readSigned(note)?.text).toBe('some\ntext\n');
  });

  it('do not pass with any character of note or key altered', () => {
    fc.assert(
      fc.property(fc.constantFrom('note', 'key'), fc.nat(), fc.nat(90), (which, at, by) => {
        const alter = (text: string): string => {
          const place = at % text.length;
          const letter = String.fromCharCode(33 + by);
          fc.pre(letter !== text[place]);
          return `${text.slice(0, place)}${letter}${text.slice(place + 1)}`;
        };
        const read = readSigned(which === 'note' ? alter(note) : note);
        const its = readKey(which === 'key' ? alter(key) : key);
        expect(read !== null && its !== null && isSignedWith(read, its)).toBe(false);
      }),
    );
  });

  it('take base64 in its one right form', () => {
    expect(base64Bytes('AQ==')).toEqual(Uint8Array.of(1));
    for (const wrong of ['AQ', 'AR==', 'A Q==', '!', 'AQ==\n']) expect(base64Bytes(wrong)).toBeNull();
  });
});
