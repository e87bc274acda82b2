import { isDeepStrictEqual } from 'node:util';
import { Injectable } from '@nestjs/common';
import { VIEWS } from '../domain/views/catalogue.js';
import { registers } from '../domain/views/registers.js';
import { EventStore } from './ports/event-store.js';
import { Scratch } from './ports/scratch.js';
import { compareScalars } from './ports/view-query.js';
import { type EditionText, type Misfiled, ViewStore, type ViewShape } from './ports/view-store.js';
import { NOBODY, type OnProgress, Projection, replay, type Watch } from './projection.js';
import { Views } from './views.js';

/** A document in which the views differ from a replay of the ledger, or that is not found by what it says. */
export interface Difference {
  readonly view: string;
  readonly id: string;
  /** The segment from which the edition is in force. */
  readonly from: string;
  readonly what: 'differs' | 'is missing' | 'should not be there' | 'is filed wrongly';
}

/** The first document of a view that differs, and how many of it do. Of those filed wrongly the first alone is known. */
export interface Differing extends Difference {
  readonly documents: number;
}

export interface Verdict {
  readonly events: number;
  readonly editions: number;
  /** One of each view that differs. */
  readonly differences: readonly Differing[];
}

/**
 * Replays the ledger from nothing and compares every edition of the current views, then asks the store whether each is
 * found by what it says. Alters nothing; a server may go on
 * recording meanwhile.
 */
@Injectable()
export class Verify {
  constructor(
    private readonly ledger: EventStore,
    private readonly store: ViewStore,
    private readonly views: Views,
    private readonly scratch: Scratch,
  ) {}

  async run(onProgress: OnProgress = () => undefined, watch: Watch = NOBODY): Promise<Verdict> {
    const { id: generation } = await this.views.current();
    const large = await this.scratch.large();
    const { store } = large;
    // A store that has a thread for it does so beside the replay.
    const filed = new Filed(this.store, generation);
    try {
      await store.create(REPLAY, UNFILED);
      // Views may lag behind the ledger: what they have not folded yet is not theirs to answer for.
      const { position } = await this.store.progress(generation);
      const told: OnProgress = (done) => {
        onProgress(done, position);
      };
      if (watch.stops.includes(0)) watch.reached(0);
      const projection = await Projection.resume(store, REPLAY, watch);
      await replay(this.ledger, projection, told, position);
      return await this.compare(projection, store, generation, filed);
    } finally {
      await filed.stop();
      await large.dispose();
    }
  }

  private async compare(
    projection: Projection,
    replayed: ViewStore,
    generation: string,
    filed: Filed,
  ): Promise<Verdict> {
    let editions = 0;
    const differences: Differing[] = [];
    for (const { name } of VIEWS) {
      let first: Difference | null = null;
      let count = 0;
      const expected = documents(replayed.editionTexts(REPLAY, name));
      const found = documents(this.store.editionTexts(generation, name));
      let [left, right] = [await expected.next(), await found.next()];
      while (left.done !== true || right.done !== true) {
        const id = firstId(left.done === true ? null : left.value, right.done === true ? null : right.value);
        const [ours, theirs] = [rowsOf(left, id), rowsOf(right, id)];
        editions += theirs.length;
        if (differ(ours, theirs) !== null) {
          const wrong = await this.look(projection, replayed, generation, name, id);
          if (wrong !== null) {
            first ??= { view: name, id, ...wrong };
            count++;
          }
        }
        if (ours.length > 0) left = await expected.next();
        if (theirs.length > 0) right = await found.next();
      }
      if (first === null) {
        // A document that differs is hardly found by what it says, and says nothing more by that.
        const misfiled = await filed.wrongIn(name);
        if (misfiled !== null) [first, count] = [{ view: name, ...misfiled, what: 'is filed wrongly' }, 1];
      }
      if (first !== null) differences.push({ ...first, documents: count });
    }
    return { events: projection.progress.position, editions, differences };
  }

