import { existsSync } from 'node:fs';
import { chmod, mkdir, mkdtemp, readdir, rename, rm, stat } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import Database from 'better-sqlite3';
import type { Clock } from '../../application/ports/clock.js';
import type { EventStore } from '../../application/ports/event-store.js';
import {
  type LedgerFacts,
  LedgerFiles,
  type Manifest,
  type OnPart,
  type Restored,
  type Staging,
} from '../../application/ports/ledger-files.js';
import { Rejection } from '../../domain/kernel/rejection.js';
import { readManifest, writeManifest } from './backup-manifest.js';
import {
  ACCESS_FILE,
  ACCESS_LOG_FILE,
  copyStagingIn,
  hold,
  holdsLedger,
  KEYS_FILE,
  LEDGER_FILE,
  putInPlace,
  refuseLedger,
  stagingIn,
} from './data-directory.js';
import { onDisk, readThrough, settle } from './file-work.js';
import { asRejection } from './ledger-errors.js';
import { examineLedger } from './ledger-check.js';
import { SqliteEventStore } from './sqlite-event-store.js';

/** Pages copied in one go; the event loop has its turn in between. */
const PAGES = 2_000;

/** The files of a data directory, and their copies. */
export class SqliteLedgerFiles extends LedgerFiles {
  /** @param version of the program, for the manifest */
  constructor(
    private readonly clock: Clock,
    private readonly version: string,
  ) {
    super();
  }

  override backUp(
    directory: string,
    target: string,
    { ledgerOnly }: { readonly ledgerOnly: boolean },
    onPart: OnPart,
  ): Promise<Manifest> {
    const among = ledgerOnly ? [LEDGER_FILE] : [ACCESS_FILE, ACCESS_LOG_FILE, LEDGER_FILE];
    const wanted = resolve(target);
    return onDisk(async () => {
      if (existsSync(wanted)) throw new Rejection('state', `There is something at ${wanted} already: it stays.`);
      await mkdir(dirname(wanted), { recursive: true });
      const beside = await mkdtemp(join(dirname(wanted), `.${basename(wanted)}.partial-`));
      try {
        const manifest = await this.copy(directory, beside, among, onPart);
        await writeManifest(beside, manifest);
        await settle(beside);
        if (existsSync(wanted)) throw new Rejection('state', `There is something at ${wanted} by now: it stays.`);
        await rename(beside, wanted);
        await settle(dirname(wanted));
        return manifest;
      } catch (fault) {
        await rm(beside, { recursive: true, force: true });
        throw fault;
      }
    });
  }

  override restore(
    source: string,
    directory: string,
    { replace, onRecord }: Parameters<LedgerFiles['restore']>[2],
    onPart: OnPart,
  ): Promise<Restored> {
    const instead = '; with --replace it is kept aside and the backup put in its place';
    return onDisk(async () => {
      const manifest = await readManifest(source);
      if (!replace) refuseLedger(directory, instead);
      const staged = await stagingIn(directory);
      try {
        await copyChecked(manifest, source, staged, onPart);
        const { id, events } = examineLedger(join(staged, LEDGER_FILE));
        if (id !== manifest.ledger.id || events !== manifest.ledger.events)
          throw new Rejection('invalid', 'The backup holds another ledger than its manifest says.');
        if (!replace) refuseLedger(directory, instead);
        await onRecord(staged, manifest);
        return { manifest, aside: await putInPlace(staged, directory) };
      } finally {
        await rm(staged, { recursive: true, force: true });
      }
    });
  }

  override backUpKeys(directory: string, target: string): Promise<number> {
    const path = join(directory, KEYS_FILE);
    const wanted = resolve(target);
    return onDisk(async () => {
      if (!existsSync(path)) throw new Rejection('not-found', `There are no keys of persons in ${directory}.`);
      await mkdir(dirname(wanted), { recursive: true });
      const partial = `.${basename(wanted)}.partial-`;
      // Of one that was killed: what it left would still open whom one erased since.
      for (const left of await readdir(dirname(wanted)))
        if (left.startsWith(partial)) await rm(join(dirname(wanted), left), { recursive: true, force: true });
      const beside = await mkdtemp(join(dirname(wanted), partial));
      try {
        const copy = join(beside, KEYS_FILE);
        const source = new Database(path, { readonly: true, fileMustExist: true, timeout: 5000 });
        try {
          // Writes what is there and nothing that was: no page that was given up.
          source.prepare('VACUUM INTO ?').run(copy);
        } finally {
          source.close();
        }
        await chmod(copy, 0o600);
        await settle(copy);
        const keys = countKeys(copy);
        await rename(copy, wanted);
        await settle(dirname(wanted));
        return keys;
      } finally {
        await rm(beside, { recursive: true, force: true });
      }
    });
  }

