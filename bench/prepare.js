/** Makes the files that a run reads: one ledger of N events in each subject's own form, and Kronika's views of it. */
import { existsSync, mkdirSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { countyLedger } from './ledger/county.js';
import { ledgerOf } from './ledger/events.js';
import { progress } from './measures/progress.js';
import { fillEmmett } from './subjects/emmett.js';
import { fillEvtstore } from './subjects/evtstore.js';
import { fillKronika } from './subjects/kronika.js';
import { fillRaw } from './subjects/raw.js';

const FILL = { kronika: fillKronika, raw: fillRaw, emmett: fillEmmett, evtstore: fillEvtstore };

/** The ledgers that there are, by what they are called. */
export const LEDGERS = { even: ledgerOf, county: countyLedger };

/**
 * @param resume whether a file that was begun is gone on with: Kronika's copy compares what is there and adds the rest
 * @returns the file of the subject's ledger, made if it is not there yet
 */
export async function prepared(directory, subject, events, { ledger, resume }) {
  mkdirSync(directory, { recursive: true });
  const path = join(directory, `${subject}.sqlite`);
  if (existsSync(path)) return path;
  process.stderr.write(`   making ${events} events for ${subject}\n`);
  const draft = `${path}.draft`;
  if (!resume || subject !== 'kronika') for (const end of ['', '-wal', '-shm']) rmSync(draft + end, { force: true });
  const show = progress(`filling ${subject}`, events);
  await FILL[subject](draft, shown(LEDGERS[ledger](events), show));
  renameSync(draft, path);
  return path;
}

function* shown(batches, show) {
  let done = 0;
  for (const batch of batches) {
    yield batch;
    show((done += batch.length));
  }
}
