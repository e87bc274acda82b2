import Database from 'better-sqlite3';
import type { LedgerFacts } from '../../application/ports/ledger-files.js';
import { Rejection } from '../../domain/kernel/rejection.js';
import { LEDGER, type LedgerDetails } from '../../domain/registers/registers.js';
import { asRejection } from './ledger-errors.js';
import { isLedger, layout } from './ledger-schema.js';

interface Counts {
  readonly events: number;
  readonly last: number | null;
}

/**
 * Examines the file of a ledger that nobody has open: SQLite's own check, the layout with its guards, the order without
 * gaps, the first event. Leaves one plain file, without a log beside it.
 *
 * @throws Rejection `invalid`, saying what is wrong
 */
export function examineLedger(path: string): LedgerFacts {
  let db: Database.Database | undefined;
  try {
    db = new Database(path, { fileMustExist: true });
    if (!isLedger(db, path)) throw new Rejection('invalid', `${path} is an empty file.`);
    db.pragma('journal_mode = DELETE');
    return examine(db);
  } catch (error) {
    const reason = asRejection(error);
    // A file that is no ledger is, here, what was asked about and not a store out of reach.
    if (reason instanceof Rejection && reason.code === 'unavailable') {
      throw new Rejection('invalid', `This is not a whole ledger. ${reason.message}`, [], { cause: error });
    }
    throw reason;
  } finally {
    db?.close();
  }
}

function examine(db: Database.Database): LedgerFacts {
  const refuse = (what: string): never => {
    throw new Rejection('invalid', `This is not a whole ledger: ${what}.`);
  };
  const found = db.pragma('integrity_check(1)', { simple: true });
  if (found !== 'ok') refuse(`SQLite finds ${String(found)}`);
  if (layout(db) !== layout()) refuse('its tables or their guards are not those of Kronika');
  const counts = db.prepare<[], Counts>('SELECT count(*) AS events, max(seq) AS last FROM events').get();
  const { events, last } = counts ?? { events: 0, last: null };
  if (events === 0 || last === null) return refuse('it holds no event');
  if (last !== events) refuse(`it holds ${String(events)} events, and the last is number ${String(last)}`);
  const broken = db
    .prepare<[], string>(
      'SELECT stream FROM events GROUP BY stream HAVING min(revision) <> 0 OR max(revision) <> count(*) - 1 LIMIT 1',
    )
    .pluck()
    .get();
  if (broken !== undefined) refuse(`${broken} lacks a revision`);
  const event = db.prepare<[number], { type: string; data: string; recordedAt: string }>(
    'SELECT type, data, recordedAt FROM events WHERE seq = ?',
  );
  const first = event.get(1);
  if (first?.type !== LEDGER.made) return refuse(`its first event is ${String(first?.type)}, not ${LEDGER.made}`);
  // Checked when it was recorded.
  const { ledger, county } = JSON.parse(first.data) as LedgerDetails;
  return { id: ledger, county: county.name, events, lastRecordedAt: event.get(last)?.recordedAt ?? '' };
}
