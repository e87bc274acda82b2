import type { Difference } from '../../application/difference/difference.js';
import { type Because, exact } from '../../application/difference/figure.js';
import {
  type Block,
  code,
  count,
  figures,
  heading,
  list,
  type Paper,
  paragraph,
  strong,
  table,
  words,
} from '../paper/paper.js';
import * as polish from '../polish/formats.js';
import { counted, day, length, number, zloty } from '../polish/formats.js';
import { CLASS_WORDS, EVENTS, type Shown } from '../polish/glossary.js';
import { lastOf } from '../../domain/kernel/day.js';
import { gapOf, summed, type Summed } from './causes.js';
import { UNKNOWN } from './columns.js';
import { DifferenceWords, type Named, type Subject } from './difference-words.js';
import { cellOf } from './figure-words.js';
import { periodOf, standing } from './standing.js';

/**
 * A difference as the office would print it, in Polish. The causes of a figure are added up by class, so that a year goes
 * on paper; of a figure that is asked for alone they are told one by one.
 */
export function differencePaper(difference: Difference): Paper {
  const said = new Said(difference);
  const told = said.words.figures();
  const [alone] = told;
  return paperOf(difference, [
    ...sectionsOf(told).flatMap(([part, of]) => said.section(part, of)),
    ...(alone !== undefined && told.length === 1 ? said.oneByOne(alone) : []),
  ]);
}

/** The same without the figures themselves: what is compared, and how much differs. */
export const differenceSummary = (difference: Difference): Paper => paperOf(difference, []);

function paperOf(difference: Difference, sections: readonly Block[]): Paper {
  const title = `Zmiany w raporcie ze współpracy powiatu z gminami za ${periodOf(difference)}`;
  const { before, after } = difference;
  return {
    title,
    language: 'pl-PL',
    standing: [
      `Było. ${standing(before)}, pozycja ${before.position}`,
      `Jest. ${standing(after)}, pozycja ${after.position}`,
    ],
    written: polish,
    blocks: [heading(1, title), ...openingOf(difference), ...sections, ...proof(difference)],
  };
}

function openingOf(difference: Difference): readonly Block[] {
  const { from, to, before, after, freezing, strategy, figures: differing } = difference;
  return [
    ...list([
      `Okres: od ${day(`${from}-01`)} do ${day(lastOf(to))}`,
      `Było. ${freezing === null ? '' : `Zamrożony raport ${freezing.id}. `}${standing(before)}`,
      `Jest. ${standing(after)}`,
      ...(strategy === null ? [] : [`Strategia: ${strategy}`]),
      ['Zmienione wskaźniki: ', strong(number(differing.length))],
    ]),
    paragraph(
      differing.length === 0
        ? 'Raport mówi to samo: nie zmienił się żaden wskaźnik ani żaden wykaz.'
        : `Kreska (${UNKNOWN}) oznacza brak danych. Zmiany każdej liczby sumują się do różnicy.`,
    ),
  ];
}

/** Figures by part of the report, and by what they are of, each in the order in which they are told. */
function sectionsOf(told: readonly Named[]): readonly (readonly [part: string, of: readonly (readonly Named[])[]])[] {
  const parts = new Map<string, Map<string, Named[]>>();
  for (const each of told) {
    const { part, code, name } = each.subject;
    const subjects = parts.get(part) ?? new Map<string, Named[]>();
    parts.set(part, subjects);
    subjects.set(`${code} ${name}`, [...(subjects.get(`${code} ${name}`) ?? []), each]);
  }
  return [...parts].map(([part, subjects]) => [part, [...subjects.values()]]);
}

class Said {
  readonly words: DifferenceWords;

  constructor(difference: Difference) {
    this.words = new DifferenceWords(difference);
  }

  section(part: string, subjects: readonly (readonly Named[])[]): readonly Block[] {
    return [
      heading(2, part),
      ...subjects.flatMap((told) => {
        const title = titleOf(told[0]?.subject);
        return [
          ...(title === '' ? [] : [heading(3, title)]),
          table<Named>(
            [
              words('Wskaźnik', ({ figure }) => figure),
              figures('Było', (each) => this.value(each.before, each)),
              figures('Jest', (each) => this.value(each.after, each)),
              figures('Różnica', (each) => this.gap(each)),
              words('Z czego wynika', (each) => this.causes(each)),
            ],
            told,
          ),
        ];
      }),
    ];
  }

  oneByOne(figure: Named): readonly Block[] {
    return [
      heading(2, 'Zdarzenia'),
      table<Because>(
        [
          figures('Pozycja w dzienniku', ({ position }) => (position === null ? UNKNOWN : count(Number(position)))),
          words(
            'Powód',
            (each) => CLASS_WORDS[each.class] + (each.events === undefined ? '' : ` (${counted(each.events, EVENTS)})`),
          ),
          words('Wpis', (each) => each.number ?? UNKNOWN),
          figures('Zmiana', ({ delta }) => (delta === null ? UNKNOWN : this.delta(delta, figure))),
        ],
        figure.because,
      ),
    ];
  }

  private value(value: Named['before'], figure: Named): string {
    const said = this.words.value(value, figure, this.show);
    return said === '' ? UNKNOWN : said;
  }

  private gap(figure: Named): string {
    const gap = gapOf(figure);
    return gap === null ? UNKNOWN : this.signed(gap, figure.as);
  }

  /** By class: what it added, by how many events; one alone by its entry. */
  private causes(figure: Named): string {
    return summed(figure.because)
      .map((each) => this.cause(each, figure))
      .join('; ');
  }

  private cause({ class: name, events, number: entry, delta }: Summed, figure: Named): string {
    const what: readonly NonNullable<Because['delta']>[] =
      delta === null ? [] : typeof delta === 'number' ? [delta] : delta;
    const said = what.map((each) => this.delta(each, figure)).join('; ');
    return `${CLASS_WORDS[name]} (${entry ?? counted(events, EVENTS)})${said === '' ? '' : ` ${said}`}`;
  }

  private delta(delta: NonNullable<Because['delta']>, figure: Named): string {
    return typeof delta === 'number' ? this.signed(delta, figure.as) : this.words.moves(delta, figure, this.show);
  }

  private signed(value: number, as: Shown): string {
    // Decimal fractions that were added up keep no more places than those that were told.
    const rounded = exact(value);
    return `${rounded > 0 ? '+' : ''}${this.show(rounded, as)}`;
  }

  private readonly show = (value: string | number | boolean, as: Shown): string => {
    if (typeof value !== 'number') return cellOf(value, as, this.words.names);
    if (as === 'grosze') return zloty(value);
    return as === 'metres' ? length(value) : number(value);
  };
}

const titleOf = (subject: Subject | undefined): string =>
  [subject?.code ?? '', subject?.name ?? ''].filter((each) => each !== '').join(' ');

const proof = ({ before, after }: Difference): readonly Block[] => [
  heading(2, 'Skróty danych'),
  ...list([
    ['Było: ', code(before.digest), ` (pozycja ${before.position})`],
    ['Jest: ', code(after.digest), ` (pozycja ${after.position})`],
  ]),
  paragraph('SHA-256 danych obu raportów: każdy z nich, odczytany ponownie na ten sam stan, ma ten sam skrót.'),
];
