import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, rename, rmdir } from 'node:fs/promises';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { Rejection } from '../../domain/kernel/rejection.js';
import { settle } from './file-work.js';
import { asRejection, sqliteCode } from './ledger-errors.js';

/** Where a ledger is written that comes event by event: always here, so that one that was broken off is gone on with. */
const COPY_DIRECTORY = '.incoming-copy';

export const LEDGER_FILE = 'ledger.sqlite';
export const ACCESS_FILE = 'access.sqlite';
export const ACCESS_LOG_FILE = 'access-log.sqlite';
export const KEYS_FILE = 'keys.sqlite';
const VIEWS_FILE = 'views.sqlite';
const TREE_FILE = 'tree.sqlite';

/** Whether a directory holds a ledger: a file of that name with something in it, be it damaged. */
export function holdsLedger(directory: string): boolean {
  const path = join(directory, LEDGER_FILE);
  if (!existsSync(path)) return false;
  let db: Database.Database | undefined;
  try {
    db = new Database(path, { readonly: true, fileMustExist: true });
    // Whoever gives out a token first makes a ledger without an event.
    return db.prepare('SELECT 1 FROM events LIMIT 1').get() !== undefined;
  } catch {
    return true;
  } finally {
    db?.close();
  }
}

/** @throws Rejection `state` */
export function refuseLedger(directory: string, instead: string): void {
  if (holdsLedger(directory)) throw new Rejection('state', `There is a ledger in ${directory} already${instead}.`);
}

/** A directory of its own inside a data directory, so that its files can be moved into place one by one. */
export async function stagingIn(directory: string): Promise<string> {
  await mkdir(directory, { recursive: true, mode: 0o700 });
  return mkdtemp(join(directory, '.incoming-'));
}

/** The same for a ledger that comes event by event: whoever begins finds what was left there. */
export async function copyStagingIn(directory: string): Promise<string> {
  const staged = join(directory, COPY_DIRECTORY);
  await mkdir(staged, { recursive: true, mode: 0o700 });
  return staged;
}

/**
 * Moves the files of a staging directory into the data directory around it. What stood there under their names goes into
 * a directory beside them, and so do the views and the tree of hashes: they are another ledger's. The ledger comes last: while it is not there,
 * nothing is taken for one. Nothing is deleted.
 *
 * @returns where the files that stood there are now; null where none did
 * @throws Rejection `state` when a running program has one of them open
 */
export async function putInPlace(staged: string, directory: string): Promise<string | null> {
  const coming = (await readdir(staged)).sort((a, b) => Number(a === LEDGER_FILE) - Number(b === LEDGER_FILE));
  const going = [...coming, VIEWS_FILE, TREE_FILE].reverse();
  const held: (() => void)[] = [];
  try {
    for (const name of going) held.push(hold(join(directory, name)));
    const standing = (await readdir(directory)).filter((name) => going.some((each) => name.startsWith(each)));
    const aside = standing.length === 0 ? null : await mkdtemp(join(directory, 'replaced-'));
    if (aside !== null) for (const name of standing) await rename(join(directory, name), join(aside, name));
    for (const name of coming) await rename(join(staged, name), join(directory, name));
    await rmdir(staged);
    await settle(directory);
    return aside;
  } finally {
    for (const release of held) release();
  }
}

/** What lies beside a ledger and cannot be computed from it: in MongoDB, where views are there. */
const BESIDE = [ACCESS_FILE, ACCESS_LOG_FILE, KEYS_FILE];

/** Those that are in a directory. */
const left = (directory: string): readonly string[] => BESIDE.filter((name) => existsSync(join(directory, name)));

/**
 * What is kept elsewhere by now and is still here would not be read: nobody could come in, no person be read, and the
 * access log would begin anew.
 *
 * @throws Rejection `state`
 */
export function refuseLeft(directory: string): void {
  const names = left(directory);
  if (names.length === 0) return;
  throw new Rejection(
    'state',
    `In ${directory} there is ${names.join(', ')}, from before views were in MongoDB, and would not be read: ` +
      'kronika move-in takes it there; or put it aside.',
  );
}

/** @throws Rejection `state` when a running program has one of them open */
export function refuseInUse(directory: string): void {
  for (const name of left(directory)) hold(join(directory, name))();
}

/** Moves them into a directory beside. @returns where they are @throws Rejection `state` */
export async function putAside(directory: string): Promise<string> {
  const held: (() => void)[] = [];
  try {
    for (const name of left(directory)) held.push(hold(join(directory, name)));
    const aside = await mkdtemp(join(directory, 'moved-'));
    const standing = (await readdir(directory)).filter((name) => BESIDE.some((each) => name.startsWith(each)));
    for (const name of standing) await rename(join(directory, name), join(aside, name));
    await settle(directory);
    return aside;
  } finally {
    for (const release of held) release();
  }
}

/**
 * Keeps a file to ourselves while it is moved. Only who has it open alone can take it out of WAL mode, so that tells
 * whether somebody else has. It also leaves one plain file, without a log beside it.
 */
export function hold(path: string): () => void {
  if (!existsSync(path)) return () => undefined;
  let db: Database.Database | undefined;
  try {
    db = new Database(path, { timeout: 0 });
    db.pragma('journal_mode = DELETE');
    db.exec('BEGIN EXCLUSIVE');
    const held = db;
    return () => held.close();
  } catch (error) {
    db?.close();
    const code = sqliteCode(error);
    if (code.startsWith('SQLITE_BUSY')) {
      throw new Rejection('state', `A running Kronika has ${path} open: stop it first.`, [], { cause: error });
    }
    // A damaged file can be nobody's; it is moved aside as it is.
    if (code === 'SQLITE_NOTADB' || code.startsWith('SQLITE_CORRUPT')) return () => undefined;
    throw asRejection(error);
  }
}
