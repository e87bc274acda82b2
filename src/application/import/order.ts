import { type Kind, rowOf } from '../../domain/activities/kind.js';
import type { Status } from '../../domain/activities/phase.js';

/** A step that a row has taken, as far as its order among the others goes. */
export interface Dated {
  readonly step: string;
  readonly nth: number;
  /** Undefined where the row does not say. */
  readonly on: string | undefined;
}

/**
 * Puts the steps of a row in order: by day, and those of one day as the kind's table lets them follow one another.
 *
 * @param start the step that the activity begins with; null: whichever lets the others follow
 * @returns the start, and the rest in order; where the table allows no order, that of the days, for the rules to refuse
 */
export function inOrder<S extends Dated>(
  kind: Kind,
  start: string | null,
  steps: readonly S[],
): { readonly start: string; readonly first: S | null; readonly rest: readonly S[] } {
  const rank = new Map(Object.keys(kind.steps).map((name, index) => [name, index]));
  const sorted = [...steps].sort(
    (a, b) => compare(a.on ?? '', b.on ?? '') || (rank.get(a.step) ?? 0) - (rank.get(b.step) ?? 0) || a.nth - b.nth,
  );
  const starts = Object.entries(kind.steps).flatMap(([name, row]) => (row.starts ? [name] : []));
  const told = sorted.filter((each) => starts.includes(each.step) && (start === null || each.step === start));
  const untold = start === null ? starts : told.length > 0 ? [] : [start];
  const candidates = [
    ...told.map((first) => ({ start: first.step, first })),
    ...untold.map((step) => ({ start: step, first: null })),
  ];
  for (const { start: step, first } of candidates) {
    const rest = follow(
      kind,
      after(kind, new Set(), new Set(), step),
      sorted.filter((each) => each !== first),
    );
    if (rest !== null) return { start: step, first, rest };
  }
  const [fallback = { start: start ?? starts[0] ?? '', first: null }] = candidates;
  return { ...fallback, rest: sorted.filter((each) => each !== fallback.first) };
}

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

interface Reached {
  /** Where the activity may be. */
  readonly now: ReadonlySet<Status>;
  readonly ever: ReadonlySet<Status>;
}

function follow<S extends Dated>(kind: Kind, reached: Reached, steps: readonly S[]): readonly S[] | null {
  const [earliest] = steps;
  if (earliest === undefined) return [];
  const tried = new Set<string>();
  for (const each of steps.filter(({ on }) => on === earliest.on)) {
    // Two times of one step on one day keep the order of their columns.
    if (tried.has(each.step)) continue;
    tried.add(each.step);
    const next = after(kind, reached.now, reached.ever, each.step);
    const rest =
      next.now.size === 0
        ? null
        : follow(
            kind,
            next,
            steps.filter((other) => other !== each),
          );
    if (rest !== null) return [each, ...rest];
  }
  return null;
}

/** Where a step may lead from where the activity may be; nowhere when it can't be taken there. */
function after(kind: Kind, now: ReadonlySet<Status>, ever: ReadonlySet<Status>, step: string): Reached {
  const row = rowOf(kind, step);
  const possible = row !== undefined && (now.size === 0 ? row.starts === true : row.from.some((each) => now.has(each)));
  if (!possible) return { now: new Set(), ever };
  const to =
    row.to === 'back'
      ? [...ever].filter((each) => !now.has(each))
      : typeof row.to === 'string'
        ? [row.to]
        : row.to.among;
  return { now: new Set(to), ever: new Set([...ever, ...to]) };
}
