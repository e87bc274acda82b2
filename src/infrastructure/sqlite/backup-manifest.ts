import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Manifest } from '../../application/ports/ledger-files.js';
import { Rejection } from '../../domain/kernel/rejection.js';
import { ACCESS_FILE, ACCESS_LOG_FILE, LEDGER_FILE } from './data-directory.js';

const MANIFEST = 'manifest.json';

export async function writeManifest(directory: string, manifest: Manifest): Promise<void> {
  const text = `${JSON.stringify(manifest, null, 2)}\n`;
  await writeFile(join(directory, MANIFEST), text, { flag: 'wx', mode: 0o600, flush: true });
}

/** @throws Rejection `not-found` when there is none; `invalid` when it is not one that this version can read */
export async function readManifest(directory: string): Promise<Manifest> {
  let text: string;
  try {
    text = await readFile(join(directory, MANIFEST), 'utf8');
  } catch (cause) {
    throw new Rejection('not-found', `There is no backup in ${directory}: it has no ${MANIFEST}.`, [], { cause });
  }
  const manifest = parsed(text);
  if (!isManifest(manifest)) {
    throw new Rejection(
      'invalid',
      `${join(directory, MANIFEST)} is not the manifest of a backup that this version knows.`,
    );
  }
  return manifest;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

const FILES: readonly unknown[] = [LEDGER_FILE, ACCESS_FILE, ACCESS_LOG_FILE];

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null;

/** The fields that are relied on; the rest is told and no more. */
function isManifest(value: unknown): value is Manifest {
  if (!isObject(value) || value['format'] !== 1) return false;
  const { ledger, files } = value;
  if (!isObject(ledger) || typeof ledger['id'] !== 'string' || typeof ledger['events'] !== 'number') return false;
  if (!Array.isArray(files) || !files.every(isObject)) return false;
  // Names are those that are known, so that none leads out of the directory.
  const named = files.map(({ name }) => name);
  if (!named.includes(LEDGER_FILE) || new Set(named).size !== named.length) return false;
  return files.every(
    ({ name, bytes, sha256 }) => FILES.includes(name) && typeof bytes === 'number' && typeof sha256 === 'string',
  );
}
