import { plainToInstance } from 'class-transformer';
import { getMetadataStorage, validateSync, type ValidationError } from 'class-validator';
import { isObject, type Json, type JsonObject } from './json.js';
import type { Fault } from './rejection.js';
import { alike, unreadableAt, whole } from './unreadable.js';

export type Payload<T extends object> = new () => T;

/**
 * What a check found: every fault, and the payload without empty fields. In one that has faults what is wrong can't be
 * read (unreadable.ts); null is what is no object at all, or has more fields than any.
 */
export interface Checked<T extends object> {
  readonly value: T | null;
  readonly faults: readonly Fault[];
  /** JSON Pointers to what can't be read of `data`. */
  readonly unread: readonly string[];
}

/**
 * Checks foreign data against a payload class: every field known, present where it must be, and of its form.
 * Empty optional fields (null) are dropped, so that what is recorded holds only what was said.
 *
 * @param pointer JSON Pointer of `data` within what the reader sent
 */
export function check<T extends object>(payload: Payload<T>, data: unknown, pointer = ''): Checked<T> {
  if (!isObject(data)) return { value: null, faults: [{ pointer, detail: 'must be an object' }], unread: [''] };
  const unsound = structureFaults(data, '', 0);
  const places = new Set(unsound.map((fault) => fault.pointer));
  const told = (faults: readonly Fault[]): Fault[] =>
    faults.map((fault) => ({ pointer: pointer + fault.pointer, detail: fault.detail }));
  if (places.has('')) return { value: null, faults: told(unsound), unread: [''] };
  const instance = plainToInstance(payload, places.size === 0 ? data : without(data, places, ''));
  const errors = validateSync(instance, { whitelist: true, forbidNonWhitelisted: true });
  // What was taken out is told already, not told again as missing.
  const formless = errors.flatMap((error) => faultsOf(error)).filter((fault) => !places.has(fault.pointer));
  const faults: readonly Formless[] = [...unsound, ...formless];
  const unread = faults.flatMap((fault) => (fault.apart === true ? [] : [fault.pointer]));
  return { value: unreadableAt(withoutEmpty(instance), unread), faults: told(faults), unread };
}

/** A copy without what lies at the places. */
function without(value: unknown, places: ReadonlySet<string>, pointer: string): unknown {
  if (places.has(pointer) || typeof value !== 'object' || value === null) return places.has(pointer) ? null : value;
  if (Array.isArray(value))
    return value.map((each: unknown, index) => without(each, places, `${pointer}/${String(index)}`));
  const kept = Object.entries(value).filter(([name]) => !(name in Object.prototype));
  return Object.fromEntries(
    kept.map(([name, each]): [string, unknown] => [name, without(each, places, `${pointer}/${escape(name)}`)]),
  );
}

/** Deeper than any payload, and longer than any of its lists. */
const DEEPEST = 10;
export const LONGEST = 1000;

/**
 * What no payload may hold, whatever its class: names that every object inherits (the libraries below pass over them in
 * silence, as over lists in lists), and nests and lists so large that telling their faults would be the attack.
 */
function structureFaults(value: unknown, pointer: string, depth: number): Fault[] {
  if (typeof value !== 'object' || value === null) return [];
  if (depth > DEEPEST) return [{ pointer, detail: 'is nested too deeply' }];
  if (Array.isArray(value)) {
    if (value.length > LONGEST) return [{ pointer, detail: `must be a list of at most ${String(LONGEST)}` }];
    return value.flatMap((each: unknown, index) =>
      Array.isArray(each)
        ? [{ pointer: `${pointer}/${String(index)}`, detail: 'must not be a list' }]
        : structureFaults(each, `${pointer}/${String(index)}`, depth + 1),
    );
  }
  const entries = Object.entries(value) as [string, unknown][];
  if (entries.length > LONGEST) return [{ pointer, detail: `must have at most ${String(LONGEST)} fields` }];
  return entries.flatMap(([name, each]) =>
    name in Object.prototype
      ? [{ pointer: `${pointer}/${escape(name)}`, detail: 'is not a field of this' }]
      : structureFaults(each, `${pointer}/${escape(name)}`, depth + 1),
  );
}

