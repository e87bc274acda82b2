import { typeOf } from '../../../application/import/leaves.js';
import { OrganisationRef } from '../../../domain/activities/details.js';
import type { Payload } from '../../../domain/kernel/check.js';
import { type FieldForm, formsOf } from '../../../domain/kernel/field-forms.js';
import { UUID } from '../../../domain/kernel/fields.js';

/** How a field is asked for. */
export type Input =
  /** Objects, one below the other; one object; an organisation, by its name. */
  | 'rows'
  | 'group'
  | 'organisation'
  /** Several of what is known, or of whatever, a line each. */
  | 'checks'
  | 'lines'
  | 'choice'
  | 'flag'
  | 'day'
  | 'time'
  | 'money'
  | 'metres'
  | 'count'
  | 'quantity'
  /** Another activity, by its number; each, a line. */
  | 'activity'
  | 'activities'
  /** A person of the register, by the id: a name is never typed into an entry. */
  | 'person'
  | 'text'
  | 'long';

/** Longer texts than this are typed into a field of several lines. */
const LINE = 300;

/** Lists whose members the registers know. */
const KNOWN = new Set(['gminas', 'units', 'strategyItems']);
/** Fields whose one value the registers know, besides closed lists of codes. */
const CHOSEN = new Set(['official', 'strategy']);

/** Told by the decorators that also check the field and describe it to programs. */
export function inputOf(name: string, form: FieldForm): Input {
  const { schema, many, part } = form;
  if (part !== undefined) return many ? 'rows' : part() === OrganisationRef ? 'organisation' : 'group';
  if (many) {
    if (KNOWN.has(name) || schema.enum !== undefined) return 'checks';
    return schema.pattern === UUID.source ? 'activities' : 'lines';
  }
  if (CHOSEN.has(name)) return 'choice';
  if (name === 'person') return 'person';
  if (schema.pattern === UUID.source) return 'activity';
  const type = typeOf(name, form);
  switch (type) {
    case 'codes':
    case 'gmina':
      return 'choice';
    case 'text':
      return (schema.maxLength ?? 0) > LINE ? 'long' : 'text';
    default:
      return type;
  }
}

/** The names of the fields that ask for other activities, those of parts too. */
export function activityFields(payloads: readonly Payload<object>[]): ReadonlySet<string> {
  const names = payloads.flatMap((payload) =>
    [...formsOf(payload)].flatMap(([name, form]) => {
      if (form.part !== undefined) return [...activityFields([form.part()])];
      const input = inputOf(name, form);
      return input === 'activity' || input === 'activities' ? [name] : [];
    }),
  );
  return new Set(names);
}
