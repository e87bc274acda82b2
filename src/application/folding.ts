import type { Ancestry, Change } from '../domain/kernel/view.js';
import type { LedgerEvent } from '../domain/kernel/event.js';
import type { Doc, Fold, View } from '../domain/kernel/view.js';
import type { Kind } from '../domain/activities/kind.js';
import type { Entry } from '../domain/registers/register.js';
import { ancestorsOf, type Strategy } from '../domain/strategy/strategy.js';
import { advance, subjectOf, upcast } from '../domain/subjects.js';
import { VIEWS } from '../domain/views/catalogue.js';
import { numbering, type NumberingDoc, numberingId, numberOf } from '../domain/views/numbering.js';
import { isEntry } from '../domain/views/registers.js';
import type { Edition, InForce } from './ports/view-store.js';

/** The documents in force before the first event folded. */
export interface Base {
  inForce(view: string, ids: readonly string[]): Promise<ReadonlyMap<string, InForce>>;
  strategies(): Promise<readonly Entry[]>;
}

/**
 * Documents of a view kept between batches, at least, where it does not say (`kept`); one left out is fetched again when
 * needed. Those that the last stretch changed, and those that it followed on, are always kept: they may still be on
 * their way to the store.
 */
const KEPT = 5_000;

/**
 * Folds placed events into all views, in memory: the one way from the ledger to documents. The projector commits what
 * it makes, a replay compares it, an as-of reading lays it over the editions of the evening before.
 */
export class Folding {
  /** Per view: the documents at hand; null for one that is known not to be there. */
  private readonly documents = new Map<string, Map<string, InForce | null>>(
    VIEWS.map((view) => [view.name, new Map()]),
  );
  /** Per view: editions that the last stretches made, at least as many as documents that they changed. */
  private readonly changed = new Map<string, number>();
  private readonly strategies = new Map<string, Strategy>();
  private ancestors = new Map<string, readonly string[]>();
  private began = false;

  /** @param keeps whether the base stays as it was: then nothing is let go of that it does not have */
  constructor(
    private readonly base: Base,
    private readonly keeps = false,
  ) {}

  /**
   * Folds a stretch of the ledger. A document has one edition per segment that touched it, in the ledger's order, each
   * naming the one before; the same for every way of cutting the ledger into stretches.
   *
   * @param followsOn whether what the stretch before made is committed together with this one, and not yet
   */
  async fold(
    events: readonly LedgerEvent[],
    onChange?: (change: Change) => void,
    followsOn = false,
  ): Promise<Edition[]> {
    if (!followsOn) {
      this.forget();
      this.changed.clear();
    }
    await this.prepare(events);
    const latest = new Map<string, Doc>();
    const changes = events.map((event) => this.change(upcast(event), latest));
    const editions: Edition[] = [];
    for (const view of VIEWS) {
      const folds = changes.map((change) => view.fold(change));
      await this.fetch(
        view.name,
        folds.flatMap((each) => each.reads),
      );
      this.apply(view, events, folds, editions);
    }
    if (onChange !== undefined) changes.forEach(onChange);
    return editions;
  }

  /** Subjects, number series and strategies: what the changes are made from. */
  private async prepare(events: readonly LedgerEvent[]): Promise<void> {
    if (!this.began) {
      this.began = true;
      for (const entry of await this.base.strategies()) this.learn(entry);
    }
    const wanted = new Map<string, string[]>();
    const want = (view: string, id: string): void => {
      const ids = wanted.get(view);
      if (ids === undefined) wanted.set(view, [id]);
      else ids.push(id);
    };
    for (const event of events) {
      const subject = subjectOf(event.stream);
      if (subject === null) continue;
      if (event.revision === 0) {
        // A stream's first event has nothing before it, and needs no look.
        this.at(subject.view).set(subject.id, null);
        if (subject.of === 'activity') want(numbering.name, numberingId(subject.kind.letters, event.day));
      } else want(subject.view, subject.id);
    }
    for (const [view, ids] of wanted) await this.fetch(view, ids);
  }

