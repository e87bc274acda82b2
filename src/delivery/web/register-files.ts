import { createHash } from 'node:crypto';
import { canonical } from '../../application/canonical.js';
import type { ActivityPage } from '../../application/queries/activities.js';
import type { Answer } from '../../application/queries/figures.js';
import { csvRows } from '../paper/csv.js';
import { docx } from '../paper/docx.js';
import {
  type Block,
  code,
  heading,
  list,
  type Paper,
  paragraph,
  type Table,
  warning,
  type Written,
} from '../paper/paper.js';
import { xlsxStream } from '../paper/xlsx.js';
import { pointWords } from './layout.js';
import type { Look } from './look.js';
import { COLUMNS, COLUMNS_ON_PAPER, headsOf, rowOf } from './register-columns.js';
import { askedIn, type Asking } from './register-words.js';

/** A list of the register, the whole of it. */
export interface RegisterList extends Asking {
  /** How many entries there are. */
  readonly total: number;
  /** One at least; read once. As of now, each stands where the ledger stood when it was read. */
  readonly pages: AsyncIterable<Answer<ActivityPage>>;
}

/** As a Polish spreadsheet opens it right. Days are written as they are kept: every spreadsheet reads them. */
export async function* registerCsv(look: Look, { pages }: RegisterList): AsyncGenerator<string> {
  const dates: Pick<Written, 'day' | 'moment'> = {
    day: (day) => day,
    moment: (instant, zone) => look.f.moment(instant, zone),
  };
  yield csvRows([headsOf(look, COLUMNS).map(({ text }) => text)], dates, { bom: true });
  for await (const { value } of pages)
    if (value.items.length > 0)
      yield csvRows(
        value.items.map((line) => rowOf(look, line, COLUMNS)),
        dates,
        { bom: false },
      );
}

/** As a workbook with all that is told of each entry. */
export function registerXlsx(look: Look, listed: RegisterList): AsyncGenerator<Buffer> {
  const seen = new Seen();
  const heads = headsOf(look, COLUMNS);
  async function* rows(): AsyncGenerator<Table['rows']> {
    for await (const page of listed.pages) yield seen.take(page).map((line) => rowOf(look, line, COLUMNS));
  }
  return xlsxStream(heads, rows(), () => paperOf(look, listed, seen, { is: 'table', heads, rows: [] }));
}

/** As a document to print, with what goes on a page. */
export async function registerDocx(look: Look, listed: RegisterList): Promise<Buffer> {
  const seen = new Seen();
  const rows: Table['rows'][number][] = [];
  for await (const page of listed.pages)
    rows.push(...seen.take(page).map((line) => rowOf(look, line, COLUMNS_ON_PAPER)));
  return docx(paperOf(look, listed, seen, { is: 'table', heads: headsOf(look, COLUMNS_ON_PAPER), rows }));
}

/** What was read of a list so far. */
class Seen {
  private readonly hash = createHash('sha256');
  private readonly positions: number[] = [];

  take({ value, position }: Answer<ActivityPage>): ActivityPage['items'] {
    for (const line of value.items) this.hash.update(`${canonical(line)}\n`);
    if (this.positions.at(-1) !== position) this.positions.push(position);
    return value.items;
  }

  /** SHA-256 of the RFC 8785 form of each entry as `GET /v1/activities` tells it, with a line feed after it. */
  get digest(): string {
    return this.hash.copy().digest('hex');
  }

  /** At which the list stands: several where something was recorded while it was read. */
  get standing(): readonly number[] {
    return this.positions;
  }
}

function paperOf(look: Look, { total, ...asking }: RegisterList, seen: Seen, table: Table): Paper {
  const { t, f } = look;
  const { digest, standing: positions } = seen;
  const demonstration = look.at.directory.ledger?.demonstration === true;
  const told = positions.map((each) => f.number(each)).join(', ');
  const standing = [pointWords(look), look.capital(t.position(told))];
  const conditions = askedIn(look, asking).map(({ name, words }) => `${name}: ${words}`);
  const { title, proof, proofMeans, entries, everything, moved } = t.registerFile;
  return {
    title,
    language: look.code === 'pl' ? 'pl-PL' : 'en-GB',
    standing: [...standing, `SHA-256: ${digest}`, ...(demonstration ? [t.demonstration] : [])],
    written: f,
    blocks: [
      heading(1, title),
      ...(demonstration ? [warning(t.demonstration)] : []),
      ...list([...standing, t.entries(total), ...conditions]),
      ...(positions.length > 1 ? [warning(moved)] : []),
      ...wholeOrNot(table, everything),
      heading(2, entries),
      table,
      heading(2, proof),
      paragraph(['SHA-256: ', code(digest)]),
      paragraph(proofMeans),
    ],
  };
}

/** Says where not all is told of each entry. */
const wholeOrNot = ({ heads }: Table, everything: string): readonly Block[] =>
  heads.length === COLUMNS.length ? [] : [paragraph(everything)];
