import { isObject, type Json, type JsonObject } from '../../domain/kernel/json.js';
import { formOf, isHash } from './bytes.js';
import { FORMAT, type Pack, SEALED } from './pack.js';
import { follow } from './places.js';
import type { Fault } from './verdict.js';

/** A pack as it came, and what is wrong with its form. `pack` is null where nothing can be made of it. */
export interface Read {
  readonly pack: Pack | null;
  readonly faults: readonly Fault[];
}

/** As much of the text around a place as tells where it is. */
const AROUND = 30;

/** Reads a pack's text. It has one right form, RFC 8785, so that no byte of it can be another and mean the same. */
export function readPack(text: string): Read {
  let value: Json;
  try {
    value = JSON.parse(text) as Json;
  } catch {
    const { at, pointer } = follow(text);
    return { pack: null, faults: [{ code: 'not-json', where: pointer, said: told(text, at) }] };
  }
  const faults: Fault[] = [];
  const form = formOf(value);
  if (form !== text) faults.push(unlike(text, form));
  const shape = shapeFaults(value);
  // What has the shape of a pack is one: what lies deeper is proven, or fails where it is used.
  return { pack: shape.fatal ? null : (value as unknown as Pack), faults: [...faults, ...shape.faults] };
}

/** The first place where a text is not as it should be. */
function unlike(text: string, form: string): Fault {
  let at = 0;
  while (text.charAt(at) === form.charAt(at) && at < text.length) at++;
  return { code: 'not-canonical', where: follow(text, at + 1).pointer, said: told(text, at), is: around(form, at) };
}

const around = (text: string, at: number): string => text.slice(Math.max(0, at - AROUND), at + AROUND);
const told = (text: string, at: number): string => `${String(at)}: ${around(text, at)}`;

const isText = (value: unknown): boolean => typeof value === 'string';
const isCount = (value: unknown): boolean => Number.isSafeInteger(value) && Number(value) > 0;
const isTexts = (value: unknown): boolean => Array.isArray(value) && value.every(isText);

/** What each place must hold for the checks to make sense of it. */
const EVENT: Readonly<Record<string, (value: unknown) => boolean>> = {
  id: isText,
  stream: isText,
  revision: (value) => Number.isSafeInteger(value),
  type: isText,
  schema: (value) => Number.isSafeInteger(value),
  data: isObject,
  metadata: (value) => isObject(value) && isText(value['recordedAt']) && isObject(value['actor']),
};
const ROW: Readonly<Record<string, (value: unknown) => boolean>> = {
  id: isText,
  kind: isText,
  number: isText,
  title: isText,
  status: isText,
  phase: (value) => value === null || isText(value),
  occurredOn: isText,
  gminas: isTexts,
  items: isTexts,
};
const STANDING: Readonly<Record<string, (value: unknown) => boolean>> = {
  asOf: isText,
  position: (value) => typeof value === 'string' && /^\d{1,15}$/.test(value),
  day: isText,
  viewVersions: isObject,
  digest: isHash,
  freezing: (value) => value === null || isText(value),
};
const MEMBERS: Readonly<Record<keyof Pack, (value: unknown) => boolean>> = {
  format: (value) => value === FORMAT,
  made: (value) => isObject(value) && isText(value['at']) && isText(value['by']),
  page: isHash,
  report: (value) => isObject(value) && isText(value['from']) && isText(value['to']) && 'strategy' in value,
  standing: isObject,
  rows: Array.isArray,
  events: Array.isArray,
  hashes: isObject,
  checkpoint: isText,
  key: isText,
  seal: isText,
};

function shapeFaults(value: Json): { readonly faults: readonly Fault[]; readonly fatal: boolean } {
  if (!isObject(value)) return { faults: [{ code: 'shape', where: '' }], fatal: true };
  if (value['format'] !== FORMAT)
    return {
      faults: [{ code: 'format', where: '/format', said: JSON.stringify(value['format'] ?? null), is: FORMAT }],
      fatal: true,
    };
  const faults = [
    ...faultsIn(value, MEMBERS, ''),
    ...faultsIn(value['standing'], STANDING, '/standing'),
    ...listed(value['rows'], '/rows', (row, where) => faultsIn(row, ROW, where)),
    ...listed(value['events'], '/events', eventFaults),
    ...Object.entries(isObject(value['hashes']) ? value['hashes'] : {}).flatMap(([name, hash]): Fault[] =>
      isHash(hash) ? [] : [{ code: 'shape', where: `/hashes/${name}` }],
    ),
  ];
  const fatal = faults.length > 0;
  const known: readonly string[] = [...SEALED, 'seal'];
  const strange = Object.keys(value).filter((name) => !known.includes(name));
  return {
    faults: [...faults, ...strange.map((name): Fault => ({ code: 'unknown-member', where: `/${name}` }))],
    fatal,
  };
}

function eventFaults(packed: Json, where: string): Fault[] {
  if (!isObject(packed) || !isCount(packed['position'])) return [{ code: 'shape', where }];
  return faultsIn(packed['event'], EVENT, `${where}/event`);
}

const listed = (value: Json | undefined, at: string, of: (each: Json, where: string) => Fault[]): Fault[] =>
  Array.isArray(value) ? value.flatMap((each: Json, index) => of(each, `${at}/${String(index)}`)) : [];

function faultsIn(
  value: Json | undefined,
  members: Readonly<Record<string, (value: unknown) => boolean>>,
  where: string,
): Fault[] {
  if (!isObject(value)) return [{ code: 'shape', where }];
  const its: JsonObject = value;
  return Object.entries(members).flatMap(([name, holds]): Fault[] =>
    holds(its[name]) ? [] : [{ code: 'shape', where: `${where}/${name}` }],
  );
}
