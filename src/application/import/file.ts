import { isObject, type Json, type JsonObject } from '../../domain/kernel/json.js';
import type { Amiss, Drafted } from './draft.js';

/** A file to be imported; delivery reads it. */
export interface ImportFile {
  readonly name: string;
  /** SHA-256 of its bytes, in hex. */
  readonly digest: string;
  /** What it holds, in order; may be asked for again, and then says the same. */
  rows(): AsyncIterable<FileRow>;
}

/** One row of a file. */
export type FileRow = {
  /** As a spreadsheet counts: the header is row 1. */
  readonly row: number;
  /** The line of the file on which it begins, from 1: a cell may hold line breaks. */
  readonly line: number;
} & (
  | { readonly cells: readonly string[] }
  /** A body of the interface. */
  | { readonly body: unknown }
  /** It can't be read, nor what follows it; told in Polish. */
  | { readonly broken: string }
);

/** Reads a body of the interface, with `ref` and `steps` besides. */
export function readBody(body: unknown): Drafted {
  if (!isJson(body) || !isObject(body)) return refused('', body, 'wiersz ma być obiektem JSON');
  const { ref = null, steps = [], ...record } = body;
  if (ref !== null && (typeof ref !== 'string' || ref.trim() === '')) return refused('ref', ref, 'ref ma być tekstem');
  if (!Array.isArray(steps) || !steps.every((each: Json) => isObject(each))) {
    return refused('steps', steps, 'steps ma być listą kroków: [{"step": ..., "on": ...}]');
  }
  const draft = {
    ref,
    body: record,
    // Each was seen to be an object.
    steps: steps as readonly JsonObject[],
    place: (pointer: string) => ({ column: pointer.slice(1).replaceAll('/', '.'), value: shown(at(body, pointer)) }),
    named: false,
  };
  return { draft, amiss: [] };
}

function refused(column: string, value: unknown, reason: string): Drafted {
  const amiss: Amiss = { column, value: shown(value), reason };
  return { draft: null, amiss: [amiss] };
}

/** What JSON.parse gives is JSON. */
const isJson = (value: unknown): value is Json => value !== undefined;

function at(value: Json | undefined, pointer: string): Json | undefined {
  const names = pointer.split('/').slice(1);
  return names.reduce<Json | undefined>((found, name) => {
    if (Array.isArray(found)) return (found as readonly Json[])[Number(name)];
    return isObject(found) && Object.hasOwn(found, name) ? found[name] : undefined;
  }, value);
}

function shown(value: unknown): string {
  if (value === undefined) return '';
  return typeof value === 'string' ? value : JSON.stringify(value).slice(0, 200);
}
