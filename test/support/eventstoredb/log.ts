/** An event as a client proposes it. */
export interface Proposed {
  readonly id: string;
  readonly type: string;
  readonly json: boolean;
  readonly data: Uint8Array;
  readonly metadata: Uint8Array;
}

/** An event as the log keeps it. */
export interface Kept extends Proposed {
  readonly stream: string;
  readonly revision: number;
  readonly commit: bigint;
  /** The position of the first event that was written with it. */
  readonly prepare: bigint;
}

export type Outcome =
  | { readonly is: 'written' | 'idempotent'; readonly revision: number; readonly at: Kept }
  | { readonly is: 'wrong-version'; readonly current: number }
  | { readonly is: 'deleted' };

export type Position = Pick<Kept, 'commit' | 'prepare'>;

export const isAfter = (one: Position, other: Position): boolean =>
  one.commit > other.commit || (one.commit === other.commit && one.prepare > other.prepare);

/**
 * The log of all streams of a cluster, shared by its nodes. It decides about appends as the server's index does: an
 * event's id is looked for only in the place where it is to stand (documentation of the server, "Optimistic concurrency
 * and idempotence"), so the same id may come twice in a stream, and in two.
 *
 * Other people's events come between: of the server itself, of other programs, and of ledgers whose names begin alike.
 */
export class Log {
  readonly all: Kept[] = [];
  private readonly streams = new Map<string, Kept[]>();
  private readonly deleted = new Set<string>();
  /** By stream: how many of its first events are gone from its readings; of all streams together they can still be read. */
  private readonly gone = new Map<string, number>();
  private readonly listeners = new Set<() => void>();
  private next = 4_096n;
  private strangers = 0;

  /** @param noisy whether others write, too */
  constructor(private readonly noisy = true) {
    this.stranger();
  }

  /** @param expected revision of the stream's last event; -1 for none */
  append(stream: string, expected: number, proposed: readonly Proposed[]): Outcome {
    if (this.deleted.has(stream)) return { is: 'deleted' };
    const held = this.streams.get(stream) ?? [];
    const current = held.length - 1;
    const first = expected + 1;
    const standing = proposed.map((_, index) => held[first + index]);
    if (expected < current && standing.every((event, index) => event?.id === proposed[index]?.id)) {
      return { is: 'idempotent', revision: expected + proposed.length, at: standing.at(-1)! };
    }
    const anew = expected === -1 && this.gone.get(stream) === held.length;
    if (expected !== current && !anew) return { is: 'wrong-version', current };
    const at = this.write(stream, proposed);
    return { is: 'written', revision: at.revision, at };
  }

  /** A stream's events; empty where there is none. */
  stream(name: string): readonly Kept[] {
    return (this.streams.get(name) ?? []).slice(this.gone.get(name) ?? 0);
  }

  isDeleted(name: string): boolean {
    return this.deleted.has(name);
  }

  /** Deletes a stream for good, as an administrator can: its name is never to be used again. */
  tombstone(name: string): void {
    this.deleted.add(name);
  }

  /** Deletes a stream's events: whoever writes to it again begins at the next revision. @param before all, if left out */
  delete(name: string, before = this.streams.get(name)?.length ?? 0): void {
    this.gone.set(name, before);
  }

  /** Writes what a stranger wrote, after the same rules. */
  write(stream: string, proposed: readonly Proposed[]): Kept {
    const held = this.streams.get(stream) ?? [];
    this.streams.set(stream, held);
    const prepare = this.next;
    for (const each of proposed) {
      const event: Kept = { ...each, stream, revision: held.length, commit: this.next, prepare };
      held.push(event);
      this.all.push(event);
      this.next += BigInt(200 + each.data.length + each.metadata.length);
    }
    if (this.noisy && !stream.startsWith('$')) this.stranger();
    for (const listener of this.listeners) listener();
    return held.at(-1)!;
  }

  /** Calls after each write. Returns how to be called no more. */
  onWrite(listener: () => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  private stranger(): void {
    const streams = ['$stats-127.0.0.1:2113', 'orders-1', '$$kronika.torunski.contact-1', 'kronika.torunski'];
    const stream = streams[this.strangers++ % streams.length]!;
    const text = new TextEncoder().encode('{"of":"somebody else"}');
    const held = this.streams.get(stream) ?? [];
    this.streams.set(stream, held);
    const event: Kept = {
      ...{ id: crypto.randomUUID(), type: '$statsCollected', json: true, data: text, metadata: new Uint8Array() },
      ...{ stream, revision: held.length, commit: this.next, prepare: this.next },
    };
    held.push(event);
    this.all.push(event);
    this.next += 400n;
  }
}
