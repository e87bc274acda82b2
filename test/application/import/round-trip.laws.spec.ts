import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { Headers } from '../../../src/application/import/columns.js';
import { valueWords } from '../../../src/application/import/glossary.js';
import { type Leaf, payloadLeaves } from '../../../src/application/import/leaves.js';
import { defaultStart } from '../../../src/domain/activities/decide.js';
import type { Kind } from '../../../src/domain/activities/kind.js';
import { KINDS } from '../../../src/domain/catalogue.js';
import type { ActivityDoc } from '../../../src/domain/views/register.js';
import { bringIn, table } from '../../support/import.js';
import { Ledger } from '../../support/ledger.js';
import { windows1250 } from '../../support/windows-1250.js';
import { runs } from '../../support/runs.js';

/** What stands in a cell, and what the ledger then holds. */
interface Told {
  readonly cell: string;
  readonly value: unknown;
}

const told = (cell: string, value: unknown): Told => ({ cell, value });

/** Every letter that Windows-1250 has for Polish, and what a table must quote. */
const LETTERS = Array.from('aąbcćdeęfghijklłmnńoóprsśtuwyzźżĄĆĘŁŃÓŚŹŻ ;,"„”–\n.()');
const text = (max: number): fc.Arbitrary<string> =>
  fc
    .string({ unit: fc.constantFrom(...LETTERS), minLength: 1, maxLength: max })
    .map((each) => each.trim())
    .filter((each) => each !== '');
const line = (max: number): fc.Arbitrary<string> => text(max).map((each) => each.replaceAll('\n', ' '));

const day: fc.Arbitrary<Told> = fc
  .date({ min: new Date('2020-01-01'), max: new Date('2024-12-31'), noInvalidDate: true })
  .chain((date) => {
    const iso = date.toISOString().slice(0, 10);
    const [y = '', m = '', d = ''] = iso.split('-');
    return fc
      .constantFrom(iso, `${d}.${m}.${y}`, `${String(Number(d))}.${String(Number(m))}.${y} r.`)
      .map((cell) => told(cell, iso));
  });

const grouped = (whole: number): string => String(whole).replace(/\B(?=(?:\d{3})+$)/g, '\u00a0');
const PATTERNED: Readonly<Record<string, string>> = {
  caseSigns: 'PE.0541.12.2023',
  budgetClass: '921-92105-4210',
  roadNumber: '2020C',
  issn: '1734-2066',
  url: 'https://powiat.example/a?b=1;c',
  sha256: 'ab'.repeat(32),
};
const GMINAS = {
  'Chełmża (miasto)': '0415011',
  'Chełmża (gmina)': '0415022',
  Łubianka: '0415052',
  '0415042': '0415042',
};
const OFFICES = ['Gmina Łubianka', 'Gmina Lubicz', 'Powiat Toruński'];

/** A value of a leaf and a way to write it. Null: left to those that know it better. */
function one(kind: Kind, { path, type }: Leaf): fc.Arbitrary<Told> | null {
  const name = path.at(-1) ?? '';
  const fixed = PATTERNED[name];
  if (fixed !== undefined) return fc.constant(told(fixed, fixed));
  switch (type) {
    case 'text':
      return (
        ['title', 'place', 'subject', 'category', 'competition', 'sign'].includes(name) ? line(60) : text(200)
      ).map((each) => told(each, each));
    case 'codes': {
      const words = Object.entries(valueWords(kind.name, name) ?? {});
      return fc.constantFrom(...words.flatMap(([code, each]) => [code, ...each].map((word) => told(word, code))));
    }
    case 'day':
      return day;
    case 'time':
      return fc.constantFrom(told('9:05', '09:05'), told('17.30', '17:30'));
    case 'money':
      return fc
        .nat(1_000_000_000)
        .map((grosze) =>
          told(`${grouped(Math.floor(grosze / 100))},${String(grosze % 100).padStart(2, '0')} zł`, grosze),
        );
    case 'metres':
      return fc.nat(99_999).map((metres) => told(`${String(metres / 1000).replace('.', ',')} km`, metres));
    case 'count':
      return fc.nat(100_000).map((count) => told(grouped(count), count));
    case 'quantity':
      return fc
        .integer({ min: -99_999, max: 99_999 })
        .map((tenths) => told(String(tenths / 10).replace('.', ','), tenths / 10));
    case 'flag':
      return fc.constantFrom(told('tak', true), told('nie', false));
    case 'gmina':
      return null;
  }
}

function several(each: fc.Arbitrary<Told>): fc.Arbitrary<Told> {
  return fc.uniqueArray(each, { minLength: 1, maxLength: 3, selector: ({ value }) => value }).map((all) =>
    // A bar at the end says that commas part nothing.
    told(
      `${all.map(({ cell }) => cell.replaceAll('\n', ' ')).join('|')}|`,
      all.map(({ value }) => (typeof value === 'string' ? value.replaceAll('\n', ' ') : value)),
    ),
  );
}

/** Fields that are not what their type alone says. */
const SPECIAL: Readonly<Record<string, fc.Arbitrary<Told> | null>> = {
  occurredOn: null,
  occurredUntil: null,
  occurredPrecision: null,
  scope: null,
  otherGminas: null,
  strategyItems: null,
  strategy: null,
  units: fc.constantFrom(told('PZD', ['pzd']), told('Powiatowy Zarząd Dróg, DPS Browina', ['pzd', 'dps-browina'])),
  links: null,
  promptedBy: null,
  performedBy: fc.constant(told('starosta', { function: 'starosta' })),
  gminas: fc.uniqueArray(fc.constantFrom(...Object.entries(GMINAS)), { minLength: 1, maxLength: 4 }).map((all) =>
    told(
      all.map(([name]) => name).join(', '),
      all.map(([, terc]) => terc),
    ),
  ),
};
const offices = fc.uniqueArray(fc.constantFrom(...OFFICES), { minLength: 1, maxLength: 3 });
for (const name of ['organisers', 'coOrganisers'])
  Object.assign(SPECIAL, {
    [name]: offices.map((all) =>
      told(
        all.join('|'),
        all.map((each) => ({ name: each })),
      ),
    ),
  });
