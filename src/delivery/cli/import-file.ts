import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { extname } from 'node:path';
import { isUtf8 } from 'node:buffer';
import type { FileRow, ImportFile } from '../../application/import/file.js';
import { Rejection } from '../../domain/kernel/rejection.js';
import { notReadText } from './import-text.js';
import { readTable } from './spreadsheet.js';
import { Misuse } from './terminal.js';

/**
 * Opens a file to be imported: a table, or bodies of the interface, one a line (`.ndjson`, `.jsonl`, or what begins with
 * a brace). It is read anew for each reading of its rows, and refused when it was changed meanwhile.
 *
 * @throws Misuse when it can't be read or is neither
 */
export async function openImportFile(path: string): Promise<ImportFile> {
  const read = async (): Promise<Buffer> => {
    try {
      return await readFile(path);
    } catch (fault) {
      throw new Misuse(notReadText(path, fault));
    }
  };
  const bytes = await read();
  const digest = digestOf(bytes);
  const beginning = bytes.subarray(0, 4).toString('latin1');
  if (beginning.startsWith('PK') || beginning === '\xd0\xcf\x11\xe0') {
    throw new Misuse(`${path} to skoroszyt Excela: zapisz go w Excelu jako „CSV UTF-8 (rozdzielany przecinkami)”`);
  }
  const bodies =
    /^\.(?:ndjson|jsonl)$/.test(extname(path).toLowerCase()) ||
    /^(?:\xef\xbb\xbf)?\s*\{/.test(bytes.subarray(0, 64).toString('latin1'));
  return {
    name: path,
    digest,
    async *rows() {
      const again = await read();
      if (digestOf(again) !== digest) throw new Rejection('conflict', `${path} został zmieniony podczas wczytywania`);
      yield* bodies ? readBodies(again) : readTable(again);
    },
  };
}

const digestOf = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

const NEWLINE = 0x0a;

/** Reads one body a line. */
function* readBodies(bytes: Buffer): Iterable<FileRow> {
  if (!isUtf8(bytes)) {
    yield { row: 1, line: 1, broken: 'plik NDJSON ma być zapisany w UTF-8' };
    return;
  }
  for (let at = 0, line = 1; at < bytes.length; line++) {
    const found = bytes.indexOf(NEWLINE, at);
    const end = found < 0 ? bytes.length : found;
    const text = bytes
      .toString('utf8', at, end)
      .replace(/^\uFEFF/, '')
      .trim();
    if (text !== '') yield { row: line, line, body: parsed(text) };
    at = end + 1;
  }
}

/** What is no JSON stays text, which is no body. */
function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
