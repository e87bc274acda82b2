import { isAscii, isUtf8 } from 'node:buffer';
import { Readable } from 'node:stream';
import { CsvError, type Options, parse } from 'csv-parse';
import { parse as parseWhole } from 'csv-parse/sync';
import type { FileRow } from '../../application/import/file.js';

/** The encodings in which offices save their tables. */
type Encoding = 'utf-8' | 'utf-16le' | 'windows-1250';

/** Bytes decoded at once. */
const STRETCH = 65_536;
/** No row is so long; what goes on for longer is a quotation mark that nobody closed. */
const LONGEST_ROW = 1_000_000;

const POLISH = /[ąćęłńóśźżĄĆĘŁŃÓŚŹŻ]/;
const NOT_POLISH = /[^\0-\x7fąćęłńóśźżĄĆĘŁŃÓŚŹŻ„”“’–—…«»§°€\u00a0]/;

/**
 * Tells a text's encoding by its bytes. Polish of Windows-1250 hardly ever holds together as UTF-8: where it does, as
 * the `ÓŁ` of PÓŁNOC would, it reads there as letters of another alphabet, and here as Polish alone.
 */
export function encodingOf(bytes: Uint8Array): Encoding {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return 'utf-16le';
  if (!isUtf8(bytes)) return 'windows-1250';
  if (isAscii(bytes)) return 'utf-8';
  for (const text of decoded(bytes, 'utf-8')) if (POLISH.test(text)) return 'utf-8';
  for (const text of decoded(bytes, 'windows-1250')) if (NOT_POLISH.test(text)) return 'utf-8';
  return 'windows-1250';
}

/** Reads a table as Excel writes it, row by row. A byte order mark is none of it. */
export async function* readTable(bytes: Uint8Array): AsyncIterable<FileRow> {
  const encoding = encodingOf(bytes);
  const { delimiter, skipped } = separationOf(bytes, encoding);
  const options: Options = {
    delimiter,
    from_line: skipped + 1,
    record_delimiter: ['\r\n', '\n', '\r'],
    // A quotation mark within a cell that does not begin with one is a quotation mark.
    relax_quotes: true,
    relax_column_count: true,
    max_record_size: LONGEST_ROW,
  };
  let [row, line] = [0, skipped + 1];
  const placed = (cells: readonly string[]): FileRow => {
    const found = { row: ++row, line, cells };
    line += 1 + breaksIn(cells);
    return found;
  };
  try {
    // Without columns named a record is its cells.
    const records: AsyncIterable<readonly string[]> = Readable.from(decoded(bytes, encoding)).pipe(parse(options));
    for await (const cells of records) yield placed(cells);
  } catch (fault) {
    if (!(fault instanceof CsvError)) throw fault;
    // The parser gave up with rows in hand: they are read again, so that the place told is the right one.
    const whole = Number(fault['records']);
    if (whole > row) {
      const text = [...decoded(bytes, encoding)].join('');
      for (const cells of parseWhole(text, { ...options, to: whole }).slice(row)) yield placed(cells);
    }
    yield { row: row + 1, line, broken: BROKEN };
  }
}

const BROKEN =
  'od tego miejsca pliku nie da się odczytać: cudzysłów otwarty w tym wierszu nie jest zamknięty; cudzysłów w tekście pisze się podwójnie ("")';

const breaksIn = (cells: readonly string[]): number =>
  cells.reduce((sum, cell) => sum + (cell.match(/\r\n|\n|\r/g)?.length ?? 0), 0);

function* decoded(bytes: Uint8Array, encoding: Encoding): Iterable<string> {
  const decoder = new TextDecoder(encoding);
  for (let at = 0; at < bytes.length; at += STRETCH)
    yield decoder.decode(bytes.subarray(at, at + STRETCH), { stream: true });
  yield decoder.decode();
}

const DELIMITERS = [';', '\t', ','] as const;

/** What separates the cells: what `sep=` in the first line says, else what the first line with text has most of. */
function separationOf(bytes: Uint8Array, encoding: Encoding): { readonly delimiter: string; readonly skipped: number } {
  const [beginning = ''] = decoded(bytes.subarray(0, STRETCH), encoding);
  const lines = beginning.split(/\r\n|\n|\r/);
  const said = /^"?sep=(.)"?$/i.exec(lines[0] ?? '')?.[1];
  if (said !== undefined) return { delimiter: said, skipped: 1 };
  const header = (lines.find((each) => each.trim() !== '') ?? '').replace(/"[^"]*"/g, '');
  const counts = DELIMITERS.map((each) => header.split(each).length);
  return { delimiter: DELIMITERS[counts.indexOf(Math.max(...counts))] ?? ';', skipped: 0 };
}
