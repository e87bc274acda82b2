import type { Difference, Side } from '../../application/difference/difference.js';
import type { Because } from '../../application/difference/figure.js';
import type { Cell, Table } from '../paper/paper.js';
import { day, month } from '../polish/formats.js';
import { CLASS_WORDS, REPORT_WORDS, type Shown, wordOf } from '../polish/glossary.js';
import { DifferenceWords, type Named } from './difference-words.js';
import { cellOf, keptOf, labelOf, unitOf } from './figure-words.js';

const HEADER = [
  'Część',
  'Kod',
  'Nazwa',
  'Wskaźnik',
  'Było',
  'Jest',
  'Jednostka',
  'Zmiana',
  'Powód',
  'Wpis',
  'Pozycja w dzienniku',
  'Zdarzenie',
  'Liczba zdarzeń',
  'Ścieżka',
];

/** Of the header, those of figures. */
const FIGURES: readonly string[] = ['Było', 'Jest', 'Zmiana', 'Pozycja w dzienniku', 'Liczba zdarzeń'];

/**
 * A difference as one table, in the form of the report's: first what is compared, then one cause of a figure a row, so
 * that the changes of a figure add up to its difference.
 */
export function differenceTable(difference: Difference): Table {
  const words = new DifferenceWords(difference);
  return {
    is: 'table',
    heads: HEADER.map((text) => ({ text, right: FIGURES.includes(text) })),
    rows: [...compared(difference), ...words.figures().flatMap((figure) => causes(words, figure))],
  };
}

function compared({ report, from, to, strategy, before, after, freezing }: Difference): Cell[][] {
  const row = (figure: string, was: string, is: string): Cell[] => filled('Raport', '', '', figure, was, is);
  const sides = (name: 'asOf' | 'day' | 'position' | 'digest', show: (value: Side[typeof name]) => string): Cell[] =>
    row(labelOf(name), show(before[name]), show(after[name]));
  return [
    ...[
      [labelOf('report'), wordOf(REPORT_WORDS, report)] as const,
      [labelOf('from'), month(from)] as const,
      [labelOf('to'), month(to)] as const,
      [labelOf('strategy'), strategy ?? ''] as const,
    ].map(([figure, value]) => row(figure, value, value)),
    ...(freezing === null ? [] : [row('zamrożony raport', freezing.id, '')]),
    sides('asOf', (value) => value),
    sides('day', day),
    sides('position', (value) => value),
    sides('digest', (value) => value),
  ];
}

function causes(words: DifferenceWords, figure: Named): Cell[][] {
  const { subject, path, before, after, because, as } = figure;
  const show = (value: string | number | boolean, its: Shown): string => cellOf(value, its, words.names);
  const value = (its: Named['before']): Cell => {
    const number = words.number(its, figure);
    return number === null ? words.value(its, figure, show) : keptOf(number, as, words.names);
  };
  const change = ({ delta }: Because): Cell => {
    if (delta === null) return '';
    return typeof delta === 'number' ? keptOf(delta, as, words.names) : words.moves(delta, figure, show);
  };
  return because.map((each) =>
    filled(
      subject.part,
      subject.code,
      subject.name,
      figure.figure,
      value(before),
      value(after),
      unitOf(as),
      change(each),
      CLASS_WORDS[each.class],
      each.number ?? '',
      each.position === null ? '' : { as: 'plain', value: Number(each.position) },
      each.event ?? '',
      { as: 'plain', value: each.events ?? 1 },
      path,
    ),
  );
}

const filled = (...cells: readonly Cell[]): Cell[] => HEADER.map((_, column) => cells[column] ?? '');
