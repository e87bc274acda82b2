import { formsOf } from '../../domain/kernel/field-forms.js';
import { isObject, type Json, type JsonObject } from '../../domain/kernel/json.js';
import { contactFaults, peselFaults } from '../../domain/kernel/personal-data.js';
import { type Fault, Rejection } from '../../domain/kernel/rejection.js';
import type { Register } from '../../domain/registers/register.js';
import { ORGANISATION } from '../../domain/registers/registers.js';
import type { RegisterBook } from '../registers.js';
import { summary } from './bodies.js';
import type { Request } from './request.js';

export const CONTACT_DATA = 'contact-data';

/** What somebody wrote, and where in the request it stands. */
export interface Written {
  readonly payload: object;
  readonly pointer: string;
  /** What of it is free text; left out, all of it. */
  readonly free?: object;
}

/** The personal data in what somebody wrote: none may stand, contact data unless it is acknowledged. */
export interface PersonalData {
  readonly numbers: readonly Fault[];
  readonly contacts: readonly Fault[];
}

/**
 * The personal data that no text may hold: a PESEL never; an e-mail address or phone number unless it is an office's own,
 * or the request says that it was seen and may stand (DOMAIN.md section 6, docs/adr/0003).
 */
export function personalData(written: readonly Written[], book: RegisterBook, { acknowledged }: Request): PersonalData {
  return {
    numbers: written.flatMap(({ payload, pointer }) => peselFaults(payload, pointer)),
    contacts: acknowledged?.includes(CONTACT_DATA) === true ? [] : contactsIn(written, book),
  };
}

/**
 * Refuses everything that is wrong with a request, at once: each fault once, and of a place whose form is wrong only that.
 *
 * @param form what is wrong with the form of what was sent
 * @param faults what it breaks besides
 * @throws Rejection `invalid`
 */
export function refuseAll(form: readonly Fault[], { numbers, contacts }: PersonalData, faults: readonly Fault[]): void {
  const formless = new Set(form.map(({ pointer }) => pointer));
  const broken = [...numbers, ...contacts, ...faults].filter(({ pointer }) => !formless.has(pointer));
  const all = new Map([...form, ...broken].map((fault) => [`${fault.pointer} ${fault.detail}`, fault]));
  if (all.size === 0) return;
  const told = [...all.values()];
  const says = contacts.length === told.length ? [] : [form.length > 0 ? summary(told) : detailsOf(told, contacts)];
  if (contacts.length > 0)
    says.push('Free text holds contact data. Take it out, or send the header Kronika-Acknowledge: contact-data.');
  throw new Rejection('invalid', says.join('. '), told);
}

function detailsOf(told: readonly Fault[], contacts: readonly Fault[]): string {
  const apart = new Set(contacts);
  const others = told.filter((fault) => !apart.has(fault));
  return others.length > 20 ? summary(told) : others.map(({ detail }) => detail).join(' ');
}

/** What is free text in a register's entry or its correction: a REGON of nine digits is no phone number. */
export function freeText(register: Register, data: JsonObject): JsonObject {
  const forms = formsOf(register.details);
  const free = (fields: JsonObject): JsonObject =>
    Object.fromEntries(Object.entries(fields).filter(([name]) => forms.get(name)?.schema.pattern === undefined));
  return Object.fromEntries(
    Object.entries(free(data)).map(([name, value]): [string, Json | undefined] => [
      name,
      name === 'changes' && isObject(value) ? free(value) : value,
    ]),
  );
}

/** What an office calls its own passes everybody's texts without a warning: so not everybody says what that is. */
export function refuseOfficesOwn(register: Register, data: JsonObject, { actor, alone }: Request): void {
  const { changes } = data;
  const said = [data, ...(isObject(changes) ? [changes] : [])].some((fields) => 'contactPoints' in fields);
  if (register !== ORGANISATION || !said || alone) return;
  if (!actor.roles.some((role) => role === 'manager' || role === 'administrator'))
    throw new Rejection('forbidden', "only a manager or an administrator says which contacts are an office's own");
}

function contactsIn(written: readonly Written[], book: RegisterBook): Fault[] {
  let known: ReadonlySet<string> | null = null;
  const isOffices = (contact: string): boolean => {
    known ??= officesOwn(book);
    const at = contact.indexOf('@');
    return known.has(plain(contact)) || (at >= 0 && known.has(plain(contact.slice(at))));
  };
  return written.flatMap(({ payload, pointer, free = payload }) => contactFaults(free, isOffices, pointer));
}

/** An address in one case; a number's digits, without the country's. */
const plain = (contact: string): string =>
  contact.includes('@') ? contact.toLowerCase() : contact.replace(/\D/g, '').replace(/^(?:00)?48(?=\d{9}$)/, '');

function officesOwn(book: RegisterBook): ReadonlySet<string> {
  const points = book
    .all(ORGANISATION.name)
    .flatMap((entry) => (entry.details['contactPoints'] ?? []) as readonly string[]);
  return new Set(points.map(plain));
}
