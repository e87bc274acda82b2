import { utils, type WorkBook } from '@e965/xlsx';
import JSZip from 'jszip';
import mammoth from 'mammoth';
import { SaxesParser } from 'saxes';

/** An element of a part. */
export interface Node {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly children: Node[];
  text: string;
}

/** The parts of a DOCX or XLSX file by their names. @throws Error where one of them is no XML */
export async function partsOf(file: Buffer): Promise<ReadonlyMap<string, Node>> {
  const zip = await JSZip.loadAsync(file);
  const parts = new Map<string, Node>();
  for (const [name, entry] of Object.entries(zip.files)) parts.set(name, parsed(await entry.async('string')));
  return parts;
}

/** The years in which the parts of a file say that they were written. */
export async function yearsOf(file: Buffer): Promise<readonly number[]> {
  const zip = await JSZip.loadAsync(file);
  return [...new Set(Object.values(zip.files).map(({ date }) => date.getUTCFullYear()))];
}

/** What the cells of a sheet hold, row by row: days are the numbers that they are in the file. */
export function rowsOf(book: WorkBook, name: string): unknown[][] {
  const sheet = book.Sheets[name];
  const { s: first, e: last } = utils.decode_range(sheet?.['!ref'] ?? 'A1');
  const count = (from: number, to: number): number[] =>
    Array.from({ length: to - from + 1 }, (_, index) => from + index);
  return count(first.r, last.r).map((r) =>
    count(first.c, last.c).map((c) => (sheet?.[utils.encode_cell({ r, c })] as { v?: unknown } | undefined)?.v),
  );
}

/** The day that a number of a spreadsheet stands for. */
export const dayOf = (serial: unknown): string =>
  new Date((Number(serial) - 25_569) * 86_400_000).toISOString().slice(0, 10);

/** A DOCX file as HTML. */
export const htmlOf = async (buffer: Buffer): Promise<string> => (await mammoth.convertToHtml({ buffer })).value;

/** The cells of the tables of a document in Markdown, without its markup. */
export const tablesIn = (markdown: string): string[][][] =>
  (markdown.replaceAll('\u00a0', ' ').match(/(?:^\|.*\n)+/gm) ?? []).map((table) =>
    table
      .trim()
      .split('\n')
      .filter((_, index) => index !== 1)
      .map((line) =>
        line
          .slice(2, -2)
          .split(' | ')
          .map((cell) => cell.replace(/(?<!\\)\*\*/g, '').replace(/\\(.)/g, '$1')),
      ),
  );

/** All elements of a name below one, in order. */
export const all = (node: Node | undefined, name: string): Node[] =>
  (node?.children ?? []).flatMap((child) => [...(child.name === name ? [child] : []), ...all(child, name)]);

/** What is written in an element and below it. */
export const textIn = (node: Node | undefined): string =>
  node === undefined ? '' : node.text + node.children.map(textIn).join('');

function parsed(xml: string): Node {
  const root: Node = { name: '', attributes: {}, children: [], text: '' };
  const open = [root];
  const parser = new SaxesParser();
  parser.on('opentag', ({ name, attributes }) => {
    const node: Node = { name, attributes, children: [], text: '' };
    open.at(-1)?.children.push(node);
    open.push(node);
  });
  parser.on('text', (text) => {
    const node = open.at(-1);
    if (node !== undefined) node.text += text;
  });
  parser.on('closetag', () => open.pop());
  // Strict: it throws at the first fault.
  parser.write(xml).close();
  return root;
}
