import type { Phase } from '../../domain/activities/phase.js';
import { KINDS } from '../../domain/catalogue.js';
import { type Cell, type Column, count, figures } from '../paper/paper.js';
import { figureWords } from '../polish/figures.js';
import { KINDS_MANY, PHASE_WORDS, wordOf } from '../polish/glossary.js';

/** Stands where nothing is known. */
export const UNKNOWN = '–';

const known = <V>(value: V | null, show: (value: V) => Cell): Cell => (value === null ? UNKNOWN : show(value));

/** A figure's words as a heading. */
export const head = (path: string): string => capital(figureWords(path)?.words ?? path);

const capital = (said: string): string => `${said.charAt(0).toUpperCase()}${said.slice(1)}`;

type Of<T, V> = (thing: T) => V | null;

/** Columns of figures, headed by what the glossary calls them. */
export const counts = <T>(path: string, of: Of<T, number>): Column<T> =>
  figures(head(path), (thing) => known(of(thing), count));
export const money = <T>(path: string, of: Of<T, number>): Column<T> =>
  figures(head(path), (thing) => known(of(thing), (value) => ({ as: 'grosze', value })));
export const metres = <T>(path: string, of: Of<T, number>): Column<T> =>
  figures(head(path), (thing) => known(of(thing), (value) => ({ as: 'metres', value })));
export const days = <T>(path: string, of: Of<T, string>): Column<T> =>
  figures(head(path), (thing) => known(of(thing), (value) => ({ as: 'day', value })));

export const PHASE_NAMES: readonly Phase[] = ['ahead', 'underway', 'done', 'dropped'];

export const phaseColumns = <T>(of: (thing: T) => Readonly<Record<Phase, number>>): Column<T>[] =>
  PHASE_NAMES.map((phase) => figures(capital(PHASE_WORDS[phase]), (thing) => count(of(thing)[phase])));

/** A column a kind of activity, headed by the letters of its numbers: whole words of nine kinds would not fit a page. */
export const kindColumns = <T>(of: (thing: T) => Readonly<Record<string, number>>): Column<T>[] =>
  KINDS.map(({ name, letters }) => figures(letters, (thing) => count(of(thing)[name] ?? 0)));

export const KIND_LEGEND = `Skróty: ${KINDS.map(({ name, letters }) => `${letters} – ${wordOf(KINDS_MANY, name)}`).join(', ')}.`;
