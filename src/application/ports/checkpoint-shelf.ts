/**
 * Where checkpoints are kept outside the office's own files, so that nobody who can rewrite these can rewrite those. It is
 * only ever added to. Errors: Rejection `unavailable`.
 */
export abstract class CheckpointShelf {
  /** Keeps a signed note under a name that is a file's. @returns the note that is there: another, where one was already */
  abstract keep(name: string, note: string): Promise<string>;

  /** Everything that is kept, by name. */
  abstract all(): AsyncIterable<{ readonly name: string; readonly note: string }>;
}

/** Nothing is kept outside: nobody has said where. */
export class NoShelf extends CheckpointShelf {
  override keep(_name: string, note: string): Promise<string> {
    return Promise.resolve(note);
  }

  override async *all(): AsyncIterable<never> {
    // Nothing.
  }
}
