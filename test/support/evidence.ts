import { createPrivateKey } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { canonical, digestOf } from '../../src/application/canonical.js';
import { type Pack, SEALED, sealText } from '../../src/application/evidence/pack.js';
import type { Fault, Verdict } from '../../src/application/evidence/verdict.js';
import { verifyPack } from '../../src/application/evidence/verify-pack.js';
import { signNote } from '../../src/domain/proof/note.js';

/** A pack with something else in it. */
export type Altered = { -readonly [K in keyof Pack]: Pack[K] };

/** All faults of a verdict, as `check code where`. */
export const faultsOf = ({ checks }: Verdict): string[] =>
  checks.flatMap(({ name, faults }) => faults.map(({ code, where }: Fault) => `${name} ${code} ${where}`));

/** The verdict on a pack in its right form. */
export const verdictOn = async (pack: Pack): Promise<Verdict> => (await verifyPack(canonical(pack))).verdict;

/** A copy in which something is another. */
export function altered(pack: Pack, alter: (copy: Altered) => void): Pack {
  // JSON through and through.
  const copy = JSON.parse(canonical(pack)) as Altered;
  alter(copy);
  return copy;
}

/** Sealed anew by somebody who has the key of the office that keeps this directory. */
export async function resealed(pack: Pack, directory: string): Promise<Pack> {
  const key = createPrivateKey(await readFile(join(directory, 'signing-key.pem')));
  const digests = Object.fromEntries(SEALED.map((name) => [name, digestOf(pack[name])]));
  const [name = ''] = pack.key.split('+');
  // Made of all names.
  return { ...pack, seal: signNote(sealText(digests as Parameters<typeof sealText>[0]), name, key) };
}
