import { link, open, readdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { CheckpointShelf } from '../../application/ports/checkpoint-shelf.js';
import { Rejection } from '../../domain/kernel/rejection.js';

/** A file of this kind holds one signed note. */
const ENDING = '.checkpoint';

/**
 * Checkpoints as files of a directory: a share of another machine's, a stick, a directory under version control. It must be
 * there: one that was made where a share is not mounted would be the office's own disk, and nobody would know.
 */
export class CheckpointDirectory extends CheckpointShelf {
  constructor(private readonly directory: string) {
    super();
  }

  override keep(name: string, note: string): Promise<string> {
    return told(this.directory, async () => {
      const path = join(this.directory, `${name}${ENDING}`);
      const standing = await readFile(path, 'utf8').catch(absent);
      if (standing !== null) return standing;
      // Beside its place first, so that no half of one is ever found there; a link takes nobody's place.
      const beside = join(this.directory, `.${name}.${String(process.pid)}.partial`);
      try {
        const file = await open(beside, 'w', 0o644);
        try {
          await file.writeFile(note);
          await file.sync();
        } finally {
          await file.close();
        }
        await link(beside, path).catch((error: unknown) => {
          if (codeOf(error) !== 'EEXIST') throw error;
        });
      } finally {
        await rm(beside, { force: true });
      }
      return readFile(path, 'utf8');
    });
  }

  override async *all(): AsyncIterable<{ readonly name: string; readonly note: string }> {
    const names = await told(this.directory, () => readdir(this.directory));
    for (const name of names.filter((each) => each.endsWith(ENDING)).sort()) {
      const note = await told(this.directory, () => readFile(join(this.directory, name), 'utf8'));
      yield { name: name.slice(0, -ENDING.length), note };
    }
  }
}

/** By its code and not its class, which is another in each realm of a process (Jest has one a file). */
const codeOf = (error: unknown): string =>
  typeof error === 'object' && error !== null && 'code' in error ? String(error.code) : '';

function absent(error: unknown): null {
  if (codeOf(error) === 'ENOENT') return null;
  throw error;
}

async function told<T>(directory: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof Rejection || codeOf(error) === '') throw error;
    const why =
      codeOf(error) === 'ENOENT'
        ? 'there is no such directory. Is its share mounted? Kronika makes none'
        : codeOf(error);
    throw new Rejection('unavailable', `Checkpoints cannot be kept in ${directory}: ${why}.`, [], { cause: error });
  }
}
