import type { Part } from './figures.js';
import type { Doc, Fold } from '../kernel/view.js';

/** A document of counters by key; a counter that is back at nothing leaves. */
export interface Counters extends Doc {
  readonly counters: Readonly<Record<string, number>>;
}

/** The net parts by document and key. */
export class Tally {
  private readonly byDocument = new Map<string, Map<string, number>>();

  add(id: string, { key, value }: Pick<Part, 'key' | 'value'>, sign: 1 | -1): void {
    let keys = this.byDocument.get(id);
    if (keys === undefined) this.byDocument.set(id, (keys = new Map<string, number>()));
    keys.set(key, (keys.get(key) ?? 0) + sign * value);
  }

  /** The documents after their parts; those whose parts cancel out stay as they are. */
  fold(fresh: (id: string) => Counters): Fold {
    return {
      reads: [...this.byDocument.keys()],
      apply: (get, mine = () => false) => this.apply(get, mine, fresh),
    };
  }

  private apply(
    get: (id: string) => Doc | undefined,
    mine: (id: string) => boolean,
    fresh: (id: string) => Counters,
  ): Counters[] {
    const changed: Counters[] = [];
    for (const [id, keys] of this.byDocument) {
      const deltas = [...keys].filter(([, delta]) => delta !== 0);
      if (deltas.length === 0) continue;
      // A counters view holds nothing but such documents.
      const doc = (get(id) as Counters | undefined) ?? fresh(id);
      // Hundreds of counters: copied once a stretch, not once a change.
      const own = mine(id);
      const counters: Record<string, number> = own ? doc.counters : { ...doc.counters };
      for (const [key, delta] of deltas) {
        const sum = (counters[key] ?? 0) + delta;
        if (sum === 0) Reflect.deleteProperty(counters, key);
        else counters[key] = sum;
      }
      changed.push(own ? doc : { ...doc, counters });
    }
    return changed;
  }
}