  /** Compares one document at a moment when the views stood still: a server may have recorded since the replay. */
  private async look(
    projection: Projection,
    replayed: ViewStore,
    generation: string,
    view: string,
    id: string,
  ): Promise<Omit<Difference, 'view' | 'id'> | null> {
    for (;;) {
      const { position } = await this.store.progress(generation);
      const found = await rows(this.store.editionTexts(generation, view, id));
      if ((await this.store.progress(generation)).position !== position) continue;
      await replay(this.ledger, projection, () => undefined, position);
      return differ(await rows(replayed.editionTexts(REPLAY, view, id)), found);
    }
  }
}

/** Asks a store of one view after the other whether its documents are found by what they say. */
class Filed {
  private readonly answers: ReadonlyMap<string, Promise<Misfiled | null>>;
  private last: Promise<unknown> = Promise.resolve();
  private stopped = false;

  constructor(store: ViewStore, generation: string) {
    this.answers = new Map(
      VIEWS.map(({ name }) => {
        const answer = this.last.then(() => (this.stopped ? null : store.misfiled(generation, name)));
        // Its fault is thrown where it is asked for.
        this.last = answer.catch(() => null);
        return [name, answer];
      }),
    );
  }

  async wrongIn(view: string): Promise<Misfiled | null> {
    return (await this.answers.get(view)) ?? null;
  }

  /** Waits for the view at hand, and goes no further. */
  async stop(): Promise<void> {
    this.stopped = true;
    await this.last;
  }
}

const REPLAY = 'g1';

/**
 * Of a replay every edition is read, in order; all that is searched for are the strategies among the registers, which the
 * fold begins with. To file each document by all that it is found by would be a third of the work.
 */
const UNFILED: readonly ViewShape[] = VIEWS.map(({ name, version, fields, sort }) => ({
  name,
  version,
  sort,
  fields:
    name === registers.name ? fields : Object.fromEntries(Object.entries(fields).filter(([field]) => field === sort)),
}));

type Editions = ReturnType<ViewStore['editionTexts']>;
type Row = Omit<EditionText, 'id'>;

interface Document {
  readonly id: string;
  readonly rows: readonly Row[];
}

/** The documents of a walk over editions, each with all of its own. */
async function* documents(editions: Editions): AsyncGenerator<Document, undefined> {
  let id: string | null = null;
  let gathered: Row[] = [];
  for await (const batch of editions) {
    for (const row of batch) {
      if (row.id !== id) {
        if (id !== null) yield { id, rows: gathered };
        [id, gathered] = [row.id, []];
      }
      gathered.push(row);
    }
  }
  if (id !== null) yield { id, rows: gathered };
}

const rows = async (editions: Editions): Promise<readonly Row[]> =>
  (await documents(editions).next()).value?.rows ?? [];

const rowsOf = (walk: IteratorResult<Document, undefined>, id: string): readonly Row[] =>
  walk.done !== true && walk.value.id === id ? walk.value.rows : [];

/** Of the documents at hand on either side, the one whose turn it is. */
function firstId(left: Document | null, right: Document | null): string {
  const [a, b] = [left ?? right, right ?? left];
  if (a === null || b === null) throw new Error('both walks have ended');
  return compareScalars(a.id, b.id) < 0 ? a.id : b.id;
}

/** The first edition of a document that is not the same on both sides. */
function differ(expected: readonly Row[], found: readonly Row[]): Omit<Difference, 'view' | 'id'> | null {
  // Nearly all are, to the letter.
  if (expected.length === found.length && expected.every((row, index) => identical(row, found[index]))) return null;
  const froms = [...new Set([...expected, ...found].map(({ from }) => from))].sort();
  for (const from of froms) {
    const [ours, theirs] = [expected, found].map((side) => side.find((row) => row.from === from));
    if (theirs === undefined) return { from, what: 'is missing' };
    if (ours === undefined) return { from, what: 'should not be there' };
    if (ours.to !== theirs.to || !sameDocument(ours.text, theirs.text)) return { from, what: 'differs' };
  }
  return null;
}

const identical = (a: Row, b: Row | undefined): boolean => a.from === b?.from && a.to === b.to && a.text === b.text;

/** Only where the texts are not the same are they looked into. */
function sameDocument(a: string, b: string): boolean {
  if (a === b) return true;
  try {
    return isDeepStrictEqual(JSON.parse(a), JSON.parse(b));
  } catch {
    // Somebody altered one of them until it was JSON no more.
    return false;
  }
}
