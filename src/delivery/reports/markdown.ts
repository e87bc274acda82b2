/** Markdown (CommonMark with the tables of GFM) of texts that may hold anything. */

/** Somebody's words, kept from being read as markup. They stand within a line, never at its start. */
export const plain = (text: string): string =>
  text
    .replace(/\s+/g, ' ')
    .trim()
    .replace(/[\\`*_[\]<>|~$]/g, '\\$&')
    .replace(/&(?=#?\w+;)/g, '\\&');

/** A column of a table of things: its heading, and the Markdown of a thing's cell. */
export interface Column<T> {
  readonly head: string;
  readonly cell: (thing: T) => string;
  /** Figures stand at the right. */
  readonly right: boolean;
}

/** A column of words, and one of figures. */
export const words = <T>(head: string, cell: (thing: T) => string): Column<T> => ({ head, cell, right: false });
export const figures = <T>(head: string, cell: (thing: T) => string): Column<T> => ({ head, cell, right: true });

export function table<T>(columns: readonly Column<T>[], things: readonly T[]): string {
  return [
    line(columns.map(({ head }) => head)),
    line(columns.map(({ right }) => (right ? '---:' : '---'))),
    ...things.map((thing) => line(columns.map(({ cell }) => cell(thing)))),
  ].join('\n');
}

const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;

export const list = (items: readonly string[]): string => items.map((item) => `- ${item}`).join('\n');

/** Blocks, an empty line between them. */
export const blocks = (parts: readonly string[]): string => `${parts.filter((part) => part !== '').join('\n\n')}\n`;
