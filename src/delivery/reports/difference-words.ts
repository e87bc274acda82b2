import type { Difference } from '../../application/difference/difference.js';
import type { Differing, Moved } from '../../application/difference/figure.js';
import { pathOf } from '../../application/difference/names.js';
import { kindNamed } from '../../domain/catalogue.js';
import type { Json } from '../../domain/kernel/json.js';
import { COUNTY, OUTSIDE } from '../../domain/views/rows.js';
import { ownOf } from '../../domain/kernel/own.js';
import { figureWords } from '../polish/figures.js';
import { KINDS_MANY, LIST_WORDS, type Shown, wordOf } from '../polish/glossary.js';
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
  readonly subject: Subject;
  readonly figure: string;
  readonly as: Shown;
}

type Show = (value: string | number | boolean, as: Shown) => string;

/** Says in Polish what a difference tells by paths. */
export class DifferenceWords {
  readonly names: Names;

  constructor(private readonly difference: Difference) {
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
    return [said('przybyło', came), said('ubyło', went)].filter((each) => each !== '').join('; ');
  }

  private named(figure: Differing): Named {
    const { subject, rest } = this.within(figure.path);
    const list = ownOf(LIST_WORDS, rest);
    const as = figureWords(rest)?.as ?? 'text';
    return { ...figure, subject, figure: list ?? labelOf(rest), as };
  }

  private within(path: string): { readonly subject: Subject; readonly rest: string } {
    const [first = '', second = '', third = '', fourth = ''] = path.slice(1).split('/').map(unescaped);
    const after = (parts: number): string =>
      path
        .split('/')
        .slice(parts + 1)
        .map(unescaped)
        .join('/');
    const name = (parts: number): string =>
      this.difference.names[
        path
          .split('/')
          .slice(0, parts + 1)
          .join('/')
      ] ?? '';
    const of = (part: string, code: string, its: string, parts: number) => ({
      subject: { part, code, name: its },
      rest: after(parts),
    });
    switch (first) {
      case 'totals':
        return of('Razem', '', 'każde działanie raz', 1);
      case 'countyWide':
        return of('Cały powiat', '', '', 1);
      case 'outside':
        return of('Poza powiatem', '', '', 1);
      case 'gminas':
        return second === '' ? of('Gminy', '', '', 0) : of('Gminy', terc(second), this.names.gmina(second), 2);
      case 'kinds':
        return of('Rodzaje działań', kindNamed(second)?.letters ?? '', wordOf(KINDS_MANY, second), 2);
      case 'items':
        if (second === '') return of('Cele strategii', '', '', 0);
        return third === 'measures' && fourth !== ''
          ? of('Mierniki celów', second, name(4), 4)
          : of('Cele strategii', second, name(2), 2);
      case 'investments':
      case 'campaigns': {
        const part = first === 'investments' ? 'Inwestycje' : 'Kampanie';
        const [number = '', ...title] = name(3).split(' ');
        return third === '' ? of(part, '', '', 0) : of(part, number, title.join(' '), 3);
      }
      default:
        return of('Raport', '', '', 0);
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

const unescaped = (part: string): string => part.replaceAll('~1', '/').replaceAll('~0', '~');
