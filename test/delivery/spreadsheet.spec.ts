import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { FileRow } from '../../src/application/import/file.js';
import { encodingOf, readTable } from '../../src/delivery/cli/spreadsheet.js';
import { windows1250 } from '../support/windows-1250.js';

async function rowsOf(bytes: Uint8Array | string): Promise<FileRow[]> {
  const rows: FileRow[] = [];
  for await (const row of readTable(typeof bytes === 'string' ? Buffer.from(bytes) : bytes)) rows.push(row);
  return rows;
}
const cells = async (bytes: Uint8Array | string): Promise<unknown[]> =>
  (await rowsOf(bytes)).map((row) => ('cells' in row ? row.cells : row));

const POLISH = 'zażółć gęślą jaźń;ZAŻÓŁĆ GĘŚLĄ JAŹŃ „ – ”';

describe('a table', () => {
  it('reads the same in Windows-1250, UTF-8 with and without a mark, and UTF-16 as Excel writes it', async () => {
    const whole = [POLISH.split(';')];
    expect(await cells(windows1250(POLISH))).toEqual(whole);
    expect(await cells(POLISH)).toEqual(whole);
    expect(await cells(`\uFEFF${POLISH}`)).toEqual(whole);
    expect(await cells(Buffer.from(`\uFEFF${POLISH.replace(';', '\t')}`, 'utf16le'))).toEqual(whole);
  });

  it('takes for UTF-8 what holds together as UTF-8, and else Windows-1250', () => {
    expect(encodingOf(Buffer.from('ą'))).toBe('utf-8');
    expect(encodingOf(Buffer.from('abc'))).toBe('utf-8');
    expect(encodingOf(windows1250('ąćę'))).toBe('windows-1250');
    fc.assert(
      fc.property(
        fc.string({ unit: fc.constantFrom(...Array.from('ąćęłńóśźżĄĆĘŁŃÓŚŹŻabc ;')), minLength: 1 }),
        (text) => {
          if (!/[^ -~]/.test(text)) return;
          expect(encodingOf(windows1250(text))).toBe('windows-1250');
          expect(encodingOf(Buffer.from(text))).toBe('utf-8');
        },
      ),
    );
  });

  it('is not torn where a stretch ends within a letter', async () => {
    const text = `${'ą'.repeat(50_000)};b\n${'x'.repeat(30_001)}ż;c\n`;
    expect(await cells(text)).toEqual(
      text
        .trimEnd()
        .split('\n')
        .map((line) => line.split(';')),
    );
  });

  it('finds what separates its cells', async () => {
    expect(await cells('a;b,c;d\n1;2;3\n')).toEqual([
      ['a', 'b,c', 'd'],
      ['1', '2', '3'],
    ]);
    expect(await cells('a,b\n"1;2;3",4')).toEqual([
      ['a', 'b'],
      ['1;2;3', '4'],
    ]);
    expect(await cells('a\tb\tc;d\n')).toEqual([['a', 'b', 'c;d']]);
    expect(await cells('"a;b;c",d,e\n')).toEqual([['a;b;c', 'd', 'e']]);
    expect(await rowsOf('sep=,\r\na,b;c\r\n1,2\r\n')).toEqual([
      { row: 1, line: 2, cells: ['a', 'b;c'] },
      { row: 2, line: 3, cells: ['1', '2'] },
    ]);
  });

  it('tells the row of the sheet and the line of the file, which part at a line break in a cell', async () => {
    const text = 'a;b\r\n"x\r\ny";2\r\n\r\n3;"4\r\n\r\n5"\r\n6;7\r\n';
    expect((await rowsOf(text)).map(({ row, line }) => [row, line])).toEqual([
      [1, 1],
      [2, 2],
      [3, 4],
      [4, 5],
      [5, 8],
    ]);
  });

  it('takes a quotation mark within a cell for what it is', async () => {
    expect(await cells('KGW "Róża";b\n"KGW ""Róża""";c\n')).toEqual([
      ['KGW "Róża"', 'b'],
      ['KGW "Róża"', 'c'],
    ]);
  });

  it('says where a quotation begins that nobody closed', async () => {
    const rows = await rowsOf('a;b\n1;2\n"x;3\n4;5\n');
    expect(rows.slice(0, -1)).toEqual([
      { row: 1, line: 1, cells: ['a', 'b'] },
      { row: 2, line: 2, cells: ['1', '2'] },
    ]);
    expect(rows.at(-1)).toMatchObject({ row: 3, line: 3, broken: expect.stringContaining('cudzysłów') });
  });
});
