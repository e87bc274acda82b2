import { OrganisationRef } from '../../../domain/activities/details.js';
import type { Payload } from '../../../domain/kernel/check.js';
import { formsOf } from '../../../domain/kernel/field-forms.js';
import type { Fault } from '../../../domain/kernel/rejection.js';
import type { Look } from '../look.js';
import { inputOf } from './inputs.js';

/** The fields of one payload within a form: `/` before the names of a recording, `/changes/steps.grant.` of a correction. */
export interface Section {
  readonly payload: Payload<object>;
  readonly prefix: string;
  /** Its fields as they stand in the form; left out, as the payload has them. */
  readonly names?: readonly string[];
  /** What else its pointers may begin with: a step that was taken once needs no number. */
  readonly alias?: string;
  /** What stands above it; left out, nothing. */
  readonly legend?: string;
}

/** Where in a form a fault belongs. */
interface Place {
  /** The name of the input, or of the group of inputs. */
  readonly at: string;
  /** In words: `rozmówca 2: organizacja`. */
  readonly label: string;
}

/** A fault where it belongs; `at` null where the form has no such place. */
export interface Placed extends Fault {
  readonly at: string | null;
  readonly label: string | null;
}

export const idOf = (at: string): string => `f-${at}`;

/** Those that the form has a place for in its order, then the others. */
export function placedFaults(
  look: Look,
  kind: string,
  sections: readonly Section[],
  faults: readonly Fault[],
): readonly Placed[] {
  const placed = faults.map((fault): Placed => {
    for (const { payload, prefix, alias, legend } of sections) {
      const begins = [prefix, alias].find((each) => each !== undefined && fault.pointer.startsWith(each));
      if (begins === undefined) continue;
      const place = placeIn(look, kind, payload, prefix, fault.pointer.slice(begins.length).split('/'));
      if (place === null) continue;
      return { ...fault, at: place.at, label: legend === undefined ? place.label : `${legend}: ${place.label}` };
    }
    return { ...fault, at: null, label: null };
  });
  const ordered = placed.map((fault) => ({
    fault,
    order: fault.at === null ? [Infinity] : orderOf(sections, fault.at),
  }));
  return ordered.sort((a, b) => inOrder(a.order, b.order)).map(({ fault }) => fault);
}

/** Where in a form an input stands: the section's number, the field's in it, and so on below. */
function orderOf(sections: readonly Section[], at: string): readonly number[] {
  for (const [index, { payload, prefix, names }] of sections.entries()) {
    if (!at.startsWith(prefix)) continue;
    const [name = '', ...below] = at.slice(prefix.length).split('/');
    if (formsOf(payload).has(name)) return [index, ...orderIn(payload, [name, ...below], names)];
  }
  return [Infinity];
}

function orderIn(
  payload: Payload<object>,
  [name, ...below]: readonly string[],
  names: readonly string[] = [...formsOf(payload).keys()],
): readonly number[] {
  if (name === undefined) return [];
  const form = formsOf(payload).get(name);
  const here = names.indexOf(name);
  const part = form?.part?.();
  if (part === undefined) return [here];
  if (form?.many !== true) return [here, ...orderIn(part, below)];
  const [row, ...rest] = below;
  return row === undefined ? [here] : [here, Number(row), ...orderIn(part, rest)];
}

/** What stands around others comes before them. */
function inOrder(a: readonly number[], b: readonly number[]): number {
  for (const [index, one] of a.entries()) {
    const other = b[index];
    if (other === undefined) return 1;
    if (one !== other) return one < other ? -1 : 1;
  }
  return a.length - b.length;
}

function placeIn(
  look: Look,
  kind: string,
  payload: Payload<object>,
  prefix: string,
  [name = '', ...below]: readonly string[],
): Place | null {
  const form = formsOf(payload).get(name);
  if (form === undefined) return null;
  const word = look.words.field(kind, name);
  const at = `${prefix}${name}`;
  const input = inputOf(name, form);
  const [next, ...rest] = below;
  const part = form.part?.();
  if (part === undefined) {
    const line = (input === 'lines' || input === 'activities') && next !== undefined;
    return { at, label: line ? look.t.forms.line(word, String(Number(next) + 1)) : word };
  }
  if (input === 'rows') {
    if (next === undefined) return { at, label: word };
    return within(look, kind, part, `${at}/${next}`, `${look.words.one(kind, name)} ${String(Number(next) + 1)}`, rest);
  }
  return within(look, kind, part, at, word, below);
}

function within(
  look: Look,
  kind: string,
  part: Payload<object>,
  at: string,
  label: string,
  below: readonly string[],
): Place {
  // An organisation is asked for by its name: whatever is wrong with it as a whole belongs there.
  if (part === OrganisationRef && (below.length === 0 || below[0] === 'id' || below[0] === 'name'))
    return { at: `${at}/name`, label };
  const found = below.length === 0 ? null : placeIn(look, kind, part, `${at}/`, below);
  return found === null ? { at, label } : { at: found.at, label: `${label}: ${found.label}` };
}
