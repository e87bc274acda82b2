/** Streams whose ids are kept, and how many of each: some megabytes at most. */
const STREAMS = 1_000;
const LONGEST = 500;

/**
 * The ids of events in the streams that were read or written last, each stream from its first event on. What stands in a
 * stream never changes, so what is known of its beginning stays right, though others may have added to it.
 */
export class KnownIds {
  private readonly streams = new Map<string, string[]>();

  /** Keeps the id of an event, where it follows on those that are known. */
  note(stream: string, revision: number, id: string): void {
    const ids = this.streams.get(stream) ?? [];
    if (revision !== ids.length || revision >= LONGEST) return;
    ids.push(id);
    // Those used last come last.
    this.streams.delete(stream);
    this.streams.set(stream, ids);
    if (this.streams.size <= STREAMS) return;
    const [oldest] = this.streams.keys();
    if (oldest !== undefined) this.streams.delete(oldest);
  }

  /** The ids from revision 0 on, as far as they are known. */
  of(stream: string): readonly string[] {
    return this.streams.get(stream) ?? [];
  }
}
