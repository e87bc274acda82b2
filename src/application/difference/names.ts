import type { ReportFigures } from '../reports/report-figures.js';
import type { Differing } from './figure.js';
import { escaped, isSet } from './leaves.js';

/** What things are called that figures go by, by their paths: a gmina's name, an item's words, a line's number and title. */
export type Names = Readonly<Record<string, string>>;

/** @param reports what either report says; where both name a thing the later name is told */
export function namesOf(reports: readonly ReportFigures[], figures: readonly Differing[]): Names {
  const told = mentioned(figures);
  const names: Record<string, string> = {};
  const name = (path: string, is: string): void => {
    if (told.has(path)) names[path] = is;
  };
  for (const { gminas, items, investments, campaigns } of reports) {
    for (const gmina of gminas) for (const code of [gmina.key, gmina.terc]) name(`/gminas/${code}`, gmina.name);
    for (const { code, text, measures } of items) {
      const path = `/items/${escaped(code)}`;
      name(path, text);
      for (const measure of measures) name(`${path}/measures/${escaped(measure.id)}`, measure.name);
    }
    for (const [list, { lines }] of Object.entries({ investments, campaigns }))
      for (const { id, number, title } of lines) name(`/${list}/lines/${id}`, `${number} ${title}`);
  }
  return names;
}

/** Paths of what the figures are of, and of the members of sets. */
function mentioned(figures: readonly Differing[]): ReadonlySet<string> {
  const paths = new Set<string>();
  for (const { path, before, after, because } of figures) {
    for (let at = path; at !== ''; at = at.slice(0, at.lastIndexOf('/'))) paths.add(at);
    // Of hundreds of lines those alone that came or went.
    if (isSet(path) && !path.endsWith('/lines'))
      for (const member of [before, after].flat()) if (typeof member === 'string') paths.add(pathOf(path, member));
    for (const { delta } of because)
      if (typeof delta === 'object' && delta !== null)
        for (const member of [...delta.came, ...delta.went]) paths.add(pathOf(path, member));
  }
  return paths;
}

/** The path of a member of a set. */
export function pathOf(set: string, member: string): string {
  const name = set.slice(set.lastIndexOf('/') + 1);
  if (name === 'gaps') return `/items/${escaped(member)}`;
  return `${name === 'gminas' ? '/gminas' : set}/${escaped(member)}`;
}
