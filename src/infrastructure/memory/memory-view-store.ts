import { checkShape, compareScalars, readQuery, valuesOf } from '../../application/ports/view-query.js';
import type { Search } from '../../application/ports/view-query.js';
import { ViewStore } from '../../application/ports/view-store.js';
import type {
  At,
  Edition,
  Generation,
  InForce,
  Mark,
  Misfiled,
  Progress,
  Query,
  Scalar,
  ViewShape,
} from '../../application/ports/view-store.js';
import { OPEN } from '../../domain/kernel/day.js';
import type { Segment } from '../../domain/kernel/day.js';
import { Rejection } from '../../domain/kernel/rejection.js';
import type { Doc } from '../../domain/kernel/view.js';
import { matcherOf } from './mongo-matcher.js';

interface StoredEdition {
  readonly from: Segment;
  readonly to: Segment;
  readonly doc: Doc;
}

/** A document's editions in the order of their time, by id. */
type Documents = Map<string, readonly StoredEdition[]>;

interface StoredGeneration {
  readonly views: ReadonlyMap<string, { readonly shape: ViewShape; readonly documents: Documents }>;
  current: boolean;
  progress: Progress;
  marks: readonly Mark[];
}

/** A view store that lives and dies with the process. It scans: for tests, and for ledgers that fit a glance. */
export class MemoryViewStore extends ViewStore {
  private readonly stored = new Map<string, StoredGeneration>();
  private closed = false;

  override async generations(): Promise<readonly Generation[]> {
    this.refuseWhenClosed();
    return Array.from(this.stored, ([id, { views, current }]) => ({
      id,
      current,
      versions: Object.fromEntries(Array.from(views, ([name, { shape }]) => [name, shape.version])),
    }));
  }

  override async create(generation: string, views: readonly ViewShape[]): Promise<void> {
    this.refuseWhenClosed();
    if (this.stored.get(generation)?.current) throw new RangeError(`generation ${generation} is the current one`);
    views.forEach(checkShape);
    this.stored.delete(generation);
    this.stored.set(generation, {
      views: new Map(views.map((shape) => [shape.name, { shape, documents: new Map() }])),
      current: false,
      progress: { position: 0, cursor: null, effectiveAt: null, segment: null },
      marks: [],
    });
  }

  override async makeCurrent(generation: string): Promise<void> {
    const next = this.generation(generation);
    const standing = [...this.stored.values()].find((each) => each.current);
    if (standing !== undefined && standing.progress.position > next.progress.position)
      throw new Rejection('conflict', `Views of generation ${generation} are behind the current ones.`);
    this.stored.clear();
    this.stored.set(generation, next);
    next.current = true;
  }

  override async drop(generation: string): Promise<void> {
    this.refuseWhenClosed();
    this.stored.delete(generation);
  }

  override async progress(generation: string): Promise<Progress> {
    return this.generation(generation).progress;
  }

  override async marks(generation: string): Promise<readonly Mark[]> {
    return this.generation(generation).marks;
  }

  override async inForce(
    generation: string,
    view: string,
    ids: readonly string[],
    at: At,
  ): Promise<ReadonlyMap<string, InForce>> {
    const { documents } = this.view(generation, view);
    return new Map(
      ids.flatMap((id) => {
        const edition = documents.get(id)?.find(inForceAt(at));
        return edition === undefined ? [] : [[id, { from: edition.from, doc: edition.doc }]];
      }),
    );
  }

  override async commit(
    generation: string,
    expectedPosition: number,
    next: Progress,
    editions: readonly Edition[],
    marks: readonly Mark[],
  ): Promise<void> {
    this.refuseWhenClosed();
    const target = this.stored.get(generation);
    if (target?.progress.position !== expectedPosition) {
      throw new Rejection('conflict', `Views are not at position ${expectedPosition}: somebody else projects.`);
    }
    // Everything is worked out before anything is kept, so that a refusal leaves nothing behind.
    const staged = new Map<string, Documents>();
    for (const edition of editions) {
      const { shape, documents } = this.view(generation, edition.view);
      const changed = staged.get(edition.view) ?? new Map<string, readonly StoredEdition[]>();
      staged.set(edition.view, changed);
      const { id } = edition.doc;
      changed.set(id, follow(shape, changed.get(id) ?? documents.get(id) ?? [], edition));
    }
    for (const [view, changed] of staged) {
      const { documents } = this.view(generation, view);
      for (const [id, history] of changed) documents.set(id, history);
    }
    target.progress = next;
    target.marks = [...target.marks, ...marks];
  }

