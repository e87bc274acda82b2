import { stringify } from 'csv-stringify/sync';
import type { Difference, Side } from '../../application/difference/difference.js';
import type { Because } from '../../application/difference/figure.js';
import { day, month } from '../polish/formats.js';
import { CLASS_WORDS, REPORT_WORDS, type Shown, wordOf } from '../polish/glossary.js';
import { DifferenceWords, type Named } from './difference-words.js';
import { cellOf, isWritten, labelOf, unitOf } from './figure-words.js';
import { guarded } from './report-csv.js';

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

/**
 * A difference as a table that Polish Excel opens right, in the form of the report's table: first what is compared, then
 * one cause of a figure a row, so that the changes of a figure add up to its difference.
 */
export function differenceCsv(difference: Difference): string {
  const words = new DifferenceWords(difference);
  const rows = [...compared(difference), ...words.figures().flatMap((figure) => causes(words, figure))];
  return stringify([HEADER, ...rows], { delimiter: ';', record_delimiter: 'windows', bom: true });
}

function compared({ report, from, to, strategy, before, after, freezing }: Difference): string[][] {
  const row = (figure: string, was: string, is: string): string[] => filled('Raport', '', '', figure, was, is);
  const sides = (name: 'asOf' | 'day' | 'position' | 'digest', show: (value: Side[typeof name]) => string): string[] =>
    row(labelOf(name), show(before[name]), show(after[name]));
  return [
    ...[
      [labelOf('report'), wordOf(REPORT_WORDS, report)] as const,
      [labelOf('from'), month(from)] as const,
      [labelOf('to'), month(to)] as const,
      [labelOf('strategy'), guarded(strategy ?? '')] as const,
    ].map(([figure, value]) => row(figure, value, value)),
    ...(freezing === null ? [] : [row('zamrożony raport', freezing.id, '')]),
    sides('asOf', (value) => value),
    sides('day', day),
    sides('position', (value) => value),
    sides('digest', (value) => value),
  ];
}

function causes(words: DifferenceWords, figure: Named): string[][] {
  const { subject, path, before, after, because, as } = figure;
  const show = (value: string | number | boolean, its: Shown): string => cellOf(value, its, words.names);
  const cell = (text: string): string => (isWritten(as) || Array.isArray(before ?? after) ? guarded(text) : text);
  const [was, is] = [before, after].map((value) => cell(words.value(value, figure, show))) as [string, string];
  return because.map((each) =>
    filled(
      subject.part,
      guarded(subject.code),
      guarded(subject.name),
      guarded(figure.figure),
      was,
      is,
      unitOf(as),
      change(each, (delta) =>
        typeof delta === 'number' ? show(delta, as) : guarded(words.moves(delta, figure, show)),
      ),
      CLASS_WORDS[each.class],
      each.number ?? '',
      each.position ?? '',
      each.event ?? '',
      String(each.events ?? 1),
      path,
    ),
  );
}

const change = ({ delta }: Because, show: (delta: NonNullable<Because['delta']>) => string): string =>
  delta === null ? '' : show(delta);

const filled = (...cells: readonly string[]): string[] => HEADER.map((_, column) => cells[column] ?? '');
