import { type Checkpoint, readCheckpoint } from '../../domain/proof/checkpoint.js';
import { isSignedBy, type Note, readNote, type VerifierKey } from '../../domain/proof/note.js';
import type { Findings } from './finding.js';
import type { RootsCheck } from './roots-check.js';
import type { Good } from './signatures-check.js';

/** A checkpoint that was kept outside, by the name under which it was. */
export interface Kept {
  readonly name: string;
  readonly note: string;
}

export interface ReadKept extends Kept {
  readonly read: Note | null;
  readonly checkpoint: Checkpoint | null;
}

export function readKept({ name, note }: Kept): ReadKept {
  const read = readNote(note);
  return { name, note, read, checkpoint: readCheckpoint(read?.text ?? '') };
}

/**
 * Holds the ledger against checkpoints that the office cannot have altered: here it shows who has rewritten a day with all
 * its hashes and signatures, or cut the ledger short.
 *
 * @param keys with which they may be signed: those on record, or those that somebody outside has kept
 * @returns those under which the ledger is what it was
 */
export function checkKept(
  kept: readonly ReadKept[],
  ledger: { readonly origin: string; readonly roots: RootsCheck; readonly whole: boolean },
  keys: readonly VerifierKey[],
  findings: Findings,
): readonly Good[] {
  const { origin, roots, whole } = ledger;
  let before = 0;
  return [...kept]
    .sort((a, b) => (a.checkpoint?.size ?? 0) - (b.checkpoint?.size ?? 0))
    .flatMap(({ name, read, checkpoint }) => {
      const wrong = (says: string, position: number | null = null): readonly Good[] => {
        const since = position === null ? null : roots.since(position);
        findings.add('kept', `the kept checkpoint ${name} ${says}`, position, since);
        return [];
      };
      if (read === null || checkpoint === null) return wrong('is none');
      const { size, root } = checkpoint;
      if (checkpoint.origin !== origin) return wrong(`is of another ledger, ${checkpoint.origin}`);
      if (!keys.some((key) => isSignedBy(read, key)))
        return wrong(
          'is signed by no key that the ledger has on record: the key was replaced, or the checkpoint is forged',
        );
      if (size > roots.events) {
        // Of a ledger that was not read to its end nobody can tell.
        if (!whole) return [];
        findings.add(
          'cut',
          `the kept checkpoint ${name} is over ${String(size)} events, and ${String(roots.events)} are there`,
          roots.events + 1,
          roots.lastAt,
        );
        return [];
      }
      if (roots.at(size)?.equals(root) !== true)
        return wrong(
          `is not over these events: those from ${String(before + 1)} to ${String(size)} were rewritten`,
          before + 1,
        );
      before = size;
      return [{ size, day: null }];
    });
}
