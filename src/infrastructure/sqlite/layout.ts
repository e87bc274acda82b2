import type Database from 'better-sqlite3';
import { Rejection } from '../../domain/kernel/rejection.js';

/**
 * Brings a file up to today's layout. `PRAGMA user_version` counts the steps that it has.
 *
 * @param steps the layouts, each made from the one before
 * @param what is kept in it, in the reader's words: `tokens`
 * @throws Rejection `unavailable` for one of a layout that is not known here
 */
export function bringUp(db: Database.Database, steps: readonly string[], what: string): void {
  const version = (): number => Number(db.pragma('user_version', { simple: true }));
  if (version() > steps.length) {
    throw new Rejection(
      'unavailable',
      `The file of the ${what} was written by a newer Kronika (layout ${String(version())}, known here: ${String(steps.length)}): start that one.`,
    );
  }
  if (version() === steps.length) return;
  // Asked again under the lock: another process may have been quicker.
  db.transaction(() => {
    for (const step of steps.slice(version())) db.exec(step);
    db.pragma(`user_version = ${String(steps.length)}`);
  }).immediate();
}
