import type { Difference } from '../../application/difference/difference.js';
import { type Because, type Differing, exact } from '../../application/difference/figure.js';
import type { Json } from '../../domain/kernel/json.js';
import { figureWords } from '../polish/figures.js';
import type { Shown } from '../polish/glossary.js';
import { gapOf } from '../reports/causes.js';
import { type DifferenceVocabulary, DifferenceWords, type Named } from '../reports/difference-words.js';
import type { Look } from './look.js';

/** Says on a page, in its language, what a difference tells by paths. */
export class DifferenceTeller {
  private readonly words: DifferenceWords;

  constructor(
    private readonly look: Look,
    difference: Difference,
  ) {
    this.words = new DifferenceWords(difference, vocabularyOf(look));
  }

  named(figure: Differing): Named {
    return this.words.named(figure);
  }

  value(value: Json, figure: Named): string {
    const said = this.words.value(value, figure, this.show);
    return said === '' ? this.look.t.none : said;
  }

  /** By how much it differs; null for what is no number. */
  gap(figure: Named): string | null {
    const gap = gapOf(figure);
    return gap === null ? null : this.signed(gap, figure.as);
  }

  delta(delta: Because['delta'], figure: Named): string {
    if (delta === null) return '';
    return typeof delta === 'number' ? this.signed(delta, figure.as) : this.words.moves(delta, figure, this.show);
  }

  private signed(value: number, as: Shown): string {
    const rounded = exact(value);
    return `${rounded > 0 ? '+' : ''}${this.show(rounded, as)}`;
  }

  private readonly show = (value: string | number | boolean, as: Shown): string => {
    const { f, t, words } = this.look;
    if (typeof value === 'boolean') return value ? t.yes : t.no;
    if (typeof value === 'number')
      return as === 'grosze' ? f.zloty(value) : as === 'metres' ? f.length(value) : f.number(value);
    switch (as) {
      case 'day':
        return f.day(value);
      case 'month':
        return f.month(value);
      case 'gminas':
        return this.look.gmina(value);
      case 'status':
        return words.status(value);
      case 'gminaKind':
        return words.gminaKind(value);
      case 'investmentKind':
        return words.value('joint-investment', as, value);
      default:
        return value;
    }
  };
}

const vocabularyOf = (look: Look): DifferenceVocabulary => ({
  ...look.t.difference,
  kinds: (name) => look.words.kinds(name),
  figure: (path) => figureText(look, path),
});

/** A figure with the word of what the last part of its path is. */
function figureText({ words, f, t }: Look, path: string): string {
  const said = words.figure(path);
  const last = path.slice(path.lastIndexOf('/') + 1);
  switch (figureWords(path)?.of) {
    case undefined:
      return said;
    case 'kind':
      return `${said}: ${words.kinds(last)}`;
    case 'phase':
      return `${said}: ${words.phase(last)}`;
    case 'status':
      return `${said}: ${words.status(last)}`;
    case 'month':
      return `${said}: ${last === 'unknown' ? t.unknownMonth : f.month(last)}`;
    case 'itself':
      return `${said}: ${last}`;
  }
}
