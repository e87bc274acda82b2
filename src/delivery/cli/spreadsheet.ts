import { isUtf8 } from 'node:buffer';
import { Readable } from 'node:stream';
import { CsvError, parse } from 'csv-parse';
import type { FileRow } from '../../application/import/file.js';

/** The encodings in which offices save their tables. */
type Encoding = 'utf-8' | 'utf-16le' | 'windows-1250';

/**
 * Tells a text's encoding by its bytes: a byte order mark says it, and what holds together as UTF-8 is UTF-8, because
 * Polish letters of Windows-1250 never do.
 */
export function encodingOf(bytes: Uint8Array): Encoding {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return 'utf-16le';
  return isUtf8(bytes) ? 'utf-8' : 'windows-1250';
}

/** Bytes decoded at once. */
const STRETCH = 65_536;
/** No cell is so long; what goes on for longer is a quotation mark that nobody closed. */
const LONGEST_ROW = 1_000_000;

/** Reads a table as Excel writes it, row by row. A byte order mark is none of it. */
export async function* readTable(bytes: Uint8Array): AsyncIterable<FileRow> {
  const { delimiter, skipped } = separationOf(bytes);
  const parser = parse({
    delimiter,
    info: true,
    from_line: skipped + 1,
    record_delimiter: ['\r\n', '\n', '\r'],
    // A quotation mark within a cell that does not begin with one is a quotation mark.
    relax_quotes: true,
    relax_column_count: true,
    max_record_size: LONGEST_ROW,
  });
  let [row, line] = [0, skipped + 1];
  try {
    // With `info` each record comes with where the parser then is.
    const records: AsyncIterable<{ readonly record: readonly string[]; readonly info: { readonly lines: number } }> =
      Readable.from(textOf(bytes)).pipe(parser);
    for await (const { record, info } of records) {
      yield { row: ++row, line, cells: record };
      line = info.lines + 1;
    }
  } catch (fault) {
    if (!(fault instanceof CsvError)) throw fault;
    yield { row: row + 1, line, broken: BROKEN };
  }
}

const BROKEN =
  'od tego miejsca pliku nie da się odczytać: cudzysłów otwarty w tym wierszu nie jest zamknięty albo stoi w środku pola; cudzysłów w tekście pisze się podwójnie ("")';

function* textOf(bytes: Uint8Array): Iterable<string> {
  const decoder = new TextDecoder(encodingOf(bytes));
  for (let at = 0; at < bytes.length; at += STRETCH)
    yield decoder.decode(bytes.subarray(at, at + STRETCH), { stream: true });
  yield decoder.decode();
}

const DELIMITERS = [';', '\t', ','] as const;

/** What separates the cells: what `sep=` in the first line says, else what the first line with text has most of. */
function separationOf(bytes: Uint8Array): { readonly delimiter: string; readonly skipped: number } {
  const [beginning = ''] = textOf(bytes.subarray(0, STRETCH));
  const lines = beginning.split(/\r\n|\n|\r/);
  const said = /^"?sep=(.)"?$/i.exec(lines[0] ?? '')?.[1];
  if (said !== undefined) return { delimiter: said, skipped: 1 };
  const header = (lines.find((each) => each.trim() !== '') ?? '').replace(/"[^"]*"/g, '');
  const counts = DELIMITERS.map((each) => header.split(each).length);
  return { delimiter: DELIMITERS[counts.indexOf(Math.max(...counts))] ?? ';', skipped: 0 };
}
