import { toJson } from '../kernel/check.js';
import type { JsonObject } from '../kernel/json.js';
import { peselFaults } from '../kernel/personal-data.js';
import { type Fault, refuseFaults, Rejection } from '../kernel/rejection.js';
import { wordsOf } from '../kernel/words.js';
import {
  PERSON_CORRECTED,
  PERSON_ERASED,
  PERSON_REGISTERED,
  type PersonDetails,
  type PersonErasure,
  SEALED_FIELDS,
  SEALED_REASON,
  type SealedField,
} from './person.js';
import type { Entry } from './register.js';

/** Seals a text for the field of the person in which it is to stand. */
export type Seal = (field: SealedField | typeof SEALED_REASON, text: string) => string;

/** What of a person is sealed, in the open. */
export type Opened = Partial<Record<SealedField, string>>;

export interface PersonDecided {
  readonly type: string;
  readonly data: JsonObject;
}

/** @throws Rejection `invalid` */
export function decideRegistration(details: PersonDetails, seal: Seal): PersonDecided {
  refuseFaults(personFaults(details));
  const { name, phone, email, ...plain } = details;
  return { type: PERSON_REGISTERED, data: { ...toJson(plain), sealed: sealedOf({ name, phone, email }, seal) } };
}

/**
 * @param after the person's details as they are to be
 * @param changed the names of the fields that become different
 * @throws Rejection `invalid`; `state` for one who was erased
 */
export function decideCorrection(
  before: Entry,
  after: PersonDetails,
  changed: readonly string[],
  reason: string,
  seal: Seal,
): PersonDecided {
  refuseErased(before);
  refuseFaults([...personFaults(after, '/changes'), ...peselFaults({ reason })]);
  const given = toJson(after);
  // Null clears what is no longer there.
  const changesOf = (fields: readonly string[]): JsonObject =>
    Object.fromEntries(fields.filter((field) => changed.includes(field)).map((field) => [field, given[field] ?? null]));
  const texts = changesOf(SEALED_FIELDS) as Partial<Record<SealedField, string | null>>;
  const changes = {
    ...changesOf(['organisation', 'function']),
    ...(Object.keys(texts).length > 0 && { sealed: sealedOf(texts, seal) }),
  };
  return { type: PERSON_CORRECTED, data: { changes, reason: seal(SEALED_REASON, reason) } };
}

/**
 * @param opened null where it cannot be opened: then nobody can tell whether the reason names the person
 * @throws Rejection `invalid` where the reason says who it was, since it stays; `state` for one who was erased
 */
export function decideErasure(before: Entry, opened: Opened | null, { reason }: PersonErasure): PersonDecided {
  refuseErased(before);
  const told = opened !== null && says(reason, opened);
  refuseFaults([
    ...peselFaults({ reason }),
    ...(told ? [{ pointer: '/reason', detail: 'says who it was: the reason stays for good, so it must not' }] : []),
  ]);
  return { type: PERSON_ERASED, data: { reason } };
}

export const isErased = ({ details }: Pick<Entry, 'details'>): boolean => details['erased'] !== undefined;

function refuseErased(before: Entry): void {
  if (isErased(before)) throw new Rejection('state', 'this person was erased: nothing can be done with them any more');
}

/** A PESEL stands nowhere, and the function does not say who it is. */
export function personFaults(details: PersonDetails, pointer = ''): Fault[] {
  // Eleven digits after a country's code are a phone number.
  const { phone, ...rest } = details;
  const bare = phone?.replace(/^(?:\+|00)\d+/, '');
  const numbers = peselFaults({ ...rest, ...(bare !== undefined && { phone: bare }) }, pointer);
  return [...numbers, ...functionFaults(details, pointer)];
}

/** The function is not sealed, so it outlives an erasure. */
export function functionFaults({ function: its, ...sealed }: PersonDetails, pointer: string): Fault[] {
  if (its === undefined || !says(its, sealed)) return [];
  return [
    {
      pointer: `${pointer}/function`,
      detail: 'says who it is: the function is not sealed and stays after an erasure, so take the name out',
    },
  ];
}

function sealedOf(texts: Readonly<Partial<Record<SealedField, string | null | undefined>>>, seal: Seal): JsonObject {
  const given = SEALED_FIELDS.flatMap((field) => {
    const text = texts[field];
    return text === undefined ? [] : [[field, text === null ? null : seal(field, text)] as const];
  });
  return Object.fromEntries(given);
}

/**
 * Whether a text holds a word of the name in any case that it may stand in, or the address or number. A name whose stem
 * changes in the middle (`Gołąb`, `Gołębia`) is found in its first case only.
 */
function says(text: string, { name, phone, email }: Opened): boolean {
  const words = wordsOf(text);
  const digits = (of: string): string => of.replace(/\D/g, '');
  return (
    wordsOf(name).some((word) => words.some((each) => isCaseOf(each, word))) ||
    (email !== undefined && text.toLowerCase().includes(email.toLowerCase())) ||
    (phone !== undefined && digits(text).includes(digits(phone)))
  );
}

/** Shorter words of a name stand in too many sentences: `de`, `do`. */
const SHORT = 3;
/** A stem of so many letters tells a name whatever follows; a shorter one only with an ending of a case. */
const TELLING = 4;
const ENDINGS = /^(?:[aeiouy]|em|iem|ie|zie|ze|ii|owi|ego|emu|im|ym|ej|iej|om|ow|ami)?$/;

/** Whether a word may be another one in a Polish case: `kowalskiego` of `kowalski`, `lisa` of `lis`, `marka` of `marek`. */
function isCaseOf(word: string, name: string): boolean {
  if (name.length < SHORT) return false;
  const stem = name.replace(/[aeiouy]$/, '');
  const others = [
    stem.replace(/e([^aeiouy])$/, '$1'),
    stem.replace(/[kt]$/, 'c'),
    stem.replace(/g$/, 'dz'),
    stem.replace(/ch$/, 'sz'),
  ];
  return (
    word === name ||
    [...new Set([stem, ...others])].some(
      (each) => word.startsWith(each) && (each.length >= TELLING || ENDINGS.test(word.slice(each.length))),
    )
  );
}
