import { createHash } from 'node:crypto';
import { canonical } from '../../../application/canonical.js';
import type { Answer } from '../../../application/queries/figures.js';
import { csvRows } from '../../paper/csv.js';
import { docx } from '../../paper/docx.js';
import {
  type Block,
  type Cell,
  code,
  type Column,
  figures,
  heading,
  list as bullets,
  type Paper,
  paragraph,
  type Table,
  table,
  warning,
  words,
  type Written,
} from '../../paper/paper.js';
import { xlsxStream } from '../../paper/xlsx.js';
import { pointWords } from '../layout.js';
import type { Look } from '../look.js';

/** A list that a page shows, all of it: what its files are made of. */
export interface ListFile<T> {
  /** What its file is called, up to its day: ASCII letters, digits and hyphens only. */
  readonly file: string;
  readonly title: string;
  /** What its rows are: the heading of its table. */
  readonly rows: string;
  readonly total: number;
  /** The same in words. */
  readonly counted: string;
  /** What was asked, in words. */
  readonly conditions: readonly string[];
  /** With all that is told of a row, and those that go on a page; the same ones where all do. */
  readonly columns: readonly Column<T>[];
  readonly onPaper: readonly Column<T>[];
  /** Where the interface for programs tells the rows: `GET /v1/activities`. */
  readonly source: string;
  /** A row as it is told there: what the digest is of. */
  readonly told: (row: T) => object;
  /** One at least; read once. As of now, each stands where the ledger stood when it was read. */
  readonly pages: ListPages<T>;
}

type ListPage<T> = Answer<{ readonly items: readonly T[] }>;
type ListPages<T> = AsyncIterable<ListPage<T>> | Iterable<ListPage<T>>;

/** What the columns of a list hold by their names, in their order. */
export interface Cells<N extends string, T> {
  readonly cells: Readonly<Record<N, (look: Look, row: T) => Cell>>;
  /** Those that stand at the right, and those that go on a page. */
  readonly figures: readonly N[];
  readonly onPaper: readonly N[];
}

/** The columns of a list. @param heads what the texts of the pages call each */
export function columnsOf<N extends string, T>(
  look: Look,
  heads: Readonly<Record<N, string>>,
  { cells, figures: right, onPaper }: Cells<N, T>,
): Pick<ListFile<T>, 'columns' | 'onPaper'> {
  const column = (name: N): Column<T> =>
    (right.includes(name) ? figures : words)(heads[name], (row: T) => cells[name](look, row));
  return { columns: (Object.keys(cells) as N[]).map(column), onPaper: onPaper.map(column) };
}

/** As a Polish spreadsheet opens it right. Days are written as they are kept: every spreadsheet reads them. */
export async function* listCsv<T>({ f }: Look, { columns, pages }: ListFile<T>): AsyncGenerator<string> {
  const dates: Pick<Written, 'day' | 'moment'> = {
    day: (day) => day,
    moment: (instant, zone) => f.moment(instant, zone),
  };
  yield csvRows([columns.map(({ text }) => text)], dates, { bom: true });
  for await (const { value } of pages)
    if (value.items.length > 0) yield csvRows(table(columns, value.items).rows, dates, { bom: false });
}

/** As a workbook with all that is told of each row. */
export function listXlsx<T>(look: Look, listed: ListFile<T>): AsyncGenerator<Buffer> {
  const { columns, pages } = listed;
  const seen = new Seen(listed);
  const none = table(columns, []);
  async function* rows(): AsyncGenerator<Table['rows']> {
    for await (const page of pages) yield table(columns, seen.take(page)).rows;
  }
  return xlsxStream(none.heads, rows(), () => paperOf(look, listed, seen, none));
}

/** As a document of a word processor, with what goes on a page. */
export async function listDocx<T>(look: Look, listed: ListFile<T>): Promise<Buffer> {
  const { seen, whole } = await readOnto(listed);
  return docx(paperOf(look, listed, seen, whole));
}

/** The same document without its title, to be drawn as a page that is printed. */
export async function listBlocks<T>(look: Look, listed: ListFile<T>): Promise<readonly Block[]> {
  const { seen, whole } = await readOnto(listed);
  return blocksOf(look, listed, seen, whole);
}

async function readOnto<T>(listed: ListFile<T>): Promise<{ readonly seen: Seen<T>; readonly whole: Table }> {
  const seen = new Seen(listed);
  const rows: T[] = [];
  for await (const page of listed.pages) rows.push(...seen.take(page));
  return { seen, whole: table(listed.onPaper, rows) };
}

/** What was read of a list so far. */
class Seen<T> {
  private readonly hash = createHash('sha256');
  private readonly positions: number[] = [];

  constructor(private readonly listed: Pick<ListFile<T>, 'told'>) {}

  take({ value: { items }, position }: ListPage<T>): readonly T[] {
    for (const row of items) this.hash.update(`${canonical(this.listed.told(row))}\n`);
    if (this.positions.at(-1) !== position) this.positions.push(position);
    return items;
  }

  /** SHA-256 of the RFC 8785 form of each row as the interface for programs tells it, with a line feed after it. */
  get digest(): string {
    return this.hash.copy().digest('hex');
  }

  /** At which the list stands: several where something was recorded while it was read. */
  get standing(): readonly number[] {
    return this.positions;
  }
}

function paperOf<T>(look: Look, listed: ListFile<T>, seen: Seen<T>, shown: Table): Paper {
  const { demonstration } = look.t;
  const warned = look.at.directory.ledger?.demonstration === true;
  return {
    title: listed.title,
    language: look.code === 'pl' ? 'pl-PL' : 'en-GB',
    standing: [...standingOf(look, seen), `SHA-256: ${seen.digest}`, ...(warned ? [demonstration] : [])],
    written: look.f,
    blocks: [
      heading(1, listed.title),
      ...(warned ? [warning(demonstration)] : []),
      ...blocksOf(look, listed, seen, shown),
    ],
  };
}

function blocksOf<T>(look: Look, listed: ListFile<T>, seen: Seen<T>, shown: Table): readonly Block[] {
  const { everything, moved, proof, proofMeans } = look.t.lists;
  const { counted, conditions, rows, columns, source } = listed;
  return [
    ...bullets([...standingOf(look, seen), counted, ...conditions]),
    ...(seen.standing.length > 1 ? [warning(moved)] : []),
    // Says where not all is told of each row.
    ...(shown.heads.length < columns.length ? [paragraph(everything)] : []),
    heading(2, rows),
    shown,
    heading(2, proof),
    paragraph(['SHA-256: ', code(seen.digest)]),
    paragraph(proofMeans(source)),
  ];
}

function standingOf<T>(look: Look, { standing }: Seen<T>): readonly string[] {
  const positions = standing.map((each) => look.f.number(each)).join(', ');
  return [pointWords(look), look.capital(look.t.position(positions))];
}

/** All pages of a list: the first one read, the others as they are wanted. */
export async function* pagesFrom<P extends { readonly next: string | null }>(
  first: Answer<P>,
  after: (cursor: string) => Promise<Answer<P>>,
): AsyncGenerator<Answer<P>> {
  for (let page = first; ; page = await after(page.value.next)) {
    yield page;
    if (page.value.next === null) return;
  }
}