  override async find(generation: string, view: string, query: Query): Promise<readonly Doc[]> {
    const { shape, documents } = this.view(generation, view);
    const search = readQuery(shape, query);
    const key = (doc: Doc): Scalar => valuesOf(shape, doc, search.sort)[0] ?? null;
    const direction = search.descending ? -1 : 1;
    const order = (a: Place, b: Place) => direction * (compareScalars(a.sort, b.sort) || compareScalars(a.id, b.id));
    const { after } = search;
    return matching(documents, search, query.at)
      .map((doc) => ({ sort: key(doc), id: doc.id, doc }))
      .filter((place) => after === null || order(place, after) > 0)
      .sort(order)
      .slice(0, search.limit)
      .map(({ doc }) => doc);
  }

  override async count(
    generation: string,
    view: string,
    query: Pick<Query, 'where' | 'at' | 'without'>,
  ): Promise<number> {
    const { shape, documents } = this.view(generation, view);
    return matching(documents, readQuery(shape, query), query.at).length;
  }

  override async *editions(generation: string, view: string, only?: string): AsyncIterable<readonly StoredEdition[]> {
    const { documents } = this.view(generation, view);
    if (only !== undefined) {
      yield documents.get(only) ?? [];
      return;
    }
    for (const id of [...documents.keys()].sort(compareScalars)) yield documents.get(id) ?? [];
  }

  /** Searches the documents themselves. */
  override async misfiled(generation: string, view: string): Promise<Misfiled | null> {
    this.view(generation, view);
    return null;
  }

  override async close(): Promise<void> {
    this.closed = true;
  }

  private generation(id: string): StoredGeneration {
    this.refuseWhenClosed();
    const found = this.stored.get(id);
    if (found === undefined) throw new Rejection('unsettled', `Views of generation ${id} are gone; ask again.`);
    return found;
  }

  private view(generation: string, name: string) {
    const found = this.generation(generation).views.get(name);
    if (found === undefined) throw new RangeError(`no such view: ${name}`);
    return found;
  }

  private refuseWhenClosed(): void {
    if (this.closed) throw new Rejection('unavailable', 'The view store is closed.');
  }
}

interface Place {
  readonly sort: Scalar;
  readonly id: string;
}

function inForceAt(at: At): (edition: StoredEdition) => boolean {
  if (at === 'now') return ({ to }) => to === OPEN;
  if ('through' in at) return ({ from, to }) => from <= at.through && at.through < to;
  return ({ from, to }) => from < at.before && at.before <= to;
}

function follow(shape: ViewShape, history: readonly StoredEdition[], edition: Edition): readonly StoredEdition[] {
  const { from, previous } = edition;
  const open = history.at(-1);
  if (open?.from !== previous?.from || (previous !== null && from < previous.from)) {
    throw new RangeError(`view ${shape.name}: the edition of ${edition.doc.id} from ${from} does not follow its last`);
  }
  // Kept as JSON would keep it, and apart from what the caller holds.
  const doc = JSON.parse(JSON.stringify(edition.doc)) as Doc;
  for (const field of Object.keys(shape.fields)) valuesOf(shape, doc, field);
  const past = open === undefined ? [] : open.from === from ? history.slice(0, -1) : closing(history, open, from);
  return [...past, { from, to: OPEN, doc }];
}

const closing = (history: readonly StoredEdition[], open: StoredEdition, to: Segment): readonly StoredEdition[] => [
  ...history.slice(0, -1),
  { ...open, to },
];

function matching(documents: Documents, { criterion, without }: Search, at: At): Doc[] {
  const leftOut = new Set(without);
  const matches = criterion === null ? () => true : matcherOf(criterion);
  const holds = inForceAt(at);
  const found: Doc[] = [];
  for (const [id, history] of documents) {
    const doc = leftOut.has(id) ? undefined : history.find(holds)?.doc;
    if (doc !== undefined && matches(doc)) found.push(doc);
  }
  return found;
}
