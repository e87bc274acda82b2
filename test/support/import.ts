import { createHash } from 'node:crypto';
import type { FileRow, ImportFile } from '../../src/application/import/file.js';
import { Import } from '../../src/application/import/import.js';
import type { Checked, RowAmiss } from '../../src/application/import/told.js';
import type { Request } from '../../src/application/commands/request.js';
import { readTable } from '../../src/delivery/cli/spreadsheet.js';
import type { Kind } from '../../src/domain/activities/kind.js';
import { kindNamed } from '../../src/domain/catalogue.js';
import type { Ledger } from './ledger.js';

const kindOf = (name: string): Kind => {
  const kind = kindNamed(name);
  if (kind === undefined) throw new Error(`no kind ${name}`);
  return kind;
};

/** A table in a file that is none. */
export function table(text: string | Uint8Array, name = 'plik.csv'): ImportFile {
  const bytes = typeof text === 'string' ? Buffer.from(text) : text;
  return { name, digest: createHash('sha256').update(bytes).digest('hex'), rows: () => readTable(bytes) };
}

/** Bodies of the interface, one a line. */
export function bodies(list: readonly unknown[], name = 'plik.ndjson'): ImportFile {
  const digest = createHash('sha256').update(JSON.stringify(list)).digest('hex');
  const rows = async function* (): AsyncIterable<FileRow> {
    for (const [index, body] of list.entries()) yield await Promise.resolve({ row: index + 1, line: index + 1, body });
  };
  return { name, digest, rows };
}

export interface Came extends Checked {
  readonly faults: readonly RowAmiss[];
  readonly recorded: number | null;
}

export interface How extends Partial<Pick<Request, 'actor' | 'acknowledged'>> {
  readonly skipBad?: boolean;
  readonly dryRun?: boolean;
  /** Good rows kept between check and recording. */
  readonly kept?: number;
}

const CLERK = { id: 'anna', roles: ['recorder'] } as const;

/** Imports into a ledger in memory, as the command line does. */
export async function bringIn(
  ledger: Ledger,
  kind: string,
  files: readonly ImportFile[],
  how: How = {},
): Promise<Came> {
  const { events, views, store, desk, clock } = ledger;
  const { actor = CLERK, acknowledged = [] } = how;
  const request = { actor, alone: false, acknowledged };
  const imports = new Import(events, views, store, desk, clock);
  const importing = await imports.begin(files, kindOf(kind), request, how.kept);
  const faults: RowAmiss[] = [];
  const listener = { amiss: (fault: RowAmiss) => faults.push(fault), progress: () => undefined };
  const checked = await importing.check(listener);
  const may = checked.unreadable === 0 && (checked.bad === 0 || how.skipBad === true) && how.dryRun !== true;
  const recorded = may ? await importing.record(listener) : null;
  await ledger.settle();
  return { ...checked, faults, recorded };
}
