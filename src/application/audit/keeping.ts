import { Injectable } from '@nestjs/common';
import { CheckpointShelf } from '../ports/checkpoint-shelf.js';
import { type SignedCheckpoint, Checkpoints } from './checkpoints.js';

/** The name under which a checkpoint is kept: the ledger's id, and the day that it closed or the events under it. */
export const shelfName = ({ origin, day, size }: SignedCheckpoint): string =>
  `${origin.split(':').at(-1) ?? ''}-${day ?? `at-${String(size)}`}`;

/** Keeps one on a shelf. @returns whether it is there: not where another is kept under its name */
export const keepOn = async (shelf: CheckpointShelf, checkpoint: SignedCheckpoint): Promise<boolean> =>
  (await shelf.keep(shelfName(checkpoint), checkpoint.note)) === checkpoint.note;

/** Keeps the days' checkpoints outside the office. */
@Injectable()
export class Keeping {
  /** The last that is known to be kept, with all before it. */
  private done: string | null = null;
  private readonly differing = new Set<string>();

  constructor(
    private readonly checkpoints: Checkpoints,
    private readonly shelf: CheckpointShelf,
  ) {}

  /**
   * Keeps what the ledger has and the shelf has not: the first time all, afterwards what came since.
   *
   * @returns what is wrong: another checkpoint is kept under that name, so that the ledger was not what it is
   */
  async keep(): Promise<readonly string[]> {
    let last: string | null = null;
    for await (const checkpoint of this.checkpoints.all()) {
      last ??= checkpoint.note;
      if (checkpoint.note === this.done) break;
      if (!(await keepOn(this.shelf, checkpoint)))
        this.differing.add(
          `the checkpoint of ${checkpoint.day ?? ''} that is kept outside is another than the ledger's`,
        );
    }
    this.done = last;
    return [...this.differing];
  }
}
