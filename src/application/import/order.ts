import type { Taken } from '../../domain/activities/activity.js';
import type { ActivityDetails } from '../../domain/activities/details.js';
import { type Kind, leadsTo, rowOf } from '../../domain/activities/kind.js';
import type { JsonObject } from '../../domain/kernel/json.js';

/** A step that a row has taken, as far as its order among the others goes. */
export interface Dated {
  readonly step: string;
  readonly nth: number;
  /** Empty where the row does not say. */
  readonly on: string;
  /** In the form of the interface, as far as the cells read. */
  readonly fields: JsonObject;
}

/**
 * Puts the steps of a row in order: by day, and those of one day as the kind's table lets them follow one another.
 *
 * @param start the step that the activity begins with; null: whichever lets the others follow
 * @param details of the activity, as far as the cells read
 * @returns the start, and the rest in order; where the table allows no order, that of the days, for the rules to refuse
 */
export function inOrder<S extends Dated>(
  kind: Kind,
  start: string | null,
  details: JsonObject,
  steps: readonly S[],
): { readonly start: string; readonly first: S | null; readonly rest: readonly S[] } {
  const rank = new Map(Object.keys(kind.steps).map((name, index) => [name, index]));
  const sorted = [...steps].sort(
    (a, b) => compare(a.on, b.on) || (rank.get(a.step) ?? 0) - (rank.get(b.step) ?? 0) || a.nth - b.nth,
  );
  const starts = Object.entries(kind.steps).flatMap(([name, row]) => (row.starts ? [name] : []));
  const told = sorted.filter((each) => starts.includes(each.step) && (start === null || each.step === start));
  const untold = start === null ? starts : told.length > 0 ? [] : [start];
  const candidates = [
    ...told.map((first) => ({ start: first.step, first })),
    ...untold.map((step) => ({ start: step, first: null })),
  ];
  const others = (first: S | null): S[] => sorted.filter((each) => each !== first);
  for (const { start: step, first } of candidates) {
    const begun = taking(kind, details, [], step, first?.fields ?? details);
    const rest = begun && follow(kind, details, begun, others(first));
    if (rest !== null) return { start: step, first, rest };
  }
  const [fallback = { start: start ?? starts[0] ?? '', first: null }] = candidates;
  return { ...fallback, rest: others(fallback.first) };
}

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

/** The steps in an order in which they can be taken; null when there is none. */
function follow<S extends Dated>(
  kind: Kind,
  details: JsonObject,
  taken: readonly Taken[],
  steps: readonly S[],
): readonly S[] | null {
  const [earliest] = steps;
  if (earliest === undefined) return [];
  const tried = new Set<string>();
  for (const each of steps.filter(({ on }) => on === earliest.on)) {
    // Two times of one step on one day keep the order of their columns.
    if (tried.has(each.step)) continue;
    tried.add(each.step);
    const then = taking(kind, details, taken, each.step, each.fields);
    const left = steps.filter((other) => other !== each);
    const rest = then && follow(kind, details, then, left);
    if (rest !== null) return [each, ...rest];
  }
  return null;
}

/** The steps taken when this one is, too; null when it can't be. */
function taking(
  kind: Kind,
  details: JsonObject,
  taken: readonly Taken[],
  step: string,
  fields: JsonObject,
): readonly Taken[] | null {
  const row = rowOf(kind, step);
  const now = taken.at(-1)?.status;
  if (row === undefined || !(now === undefined ? row.starts === true : row.from.includes(now))) return null;
  // What is not of its form is told later, and only decides here where the order leads.
  const status = leadsTo(row, details as unknown as ActivityDetails, fields, taken);
  return [...taken, { step, on: '', by: '', status }];
}
