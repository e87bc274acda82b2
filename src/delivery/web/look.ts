import type { Directory } from '../../application/queries/directory.js';
import type { Role } from '../../domain/kernel/event.js';
import { ownOf } from '../../domain/kernel/own.js';
import { OUTSIDE_STRATEGY } from '../../domain/views/rows.js';
import type { Caller } from '../http/rights.js';
import type { Language } from './language.js';
import type { Formats } from './texts/formats.js';
import type { Texts } from './texts/texts.js';
import type { Words } from './texts/words.js';

type Params = Readonly<Record<string, string | undefined>>;

/** Of an application in which nothing is known: what a page shows to whom it does not know. */
export const NOTHING_KNOWN: Directory = {
  day: '',
  today: '',
  lastDay: null,
  ledger: null,
  gminas: [],
  units: {},
  officials: {},
  strategies: [],
  inForce: null,
};

/** Where one stands: what every page is drawn with. */
export interface Standpoint {
  readonly language: Language;
  /** As the address says it; undefined for now. Every link carries it. */
  readonly asOf: string | undefined;
  readonly directory: Directory;
  /** Of the ledger, at that point. */
  readonly position: number;
  /** Null for whom the program does not know. */
  readonly caller: Caller | null;
  /** What a form shows that writes; null where nobody has signed in. */
  readonly proof: string | null;
  /** Of this page, and what its address asks besides the point and the language. */
  readonly path: string;
  readonly asked: Params;
}

/** What a page is drawn with: words, formats, names, and addresses that stay at the same point and language. */
export class Look {
  readonly code: Language['code'];
  readonly t: Texts;
  readonly words: Words;
  readonly f: Formats;

  constructor(readonly at: Standpoint) {
    const { code, texts, words, formats } = at.language;
    this.code = code;
    this.t = texts;
    this.words = words;
    this.f = formats;
  }

  /** What every address carries: the point in time and the language. */
  get carried(): Readonly<Record<string, string>> {
    const { asOf } = this.at;
    return { ...(asOf !== undefined && { asOf }), ...(this.code !== 'pl' && { lang: this.code }) };
  }

  /** The address of another page, at the same point and in the same language. Empty parameters are left out. */
  href(path: string, params: Params = {}): string {
    return addressOf(path, { ...params, ...this.carried });
  }

  /** The register page that lists what is behind a figure; undefined where nothing is. */
  behind(link: string | undefined): string | undefined {
    if (link === undefined) return undefined;
    const params = Object.fromEntries(new URLSearchParams(link.slice(link.indexOf('?') + 1)));
    // A figure of now is linked at its position; on a screen, now goes on being now.
    delete params['asOf'];
    return this.href('/rejestr', params);
  }

  get past(): boolean {
    return this.at.asOf !== undefined;
  }

  may(...roles: readonly Role[]): boolean {
    return this.at.caller?.actor.roles.some((role) => roles.includes(role)) === true;
  }

  /** A word of the glossary, which begin small, where it begins a line. */
  capital(text: string): string {
    return text.charAt(0).toLocaleUpperCase(this.code) + text.slice(1);
  }

  /** A gmina by any code that it ever had; one of another county is known by its code alone. */
  gmina(code: string): string {
    if (code === 'county') return this.t.county;
    if (code === 'outside') return this.t.outside;
    return this.at.directory.gminas.find(({ codes }) => codes.includes(code))?.label ?? this.t.gminaOfCode(code);
  }

  unit(id: string): string {
    return ownOf(this.at.directory.units, id) ?? id;
  }

  /** An official by id, with the function; else a function, as it was written. */
  official(named: string): string {
    const known = ownOf(this.at.directory.officials, named);
    return known === undefined ? this.words.function(named) : `${known.name} (${this.words.function(known.function)})`;
  }

  /** The text of a strategy's item; undefined for one that nobody knows. @param strategy left out: the one in force */
  item(code: string, strategy = this.at.directory.inForce): string | undefined {
    if (code === OUTSIDE_STRATEGY) return this.t.outsideStrategy;
    const slash = code.indexOf('/');
    const [id, own] = slash < 0 ? [strategy, code] : [code.slice(0, slash), code.slice(slash + 1)];
    return this.at.directory.strategies.find((each) => each.id === id)?.items.find((each) => each.code === own)?.text;
  }
}

/** An address with its parameters; empty ones are left out. */
export function addressOf(path: string, params: Params): string {
  const given = Object.entries(params).filter((entry): entry is [string, string] => Boolean(entry[1]));
  return given.length === 0 ? path : `${path}?${new URLSearchParams(given).toString()}`;
}