  override open(directory: string): EventStore {
    return SqliteEventStore.open(ledgerIn(directory), this.clock);
  }

  override size(directory: string): number {
    const path = ledgerIn(directory);
    let db: Database.Database | undefined;
    try {
      db = new Database(path, { readonly: true, fileMustExist: true });
      return Number(db.prepare('SELECT max(seq) FROM events').pluck().get());
    } catch (error) {
      throw asRejection(error);
    } finally {
      db?.close();
    }
  }

  override stage(directory: string): Promise<Staging> {
    return onDisk(async () => {
      refuseLedger(directory, '');
      const staged = await copyStagingIn(directory);
      const path = join(staged, LEDGER_FILE);
      const left = holdsLedger(staged) ? staged : null;
      // Another copy may be under way there.
      hold(path)();
      const ledger = SqliteEventStore.open(path, this.clock);
      const put = async (): Promise<LedgerFacts> => {
        await ledger.close();
        // What a full disk refuses is told here; what is refused afterwards is what the file holds.
        hold(path)();
        const facts = examineLedger(path);
        refuseLedger(directory, '');
        await putInPlace(staged, directory);
        return facts;
      };
      const discard = async (): Promise<void> => {
        await ledger.close();
        await rm(staged, { recursive: true, force: true });
      };
      const close = async (): Promise<void> => {
        await ledger.close();
        if (!holdsLedger(staged)) await discard();
      };
      return { ledger, left, put: () => onDisk(put), close: () => onDisk(close), discard: () => onDisk(discard) };
    });
  }

  private async copy(directory: string, beside: string, among: readonly string[], onPart: OnPart): Promise<Manifest> {
    ledgerIn(directory);
    const names = among.filter((name) => existsSync(join(directory, name)));
    for (const name of names) await snapshot(join(directory, name), join(beside, name), onPart);
    const ledger = examineLedger(join(beside, LEDGER_FILE));
    const files: Manifest['files'][number][] = [];
    for (const name of names) {
      await settle(join(beside, name));
      files.push({ name, ...(await readThrough(join(beside, name), null, () => undefined)) });
    }
    return { format: 1, version: this.version, madeAt: this.clock.now(), ledger, files };
  }
}

/** @throws Rejection `not-found` */
function ledgerIn(directory: string): string {
  const path = join(directory, LEDGER_FILE);
  if (!existsSync(path)) throw new Rejection('not-found', `There is no ledger in ${directory}.`);
  return path;
}

function countKeys(path: string): number {
  const copy = new Database(path, { readonly: true });
  try {
    return Number(copy.prepare('SELECT count(*) FROM keys WHERE destroyedAt IS NULL').pluck().get());
  } finally {
    copy.close();
  }
}

/**
 * Copies a database as it stands now, into one plain file. The read transaction around it is what keeps it at now:
 * without one, SQLite's backup begins anew at every write of another process, and beside a busy server never ends.
 */
async function snapshot(path: string, copy: string, onPart: OnPart): Promise<void> {
  const source = new Database(path, { readonly: true, fileMustExist: true });
  try {
    source.exec('BEGIN');
    source.prepare('SELECT count(*) FROM sqlite_schema').get();
    const progress = ({ totalPages, remainingPages }: Database.BackupMetadata): number => {
      onPart(totalPages - remainingPages, totalPages);
      return PAGES;
    };
    const { totalPages } = await source.backup(copy, { progress });
    onPart(totalPages, totalPages);
  } finally {
    source.close();
  }
  const made = new Database(copy);
  try {
    made.pragma('journal_mode = DELETE');
  } finally {
    made.close();
  }
}

async function copyChecked(manifest: Manifest, source: string, staged: string, onPart: OnPart): Promise<void> {
  const all = manifest.files.reduce((sum, { bytes }) => sum + bytes, 0);
  let before = 0;
  for (const { name, bytes, sha256 } of manifest.files) {
    const path = join(source, name);
    if (!existsSync(path)) throw new Rejection('invalid', `The backup lacks ${name}.`);
    if ((await stat(path)).size !== bytes) throw new Rejection('invalid', `${path} has not the size that it had.`);
    const start = before;
    const read = await readThrough(path, join(staged, name), (done) => {
      onPart(start + done, all);
    });
    if (read.sha256 !== sha256) throw new Rejection('invalid', `${path} is not what it was: its SHA-256 differs.`);
    before += bytes;
  }
}
