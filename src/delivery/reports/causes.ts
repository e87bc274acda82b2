import {
  type Because,
  type Class,
  CLASSES,
  type Differing,
  exact,
  type Moved,
} from '../../application/difference/figure.js';

/** The causes of a figure that are of one class, added up. */
export interface Summed {
  readonly class: Class;
  readonly events: number;
  /** Of the entry, where it is one event of one. */
  readonly number: string | null;
  /** Of a number: what they add. Of a set: what each of them moved. Null: they decided what the figure says now. */
  readonly delta: number | readonly Moved[] | null;
}

/** In the order of the classes. */
export function summed(because: readonly Because[]): readonly Summed[] {
  return CLASSES.flatMap((name) => {
    const of = because.filter((each) => each.class === name);
    if (of.length === 0) return [];
    const events = eventsIn(of);
    const deltas = of.flatMap(({ delta }) => (delta === null ? [] : [delta]));
    const moves = deltas.filter((delta) => typeof delta !== 'number');
    const sum = exact(deltas.reduce<number>((total, delta) => total + (typeof delta === 'number' ? delta : 0), 0));
    return [
      {
        class: name,
        events,
        number: events === 1 ? (of[0]?.number ?? null) : null,
        delta: moves.length > 0 ? moves : deltas.length > 0 ? sum : null,
      },
    ];
  });
}

/** How many events made a figure, those that are told together among them. */
export const eventsIn = (because: readonly Because[]): number =>
  because.reduce((sum, { events = 1 }) => sum + events, 0);

/** By how much a number differs; null for what is none. What is not there is 0. */
export function gapOf({ before, after }: Pick<Differing, 'before' | 'after'>): number | null {
  const [was, is] = [before ?? 0, after ?? 0];
  const known = before !== null || after !== null;
  return known && typeof was === 'number' && typeof is === 'number' ? exact(is - was) : null;
}
