import type { Segment } from '../../domain/kernel/day.js';
import { Rejection } from '../../domain/kernel/rejection.js';
import { VIEWS } from '../../domain/views/catalogue.js';
import type { EditionText, ViewStore } from '../ports/view-store.js';
import { type Finding, ofDifference } from './finding.js';

/** Batches of editions, as a store hands them over, that are gone through at a turn. */
const BATCHES = 4;

/** Findings of a view that are told one by one. */
const TOLD = 10;

/** How many editions of each view begin with each segment. */
type Counts = Map<Segment, Map<string, number>>;

/** What one view's editions have shown, this time and the time before. */
interface Shown {
  now: readonly Finding[];
  before: readonly Finding[];
}

/**
 * Goes through all editions of a generation, view after view, a few batches at a turn, and begins again: what somebody put in
 * no event touches, so that whoever looks at what events touched never meets it. Counts which segments editions begin
 * with, and asks whether each document is found by what it says.
 */
export class EditionsWalk {
  private readonly shown = new Map<string, Shown>();
  private counting: Counts = new Map();
  /** Of the last time that all were gone through. */
  private counted: Counts | null = null;
  /** The segment that was the newest when this time began: what begins with it, or later, may still come. */
  private newest: Segment = '';
  private until: Segment = '';
  private view = 0;
  private batches: AsyncIterator<readonly EditionText[]> | null = null;
  private last = '';

  constructor(
    private readonly store: ViewStore,
    readonly generation: string,
  ) {}

  /**
   * Goes on.
   *
   * @returns by view, what was found in those that were gone through at this turn
   */
  async step(signal?: AbortSignal): Promise<ReadonlyMap<string, readonly Finding[]>> {
    const told = new Map<string, readonly Finding[]>();
    for (let left = BATCHES; left > 0; left--) {
      signal?.throwIfAborted();
      if (this.view === 0 && this.batches === null) await this.begin();
      const { name } = VIEWS[this.view] ?? { name: '' };
      const shown = this.shown.get(name) ?? { now: [], before: [] };
      this.shown.set(name, shown);
      try {
        this.batches ??= this.store.editionTexts(this.generation, name)[Symbol.asyncIterator]();
        const next = await this.batches.next();
        if (next.done === true) await this.over(name, shown);
        else await this.take(name, next.value, shown);
      } catch (fault) {
        if (fault instanceof Rejection) {
          // The view is begun again at the next turn: what broke off says nothing of the rest of it.
          for (const counts of this.counting.values()) counts.delete(name);
          [shown.now, this.batches, this.last] = [[], null, ''];
          throw fault;
        }
        shown.now = [...shown.now, wrong(`the editions of ${name} cannot be read to their end`)];
        await this.over(name, shown);
      }
      const { now, before } = shown;
      told.set(name, [...now, ...before.filter(({ says }) => !now.some((each) => each.says === says))]);
      await new Promise(setImmediate);
    }
    return told;
  }

  /** How many editions of each view begin with a segment; null where that is not known yet, or may not be over. */
  beginning(segment: Segment): ReadonlyMap<string, number> | null {
    return this.counted === null || segment >= this.until
      ? null
      : (this.counted.get(segment) ?? new Map<string, number>());
  }

  private async begin(): Promise<void> {
    this.newest = (await this.store.marks(this.generation)).at(-1)?.segment ?? '';
    this.counting = new Map();
  }

  private async take(view: string, editions: readonly EditionText[], shown: Shown): Promise<void> {
    const ids = new Set<string>();
    for (const { id, from } of editions) {
      const counts = this.counting.get(from) ?? new Map<string, number>();
      this.counting.set(from, counts.set(view, (counts.get(view) ?? 0) + 1));
      if (id !== this.last) ids.add(id);
      this.last = id;
    }
    const misfiled = await this.store.misfiled(this.generation, view, [...ids]);
    if (misfiled !== null && shown.now.length < TOLD)
      shown.now = [...shown.now, wrong(ofDifference({ view, ...misfiled, what: 'is filed wrongly' }))];
  }

  /** A view was gone through: what it has shown the time before is over. */
  private async over(view: string, shown: Shown): Promise<void> {
    const marks = new Set((await this.store.marks(this.generation)).map(({ segment }) => segment));
    for (const [segment, counts] of this.counting)
      if (!marks.has(segment) && counts.has(view) && shown.now.length < TOLD)
        shown.now = [...shown.now, wrong(`${view} has editions of ${segment}, with which nothing was recorded`)];
    [shown.before, shown.now] = [shown.now, []];
    [this.batches, this.last] = [null, ''];
    this.view = (this.view + 1) % VIEWS.length;
    if (this.view === 0) [this.counted, this.until] = [this.counting, this.newest];
  }
}

const wrong = (says: string): Finding => ({ what: 'edition', says, position: null, since: null });