for (const name of ['beneficiary', 'outlet'])
  Object.assign(SPECIAL, { [name]: fc.constantFrom(...OFFICES).map((each) => told(each, { name: each })) });

type Row = Map<string, Told>;

/** A valid activity of the kind, as cells by path and as values. */
function activity(kind: Kind): fc.Arbitrary<Row> {
  const step = kind.steps[defaultStart(kind)]!;
  const fields = new Map<string, { readonly arbitrary: fc.Arbitrary<Told>; readonly required: boolean }>();
  for (const leaf of [...payloadLeaves(kind.details), ...payloadLeaves(step.fields)]) {
    const name = leaf.path.join('.');
    const special = SPECIAL[name];
    if (special === null || (special === undefined && (leaf.path.length > 1 || leaf.rows || name === 'on'))) continue;
    const each = special ?? one(kind, leaf);
    if (each === null) continue;
    fields.set(name, {
      arbitrary: special === undefined && leaf.list ? several(each) : each,
      required: leaf.required || name === 'gminas',
    });
  }
  const when = fc.oneof(
    day.map((each) => [each, 'day'] as const),
    fc.constant([told('maj 2022', '2022-05-01'), 'month'] as const),
    fc.constant([told('2021', '2021-01-01'), 'year'] as const),
  );
  const documents = fc.array(fc.tuple(line(40), fc.option(day, { nil: null })), { maxLength: 3 });
  const people = fc.array(fc.constantFrom('starosta', 'wicestarosta', 'radny powiatu'), { minLength: 1, maxLength: 2 });
  return fc
    .tuple(
      when,
      documents,
      people,
      offices,
      fc.tuple(
        ...[...fields].map(([name, { arbitrary, required }]) =>
          (required ? arbitrary : fc.option(arbitrary, { nil: null, freq: 2 })).map((value) => [name, value] as const),
        ),
      ),
    )
    .map(([[on, precision], papers, functions, counterparts, values]) => {
      const row: Row = new Map(values.flatMap(([name, value]) => (value === null ? [] : [[name, value]])));
      row.set('occurredOn', on).set('occurredPrecision', told('', precision));
      const plain = papers.map(([title, date]) => [title.replaceAll('|', ' '), date] as const);
      if (papers.length > 0) {
        row.set(
          'documents',
          told(
            plain.map(([title]) => title).join('|'),
            plain.map(([title, date]) => ({ title, ...(date && { date: date.value }) })),
          ),
        );
        row.set('documents.date', told(plain.map(([, date]) => date?.cell ?? '').join('|'), undefined));
      }
      if (kind.name === 'contact') {
        row.set(
          'counterparts',
          told(
            counterparts.join('|'),
            counterparts.map((name) => ({ organisation: { name }, function: 'sekretarz' })),
          ),
        );
        row.set('counterparts.function', told(counterparts.map(() => 'sekretarz').join('|'), undefined));
      }
      if (kind.name === 'attendance')
        row.set(
          'representatives',
          told(
            functions.join('|'),
            functions.map((each) => ({ function: each })),
          ),
        );
      return row;
    });
}

const quoted = (cell: string): string => (/[;"\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell);

function asTable(kind: Kind, rows: readonly Row[]): string {
  const headers = new Headers(kind);
  const columns = headers
    .all()
    .flatMap((column) => (column.of === 'body' ? [[column.leaf.path.join('.'), headers.shown(column)] as const] : []));
  const used = columns.filter(([path]) => rows.some((row) => (row.get(path)?.cell ?? '') !== ''));
  const lines = rows.map((row) => used.map(([path]) => quoted(row.get(path)?.cell ?? '')).join(';'));
  return [used.map(([, header]) => header).join(';'), ...lines, ''].join('\r\n');
}

/** Without what the ledger adds to what was said: ids of names. */
function said(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(said);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([name]) => name !== 'id')
      .map(([name, each]) => [name, said(each)]),
  );
}

describe.each(KINDS.map((kind) => [kind.name, kind] as const))('activities of kind %s', (_name, kind) => {
  it('come back from a table, in either encoding, as they were said', async () => {
    const given = fc.tuple(
      fc.uniqueArray(activity(kind), { minLength: 1, maxLength: 3, selector: (row) => row.get('title')?.value }),
      fc.boolean(),
    );
    await fc.assert(
      fc.asyncProperty(given, async ([rows, inExcel]) => {
        const ledger = await Ledger.open('2025-01-10');
        const written = asTable(kind, rows);
        const came = await bringIn(ledger, kind.name, [table(inExcel ? windows1250(written) : written)]);
        expect([came.faults, came.recorded]).toEqual([[], rows.length]);
        const { id } = await ledger.views.current();
        const docs = (await ledger.store.find(id, 'register', { at: 'now' })) as unknown as ActivityDoc[];
        for (const row of rows) {
          const doc = docs.find(({ details }) => details.title === row.get('title')?.value);
          const held = Object.assign({}, doc?.taken[0], doc?.details);
          for (const [path, { value }] of row)
            if (value !== undefined) expect([path, said(held[path as keyof typeof held])]).toEqual([path, value]);
        }
      }),
      runs(15),
    );
  }, 60_000);
});
