/** The views' own fold with every document in memory and no editions: what the raw limit and Emmett's projection run. */
import {
  advance,
  ancestorsOf,
  isEntry,
  numbering,
  numberingId,
  numberOf,
  Placing,
  subjectOf,
  VIEWS,
} from '../product.js';

const NEVER_READ = new Set(['trail']);

export class PlainFold {
  documents = new Map(VIEWS.map(({ name }) => [name, new Map()]));
  #placing = new Placing();
  #strategies = new Map();
  #ancestry = (strategy, item) => {
    const tree = this.#strategies.get(strategy);
    return tree === undefined ? [] : ancestorsOf(tree, item);
  };

  /** @returns {[view: string, documents: object[]][]} what the event made or altered */
  fold(recorded) {
    const event = this.#placing.place(recorded);
    const change = this.#change(event);
    this.#placing.takeMarks();
    const changed = [];
    for (const view of VIEWS) {
      const documents = this.documents.get(view.name);
      // Nobody else looks at these documents, and no edition is kept: all may be altered as they are.
      const made = view.fold(change).apply(
        (id) => documents.get(id),
        (id) => documents.has(id),
      );
      if (made.length === 0) continue;
      if (!NEVER_READ.has(view.name)) for (const doc of made) documents.set(doc.id, doc);
      changed.push([view.name, made]);
    }
    return changed;
  }

  #change(event) {
    const subject = subjectOf(event.stream);
    if (subject === null) return { event, before: null, after: null, ancestry: this.#ancestry };
    const before = this.documents.get(subject.view).get(subject.id) ?? null;
    const numbered = ({ letters }) => {
      const series = numberingId(letters, event.day);
      return numberOf(series, (this.documents.get(numbering.name).get(series)?.last ?? 0) + 1);
    };
    const after = advance(subject, event, before, numbered, this.#ancestry);
    if (isEntry(after) && after.register === 'strategy') this.#strategies.set(after.key, after.details);
    return { event, before, after, ancestry: this.#ancestry };
  }
}
