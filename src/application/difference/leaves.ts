import type { Json } from '../../domain/kernel/json.js';

/**
 * The figures of a report by path: a JSON Pointer into the report in which the members of lists go by what they are (a
 * gmina by the code of its row, an item by its code, a measure or a line by its id), so that a figure keeps its path
 * while the list is sorted anew. What is null is left out.
 */
export type Leaves = ReadonlyMap<string, Json>;

/** The field by which a list's members go. The list itself is then the set of these names. */
const NAMED_BY: Readonly<Record<string, string>> = { gminas: 'key', items: 'code', measures: 'id', lines: 'id' };

/** Whether a figure is a set of names: what came and went is told of it. */
export const isSet = (path: string): boolean => {
  const name = path.slice(path.lastIndexOf('/') + 1);
  return name === 'gaps' || name in NAMED_BY;
};

/** @param figures JSON: a report's, or a part of them */
export function leavesOf(figures: object, prefix = ''): Map<string, Json> {
  const leaves = new Map<string, Json>();
  gather(figures as unknown as Json, prefix, leaves);
  return leaves;
}

function gather(value: Json | undefined, path: string, leaves: Map<string, Json>): void {
  if (value === null || value === undefined) return;
  if (Array.isArray(value)) gatherList(value, path, leaves);
  else if (typeof value === 'object') {
    for (const [name, each] of Object.entries(value)) gather(each, `${path}/${escaped(name)}`, leaves);
  } else leaves.set(path, value);
}

function gatherList(list: readonly Json[], path: string, leaves: Map<string, Json>): void {
  const field = NAMED_BY[path.slice(path.lastIndexOf('/') + 1)];
  const names = list.map((member) => nameOf(member, field));
  leaves.set(path, isSet(path) ? [...names].sort() : list);
  list.forEach((member, index) => {
    const name = names[index];
    if (typeof member === 'object' && typeof name === 'string') gather(member, `${path}/${escaped(name)}`, leaves);
  });
}

/** What a member goes by: itself, where it is a name already. */
function nameOf(member: Json, field: string | undefined): Json {
  if (field === undefined || typeof member !== 'object' || member === null || Array.isArray(member)) return member;
  return (member as Readonly<Record<string, Json>>)[field] ?? null;
}

/** A name as a part of a path. */
export const escaped = (name: string): string => name.replaceAll('~', '~0').replaceAll('/', '~1');
