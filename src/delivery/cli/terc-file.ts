import { parse } from 'csv-parse/sync';
import type { ListedCounty, ListedGmina } from '../../application/commands/load-gminas.js';
import { isDay } from '../../domain/kernel/day.js';
import { type Fault, Rejection } from '../../domain/kernel/rejection.js';
import type { GminaKind } from '../../domain/registers/registers.js';
import { GMINA_SUFFIX } from '../polish/glossary.js';

const KINDS: Readonly<Record<string, GminaKind>> = { '1': 'urban', '2': 'rural', '3': 'urban-rural' };
const COLUMNS = ['WOJ', 'POW', 'GMI', 'RODZ', 'NAZWA', 'STAN_NA'];

type Row = Readonly<Record<string, string>>;

/**
 * Reads one county out of a TERC file (WOJ;POW;GMI;RODZ;NAZWA;NAZWA_DOD;STAN_NA; RODZ 1, 2, 3 are gminas, 4 and 5
 * parts of one).
 *
 * @param county code of the county, `0415`; null where the file holds just one
 * @throws Rejection `invalid` when it is no such file or has no such county
 */
export function readTercFile(text: string, county: string | null): ListedCounty {
  const rows = readRows(text);
  const counties = rows.filter((row) => row['POW'] !== '' && row['GMI'] === '');
  const code = (row: Row): string => `${row['WOJ'] ?? ''}${row['POW'] ?? ''}`;
  const codes = [...new Set(rows.filter((row) => row['GMI'] !== '').map(code))];
  const [only] = codes;
  if (county === null && codes.length > 1) {
    throw new Rejection(
      'invalid',
      `the file lists ${String(codes.length)} counties: say which with --county, such as --county ${only ?? '0415'}`,
    );
  }
  const terc = county ?? only;
  const gminas = rows.filter((row) => code(row) === terc && KINDS[row['RODZ'] ?? ''] !== undefined).map(gminaOf);
  if (terc === undefined || gminas.length === 0)
    throw new Rejection('invalid', `the file lists no gminas of county ${terc ?? ''}`);
  const name = counties.find((row) => code(row) === terc)?.['NAZWA'];
  return { county: { terc, name: `powiat ${name ?? terc}` }, gminas: labelled(gminas) };
}

function readRows(text: string): Row[] {
  let rows: Row[];
  try {
    // Each row becomes an object by the header's names.
    rows = parse(text, {
      delimiter: ';',
      columns: true,
      bom: true,
      skip_empty_lines: true,
      trim: true,
      relax_column_count: true,
    });
  } catch (fault) {
    throw new Rejection('invalid', `it is not a TERC file: ${fault instanceof Error ? fault.message : String(fault)}`);
  }
  const missing = COLUMNS.filter((name) => !(name in (rows[0] ?? {})));
  if (missing.length > 0) throw new Rejection('invalid', `it is not a TERC file: no column ${missing.join(', ')}`);
  const faults = rows.flatMap((row, index): Fault[] => {
    const sound =
      /^\d{2}$/.test(row['WOJ'] ?? '') &&
      /^(\d{2})?$/.test(row['POW'] ?? '') &&
      /^(\d{2})?$/.test(row['GMI'] ?? '') &&
      isDay(row['STAN_NA'] ?? '');
    return sound
      ? []
      : [{ pointer: `/${String(index + 2)}`, detail: `line ${String(index + 2)} is not a row of a TERC file` }];
  });
  if (faults.length > 0)
    throw new Rejection(
      'invalid',
      faults
        .slice(0, 5)
        .map(({ detail }) => detail)
        .join('; '),
      faults,
    );
  return rows;
}

function gminaOf(row: Row): ListedGmina {
  const field = (name: string): string => row[name] ?? '';
  const name = field('NAZWA');
  const kind = KINDS[field('RODZ')] ?? 'rural';
  return {
    terc: field('WOJ') + field('POW') + field('GMI') + field('RODZ'),
    name,
    label: name,
    kind,
    statedOn: field('STAN_NA'),
  };
}

/** Two gminas of one name are told apart by what they are. */
function labelled(gminas: readonly ListedGmina[]): ListedGmina[] {
  return gminas.map((gmina) => {
    const shared = gminas.some((other) => other !== gmina && other.name === gmina.name);
    return shared ? { ...gmina, label: `${gmina.name} (${GMINA_SUFFIX[gmina.kind]})` } : gmina;
  });
}
