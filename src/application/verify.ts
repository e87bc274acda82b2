import { Injectable } from '@nestjs/common';
import { VIEWS } from '../domain/views/catalogue.js';
import { EventStore } from './ports/event-store.js';
import { Scratch } from './ports/scratch.js';
import { ViewStore } from './ports/view-store.js';
import { type OnProgress, Projection, replay } from './projection.js';
import { Views } from './views.js';
import { canonical } from './canonical.js';

/** The first document in which the views differ from a replay of the ledger. */
export interface Difference {
  readonly view: string;
  readonly id: string;
  /** The segment from which the edition is in force. */
  readonly from: string;
  readonly what: 'differs' | 'is missing' | 'should not be there';
}

export interface Verdict {
  readonly events: number;
  readonly editions: number;
  readonly difference: Difference | null;
}

type Row = { readonly view: string; readonly id: string; readonly from: string; readonly text: string };

/** A server that records meanwhile moves the views on; the comparison then starts again from where they are. */
const ATTEMPTS = 10;

/** Replays the ledger from nothing and compares every edition of the current views. Alters nothing. */
@Injectable()
export class Verify {
  constructor(
    private readonly ledger: EventStore,
    private readonly store: ViewStore,
    private readonly views: Views,
    private readonly scratch: Scratch,
  ) {}

  async run(onProgress: OnProgress = () => undefined): Promise<Verdict> {
    const large = await this.scratch.large();
    const { store } = large;
    try {
      await store.create(REPLAY, VIEWS);
      const projection = await Projection.resume(store, REPLAY);
      let verdict: Verdict | null = null;
      for (let attempt = 0; attempt < ATTEMPTS && (verdict === null || verdict.difference !== null); attempt++) {
        const { id } = await this.views.current();
        const { position } = await this.store.progress(id);
        // Views may lag behind the ledger: what they have not folded yet is not theirs to answer for.
        await replay(this.ledger, projection, onProgress, position);
        verdict = await this.compare(store, id, projection.progress.position);
        const moved = (await this.store.progress(id).catch(() => null))?.position !== position;
        if (!moved) return verdict;
      }
      if (verdict === null) throw new Error('unreachable');
      return verdict;
    } finally {
      await large.dispose();
    }
  }

  private async compare(replayed: ViewStore, generation: string, events: number): Promise<Verdict> {
    let editions = 0;
    for (const { name } of VIEWS) {
      const [expected, found] = [rows(replayed, REPLAY, name), rows(this.store, generation, name)];
      for (;;) {
        const [left, right] = [await expected.next(), await found.next()];
        if (left.done && right.done) break;
        editions++;
        const difference = differ(left.done ? null : left.value, right.done ? null : right.value);
        if (difference !== null) return { events, editions, difference };
      }
    }
    return { events, editions, difference: null };
  }
}

const REPLAY = 'g1';

async function* rows(store: ViewStore, generation: string, view: string): AsyncGenerator<Row> {
  for await (const batch of store.editions(generation, view)) {
    for (const { from, to, doc } of batch) yield { view, id: doc.id, from, text: canonical({ to, doc }) };
  }
}

function differ(expected: Row | null, found: Row | null): Difference | null {
  if (expected !== null && found !== null && expected.id === found.id && expected.from === found.from) {
    return expected.text === found.text ? null : { view: found.view, id: found.id, from: found.from, what: 'differs' };
  }
  const ahead =
    found === null ||
    (expected !== null && (expected.id < found.id || (expected.id === found.id && expected.from < found.from)));
  const row = ahead ? expected : found;
  if (row === null) return null;
  return { view: row.view, id: row.id, from: row.from, what: ahead ? 'is missing' : 'should not be there' };
}
