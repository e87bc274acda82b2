import type { Kind } from '../../domain/activities/kind.js';
import { isObject } from '../../domain/kernel/json.js';
import type { Drafted } from './draft.js';
import { type FileRow, type ImportFile, readBody } from './file.js';
import { readRow } from './row.js';
import { Sheet } from './sheet.js';

/** Where something stands. */
export interface Place {
  readonly file: string;
  readonly row: number;
  readonly line: number;
}

/** A file as a first reading finds it: what its columns are, and how many rows it has. */
export interface Surveyed {
  readonly file: ImportFile;
  /** Null in a file of bodies. */
  readonly sheet: Sheet | null;
  /** The header's place; null where there is none. */
  readonly header: Place | null;
  readonly rows: number;
  /** The place of each ref, and of those that stand there again. */
  readonly refs: ReadonlyMap<string, Place>;
  readonly again: ReadonlySet<number>;
  /** Its header is wrong, it is empty, or broken: nothing of it can be recorded. */
  readonly unreadable: boolean;
}

const isEmpty = (cells: readonly string[]): boolean => cells.every((each) => each.trim() === '');

function refOf(row: FileRow, sheet: Sheet | null): string | null {
  if ('cells' in row) return sheet === null ? null : row.cells[sheet.indexOf('ref')]?.trim() || null;
  return 'body' in row && isObject(row.body) && typeof row.body['ref'] === 'string' ? row.body['ref'] : null;
}

export async function survey(file: ImportFile, kind: Kind): Promise<Surveyed> {
  let [sheet, header, rows, broken]: [Sheet | null, Place | null, number, boolean] = [null, null, 0, false];
  const [refs, again] = [new Map<string, Place>(), new Set<number>()];
  for await (const each of file.rows()) {
    const place: Place = { file: file.name, row: each.row, line: each.line };
    if ('broken' in each) broken = true;
    else if ('cells' in each && isEmpty(each.cells)) continue;
    else if ('cells' in each && sheet === null) {
      [sheet, header] = [new Sheet(kind, each.cells), place];
      if (sheet.amiss.length > 0) break;
    } else {
      rows++;
      const ref = refOf(each, sheet);
      if (ref !== null && refs.has(ref)) again.add(each.row);
      else if (ref !== null) refs.set(ref, place);
    }
  }
  const unreadable = broken || rows === 0 || (sheet?.amiss ?? []).length > 0;
  return { file, sheet, header, rows, refs, again, unreadable };
}

/** A row as it was read, or why nothing more can be. */
export type ReadRow = Place & ({ readonly drafted: Drafted } | { readonly broken: string });

/** The rows below the header that have something in them. */
export async function* rowsOf({ file, sheet, header }: Surveyed): AsyncIterable<ReadRow> {
  for await (const each of file.rows()) {
    const place: Place = { file: file.name, row: each.row, line: each.line };
    if ('broken' in each) yield { ...place, broken: each.broken };
    else if ('body' in each) yield { ...place, drafted: readBody(each.body) };
    else if (sheet !== null && header !== null && each.row > header.row) {
      const drafted = readRow(sheet, each.cells);
      if (drafted !== null) yield { ...place, drafted };
    }
  }
}

/** What comes, in lists of at most so many. */
export async function* inChunks<T>(items: AsyncIterable<T>, size: number): AsyncIterable<readonly T[]> {
  let chunk: T[] = [];
  for await (const item of items) {
    chunk.push(item);
    if (chunk.length < size) continue;
    yield chunk;
    chunk = [];
  }
  if (chunk.length > 0) yield chunk;
}
