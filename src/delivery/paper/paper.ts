import { ZONE } from '../../application/placing.js';
import type { Day } from '../../domain/kernel/day.js';

/** A document before it has a form: what Markdown, DOCX and XLSX are drawn from. Text is as it is read, never markup. */
export interface Paper {
  readonly title: string;
  readonly language: 'pl-PL' | 'en-GB';
  /** Said on every page: as of when it is, at which position, of which digest; and that it is a demonstration. */
  readonly standing: readonly string[];
  readonly written: Written;
  readonly blocks: readonly Block[];
}

/** How a language writes figures. Amounts are whole grosze, lengths whole metres. */
export interface Written {
  readonly number: (value: number) => string;
  readonly zloty: (grosze: number) => string;
  readonly length: (metres: number) => string;
  readonly day: (day: Day) => string;
  readonly moment: (instant: string, zone: string) => string;
}

/** A stretch of a line: told apart where it is strong, or to be read letter by letter. */
export type Piece = string | { readonly strong: string } | { readonly code: string };
export type Line = string | readonly Piece[];

/**
 * A figure that is still one: each form writes it as it can, a spreadsheet as a number or a date. `gap`: a nought that
 * is a gap; `plain`: a number that is no quantity, such as a year.
 */
export type Figure =
  | { readonly as: 'number' | 'plain' | 'grosze' | 'metres' | 'gap'; readonly value: number }
  | { readonly as: 'day' | 'moment'; readonly value: string };

export type Cell = Line | Figure;

/** The head of a column; figures stand at the right. */
export interface Head {
  readonly text: Line;
  readonly right: boolean;
}

export type Block =
  | { readonly is: 'heading'; readonly level: 1 | 2 | 3; readonly text: string }
  | { readonly is: 'warning'; readonly text: string }
  | { readonly is: 'paragraph'; readonly line: Line }
  | { readonly is: 'list'; readonly items: readonly Line[] }
  | Table;

export interface Table {
  readonly is: 'table';
  readonly heads: readonly Head[];
  readonly rows: readonly (readonly Cell[])[];
}

export const strong = (text: string): Piece => ({ strong: text });
export const code = (text: string): Piece => ({ code: text });

export const heading = (level: 1 | 2 | 3, text: string): Block => ({ is: 'heading', level, text });
export const warning = (text: string): Block => ({ is: 'warning', text });
export const paragraph = (line: Line): Block => ({ is: 'paragraph', line });

/** Nothing where it has no items. */
export const list = (items: readonly Line[]): readonly Block[] => (items.length === 0 ? [] : [{ is: 'list', items }]);

/** A column of a table of things. */
export interface Column<T> extends Head {
  readonly cell: (thing: T) => Cell;
}

/** A column of words, and one of figures. */
export const words = <T>(text: Line, cell: (thing: T) => Cell): Column<T> => ({ text, cell, right: false });
export const figures = <T>(text: Line, cell: (thing: T) => Cell): Column<T> => ({ text, cell, right: true });

export const table = <T>(columns: readonly Column<T>[], things: readonly T[]): Table => ({
  is: 'table',
  heads: columns.map(({ text, right }) => ({ text, right })),
  rows: things.map((thing) => columns.map(({ cell }) => cell(thing))),
});

export const count = (value: number): Figure => ({ as: 'number', value });

export const isFigure = (cell: Cell): cell is Figure => typeof cell === 'object' && 'as' in cell;

const piecesIn = (line: Line): readonly Piece[] => (typeof line === 'string' ? [line] : line);

/** A cell as it is read. */
export function piecesOf(cell: Cell, written: Written): readonly Piece[] {
  if (!isFigure(cell)) return piecesIn(cell);
  switch (cell.as) {
    case 'number':
      return [written.number(cell.value)];
    case 'plain':
      return [String(cell.value)];
    case 'grosze':
      return [written.zloty(cell.value)];
    case 'metres':
      return [written.length(cell.value)];
    case 'gap':
      return [strong(`${written.number(cell.value)}${GAP}`)];
    case 'day':
      return [written.day(cell.value)];
    case 'moment':
      return [written.moment(cell.value, ZONE)];
  }
}

/** Said beside a nought that is a gap: reports are in Polish. */
export const GAP = ' (luka)';

export const textOf = (piece: Piece): string =>
  typeof piece === 'string' ? piece : 'strong' in piece ? piece.strong : piece.code;

/** A line without what is told apart in it. */
export const plainText = (line: Line): string => piecesIn(line).map(textOf).join('');

/** How long the longest word of a header is: it is not to be broken. */
export const longestWord = ({ text }: Head): number =>
  Math.max(
    ...plainText(text)
      .split(/\s+/)
      .map(({ length }) => length),
  );

/** How many characters the longest cell of each column has. */
export const longestOf = ({ heads, rows }: Pick<Table, 'heads' | 'rows'>, written: Written): readonly number[] =>
  heads.map((_, column) =>
    rows.reduce(
      (most, cells) =>
        Math.max(
          most,
          piecesOf(cells[column] ?? '', written)
            .map(textOf)
            .join('').length,
        ),
      0,
    ),
  );
