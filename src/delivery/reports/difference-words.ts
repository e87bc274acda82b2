import type { Difference } from '../../application/difference/difference.js';
import type { Differing, Moved } from '../../application/difference/figure.js';
import { pathOf } from '../../application/difference/names.js';
import { type Part, type Place, placeOf } from '../../application/difference/places.js';
import { kindNamed } from '../../domain/catalogue.js';
import type { Json } from '../../domain/kernel/json.js';
import { COUNTY, OUTSIDE } from '../../domain/views/rows.js';
import { ownOf } from '../../domain/kernel/own.js';
import { figureWords } from '../polish/figures.js';
import { KINDS_MANY, LIST_WORDS, MOVED_WORDS, PART_WORDS, type Shown, wordOf } from '../polish/glossary.js';
import { labelOf, terc } from './figure-words.js';
import { Names } from './names.js';

/** What a figure of a difference is of, in words. */
export interface Subject {
  /** The part of the report, and of what in it: a gmina, an item, an investment. */
  readonly part: string;
  readonly code: string;
  readonly name: string;
}

export interface Named extends Differing {
  readonly place: Place;
  readonly subject: Subject;
  readonly figure: string;
  readonly as: Shown;
}

/** The words of one language. */
export interface DifferenceVocabulary {
  readonly parts: Readonly<Record<Part, string>>;
  /** Of the totals. */
  readonly once: string;
  readonly moved: Readonly<Record<keyof Moved, string>>;
  kinds(name: string): string;
  /** A figure or list, by its path within what it is of. */
  figure(path: string): string;
}

const POLISH: DifferenceVocabulary = {
  parts: PART_WORDS,
  once: 'każde działanie raz',
  moved: MOVED_WORDS,
  kinds: (name) => wordOf(KINDS_MANY, name),
  figure: (path) => ownOf(LIST_WORDS, path) ?? labelOf(path),
};

type Show = (value: string | number | boolean, as: Shown) => string;

/** Says in words what a difference tells by paths. */
export class DifferenceWords {
  readonly names: Names;

  constructor(
    private readonly difference: Difference,
    private readonly words = POLISH,
  ) {
    const gminas = Object.entries(difference.names).flatMap(([path, name]) => {
      const [, code] = /^\/gminas\/([^/]+)$/.exec(path) ?? [];
      return code === undefined ? [] : [[code, name] as const];
    });
    this.names = new Names(new Map([[COUNTY, 'Cały powiat'], [OUTSIDE, 'Poza powiatem'], ...gminas]));
  }

  figures(): readonly Named[] {
    return this.difference.figures.map((figure) => this.named(figure));
  }

  /** A value in one cell. What is not there is 0 of a number, and nothing of anything else; nor is a list of many lines. */
  value(value: Json, { path, as }: Named, show: Show): string {
    if (path.endsWith('/lines')) return '';
    if (Array.isArray(value)) return value.map((member: Json) => this.member(path, member, as, show)).join(', ');
    if (typeof value === 'object') return NUMBERS.has(as) ? show(0, as) : '';
    return show(value, as);
  }

  /** A value as a number, where the figure is one: what is not there is 0. Null of anything else. */
  number(value: Json, { as }: Named): number | null {
    if (typeof value === 'number') return value;
    return typeof value === 'object' && !Array.isArray(value) && NUMBERS.has(as) ? 0 : null;
  }

  /** What came into a set, and what went from it. */
  moves({ came, went }: Moved, { path, as }: Named, show: Show): string {
    const said = (word: string, members: readonly string[]): string =>
      members.length === 0 ? '' : `${word}: ${members.map((each) => this.member(path, each, as, show)).join(', ')}`;
    const { moved } = this.words;
    return [said(moved.came, came), said(moved.went, went)].filter((each) => each !== '').join('; ');
  }

  /** One of the difference's figures: there are thousands, and to find words for each takes its time. */
  named(figure: Differing): Named {
    const place = placeOf(figure.path);
    const as = figureWords(place.figure)?.as ?? 'text';
    return { ...figure, place, subject: this.subject(place), figure: this.words.figure(place.figure), as };
  }

  private subject({ part, of, at }: Place): Subject {
    const subject = (code = '', name = ''): Subject => ({ part: this.words.parts[part], code, name });
    if (part === 'totals') return subject('', this.words.once);
    if (of === '') return subject();
    const name = this.difference.names[at] ?? '';
    switch (part) {
      case 'gminas':
        return subject(terc(of), this.names.gmina(of));
      case 'kinds':
        return subject(kindNamed(of)?.letters, this.words.kinds(of));
      case 'investments':
      case 'campaigns': {
        const [number = '', ...title] = name.split(' ');
        return subject(number, title.join(' '));
      }
      default:
        return subject(of, name);
    }
  }

  private member(path: string, member: Json, as: Shown, show: Show): string {
    if (typeof member !== 'string') return this.share(member, show);
    if (path.endsWith('gminas')) return show(member, 'gminas');
    if (path.endsWith('/gaps') || path === '/items') return member;
    return this.difference.names[pathOf(path, member)] ?? show(member, as);
  }

  /** A partner with its share, or a source with its amount. */
  private share(member: Json, show: Show): string {
    // The lists of a line that are told whole are of these two.
    const { organisation, gmina, share, name, amount } = member as Share;
    const who = organisation ?? name ?? (gmina === undefined ? '' : show(gmina, 'gminas'));
    return `${who} ${show(share ?? amount ?? 0, 'grosze')}`;
  }
}

interface Share {
  readonly organisation?: string;
  readonly gmina?: string;
  readonly name?: string;
  readonly share?: number;
  readonly amount?: number;
}

const NUMBERS: ReadonlySet<Shown> = new Set(['number', 'grosze', 'metres']);