  /** One event with its subject before and after. `latest` holds the subjects as this stretch has left them so far. */
  private change(event: LedgerEvent, latest: Map<string, Doc>): Change {
    const subject = subjectOf(event.stream);
    if (subject === null) return { event, before: null, after: null, ancestry: this.ancestry };
    const before = latest.get(event.stream) ?? this.at(subject.view).get(subject.id)?.doc ?? null;
    const numbered = (kind: Kind): string => this.numbered(kind, event, latest);
    const after = advance(subject, event, before, numbered, this.ancestry);
    latest.set(event.stream, after);
    if (isEntry(after) && after.register === 'strategy') this.learn(after);
    return { event, before, after, ancestry: this.ancestry };
  }

  private numbered(kind: Kind, event: LedgerEvent, latest: Map<string, Doc>): string {
    const series = numberingId(kind.letters, event.day);
    // Number series are no streams: their key here cannot be one's name.
    const last = latest.get(series) ?? this.at(numbering.name).get(series)?.doc;
    const ordinal = ((last as NumberingDoc | undefined)?.last ?? 0) + 1;
    latest.set(series, { id: series, last: ordinal });
    return numberOf(series, ordinal);
  }

  private apply(view: View, events: readonly LedgerEvent[], folds: readonly Fold[], editions: Edition[]): void {
    const documents = this.at(view.name);
    const first = editions.length;
    const get = (id: string): Doc | undefined => documents.get(id)?.doc;
    /** Where this stretch's edition of a document stands, for the segment at hand. */
    let open = new Map<string, number>();
    let segment: string | null = null;
    folds.forEach((fold, index) => {
      const from = events[index]?.segment ?? '';
      if (from !== segment) [segment, open] = [from, new Map<string, number>()];
      const mine = (id: string): boolean => open.has(id);
      for (const doc of fold.apply(get, mine)) {
        const at = open.get(doc.id);
        const standing = at === undefined ? undefined : editions[at];
        if (at !== undefined && standing?.doc === doc) continue;
        if (at !== undefined && standing !== undefined) editions[at] = { ...standing, doc };
        else {
          open.set(doc.id, editions.length);
          editions.push({ view: view.name, from, doc, previous: documents.get(doc.id) ?? null });
        }
        // The last changed come last, and are kept longest.
        documents.delete(doc.id);
        documents.set(doc.id, { from, doc });
      }
    });
    this.changed.set(view.name, (this.changed.get(view.name) ?? 0) + editions.length - first);
  }

  private forget(): void {
    if (this.keeps) return;
    for (const { name, kept = KEPT } of VIEWS) {
      const documents = this.at(name);
      let over = documents.size - Math.max(kept, this.changed.get(name) ?? 0);
      if (over <= 0) continue;
      for (const id of documents.keys()) {
        if (over-- <= 0) break;
        documents.delete(id);
      }
    }
  }

  private learn({ key, details }: Entry): void {
    this.strategies.set(key, details as unknown as Strategy);
    this.ancestors = new Map();
  }

  private readonly ancestry: Ancestry = (strategy, item) => {
    const name = `${strategy}/${item}`;
    let above = this.ancestors.get(name);
    if (above === undefined) {
      const tree = this.strategies.get(strategy);
      this.ancestors.set(name, (above = tree === undefined ? [] : ancestorsOf(tree, item)));
    }
    return above;
  };

  private at(view: string): Map<string, InForce | null> {
    const documents = this.documents.get(view);
    if (documents === undefined) throw new Error(`no view ${view}`);
    return documents;
  }

  private async fetch(view: string, ids: readonly string[]): Promise<void> {
    const documents = this.at(view);
    const missing = [...new Set(ids)].filter((id) => !documents.has(id));
    if (missing.length === 0) return;
    const found = await this.base.inForce(view, missing);
    for (const id of missing) documents.set(id, found.get(id) ?? null);
  }
}