/** Takes empty fields out of a payload and its parts, in place; what is no payload (new values by field) keeps its nulls. */
function withoutEmpty<T extends object>(payload: T): T {
  for (const [name, value] of Object.entries(payload) as [string, unknown][]) {
    if (value === null || value === undefined) Reflect.deleteProperty(payload, name);
    else
      for (const part of Array.isArray(value) ? (value as unknown[]) : [value]) if (isPayload(part)) withoutEmpty(part);
  }
  return payload;
}

const isPayload = (value: unknown): value is object =>
  typeof value === 'object' && value !== null && Object.getPrototypeOf(value) !== Object.prototype;

/** A JSON value without the empty fields (null) of its objects. */
export function tidy(value: Json | undefined): Json | undefined {
  if (Array.isArray(value)) return value.map((each: Json) => tidy(each) ?? null);
  if (!isObject(value)) return value;
  const kept = Object.entries(value).filter(([, each]) => each !== null && each !== undefined);
  return Object.fromEntries(kept.map(([name, each]) => [name, tidy(each)]));
}

/** A checked payload as the ledger keeps it: plain JSON, without what is undefined. */
export function toJson(payload: object): JsonObject {
  // A payload is an object, and so is its copy.
  return alike(plain(whole(payload)) as JsonObject, payload);
}

/** What JSON.parse would make of JSON.stringify's text, for the values that a checked payload holds. */
function plain(value: unknown): Json {
  if (Array.isArray(value)) return value.map(plain);
  if (typeof value !== 'object' || value === null) return value as Json;
  const copy: Record<string, Json> = {};
  for (const [name, each] of Object.entries(value) as [string, unknown][]) {
    if (each !== undefined) copy[name] = plain(each);
  }
  return copy;
}

/** Beside the check of a list (fields.ts): whether of the list as such, or of its members, of which the validator says no more than that one is wrong. */
export interface OfList {
  readonly isMember: ((value: unknown) => boolean) | null;
}

/** A fault of form. `apart`: what else stands there can be read all the same. */
type Formless = Fault & { readonly apart?: true };

/** A list that is longer than this is judged no further than that it is too long. */
const JUDGED = 100;

function faultsOf({ property, value, constraints = {}, contexts = {}, children = [] }: ValidationError): Formless[] {
  const pointer = `/${escape(property)}`;
  const named = Object.entries(constraints).filter(([name]) => name !== 'nestedValidation');
  if (constraints['whitelistValidation'] !== undefined)
    return [{ pointer, detail: 'is not a field of this', apart: true }];
  if ((value === undefined || value === null) && Object.keys(constraints).length > 0)
    return [{ pointer, detail: 'is missing' }];
  const list: readonly unknown[] | null = Array.isArray(value) ? value : null;
  const own = named.flatMap(([name, detail]): Formless[] => {
    const ofList = contexts[name] as OfList | undefined;
    const isMember = ofList?.isMember ?? null;
    const apart = ofList !== undefined && list !== null && list.length <= JUDGED;
    if (isMember === null) return [{ pointer, detail, ...(apart && { apart: true }) }];
    // What is no list at all is told as that.
    return [...(list ?? []).entries()].flatMap(([index, member]) =>
      isMember(member) ? [] : [{ pointer: `${pointer}/${String(index)}`, detail }],
    );
  });
  // Nothing is told of what lies in an object where a list should be, or the other way round.
  if (own.length > 0 && list === null) return own;
  const below = children
    .flatMap((child) => faultsOf(child))
    .map((fault) => ({ ...fault, pointer: pointer + fault.pointer }));
  return own.length + below.length > 0 ? [...own, ...below] : [{ pointer, detail: 'must be an object' }];
}

const escape = (name: string): string => name.replaceAll('~', '~0').replaceAll('/', '~1');

const names = new Map<Payload<object>, ReadonlySet<string>>();

/** The names of a payload class's fields. */
export function fieldNames(payload: Payload<object>): ReadonlySet<string> {
  let known = names.get(payload);
  if (known === undefined) {
    const metadata = getMetadataStorage().getTargetValidationMetadatas(payload, '', false, false);
    names.set(payload, (known = new Set(metadata.map((each) => each.propertyName))));
  }
  return known;
}
